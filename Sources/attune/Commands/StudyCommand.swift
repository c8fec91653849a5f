import Consents
import Archive
import ArgumentParser
import Base
import Exports
import Foundation
import SessionModel
import Study
import Workflows

/// `attune study`: many sessions as one study.
struct StudyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "study",
        abstract: "Pools the sessions of many dyads into one study.",
        discussion: """
            Example:
              attune study S01 S02 S03 S04 S05 S06 --output study

            Reads session.sqlite in every folder. The unit of all tests is the dyad: sessions of the same two
            people are averaged first. Prints the findings.
            """)

    @Argument(help: ArgumentHelp("Session folders, two or more.", valueName: "dir"))
    var folders: [String]

    @OptionGroup var results: OutputOptions

    func validate() throws {
        guard folders.count >= 2 else {
            throw ValidationError("A study takes two session folders or more.")
        }
    }

    func run() throws {
        let plotting = try ReportHTML.library(at: Installation.plottingLibrary)
        try refuseOutput()
        var sessions: [StudySession] = []
        for folder in folders { sessions.append(try Self.session(folder)) }
        try Self.refuseDoubles(sessions)
        let study = StudyAnalysis(sessions)
        let folder = try SessionFolder(results.output, force: results.force)
        let lock = try FolderLock(folder.path)
        defer { withExtendedLifetime(lock) {} }
        try folder.write(Self.files(study, StudyHTML(library: plotting)))
        if let remark = folder.remark { Console().warning(remark) }
        for warning in study.warnings { Console().warning(warning) }
        let sentences = StudySentences(study)
        for sentence in [sentences.headline] + sentences.sentences { Terminal.say(sentence) }
        Terminal.say("report: \(folder.path(of: StudyFile.page.name))")
    }

    private static func files(
        _ study: StudyAnalysis, _ page: StudyHTML
    ) -> [(name: String, body: FileWriter.Body)] {
        [
            (
                name: StudyFile.sessions.name,
                body: { output throws(Failure) in
                    try StudyTables.writeSessions(study, to: &output)
                }
            ),
            (
                name: StudyFile.episodes.name,
                body: { output throws(Failure) in
                    try StudyTables.writeEpisodes(study, to: &output)
                }
            ),
            (
                name: StudyFile.synchrony.name,
                body: { output throws(Failure) in
                    try StudyTables.writeSynchrony(study, to: &output)
                }
            ),
            (
                name: StudyFile.summary.name,
                body: { output throws(Failure) in
                    try output.write(StudyJSON.value(study).text() + "\n")
                }
            ),
            (
                name: StudyFile.page.name,
                body: { output throws(Failure) in try page.write(study, to: &output) }
            ),
        ]
    }

    /// A session folder must not become the study's, whose tables have the same names.
    private func refuseOutput() throws(Failure) {
        let record = results.output + "/" + SessionRecord.fileName
        if FileManager.default.fileExists(atPath: record) {
            throw Failure.cannotCreate(
                "\(results.output) is a session folder",
                remedy: "choose another --output for the study")
        }
        guard !results.force, FileManager.default.fileExists(atPath: results.output) else { return }
        try SessionFolder(results.output).refuseExisting(StudyFile.allCases.map(\.name))
    }

    /// - Throws: ``Failure/Kind/noConsent`` naming the folder, when somebody's consent does not allow it.
    private static func session(_ path: String) throws(Failure) -> StudySession {
        let folder = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        let record = try SessionExport(folder, force: false, reporter: Console()).record()
        let session = try record.session()
        Console().warnOfConsentsBeside(try FolderConsent.read(folder))
        let isWhole = try record.state() == .complete
        try record.close()
        guard let consent = session.consent else {
            throw Failure.noConsent(
                "\(folder) was analysed without a consent file", remedy: "leave it out")
        }
        try consent.require(.analysis, at: folder)
        return StudySession(session, folder: folder, isWhole: isWhole)
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
