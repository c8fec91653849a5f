import ArgumentParser
import Foundation
import SessionStore
import Timeline

/// `attune consent renew`: another consent of the same people in place of the one in a folder.
struct ConsentRenewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "renew",
        abstract: "Puts a new consent of the same two people into a session folder.",
        discussion: """
            Example:
              attune consent renew S01-2027.consent.json S01

            For a consent that ran out and was signed again, or covers more or less than before. Needs \
            no video. The files that carry the old consent's digest are not made again: run \
            attune export S01 --force.
            """)

    @Argument(help: "The new consent file.")
    var file: String

    @Argument(help: ArgumentHelp("The session folder.", valueName: "dir"))
    var folder: String

    func run() throws {
        let consent = try Consent.load(file)
        try consent.summary.require(ConsentSummary.measuring, in: .file(file))
        try refuseScores()
        let record = try SessionRecord.open(
            folder + "/" + SessionRecord.fileName, for: .writing)
        let lock = try FolderLock(folder)
        defer { withExtendedLifetime(lock) {} }
        var session = try record.session(for: nil)
        try requireSamePeople(session, consent)
        session.consent = consent.summary
        try record.save(session, summary: SessionJSON.text(session))
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
        throw Failure(
            exitCode: SessionStore.ExitCode.noInput,
            what: "\(folder) holds scores of series, without a record",
            todo: "score the series again with --consent \(file) and --force")
    }

    /// Whose session it is does not change by a file.
    private func requireSamePeople(_ session: Session, _ consent: Consent) throws(Failure) {
        if let own = session.consent {
            guard own.isOfSamePeople(as: consent.summary) else { throw other(own) }
        } else if Set(session.seats) != Set(consent.participants.map(\.seat)) {
            throw Failure(
                exitCode: SessionStore.ExitCode.noConsent,
                what: "\(folder) has the seats \(session.seats.joined(separator: " and ")), "
                    + "which are not those of \(file)",
                todo: "give the consent file of this session")
        }
    }

    private func other(_ own: ConsentSummary) -> Failure {
        Failure(
            exitCode: SessionStore.ExitCode.noConsent,
            what: "\(folder) holds \(own.label), and \(file) is of other people or another session",
            todo: "give a consent file with the same codes and seats")
    }
}
