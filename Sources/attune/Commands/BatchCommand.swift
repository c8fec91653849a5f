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

              attune batch study.csv --output results --only S01
              attune batch study.csv --output results --collect

            study.csv has a row per session with the columns session, recordings and consent, or series in the place
            of recordings; seats, offset, rate, config, group, session_number and date where they apply; any other
            column is an outcome. Each session gets a folder, results/SESSION. results/progress.csv says how far
            each is, what failed and what to do about it. Run again, it goes on where it stopped and leaves alone
            what is done.

            On many computers, run each session on its own with --only, and --collect at the end.
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

    @OptionGroup var language: LanguageOption

    @Flag(help: "Measure anew where the row of a session has changed since.")
    var force = false

    @Option(
        help: ArgumentHelp(
            "Measure this session alone, also if it is done; others may run at the same time.",
            valueName: "session"))
    var only: String?

    @Flag(
        help: "Measure nothing: make progress.csv from what runs of single sessions have left.")
    var collect = false

    @OptionGroup var confinement: ConfinementOption

    func validate() throws {
        guard only == nil || (!collect && jobs == nil) else {
            throw ValidationError("--only goes with neither --jobs nor --collect.")
        }
        guard (1...256).contains(jobs ?? 1) else {
            throw ValidationError("--jobs takes a number from 1 to 256.")
        }
    }

    func run() async throws {
        confinement.apply()
        var batch = BatchWorkflow(
            try StudyManifest(manifest), output: output, jobs: jobs, config: config,
            replaces: force, reporter: Console(), words: CommandWords.words(for:))
        batch.language = language.phrases
        let table =
            if collect {
                try batch.collect()
            } else if let only {
                try await batch.run(only: only)
            } else {
                try await batch.run()
            }
        try report(table)
    }

    /// - Throws: what went wrong with the sessions that are not measured.
    private func report(_ table: BatchTable) throws {
        Terminal.say(table.sentence)
        let failed = table.rows.filter { $0.failure != nil }
        if only != nil, let failure = failed.first?.failure { throw failure }
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
