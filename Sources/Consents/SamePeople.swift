package import Base

/// Whose session it is does not change by a file: another consent may take the place of one only when
/// it is of the same session, with the same codes in the same seats.
extension ConsentSummary {
    /// Such as `session S01 of T01 (therapist) and C01 (client)`.
    package var label: String {
        "session \(session) of " + participants.map(\.label).joined(separator: " and ")
    }

    /// Whether the other is of the same session and people, whatever it covers.
    package func isOfSamePeople(as other: ConsentSummary) -> Bool {
        session == other.session && people == other.people
    }

    private var people: Set<[String]> { Set(participants.map { [$0.seat, $0.id] }) }

    /// Checks that nobody signed this one earlier than the one in a folder, as far as the days are
    /// known: it may cover what was taken back since.
    ///
    /// - Throws: ``Failure/Kind/noConsent``.
    package func requireNotEarlier(
        than own: ConsentSummary, of folder: String, in path: String
    ) throws(Failure) {
        for person in participants {
            guard let signed = person.signed,
                let last = own.participants.first(where: { $0.seat == person.seat })?.signed,
                signed < last
            else { continue }
            throw Failure.noConsent(
                "the consent of \(person.label) in \(path) is signed on \(signed), earlier "
                    + "than the one in \(folder), of \(last)",
                remedy:
                    "give the later one; \(.renewConsent(folder: folder)) with \(.force) goes back to an earlier one"
            )
        }
    }
}
