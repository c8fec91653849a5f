import Archive
import ArgumentParser
import Base
import Consents
import Workflows

/// `attune recover`: a session folder whose record is damaged.
struct RecoverCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recover",
        abstract: "Saves what is intact in a damaged record.",
        discussion: """
            Example:
              attune recover results
              attune recover results --consent S01-2027.consent.json

            Every part of session.sqlite has a digest; parts that do not match are left out, and everything
            made from the record says so. The damaged file stays in the folder, as
            session.damaged.sqlite. Prints what was saved and what is lost.

            The consent in the folder must hold today. When it has expired or was lost, --consent puts a
            newly signed one of the same people into the new record.
            """)

    @Argument(help: ArgumentHelp("The session folder.", valueName: "dir"))
    var folder: String

    @Option(help: "A consent file that replaces the consent in the folder.")
    var consent: String?

    func run() throws {
        let consent = try consent.map(Consent.load)
        switch try RecoveryWorkflow(folder: folder, consent: consent).run() {
        case .sound(let path):
            Terminal.say("\(path) is not damaged.")
            if consent != nil { Terminal.say("next: attune consent renew puts a consent into it") }
        case .recovered(let outcome, let path, let damaged): report(outcome, path, damaged)
        }
    }

    private func report(_ outcome: RecordRecovery.Outcome, _ path: String, _ kept: String) {
        if outcome.isOfSeries {
            Terminal.say("recovered: the scores of series in \(path)")
        } else {
            Terminal.say("recovered: \(outcome.frames) instants in \(path)")
        }
        if outcome.lacksDigits {
            Terminal.say(
                "lost: digits of the series beyond those of features.csv; attune score … --force brings them back"
            )
        }
        if outcome.frames == 0, !outcome.isOfSeries {
            Terminal.say("lost: all that was measured; attune analyze … --force measures again")
        }
        for span in outcome.lost where outcome.frames > 0 {
            let text = [span.start, span.end].map { DecimalText.text($0, decimals: 1, atLeast: 1) }
            Terminal.say("lost: what was measured from \(text[0]) to \(text[1]) s")
        }
        if outcome.canGoOn {
            Terminal.say("next: resume the measurement, with attune analyze … --resume")
        } else if outcome.hasResults {
            Terminal.say("results: whole, as before the damage")
        } else {
            Terminal.say("lost: the results; make them again with attune analyze … --force")
        }
        if outcome.lacksConsent {
            Terminal.say(
                "lost: the consent; put it back with attune consent renew FILE \(CommandWords.quoted(folder))"
            )
        }
        if outcome.lacksReviews { Terminal.say("lost: what coders had decided of the episodes") }
        Terminal.say("the damaged record: \(kept)")
    }
}
