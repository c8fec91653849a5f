import ArgumentParser
import Foundation
import SessionStore
import Timeline

/// A name on the command line and the files that it stands for.
///
/// A format is added with one line in ``all``.
struct ExportFormat: Sendable {
    let name: String
    /// Writers of its files; may read what they need from the installation.
    let writers: @Sendable () throws(Failure) -> [any SessionWriter]

    /// What `analyze` writes: the tables, the summary and the report.
    static let standard: [ExportFormat] = ["csv", "html", "json"].compactMap { name in
        all.first { $0.name == name }
    }

    static let all: [ExportFormat] = [
        ExportFormat(name: "csv") { () throws(Failure) in
            [FeaturesCSV(), PosturesCSV(), EpisodesCSV(), SynchronyCSV(), TimelineCSV()]
        },
        html,
        ExportFormat(name: "json") { () throws(Failure) in [SessionJSON()] },
        ExportFormat(name: "eaf") { () throws(Failure) in [ElanEAF(date: unchanging)] },
        ExportFormat(name: "textgrid") { () throws(Failure) in [PraatTextGrid()] },
        ExportFormat(name: "vtt") { () throws(Failure) in [WebVTT()] },
        ExportFormat(name: "boris") { () throws(Failure) in [Boris()] },
        markers,
        ExportFormat(name: "timeline-json") { () throws(Failure) in [SessionExportJSON()] },
    ]

    /// Notes made while the session ran.
    static let markers = ExportFormat(name: "markers") { () throws(Failure) in [MarkersCSV()] }

    static let html = ExportFormat(name: "html") { () throws(Failure) in
        [try ReportHTML(libraryAt: Installation.plottingLibrary)]
    }

    /// ELAN wants a date. The same session gives the same file, whenever it is made.
    private static let unchanging = Date(timeIntervalSince1970: 0)

    static var names: String { all.map(\.name).joined(separator: ", ") }
}

/// The value of `--format`: names with commas between them.
struct ExportFormatList: ExpressibleByArgument {
    let formats: [ExportFormat]

    static let standard = ExportFormatList(formats: ExportFormat.standard)

    init(formats: [ExportFormat]) { self.formats = formats }

    init?(argument: String) {
        formats = argument.split(separator: ",", omittingEmptySubsequences: false).compactMap {
            name in ExportFormat.all.first { $0.name == name }
        }
        guard
            formats.count == argument.split(separator: ",", omittingEmptySubsequences: false).count
        else { return nil }
    }

    var defaultValueDescription: String { formats.map(\.name).joined(separator: ",") }
}
