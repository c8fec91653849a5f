import ArgumentParser
import Base
import Study
import Workflows

/// `attune batch`: every session of a study.
struct BatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch",
        abstract: "Measures every session of a study that is not measured yet.",
        discussion: """
            Example:
              attune batch study.csv --output results

            study.csv has a row per session with the columns session, recordings and consent; seats, offset,
            config, group, session_number and date where they apply; any other column is an outcome. Each session
            gets a folder, results/SESSION. results/progress.csv says how far each is, what failed and what to do
            about it. Run again, it goes on where it stopped and leaves alone what is done.
            """)

    @Argument(help: ArgumentHelp("The table of sessions.", valueName: "table"))
    var manifest: String

    @Option(help: "The folder for the session folders; it is made when missing.")
    var output: String

    @Option(
        help: ArgumentHelp(
            "Sessions at a time (default: one for two cores, as memory allows).",
            valueName: "number"))
    var jobs: Int?

    @Option(
        help: ArgumentHelp(
            "Settings of every session whose row names none.", valueName: "file"))
    var config: String?

    @Flag(help: "Measure anew where the row of a session has changed since.")
    var force = false

    @OptionGroup var confinement: ConfinementOption

    func validate() throws {
        guard (1...256).contains(jobs ?? 1) else {
            throw ValidationError("--jobs takes a number from 1 to 256.")
        }
    }

    func run() async throws {
        confinement.apply()
        let table = try await BatchWorkflow(
            StudyManifest(manifest), output: output, jobs: jobs, config: config, replaces: force,
            reporter: Console(), words: CommandWords.words(for:)
        ).run()
        Terminal.say(table.sentence)
        let failed = table.rows.filter { $0.failure != nil }
        guard let first = failed.first, let failure = first.failure else { return }
        let stopped = failed.first { $0.state == .stopped }?.failure
        let names = failed.prefix(10).map(\.session).joined(separator: ", ")
        throw Failure(
            kind: stopped?.kind ?? failure.kind,
            what: "\(failed.count) of \(table.rows.count) sessions are not measured: \(names)"
                + (failed.count > 10 ? " …" : ""),
            remedy:
                "see \(output)/\(BatchTable.fileName) for what to do, then run the command again")
    }
}
