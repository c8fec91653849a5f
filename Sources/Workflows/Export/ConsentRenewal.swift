package import Archive
package import Base
package import Consents
import Exports
import Foundation
import Imports
import Posture
import SessionModel

/// Replaces the consent in a record by another one of the same session and people.
package struct ConsentRenewal {
    package let consent: Consent
    /// The session folder, as it was named.
    package let folder: String
    /// Whether it may have been signed earlier than the one that is there, or on the same day and allow more.
    package let goesBack: Bool
    /// What to do where the consent is refused for what the one that is there says, if not to renew it by force.
    private let detour: Remedy?

    package init(
        consent: Consent, folder: String, goesBack: Bool = false, detour: Remedy? = nil
    ) {
        self.consent = consent
        self.folder = folder
        self.goesBack = goesBack
        self.detour = detour
    }

    /// Puts the consent into the record of the folder.
    ///
    /// - Throws: ``Failure/Kind/noConsent`` when it does not hold, when somebody withdrew, or when it is of
    ///   other people; ``Failure/Kind/noInput`` without a record.
    package func renew() throws(Failure) {
        try consent.summary.require(ConsentSummary.measuring, in: .file(consent.path))
        try Withdrawal.refuse(in: folder)
        try refuseScores()
        let path = try SessionRecord.path(in: folder)
        let lock = try FolderLock(folder)
        defer { withExtendedLifetime(lock) {} }
        let record = try SessionRecord.open(path, for: .writing)
        try put(into: record)
        try record.close()
    }

    /// The same; where results hold breathing that the consent does not cover, they are made anew without it, from the
    /// record.
    ///
    /// - Returns: whether they were.
    package func renewLeavingOut() async throws(Failure) -> Bool {
        try consent.summary.require(ConsentSummary.measuring, in: .file(consent.path))
        try Withdrawal.refuse(in: folder)
        try refuseScores()
        let path = try SessionRecord.path(in: folder)
        let lock = try FolderLock(folder)
        defer { withExtendedLifetime(lock) {} }
        let record = try SessionRecord.open(path, for: .writing)
        let isAnew = try await rescoreLeavingOut(record)
        if !isAnew { try put(into: record) }
        try record.close()
        return isAnew
    }

    private func rescoreLeavingOut(_ record: SessionRecord) async throws(Failure) -> Bool {
        guard try record.hasResults() else { return false }
        let old = try record.session(for: nil)
        guard old.settings.series == nil, uncovered(old).contains(true) else { return false }
        try require(old.consent, seats: old.seats)
        var session = try await Analysis(
            record: record, video: old.source.first?.file ?? "", names: old.seats,
            consent: consent.summary, settings: old.settings
        ).session()
        session.origin = old.origin
        try record.save(session, summary: SessionJSON.text(session))
        return true
    }

    /// Scores of earlier versions have no record to put a consent into; they are quickly made again.
    private func refuseScores() throws(Failure) {
        let records = [SessionRecord.fileName, SessionRecord.unfinishedName]
        guard !records.contains(where: { access(folder + "/" + $0, F_OK) == 0 }),
            try FolderConsent.read(folder).summary != nil
        else { return }
        throw Failure.noInput(
            "\(folder) holds scores of series, without a record",
            remedy: "score the series again with \(.consent) \(consent.path) and \(.force)")
    }

    /// Puts it into a record, with results or, after a live session was cut off, without.
    ///
    /// - Throws: ``Failure/Kind/noConsent`` when it is of other people or another session, or older.
    package func put(into record: SessionRecord) throws(Failure) {
        guard try record.hasResults() else {
            var own = try record.consent()
            // Where the record has lost its own, the folder may still tell whose session it is.
            if own == nil { own = try FolderConsent.read(folder).summary }
            try require(own, seats: record.header().live?.seats)
            return try record.note(consent.summary)
        }
        var session = try record.session(for: nil)
        try require(session.consent, seats: session.seats)
        try requireBreathing(session)
        session.consent = consent.summary
        try record.save(session, summary: SessionJSON.text(session))
    }

    /// Checks that it may replace that consent.
    ///
    /// - Parameter seats: of the session, where they are known.
    /// - Throws: ``Failure/Kind/noConsent``.
    package func require(_ own: ConsentSummary?, seats: [String]? = nil) throws(Failure) {
        guard let own else { return try requireSeats(seats) }
        // Another consent does not change whose session it is.
        guard own.isOfSamePeople(as: consent.summary) else { throw other(own) }
        guard !goesBack else { return }
        try consent.summary.requireNotEarlier(
            than: own, of: folder, in: consent.path, detour: detour)
    }

    /// Whose breathing the session holds though this consent does not cover it, by seat.
    private func uncovered(_ session: Session) -> [Bool] {
        let isSeries = session.settings.series != nil
        let covered = consent.summary.coversBreathing(
            seats: session.seats,
            isUndivided: !isSeries && session.settings.isUndivided
                && session.settings.offsetBasis == nil)
        return zip(session.features, covered).map { track, isCovered in
            !isCovered
                && Channel.allCases.contains { channel in
                    channel.isBreathing && track[channel].contains { !$0.isNaN }
                }
        }
    }

    /// A consent that does not cover breathing leaves no place for what is held of it.
    private func requireBreathing(_ session: Session) throws(Failure) {
        guard let seat = uncovered(session).firstIndex(of: true) else { return }
        let anew: Remedy =
            "put the consent in with \(.renewConsent(folder: folder)), which makes the results anew "
            + "without it"
        throw Failure.noConsent(
            "\(folder) holds the breathing of the \(session.seats[seat]), and \(consent.path) "
                + "does not cover it",
            remedy: remedy(session, seat)
                ?? (session.settings.series == nil
                    ? detour.map { $0 + "; then " + anew } ?? anew
                    : "score the series again with \(.consent) \(consent.path) and \(.force), "
                        + "which leaves it out"))
    }

    /// What to do about belts, of which nothing is left without breathing; `nil` of all else.
    private func remedy(_ session: Session, _ seat: Int) -> Remedy? {
        guard session.settings.series?.format == SeriesFormat.belts.rawValue else { return nil }
        let person = consent.summary.participants.first { $0.seat == session.seats[seat] }
        return person.map {
            "belts tell of breathing alone: erase what was made of them with "
                + "\(.withdraw(code: $0.id, folder: folder))"
        }
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
