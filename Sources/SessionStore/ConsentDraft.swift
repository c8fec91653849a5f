import Foundation

extension Consent {
    /// What is to become a consent file.
    public struct Draft: Sendable, Equatable {
        /// The session's code.
        public var session: String
        /// Two, the one at the left of the picture first.
        public var participants: [Participant]

        public init(session: String, participants: [Participant]) {
            self.session = session
            self.participants = participants
        }

        /// Checks the draft by the rules for consent files and writes it, for its owner alone.
        ///
        /// - Parameter replacing: whether a file that is there may be replaced.
        /// - Returns: the consent as it can be read from the file.
        /// - Throws: ``ExitCode/noConsent`` when it would be no valid consent,
        ///   ``ExitCode/cannotCreate`` when it cannot be written.
        public func write(to path: String, replacing: Bool = false) throws(Failure) -> Consent {
            let text = Self.text(session, participants)
            let consent = try ConsentReader(path: path).consent(Array(text.utf8))
            do {
                let file = try StagedFile(for: path)
                defer { file.discard() }
                try file.fill { output throws(Failure) in try output.write(text) }
                try file.publish(replacing: replacing)
            } catch {
                let isThere = !replacing && StagedFile.exists(path)
                throw Failure(
                    exitCode: error.exitCode, what: error.what,
                    todo: isThere
                        ? "give another path, or pass --force to replace it"
                        : "give a path in a folder that is there and that you may write to")
            }
            StagedFile.sync(folder: (path as NSString).deletingLastPathComponent)
            return consent
        }

        private static func text(_ session: String, _ participants: [Participant]) -> String {
            let people = participants.map { person -> JSONValue in
                [
                    "seat": .string(person.seat), "id": .string(person.id),
                    "scope": .array(person.scope.map { .string($0.rawValue) }),
                    "signed": .string(person.signed.description),
                    "expires": .string(person.expires.description),
                    "withdrawn": person.withdrawn.map { .string($0.description) } ?? .null,
                ]
            }
            let value: JSONValue = [
                "schema": 1, "session": .string(session), "participants": .array(people),
            ]
            return value.text() + "\n"
        }
    }

    /// Writes into the consent file that somebody withdrew, unless it says so already.
    ///
    /// - Throws: ``ExitCode/badInput`` when the file is not about that person,
    ///   ``ExitCode/cannotCreate`` when it cannot be written.
    public func recordWithdrawal(
        of id: String, on date: CalendarDate = .today
    ) throws(Failure) {
        try requireParticipant(id)
        let people = participants.map { person in
            var person = person
            if person.id == id { person.withdrawn = min(person.withdrawn ?? date, date) }
            return person
        }
        guard people != participants else { return }
        // A link stays a link: what it leads to is replaced.
        let place = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        _ = try Draft(session: session, participants: people).write(to: place, replacing: true)
    }

    /// Checks that the file is about that person.
    ///
    /// - Throws: ``ExitCode/badInput``.
    public func requireParticipant(_ id: String) throws(Failure) {
        guard participants.contains(where: { $0.id == id }) else {
            throw Failure(
                exitCode: ExitCode.badInput,
                what: "\(id) is not in the consent file \(path), which is of "
                    + participants.map(\.id).joined(separator: " and "),
                todo: "give the code that stands in it; nothing was changed")
        }
    }
}
