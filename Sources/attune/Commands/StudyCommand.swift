import Archive
import ArgumentParser
import Base
import Exports
import Foundation
import SessionModel
import Posture
import ReferenceStatistics
import Study
import Workflows

/// `attune study`: many sessions as one study.
struct StudyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "study",
        abstract: "Pools the sessions of many dyads into one study.",
        discussion: """
            Example:
              attune study S01 S02 S03 S04 S05 S06 --output study

              attune study S*/ --recombine --output study
              attune study energy/*.txt --rate 25 --recombine --like rmea --smooth 0.5 --scale sd --absolute \\
                --output study

            Reads session.sqlite in every folder; a file of motion energy or another series is scored at once. The
            unit of all tests is the dyad: sessions of the same two people are averaged first. Prints the findings.
            """)

    @Argument(
        help: ArgumentHelp(
            "Session folders, or files of series with two people each; two or more.",
            valueName: "dir"))
    var folders: [String]

    @Option(
        help: ArgumentHelp(
            "Of series: samples per second, where the file does not say.", valueName: "hz"))
    var rate: SampleRate?

    @Flag(
        help: ArgumentHelp(
            "Also compare with people who never met: the first person of each session with the second of every "
                + "other one."))
    var recombine = false

    @Option(
        help: ArgumentHelp(
            "A table of the sessions, as of attune batch: session, group, session_number, date and outcomes, which "
                + "thirds.csv takes over.", valueName: "file"))
    var sessions: String?

    @Flag(
        help: ArgumentHelp(
            "Leave sessions out, with a warning, whose consent has ended or whose record is damaged or missing."
        ))
    var leaveOut = false

    @OptionGroup(title: "Another package's statistic, for --recombine") var like: LikeOptions

    @OptionGroup var results: OutputOptions

    func validate() throws {
        guard folders.count >= 2 else {
            throw ValidationError("A study takes two session folders or more.")
        }
        guard recombine || like.like == nil else {
            throw ValidationError("--like goes with --recombine.")
        }
    }

    func run() async throws {
        let plotting = try ReportHTML.library(at: Installation.current.plottingLibrary)
        let recipe = try like.recipe()
        let manifest = try self.sessions.map { path throws(Failure) in
            try StudyManifest(path, isMeasured: true)
        }
        try refuseOutput()
        Interruption.listen()
        let input = StudyInput(rate: rate?.hertz, reporter: Console())
        var sessions: [StudySession] = []
        // Whole sessions are large: they stay in memory only where people are recombined.
        var whole: [Session] = []
        var leftOut: [Failure] = []
        for folder in folders {
            do throws(Failure) {
                let found = try await input.read(folder)
                sessions.append(
                    StudySession(found.session, folder: found.place, isWhole: found.isWhole))
                if recombine { whole.append(found.session) }
            } catch {
                guard leaveOut, Self.isOfOneSession(error) else { throw error }
                leftOut.append(error)
            }
        }
        guard sessions.count >= 2 else { throw leftOut[0] }
        try Self.refuseDoubles(sessions)
        var study = StudyAnalysis(sessions, leftOut: leftOut.map(\.what))
        let thirds = try StudyThirds(study, manifest)
        if let code = thirds.unlisted.first {
            Console().warning(
                "\(manifest?.path ?? "") does not list \(code)"
                    + (thirds.unlisted.count > 1 ? " and \(thirds.unlisted.count - 1) more" : ""),
                remedy: "give every session a row, by its code or the name of its folder")
        }
        if recombine { study.recombination = try await recombination(whole, recipe) }
        let folder = try SessionFolder(results.output, force: results.force)
        let lock = try FolderLock(folder.path)
        defer { withExtendedLifetime(lock) {} }
        try folder.write(Self.files(study, thirds, StudyHTML(library: plotting)))
        if let remark = folder.remark { Console().warning(remark) }
        for warning in study.warnings { Console().warning(warning) }
        let sentences = StudySentences(study)
        for sentence in [sentences.headline] + sentences.sentences { Terminal.say(sentence) }
        Terminal.say("report: \(folder.path(of: StudyFile.page.name))")
    }

    private static func files(
        _ study: StudyAnalysis, _ thirds: StudyThirds, _ page: StudyHTML
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
                name: StudyFile.thirds.name,
                body: { output throws(Failure) in try thirds.write(to: &output) }
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

    private func recombination(
        _ sessions: [Session], _ recipe: ReferenceMethod?
    ) async throws(Failure) -> Recombination {
        let seats = sessions.first?.seats ?? []
        let known = sessions.compactMap {
            RecombinedSession($0, seats: seats, asGiven: recipe != nil)
        }
        if known.count < sessions.count {
            Console().warning(
                "\(sessions.count - known.count) of the sessions have other seats than the first one "
                    + "(\(seats.joined(separator: " and "))) and are not recombined: roles are kept",
                remedy: nil)
        }
        guard known.count <= Recombination.mostSessions else {
            throw Failure.usage(
                "\(known.count) sessions have \(known.count * (known.count - 1)) pairs of people who never met",
                remedy: "recombine at most \(Recombination.mostSessions) at a time")
        }
        var statistic = Recombination.Statistic.attune
        if let recipe {
            let measured = Channel.allCases.filter { channel in
                sessions.allSatisfy {
                    $0.features.allSatisfy { $0[channel].contains(where: \.isFinite) }
                }
            }
            statistic = .reference(recipe, try like.channel(of: measured))
        }
        return await Recombination(known, of: statistic)
    }

    /// What is wrong with one session alone.
    private static func isOfOneSession(_ failure: Failure) -> Bool {
        [.noConsent, .badInput, .noInput].contains(failure.kind)
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
