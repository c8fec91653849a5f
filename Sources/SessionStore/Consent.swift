/// What the two people of a session agreed to, as their consent file says.
///
///     let consent = try Consent.load("S01.consent.json")
///     try consent.require(.analysis)
///     let seats = try consent.seats(requested: nil)
public struct Consent: Sendable, Equatable {
    /// A use that a person can agree to.
    public enum Scope: String, Sendable, Codable, CaseIterable {
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
    public struct Participant: Sendable, Equatable {
        /// Such as `therapist`.
        public var seat: String
        /// A code, never a name.
        public var id: String
        public var scope: [Scope]
        public var signed: CalendarDate
        /// The last day on which the consent holds.
        public var expires: CalendarDate
        /// The first day on which it no longer holds; `nil` unless withdrawn.
        public var withdrawn: CalendarDate?

        /// How messages name the person: `T01 (therapist)`.
        var label: String { "\(id) (\(seat))" }
    }

    /// The file, as it was named.
    public let path: String
    /// The session's code.
    public let session: String
    /// Two, in the file's order.
    public let participants: [Participant]
    /// SHA-256 of the file, 64 hexadecimal digits.
    public let digest: String

    init(path: String, session: String, participants: [Participant], digest: String) {
        self.path = path
        self.session = session
        self.participants = participants
        self.digest = digest
    }

    /// Reads and checks a consent file. Whether the consent is in force, ``require(_:on:)`` tells.
    ///
    /// - Throws: ``ExitCode/noConsent`` when the file is missing or is not exactly what
    ///   `docs/formats.md` says.
    public static func load(_ path: String) throws(Failure) -> Consent {
        try ConsentReader(path: path).read()
    }

    /// Checks that on that day both people's consent is in force and covers a use.
    ///
    /// - Throws: ``ExitCode/noConsent``, naming the first person for whom it is not so.
    public func require(_ scope: Scope, on date: CalendarDate = .today) throws(Failure) {
        for participant in participants { try require(scope, of: participant, on: date) }
    }

    private func require(
        _ scope: Scope, of participant: Participant, on date: CalendarDate
    ) throws(Failure) {
        let label = participant.label
        if let withdrawn = participant.withdrawn, withdrawn <= date {
            throw refusal(
                "\(label) withdrew consent on \(withdrawn)",
                "do not use this recording, and delete what was measured from it")
        }
        if participant.signed > date {
            throw refusal(
                "the consent of \(label) is signed on \(participant.signed), which is in the future",
                "correct the date in \(path), or wait until it is signed")
        }
        if participant.expires < date {
            throw refusal(
                "the consent of \(label) expired on \(participant.expires)",
                "have \(participant.id) sign again before you use the recording")
        }
        if !participant.scope.contains(scope) {
            throw refusal(
                "the consent of \(label) does not cover \(scope.rawValue)",
                "ask \(participant.id), and add \"\(scope.rawValue)\" to their scope in \(path) "
                    + "once they have agreed")
        }
    }

    private func refusal(_ what: String, _ todo: String) -> Failure {
        Failure(exitCode: ExitCode.noConsent, what: what, todo: todo)
    }
}
