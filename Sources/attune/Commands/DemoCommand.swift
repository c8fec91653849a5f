import ArgumentParser
import Base
import Workflows

/// `attune demo`: the example session, analysed.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Analyses the example session that comes with Attune.",
        discussion: """
            Example:
              attune demo

            The example is a rendered scene of fifty seconds: no real person appears in it. Prints a
            sentence per episode, where the report is, and where the video is that can be chosen in it.
            """)

    @Option(help: "The folder for the results; it is made when missing.")
    var output = "demo-session"

    @Flag(help: "Replace results that are already in the folder.")
    var force = false

    @OptionGroup var confinement: ConfinementOption

    @Option(help: "How progress is shown: auto, plain, json or none.")
    var progress: ProgressStyle = .auto

    func run() async throws {
        confinement.apply()
        _ = try await AnalyzeWorkflow(
            exampleInto: output, replaces: force, reporter: Console(progress: progress)
        ).run()
        Terminal.say("video: \(Installation.current.exampleVideo)")
    }
}
