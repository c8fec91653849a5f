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
        /// Show the picture: on the live page, once to say who is who, and the recording beside a review.
        case video
        /// Make a clip of skeletons on black.
        case reviewClip = "review-clip"
        /// Give the results to others.
        case sharing
        /// Measure breathing, which is health data: never without this, whatever else is agreed to.
        case breathing
    }

    /// One of the two people.
    package struct Participant: Sendable, Codable, Equatable {
        /// Such as `therapist`.
        package var seat: String
        /// A code, never a name.
        package var id: String
        package var scope: [Scope]
        /// A consent file has it; `nil` in results of versions that did not keep the days, which cannot
        /// be checked against a day.
        package var signed: CalendarDate?
        /// The last day on which the consent holds; `nil` as for ``signed``.
        package var expires: CalendarDate?
        /// The first day on which it no longer holds; `nil` unless withdrawn.
        package var withdrawn: CalendarDate?

        package init(
            seat: String, id: String, scope: [Scope], signed: CalendarDate? = nil,
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

    /// The file, as it was named.
    package let path: String
    /// Its content, which is also the part that results keep.
    package let summary: ConsentSummary

    /// The session's code.
    package var session: String { summary.session }
    /// Two, in the file's order.
    package var participants: [Participant] { summary.participants }
    /// SHA-256 of the file, 64 hexadecimal digits.
    package var digest: String { summary.digest }

    /// Reads and checks a consent file; ``require(_:on:)`` checks whether the consent is in force.
    ///
    /// - Throws: ``Failure/Kind/noConsent`` when the file is missing or is not exactly what
    ///   `docs/formats.md` says.
    package static func load(_ path: String) throws(Failure) -> Consent {
        try ConsentReader(path: path).read()
    }

    /// Checks that on that day both people's consent is in force and covers a use.
    ///
    /// - Throws: ``Failure/Kind/noConsent``, naming the first person whose consent does not.
    package func require(_ scope: Scope, on date: CalendarDate = .today) throws(Failure) {
        try summary.require([scope], on: date, in: .file(path))
    }
}

/// The part of a consent file that goes into the results: codes, scopes and days, never a name.
package struct ConsentSummary: Sendable, Codable, Equatable {
    /// The session's code.
    package var session: String
    package var participants: [Consent.Participant]
    /// SHA-256 of the consent file, 64 hexadecimal digits.
    package var digest: String

    package init(session: String, participants: [Consent.Participant], digest: String) {
        self.session = session
        self.participants = participants
        self.digest = digest
    }
}

/// As in `session.json`.
extension ConsentSummary {
    package var json: JSONValue {
        [
            "session": .string(session),
            "participants": .array(participants.map(\.json)),
            "digest": .string(digest),
        ]
    }

    /// `nil` when it is anything else.
    package init?(json: JSONValue) {
        guard let session = json["session"]?.asText, let digest = json["digest"]?.asText,
            case .array(let list)? = json["participants"]
        else { return nil }
        let participants = list.compactMap(Consent.Participant.init(json:))
        guard participants.count == list.count else { return nil }
        self.init(session: session, participants: participants, digest: digest)
    }
}

extension Consent.Participant {
    fileprivate var json: JSONValue {
        let days = [("signed", signed), ("expires", expires), ("withdrawn", withdrawn)]
        return .object(
            [
                .init("seat", .string(seat)), .init("id", .string(id)),
                .init("scope", .array(scope.map { .string($0.rawValue) })),
            ]
                + days.compactMap { name, day in
                    day.map { .init(name, .string($0.description)) }
                })
    }

    fileprivate init?(json: JSONValue) {
        guard let seat = json["seat"]?.asText, let id = json["id"]?.asText,
            case .array(let list)? = json["scope"]
        else { return nil }
        let scope = list.compactMap { $0.asText.flatMap(Consent.Scope.init(rawValue:)) }
        guard scope.count == list.count else { return nil }
        self.init(seat: seat, id: id, scope: scope)
        for (key, day) in [
            ("signed", \Self.signed), ("expires", \.expires), ("withdrawn", \.withdrawn),
        ] {
            guard let value = json[key], value != .null else { continue }
            guard let date = value.asText.flatMap(CalendarDate.init) else { return nil }
            self[keyPath: day] = date
        }
    }
}

// MARK: Seats

extension ConsentSummary {
    /// Per seat in that order, whether its person agreed to a use; whether the consent is in force is not
    /// asked.
    package func covers(_ scope: Consent.Scope, seats: [String]) -> [Bool] {
        seats.map { seat in
            participants.contains { $0.seat == seat && $0.scope.contains(scope) }
        }
    }

    /// Per seat in that order, whether the person's breathing may be told.
    ///
    /// - Parameter isUndivided: whether both are looked for in one whole picture. Then it takes the consent of both: who
    ///   sits where may turn out later.
    package func coversBreathing(seats: [String], isUndivided: Bool) -> [Bool] {
        let covered = covers(.breathing, seats: seats)
        return isUndivided && covered.contains(false) ? covered.map { _ in false } : covered
    }
}

extension Consent {
    /// The session's two seats, first seat first.
    ///
    /// Without a request they are the file's own, in its order: the person named first is at the left
    /// of the picture. With one they are the requested names in the requested order, and must be the
    /// file's two seats.
    ///
    /// - Parameter requested: the names that the user gave, see ``seats(option:)``.
    /// - Throws: ``Failure/Kind/noConsent`` when the file is about other seats.
    package func seats(requested: [String]?) throws(Failure) -> [String] {
        let own = participants.map(\.seat)
        guard let requested else { return own }
        guard Set(requested) == Set(own), requested.count == own.count else {
            throw Failure.noConsent(
                "\(path) holds the consent of \(own.joined(separator: " and ")), "
                    + "not of \(requested.joined(separator: " and "))",
                remedy: "name the same seats with \(.seats), or leave \(.seats) out")
        }
        return requested
    }

    /// The two names in a list, such as `therapist,client`.
    ///
    /// - Throws: ``Failure/Kind/usage`` unless there are two different ones that can be names of seats.
    package static func seats(option value: String) throws(Failure) -> [String] {
        let names = value.split(separator: ",", omittingEmptySubsequences: false).map { name in
            String(name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        guard names.count == 2, names[0] != names[1], !names.contains("") else {
            throw Failure.usage(
                "\"\(value)\" does not name two seats",
                remedy:
                    "give two different names with a comma between them, such as therapist,client")
        }
        for name in names {
            guard let fault = CodeText.fault(in: name) else { continue }
            throw Failure.usage("the seat “\(name)” \(fault.what)", remedy: fault.remedy)
        }
        return names
    }
}

// MARK: Identity

/// A session always belongs to the same people: another consent may replace one only when it is for the
/// same session, with the same codes in the same seats.
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
}
