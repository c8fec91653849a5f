import Base
import ArgumentParser
import Consents
import Workflows

/// `attune consent renew`: another consent of the same people in place of the one in a folder.
struct ConsentRenewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "renew",
        abstract: "Puts a new consent of the same two people into a session folder.",
        discussion: """
            Example:
              attune consent renew S01-2027.consent.json S01

            For a consent that ran out and was signed again, or covers more or less than before; also \
            for a live session that was cut off and has no results yet. Needs no video. It does not \
            handle withdrawals: that is attune consent withdraw. Files that carry the old consent's \
            digest stay as they are; make them again with attune export S01 --force.
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

    func run() throws {
        let consent = try Consent.load(file)
        try ConsentRenewal(consent: consent, folder: folder, goesBack: force).renew()
        ConsentText.say(consent.summary, on: .today)
        Console().warnOfPersonalCodes(consent.summary)
    }
}
