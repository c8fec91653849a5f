import Base
import ArgumentParser
import Consents
import Workflows

/// `attune consent renew`: another consent of the same people in place of the one in a folder.
struct ConsentRenewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "renew",
        abstract: "Puts a new consent of the same two people into a session folder.",
        discussion: """
            Example:
              attune consent renew S01-2027.consent.json S01

            For a consent that ran out and was signed again, or covers more or less than before; also \
            for a live session that was cut off and has no results yet. Needs no video. It does not \
            handle withdrawals: that is attune consent withdraw. Files that carry the old consent's \
            digest stay as they are; make them again with attune export S01 --force. Breathing that the \
            new consent does not cover is taken out: the results are made anew from the record.
            """)

    @Argument(help: "The new consent file.")
    var file: String

    @Argument(help: ArgumentHelp("The session folder.", valueName: "dir"))
    var folder: String

    @Flag(
        help: ArgumentHelp(
            "Take a consent that was signed earlier than the one in the folder, or on the same day and "
                + "allows more."))
    var force = false

    func run() async throws {
        let consent = try Consent.load(file)
        let isAnew = try await ConsentRenewal(consent: consent, folder: folder, goesBack: force)
            .renewLeavingOut()
        ConsentText.say(consent.summary, on: .today)
        Console().warnOfPersonalCodes(consent.summary)
        if isAnew {
            Console().warning(
                "the results in \(folder) were made anew without the breathing that the consent does not cover; "
                    + "other files there still have it",
                remedy: "make them again with attune export \(folder) --force")
        } else {
            Console().note(
                "results stay as they are; files in \(folder) that were written before still name the old consent: "
                    + "attune export \(folder) --force makes them again")
        }
    }
}
