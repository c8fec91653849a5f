import ArgumentParser
import SessionStore
import Timeline

/// A name on the command line and the files that it stands for.
///
/// A format is added with one line in ``all``.
struct ExportFormat: Sendable {
    let name: String
    /// Writers of its files; may read what they need from the installation.
    let writers: @Sendable () throws(Failure) -> [any SessionWriter]

    static let all: [ExportFormat] = [
        ExportFormat(name: "csv") { () throws(Failure) in
            [FeaturesCSV(), PosturesCSV(), EpisodesCSV(), SynchronyCSV(), TimelineCSV()]
        },
        html,
        ExportFormat(name: "json") { () throws(Failure) in [SessionJSON()] },
    ]

    static let html = ExportFormat(name: "html") { () throws(Failure) in
        [try ReportHTML(libraryAt: Installation.plottingLibrary)]
    }

    static var names: String { all.map(\.name).joined(separator: ", ") }
}

/// The value of `--format`: names with commas between them.
struct ExportFormatList: ExpressibleByArgument {
    let formats: [ExportFormat]

    static let all = ExportFormatList(formats: ExportFormat.all)

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
