import ArgumentParser

/// `attune consent`: what people agreed to, from the first signature to a withdrawal.
struct ConsentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consent",
        abstract: "Writes, checks, renews and withdraws the consent of a session.",
        discussion: """
            Example:
              attune consent new S01.consent.json
              attune consent check S01.consent.json --for analysis
              attune consent withdraw C01 S01 --dry-run
            """,
        subcommands: [
            ConsentNewCommand.self, ConsentCheckCommand.self, ConsentRenewCommand.self,
            ConsentWithdrawCommand.self,
        ])
}
