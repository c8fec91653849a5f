import SessionModel
import Archive
import Base
import Consents
import Exports

/// Another consent of the same session and people in place of the one in a record.
struct ConsentRenewal {
    let consent: Consent
    /// As it was named.
    let folder: String
    /// Whether it may have been signed earlier than the one that is there.
    var goesBack = false

    /// Puts it into a record, with results or without, as it is after a live session was cut off.
    ///
    /// - Throws: ``Failure/Kind/noConsent`` when it is of other people or another session, or older.
    func put(into record: SessionRecord) throws(Failure) {
        guard try record.hasResults() else {
            var own = try record.consent()
            // Where the record has lost it, the folder may still tell whose session it is.
            if own == nil { own = try FolderConsent.read(folder).summary }
            try require(own, seats: record.header().live?.seats)
            return try record.note(consent.summary)
        }
        var session = try record.session(for: nil)
        try require(session.consent, seats: session.seats)
        session.consent = consent.summary
        try record.save(session, summary: SessionJSON.text(session))
    }

    /// Checks that it may take that consent's place.
    ///
    /// - Parameter seats: of the session, where they are known.
    /// - Throws: ``Failure/Kind/noConsent``.
    func require(_ own: ConsentSummary?, seats: [String]? = nil) throws(Failure) {
        guard let own else { return try requireSeats(seats) }
        // Whose session it is does not change by a file.
        guard own.isOfSamePeople(as: consent.summary) else { throw other(own) }
        guard !goesBack else { return }
        try consent.summary.requireNotEarlier(than: own, of: folder, in: consent.path)
    }

    private func requireSeats(_ seats: [String]?) throws(Failure) {
        guard let seats, Set(seats) != Set(consent.participants.map(\.seat)) else { return }
        throw Failure.noConsent(
            "\(folder) has the seats \(seats.joined(separator: " and ")), "
                + "which are not those of \(consent.path)",
            remedy: "give the consent file of this session")
    }

    private func other(_ own: ConsentSummary) -> Failure {
        Failure.noConsent(
            "\(folder) holds \(own.label), and \(consent.path) is of other people or another "
                + "session", remedy: "give a consent file with the same codes and seats")
    }
}
