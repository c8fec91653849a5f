import Archive
import Base
package import Consents
import Exports
import Posture

/// A format by its name, and the files that it stands for.
///
/// A format is added with one line in ``all``.
package struct ExportFormat: Sendable {
    package let name: String
    /// What both people must have agreed to beyond the analysis.
    package let scope: Consent.Scope?
    /// Writers of its files; may read what they need from the installation. The record stays open while
    /// they write.
    let writers: @Sendable (Source) throws(Failure) -> [any SessionWriter]

    /// What files are made from.
    struct Source {
        var record: SessionRecord
        /// Shows the progress of a file that takes long.
        var reporter: any Reporter
    }

    /// What `analyze` writes: the tables, the summary, the report, and the files for other programs.
    package static let standard: [ExportFormat] = all.filter { isStandard($0.name) }

    package static let all: [ExportFormat] = [
        ExportFormat(name: "csv") { source throws(Failure) in
            tables(of: try source.record.header().request.scene ?? .seated)
        },
        html,
        ExportFormat("json") { () throws(Failure) in [SessionJSON()] },
        ExportFormat("eaf") { () throws(Failure) in [ElanEAF()] },
        ExportFormat("eaf-template") { () throws(Failure) in [ElanTemplate()] },
        ExportFormat("textgrid") { () throws(Failure) in [PraatTextGrid()] },
        ExportFormat("vtt") { () throws(Failure) in [WebVTT()] },
        ExportFormat("boris") { () throws(Failure) in [Boris()] },
        ExportFormat("timeline-json") { () throws(Failure) in [SessionExportJSON()] },
        ExportFormat("markers") { () throws(Failure) in [MarkersCSV()] },
        ExportFormat(name: "landmarks") { source throws(Failure) in
            [SessionLandmarks(source.record)]
        },
        ExportFormat(name: "review", scope: .reviewClip) { source throws(Failure) in
            [ReviewClip(record: source.record, reporter: source.reporter)]
        },
    ]

    /// The report.
    package static let html = ExportFormat("html") { () throws(Failure) in try report }

    private static func isStandard(_ name: String) -> Bool {
        ["csv", "html", "json", "eaf", "textgrid", "vtt", "boris"].contains(name)
    }

    private init(
        name: String, scope: Consent.Scope? = nil,
        writers: @escaping @Sendable (Source) throws(Failure) -> [any SessionWriter]
    ) {
        self.name = name
        self.scope = scope
        self.writers = writers
    }

    /// A format that follows from the session alone.
    private init(
        _ name: String, writers: @escaping @Sendable () throws(Failure) -> [any SessionWriter]
    ) {
        self.init(name: name) { _ throws(Failure) in try writers() }
    }

    /// Writers of the files that every session folder holds, made without a record.
    static func standardWriters(of scene: Scene = .seated) throws(Failure) -> [any SessionWriter] {
        try tables(of: scene) + report + [SessionJSON()] + forOtherPrograms
    }

    /// Of people who walk there is one more.
    static func tables(of scene: Scene = .seated) -> [any SessionWriter] {
        [
            FeaturesCSV(), PosturesCSV(), EpisodesCSV(), ResponsesCSV(), SynchronyCSV(),
            TimelineCSV(),
        ] + (scene == .walking ? [GaitCSV()] : [])
    }

    static var report: [any SessionWriter] {
        get throws(Failure) { [try ReportHTML(libraryAt: Installation.current.plottingLibrary)] }
    }

    /// Postures and episodes for ELAN, Praat, a player and BORIS.
    static var forOtherPrograms: [any SessionWriter] {
        [ElanEAF(), PraatTextGrid(), WebVTT(), Boris()]
    }

    package static var names: String { all.map(\.name).joined(separator: ", ") }
}
