import Archive
import ArgumentParser
import Base
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
        let recipe = try like.recipe()
        let manifest = try self.sessions.map { path throws(Failure) in
            try StudyManifest(path, isMeasured: true)
        }
        let choices = multiverse.isEmpty ? nil : try MultiverseChoices(multiverse)
        Interruption.listen()
        let console = Console(progress: progress)
        var workflow = StudyWorkflow(
            folders, input: StudyInput(rate: rate?.hertz, reviewedBy: reviewed, reporter: console),
            reporter: console)
        workflow.manifest = manifest
        workflow.leavesOut = leaveOut
        workflow.recombines = recombine
        workflow.choices = choices
        workflow.simulates = power
        if let recipe {
            let like = like
            workflow.statistic = { work throws(Failure) in
                .reference(recipe, try like.channel(of: work.measured))
            }
        }
        let study = try await workflow.run(into: results.output, replaces: results.force)
        let sentences = StudySentences(study)
        for sentence in [sentences.headline] + sentences.sentences { Terminal.say(sentence) }
        let folder = results.output.hasSuffix("/") ? results.output : results.output + "/"
        Terminal.say("report: \(folder)\(StudyFile.page.name)")
    }
}
