import Archive
import ArgumentParser
import Base
import Consents
import Foundation

/// `attune consent renew`: another consent of the same people in place of the one in a folder.
struct ConsentRenewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "renew",
        abstract: "Puts a new consent of the same two people into a session folder.",
        discussion: """
            Example:
              attune consent renew S01-2027.consent.json S01

            For a consent that ran out and was signed again, or covers more or less than before; also \
            of a live session that was cut off and has no results yet. Needs no video. Somebody who \
            withdrew is none of its business: that is attune consent withdraw. The files that carry the old consent's digest are not made again: run \
            attune export S01 --force.
            """)

    @Argument(help: "The new consent file.")
    var file: String

    @Argument(help: ArgumentHelp("The session folder.", valueName: "dir"))
    var folder: String

    @Flag(help: "Go back to a consent that was signed earlier than the one in the folder.")
    var force = false

    func run() throws {
        let consent = try Consent.load(file)
        try consent.summary.require(ConsentSummary.measuring, in: .file(file))
        try Withdrawal.refuse(in: folder)
        try refuseScores()
        let path = try SessionRecord.path(in: folder)
        let lock = try FolderLock(folder)
        defer { withExtendedLifetime(lock) {} }
        let record = try SessionRecord.open(path, for: .writing)
        try ConsentRenewal(consent: consent, folder: folder, goesBack: force).put(into: record)
        try record.close()
        ConsentText.print(consent.summary, on: .today)
        CodeWarnings.show(consent.summary)
    }

    /// Scores of series have no record to put a consent into: they are quickly made again.
    private func refuseScores() throws(Failure) {
        let records = [SessionRecord.fileName, SessionRecord.unfinishedName]
        guard !records.contains(where: { access(folder + "/" + $0, F_OK) == 0 }),
            try FolderConsent.read(folder).summary != nil
        else { return }
        throw Failure.noInput(
            "\(folder) holds scores of series, without a record",
            remedy: "score the series again with --consent \(file) and --force")
    }
}
