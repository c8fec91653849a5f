import Archive
package import Base
import Exports
import Foundation
import SessionModel
package import Study

/// Makes a study of sessions, and writes it.
///
///     let study = try await StudyWorkflow(["S01", "S02"], input: input, reporter: reporter).run(into: "study")
package struct StudyWorkflow: Sendable {
    /// Session folders, or files of series.
    package var places: [String]
    package var input: StudyInput
    /// Group, number, date, therapist and outcomes of the sessions, where somebody lists them.
    package var manifest: StudyManifest?
    /// Whether sessions are left out that cannot be used for what is wrong with them alone.
    package var leavesOut = false
    /// Whether people who never met are compared.
    package var recombines = false
    /// What they are compared by, once it is known what was measured.
    package var statistic: @Sendable (StudyWork) throws(Failure) -> Recombination.Statistic
    package var choices: MultiverseChoices?
    /// Whether it is simulated how many dyads a study takes.
    package var simulates = false
    private let reporter: any Reporter

    package init(_ places: [String], input: StudyInput, reporter: any Reporter) {
        self.places = places
        self.input = input
        self.reporter = reporter
        statistic = { _ throws(Failure) in .attune }
    }

    /// - Parameter replaces: whether the results of an earlier study may be replaced.
    /// - Throws: ``Failure/Kind/cannotCreate`` when the folder holds something else; what ``analysis()`` throws.
    package func run(into output: String, replaces: Bool) async throws(Failure) -> StudyAnalysis {
        let page = try Self.page()
        try Self.refuse(output, replaces: replaces)
        let study = try await analysis()
        try write(study, page, into: output, replaces: replaces)
        return study
    }

    /// The study, of which nothing is written.
    ///
    /// - Throws: what reading the sessions throws, ``Failure/Kind/badInput`` when one is there twice,
    ///   ``Failure/Kind/interrupted``.
    package func analysis() async throws(Failure) -> StudyAnalysis {
        let work = try await StudyWork(
            places, input: input, keeping: recombines || choices != nil, leavesOut: leavesOut,
            reporter: reporter)
        var sessions = work.sessions
        try Self.refuseDoubles(sessions)
        manifest?.nameTherapists(of: &sessions)
        var study = StudyAnalysis(sessions, leftOut: work.leftOut.map(\.what))
        warnOfUnlisted(try StudyThirds(study, manifest))
        let plan = recombines ? work.plan(study) : nil
        if let plan {
            study.recombination = try await work.recombination(plan, of: try statistic(work))
        }
        if let choices {
            study.multiverse = try await work.multiverse(choices, of: study, recombining: plan)
        }
        if simulates { study.power = try await work.power(study) }
        return study
    }

    /// The page of a study, as text.
    package static func text(of study: StudyAnalysis) throws(Failure) -> String {
        let page = try page()
        return String(
            decoding: try FileWriter.bytes { output throws(Failure) in
                try page.write(study, to: &output)
            }, as: UTF8.self)
    }

    private static func page() throws(Failure) -> StudyHTML {
        StudyHTML(library: try ReportHTML.library(at: Installation.current.plottingLibrary))
    }

    private func write(
        _ study: StudyAnalysis, _ page: StudyHTML, into output: String, replaces: Bool
    ) throws(Failure) {
        let thirds = try StudyThirds(study, manifest)
        let folder = try SessionFolder(output, force: replaces)
        let lock = try FolderLock(folder.path)
        defer { withExtendedLifetime(lock) {} }
        let files = StudyFiles(study: study, thirds: thirds, page: page).all
        try folder.write(files)
        try folder.removeStudyFiles(but: files.map(\.name))
        if let remark = folder.remark { reporter.warning(remark) }
        for warning in study.warnings { reporter.warning(warning) }
    }

    private func warnOfUnlisted(_ thirds: StudyThirds) {
        guard let code = thirds.unlisted.first else { return }
        reporter.warning(
            "\(manifest?.path ?? "") does not list \(code)"
                + (thirds.unlisted.count > 1 ? " and \(thirds.unlisted.count - 1) more" : ""),
            remedy: "give every session a row, by its code or the name of its folder")
    }

    /// A session folder must not become the study's, whose tables have the same names.
    package static func refuse(_ output: String, replaces: Bool) throws(Failure) {
        if FileManager.default.fileExists(atPath: output + "/" + SessionRecord.fileName) {
            throw Failure.cannotCreate(
                "\(output) is a session folder",
                remedy: "choose another \(.output) for the study")
        }
        guard !replaces, FileManager.default.fileExists(atPath: output) else { return }
        try SessionFolder(output).refuseExisting(StudyFile.allCases.map(\.name))
    }

    /// The same session twice would count twice.
    private static func refuseDoubles(_ sessions: [StudySession]) throws(Failure) {
        for (index, session) in sessions.enumerated() {
            let twin = sessions[..<index].first {
                $0.id == session.id || $0.sources.map(\.sha256) == session.sources.map(\.sha256)
            }
            guard let twin else { continue }
            let what =
                twin.id == session.id
                ? "\(twin.folder) and \(session.folder) are both session \(session.id)"
                : "\(twin.folder) and \(session.folder) are of the same recording"
            throw Failure.badInput(
                what, remedy: "leave one of them out, or give each session a code of its own")
        }
    }
}
