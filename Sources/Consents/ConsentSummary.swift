package import Base

/// The part of a consent file that goes into the results: codes, scopes and days, never a name.
package struct ConsentSummary: Sendable, Codable, Equatable {
    /// One of the two people.
    package struct Participant: Sendable, Codable, Equatable {
        package var seat: String
        package var id: String
        package var scope: [Consent.Scope]
        /// The days, as in ``Consent/Participant``; `nil` in results of versions that did not keep
        /// them, which therefore cannot be held against a day.
        package var signed: CalendarDate?
        package var expires: CalendarDate?
        package var withdrawn: CalendarDate?

        package init(
            seat: String, id: String, scope: [Consent.Scope], signed: CalendarDate? = nil,
            expires: CalendarDate? = nil, withdrawn: CalendarDate? = nil
        ) {
            self.seat = seat
            self.id = id
            self.scope = scope
            self.signed = signed
            self.expires = expires
            self.withdrawn = withdrawn
        }

        /// How messages name the person: `T01 (therapist)`.
        package var label: String { "\(id) (\(seat))" }
    }

    /// The session's code.
    package var session: String
    package var participants: [Participant]
    /// SHA-256 of the consent file, 64 hexadecimal digits.
    package var digest: String

    package init(session: String, participants: [Participant], digest: String) {
        self.session = session
        self.participants = participants
        self.digest = digest
    }
}

extension Consent {
    /// What may stand in results.
    package var summary: ConsentSummary {
        ConsentSummary(
            session: session,
            participants: participants.map {
                .init(
                    seat: $0.seat, id: $0.id, scope: $0.scope, signed: $0.signed,
                    expires: $0.expires, withdrawn: $0.withdrawn)
            },
            digest: digest)
    }
}
