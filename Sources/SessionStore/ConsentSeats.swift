extension Consent {
    /// The session's two seats, first seat first.
    ///
    /// Without a request they are the file's own, in its order: the person named first is at the left
    /// of the picture. With one they are the requested names in the requested order, and must be the
    /// file's two seats.
    ///
    /// - Parameter requested: the names given with `--seats`, see ``seats(option:)``.
    /// - Throws: ``ExitCode/noConsent`` when the file is about other seats.
    public func seats(requested: [String]?) throws(Failure) -> [String] {
        let own = participants.map(\.seat)
        guard let requested else { return own }
        guard Set(requested) == Set(own), requested.count == own.count else {
            throw Failure(
                exitCode: ExitCode.noConsent,
                what: "\(path) holds the consent of \(own.joined(separator: " and ")), "
                    + "not of \(requested.joined(separator: " and "))",
                todo: "name the same seats with --seats, or leave --seats out")
        }
        return requested
    }

    /// The two names in the value of `--seats`, such as `therapist,client`.
    ///
    /// - Throws: ``ExitCode/usage`` unless there are two different ones.
    public static func seats(option value: String) throws(Failure) -> [String] {
        let names = value.split(separator: ",", omittingEmptySubsequences: false).map { name in
            String(name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        guard names.count == 2, names[0] != names[1], !names.contains("") else {
            throw Failure(
                exitCode: ExitCode.usage, what: "--seats \(value) does not name two seats",
                todo: "give two different names with a comma between them, such as therapist,client"
            )
        }
        return names
    }

    /// What may stand in results: codes and scopes, never a name.
    public var summary: ConsentSummary {
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

/// The part of a consent file that goes into the results.
public struct ConsentSummary: Sendable, Codable, Equatable {
    /// One of the two people.
    public struct Participant: Sendable, Codable, Equatable {
        public var seat: String
        public var id: String
        public var scope: [Consent.Scope]
        /// As in ``Consent/Participant``; `nil` in records of a version that did not keep them.
        public var signed: CalendarDate?
        public var expires: CalendarDate?
        public var withdrawn: CalendarDate?

        public init(
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
    }

    /// The session's code.
    public var session: String
    public var participants: [Participant]
    /// SHA-256 of the consent file, 64 hexadecimal digits.
    public var digest: String

    public init(session: String, participants: [Participant], digest: String) {
        self.session = session
        self.participants = participants
        self.digest = digest
    }
}
