import Agreement
import Archive
import ArgumentParser
import Base
import SessionModel
import Workflows

/// `attune review`: who reviewed a session, how far, and how they agree.
struct ReviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "Lists the reviews of a session by human coders.",
        discussion: """
            Example:
              attune review results
              attune review results --agreement

            Coders confirm, reject, correct and add episodes on the page of attune open. Prints a line for each
            coder: how many of the measured episodes they looked at, and with what outcome. With --agreement also
            how each agrees with what was measured, and every two coders with each other. Results of a review are
            made by attune export and attune study with --reviewed.
            """)

    @Argument(help: ArgumentHelp("The session folder.", valueName: "dir"))
    var folder: String

    @Flag(help: "Also print kappa of the verdicts and F1 of the episodes.")
    var agreement = false

    func run() throws {
        let record = try SessionExport(folder, force: false, reporter: Console()).record()
        let session = try record.session()
        let reviews = try record.reviews()
        try record.close()
        guard !reviews.isEmpty else {
            Terminal.say("nobody has reviewed \(folder.oneLine): attune open shows the page for it")
            return
        }
        for review in reviews { Terminal.say(Self.line(review, session)) }
        guard agreement else { return }
        for pair in ReviewAgreement.all(reviews, of: session) { Terminal.say(pair.sentence) }
    }

    private static func line(_ review: Review, _ session: Session) -> String {
        if review.hidesMeasured {
            return
                "\(review.coder): \(review.items.count) marked so far without seeing what was measured"
        }
        let summary = session.reviewed(by: review).review ?? ReviewSummary(coder: review.coder)
        return "\(review.coder): \(summary.progress) reviewed, \(summary.confirmed) confirmed, "
            + "\(summary.corrected) corrected, \(summary.rejected) rejected, \(summary.unsure) unsure, "
            + "\(summary.added) added"
            + (summary.lost > 0 ? ", \(summary.lost) on episodes that are no longer found" : "")
            + (review.isBlind ? ", begun blind" : "")
    }
}
