package import Base
import Foundation

extension Consent {
    /// The content of a consent file before it is written.
    package struct Draft: Sendable, Equatable {
        /// The session's code.
        package var session: String
        /// Two, the one at the left of the picture first.
        package var participants: [Participant]

        package init(session: String, participants: [Participant]) {
            self.session = session
            self.participants = participants
        }

        /// Of the same JSON as a consent file, by the rules for these.
        ///
        /// - Throws: ``Failure/Kind/noConsent`` when it would be no valid consent.
        package init(_ value: JSONValue) throws(Failure) {
            let consent = try ConsentReader(path: "the form").consent(Array(value.text().utf8))
            self.init(session: consent.session, participants: consent.participants)
        }

        /// The same with all codes in Unicode's composed form (NFC), so that what looks the same is the same.
        package var composed: Draft {
            var draft = Draft(
                session: session.precomposedStringWithCanonicalMapping, participants: participants)
            for index in draft.participants.indices {
                let person = draft.participants[index]
                draft.participants[index].seat = person.seat.precomposedStringWithCanonicalMapping
                draft.participants[index].id = person.id.precomposedStringWithCanonicalMapping
            }
            return draft
        }

        /// A session whose consent file lies in that folder and whose code looks like this one's and is not the same;
        /// `nil` when there is none.
        package func sessionAlike(in folder: String) -> String? {
            let files = FileManager.default
            let folder = folder.isEmpty ? "." : folder
            let names = (try? files.contentsOfDirectory(atPath: folder)) ?? []
            let sessions = names.filter { $0.hasSuffix(".consent.json") }.sorted()
                .prefix(Self.mostFiles)
                .compactMap { try? Consent.load("\(folder)/\($0)").session }
            return CodeText.lookalike(of: session, among: sessions)
        }

        /// More consent files of a folder are not looked at, as for those beside a session.
        private static let mostFiles = 1000

        /// Checks the draft by the rules for consent files and writes it, for its owner alone.
        ///
        /// - Parameter replacing: whether an existing file may be replaced.
        /// - Returns: the consent as read from the file.
        /// - Throws: ``Failure/Kind/noConsent`` when it would be no valid consent,
        ///   ``Failure/Kind/cannotCreate`` when it cannot be written.
        package func write(to path: String, replacing: Bool = false) throws(Failure) -> Consent {
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
                    kind: error.kind, what: error.what,
                    remedy: isThere
                        ? "give another path, or pass \(.force) to replace it"
                        : "give a path in a folder that is there and that you may write to")
            }
            return consent
        }

        private static func text(_ session: String, _ participants: [Participant]) -> String {
            let people = participants.map { person -> JSONValue in
                [
                    "seat": .string(person.seat), "id": .string(person.id),
                    "scope": .array(person.scope.map { .string($0.rawValue) }),
                    "signed": day(person.signed), "expires": day(person.expires),
                    "withdrawn": day(person.withdrawn),
                ]
            }
            let value: JSONValue = [
                "schema": 1, "session": .string(session), "participants": .array(people),
            ]
            return value.text() + "\n"
        }

        private static func day(_ date: CalendarDate?) -> JSONValue {
            date.map { .string($0.description) } ?? .null
        }
    }

    /// Records a withdrawal in the consent file, unless it is there already.
    ///
    /// - Throws: ``Failure/Kind/badInput`` when the file is not about that person,
    ///   ``Failure/Kind/cannotCreate`` when it cannot be written.
    package func recordWithdrawal(
        of id: String, on date: CalendarDate = .today
    ) throws(Failure) {
        try requireParticipant(id)
        let people = people(without: id, from: date)
        guard people != participants else { return }
        do {
            _ = try Draft(session: session, participants: people).write(to: place, replacing: true)
        } catch {
            throw Failure(
                kind: error.kind, what: error.what,
                remedy:
                    "it does not say that \(id) withdrew: give yourself write permission in its "
                    + "folder, and run this again")
        }
    }

    /// Checks early that ``recordWithdrawal(of:on:)`` may write to the file, if it needs to.
    ///
    /// - Throws: ``Failure/Kind/cannotCreate``.
    package func requireWritable(
        toWithdraw id: String, on date: CalendarDate = .today
    ) throws(Failure) {
        guard people(without: id, from: date) != participants else { return }
        // The new file is written beside the old one and then replaces it.
        guard access(place.parentFolder, W_OK | X_OK) != 0 else {
            return
        }
        throw Failure.cannotCreate(
            "cannot write \(path) (\(SystemError().text))",
            remedy: "give yourself write permission in its folder; nothing was changed")
    }

    /// A link stays a link: its target is replaced.
    private var place: String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }

    private func people(without id: String, from date: CalendarDate) -> [Participant] {
        participants.map { person in
            var person = person
            if person.id == id { person.withdrawn = min(person.withdrawn ?? date, date) }
            return person
        }
    }

    /// Checks that the file is about that person.
    ///
    /// - Throws: ``Failure/Kind/badInput``.
    package func requireParticipant(_ id: String) throws(Failure) {
        guard participants.contains(where: { $0.id == id }) else {
            throw Failure.badInput(
                "\(id) is not in the consent file \(path), which is of "
                    + participants.map(\.id).joined(separator: " and "),
                remedy: "give a code from that file; nothing was changed")
        }
    }
}
