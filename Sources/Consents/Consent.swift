package import Base

/// What the two people of a session agreed to, as their consent file says.
///
///     let consent = try Consent.load("S01.consent.json")
///     try consent.require(.analysis)
///     let seats = try consent.seats(requested: nil)
package struct Consent: Sendable, Equatable {
    /// A use that a person can agree to.
    package enum Scope: String, Sendable, Codable, CaseIterable {
        /// Measure a recording.
        case analysis
        /// Measure while the session runs.
        case live
        /// Show the picture on the live page.
        case video
        /// Make a clip of skeletons on black.
        case reviewClip = "review-clip"
        /// Give the results to others.
        case sharing
    }

    /// One of the two people.
    package struct Participant: Sendable, Equatable {
        /// Such as `therapist`.
        package var seat: String
        /// A code, never a name.
        package var id: String
        package var scope: [Scope]
        package var signed: CalendarDate
        /// The last day on which the consent holds.
        package var expires: CalendarDate
        /// The first day on which it no longer holds; `nil` unless withdrawn.
        package var withdrawn: CalendarDate?

        package init(
            seat: String, id: String, scope: [Scope], signed: CalendarDate, expires: CalendarDate,
            withdrawn: CalendarDate? = nil
        ) {
            self.seat = seat
            self.id = id
            self.scope = scope
            self.signed = signed
            self.expires = expires
            self.withdrawn = withdrawn
        }
    }

    /// The file, as it was named.
    package let path: String
    /// The session's code.
    package let session: String
    /// Two, in the file's order.
    package let participants: [Participant]
    /// SHA-256 of the file, 64 hexadecimal digits.
    package let digest: String

    init(path: String, session: String, participants: [Participant], digest: String) {
        self.path = path
        self.session = session
        self.participants = participants
        self.digest = digest
    }

    /// Reads and checks a consent file. Whether the consent is in force, ``require(_:on:)`` tells.
    ///
    /// - Throws: ``Failure/Kind/noConsent`` when the file is missing or is not exactly what
    ///   `docs/formats.md` says.
    package static func load(_ path: String) throws(Failure) -> Consent {
        try ConsentReader(path: path).read()
    }

    /// Checks that on that day both people's consent is in force and covers a use.
    ///
    /// - Throws: ``Failure/Kind/noConsent``, naming the first person for whom it is not so.
    package func require(_ scope: Scope, on date: CalendarDate = .today) throws(Failure) {
        try summary.require([scope], on: date, in: .file(path))
    }
}
