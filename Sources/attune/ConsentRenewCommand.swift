import ArgumentParser
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
        let path = folder + "/" + SessionRecord.fileName
        try SessionRecord.requireThere(path)
        let lock = try FolderLock(folder)
        defer { withExtendedLifetime(lock) {} }
        let record = try SessionRecord.open(path, for: .writing)
        var session = try record.session(for: nil)
        try requireSamePeople(session, consent)
        session.consent = consent.summary
        try record.save(session, summary: SessionJSON.text(session))
        try record.close()
        ConsentText.print(consent.summary, on: .today)
    }

    /// Whose session it is does not change by a file.
    private func requireSamePeople(_ session: Session, _ consent: Consent) throws(Failure) {
        func people(_ summary: ConsentSummary) -> Set<[String]> {
            Set(summary.participants.map { [$0.seat, $0.id] })
        }
        if let own = session.consent {
            guard own.session == consent.session, people(own) == people(consent.summary) else {
                throw other("session \(own.session)", own)
            }
        } else if Set(session.seats) != Set(consent.participants.map(\.seat)) {
            throw Failure(
                exitCode: SessionStore.ExitCode.noConsent,
                what: "\(folder) has the seats \(session.seats.joined(separator: " and ")), "
                    + "which are not those of \(file)",
                todo: "give the consent file of this session")
        }
    }

    private func other(_ session: String, _ own: ConsentSummary) -> Failure {
        Failure(
            exitCode: SessionStore.ExitCode.noConsent,
            what: "\(folder) holds \(session) of "
                + own.participants.map(\.label).joined(separator: " and ")
                + ", and \(file) is of other people or another session",
            todo: "give a consent file with the same codes and seats")
    }
}
