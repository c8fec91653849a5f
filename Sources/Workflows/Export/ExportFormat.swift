import Archive
import Base
package import Consents
import Exports
import Posture
import SessionModel

/// A format by its name, and the files that it stands for.
///
/// A format is added with one line in ``all``.
package struct ExportFormat: Sendable {
    package let name: String
    /// What both people must have agreed to beyond the analysis.
    package let scope: Consent.Scope?
    /// What a session must have for there to be anything to write.
    private let need: Need?
    /// Writers of its files; may read what they need from the installation. The record stays open while
    /// they write.
    let writers: @Sendable (Source) throws(Failure) -> [any SessionWriter]

    /// What series that other tools measured may not have.
    private enum Need {
        /// Of a recording that was measured.
        case landmarks
        /// Of anything but motion energy.
        case postures
    }

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
        ExportFormat("eaf", need: .postures) { () throws(Failure) in [ElanEAF()] },
        ExportFormat("eaf-template", need: .postures) { () throws(Failure) in [ElanTemplate()] },
        ExportFormat("textgrid", need: .postures) { () throws(Failure) in [PraatTextGrid()] },
        ExportFormat("vtt", need: .postures) { () throws(Failure) in [WebVTT()] },
        ExportFormat("boris", need: .postures) { () throws(Failure) in [Boris()] },
        ExportFormat("timeline-json") { () throws(Failure) in [SessionExportJSON()] },
        ExportFormat("markers") { () throws(Failure) in [MarkersCSV()] },
        ExportFormat(name: "landmarks", need: .landmarks) { source throws(Failure) in
            [SessionLandmarks(source.record)]
        },
        ExportFormat(name: "review", scope: .reviewClip, need: .landmarks) {
            source throws(Failure) in
            [ReviewClip(record: source.record, reporter: source.reporter)]
        },
    ]

    /// The report.
    package static let html = ExportFormat("html") { () throws(Failure) in try report }

    private static func isStandard(_ name: String) -> Bool {
        ["csv", "html", "json", "eaf", "textgrid", "vtt", "boris"].contains(name)
    }

    private init(
        name: String, scope: Consent.Scope? = nil, need: Need? = nil,
        writers: @escaping @Sendable (Source) throws(Failure) -> [any SessionWriter]
    ) {
        self.name = name
        self.scope = scope
        self.need = need
        self.writers = writers
    }

    /// A format that follows from the session alone.
    private init(
        _ name: String, need: Need? = nil,
        writers: @escaping @Sendable () throws(Failure) -> [any SessionWriter]
    ) {
        self.init(name: name, need: need) { _ throws(Failure) in try writers() }
    }

    /// Those of these formats that a session has; all of them when they were asked for by name.
    ///
    /// - Throws: ``Failure/Kind/badInput`` naming a format that was asked for in vain.
    static func fitting(
        _ formats: [ExportFormat], _ session: Session, in folder: String
    ) throws(Failure) -> [ExportFormat] {
        let isStandard = formats.map(\.name) == standard.map(\.name)
        var fitting: [ExportFormat] = []
        for format in formats {
            guard let reason = format.refusal(of: session) else {
                fitting.append(format)
                continue
            }
            guard isStandard else {
                throw Failure.badInput(
                    "the format \(format.name) cannot be made of \(folder): \(reason)",
                    remedy: "leave that format out")
            }
        }
        return fitting
    }

    /// Why there is no such file of a session, a clause.
    private func refusal(of session: Session) -> String? {
        guard let series = session.settings.series else { return nil }
        return switch need {
        case .landmarks: "series of another tool were scored, which have no landmarks"
        case .postures where series.isOfMotionEnergy:
            "it holds motion energy alone, in which nobody's posture can be seen"
        default: nil
        }
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

extension [any SessionWriter] {
    /// The same writers, the report's in another language.
    func reporting(in language: Phrases) -> [any SessionWriter] {
        map { ($0 as? ReportHTML)?.written(in: language) ?? $0 }
    }
}
