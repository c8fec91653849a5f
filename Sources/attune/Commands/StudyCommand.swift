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
              attune study S*/ --multiverse window=15,30,60 lag=3,5,10 --power --output study
              attune study energy/*.txt --rate 25 --recombine --like rmea --smooth 0.5 --scale sd --absolute \\
                --output study

            Reads session.sqlite in every folder; a file of motion energy or another series is scored at once. The
            unit of all tests is the dyad: sessions of the same two people are averaged first, and dyads that share a
            person are flipped together. Prints the findings.
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
            "A table of the sessions, as of attune batch: session, group, session_number, date, therapist and "
                + "outcomes, which thirds.csv takes over.", valueName: "file"))
    var sessions: String?

    @Flag(
        help: ArgumentHelp(
            "Leave sessions out, with a warning, whose consent has ended or whose record is damaged or missing."
        ))
    var leaveOut = false

    @Option(
        help: ArgumentHelp(
            "Count the episodes as this coder reviewed them; comparisons with chance stay those of what was measured.",
            valueName: "code"))
    var reviewed: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Also compute everything under every combination of settings, such as window=15,30,60 lag=3,5,10, and draw "
                + "the specification curve.", valueName: "name=v,v"))
    var multiverse: [String] = []

    @Flag(help: "Also simulate from these sessions how many dyads a study takes.")
    var power = false

    @Option(help: "How progress is shown: auto, plain, json or none.")
    var progress: ProgressStyle = .auto

    @OptionGroup(title: "Another package's statistic, for --recombine") var like: LikeOptions

    @OptionGroup var results: OutputOptions

    func validate() throws {
        guard folders.count >= 2 else {
            throw ValidationError("A study takes two session folders or more.")
        }
        guard recombine || like.like == nil else {
            throw ValidationError("--like goes with --recombine.")
        }
        guard like.like == nil || multiverse.isEmpty else {
            throw ValidationError(
                "--multiverse tries Attune's own settings, and does not go with --like.")
        }
    }

    func run() async throws {
        let plotting = try ReportHTML.library(at: Installation.current.plottingLibrary)
        let recipe = try like.recipe()
        let manifest = try self.sessions.map { path throws(Failure) in
            try StudyManifest(path, isMeasured: true)
        }
        let choices = multiverse.isEmpty ? nil : try MultiverseChoices(multiverse)
        try refuseOutput()
        Interruption.listen()
        let console = Console(progress: progress)
        let work = try await StudyWork(
            folders, input: StudyInput(rate: rate?.hertz, reviewedBy: reviewed, reporter: console),
            keeping: recombine || choices != nil, leavesOut: leaveOut, reporter: console)
        var sessions = work.sessions
        try Self.refuseDoubles(sessions)
        manifest?.nameTherapists(of: &sessions)
        var study = StudyAnalysis(sessions, leftOut: work.leftOut.map(\.what))
        let thirds = try StudyThirds(study, manifest)
        warnOfUnlisted(thirds, manifest)
        let plan = recombine ? work.plan(study) : nil
        if let plan {
            var statistic = Recombination.Statistic.attune
            if let recipe { statistic = .reference(recipe, try like.channel(of: work.measured)) }
            study.recombination = try await work.recombination(plan, of: statistic)
        }
        if let choices {
            study.multiverse = try await work.multiverse(choices, of: study, recombining: plan)
        }
        if power { study.power = try await work.power(study) }
        try write(study, thirds, StudyHTML(library: plotting))
    }

    /// Writes the results and says what was found.
    private func write(
        _ study: StudyAnalysis, _ thirds: StudyThirds, _ page: StudyHTML
    ) throws(Failure) {
        let folder = try SessionFolder(results.output, force: results.force)
        let lock = try FolderLock(folder.path)
        defer { withExtendedLifetime(lock) {} }
        let files = StudyFiles(study: study, thirds: thirds, page: page).all
        try folder.write(files)
        try folder.removeStudyFiles(but: files.map(\.name))
        if let remark = folder.remark { Console().warning(remark) }
        for warning in study.warnings { Console().warning(warning) }
        let sentences = StudySentences(study)
        for sentence in [sentences.headline] + sentences.sentences { Terminal.say(sentence) }
        Terminal.say("report: \(folder.path(of: StudyFile.page.name))")
    }

    private func warnOfUnlisted(_ thirds: StudyThirds, _ manifest: StudyManifest?) {
        guard let code = thirds.unlisted.first else { return }
        Console().warning(
            "\(manifest?.path ?? "") does not list \(code)"
                + (thirds.unlisted.count > 1 ? " and \(thirds.unlisted.count - 1) more" : ""),
            remedy: "give every session a row, by its code or the name of its folder")
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
