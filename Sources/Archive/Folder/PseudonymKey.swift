package import Base
import Foundation
import SessionModel

/// Maps pseudonyms in shared results back to people: `share-keys.json`, which stays in the session
/// folder. Whoever has it can tell whose data were shared.
package struct PseudonymKey: Sendable, Codable, Equatable {
    /// Name of the file in a session folder.
    package static let fileName = SessionFile.pseudonyms.name
    /// Version of the layout; grows when a key changes its meaning or is removed.
    package static let schema = 1

    /// One export for sharing.
    package struct Export: Sendable, Codable, Equatable {
        /// Its pseudonym.
        package var code: String
        /// The day on which it was made.
        package var date: CalendarDate
        /// The session's code in its consent.
        package var session: String
        package var participants: [Person]
        /// Whether it includes landmarks.
        package var landmarks: Bool
        /// Where it was written, an absolute path; `nil` in files of versions that did not note it.
        package var folder: String?

        package init(
            code: String, date: CalendarDate, session: String, participants: [Person],
            landmarks: Bool, folder: String? = nil
        ) {
            self.folder = folder
            self.code = code
            self.date = date
            self.session = session
            self.participants = participants
            self.landmarks = landmarks
        }
    }

    /// A person whose data were shared.
    package struct Person: Sendable, Codable, Equatable {
        /// The code in the consent.
        package var id: String
        /// The pseudonym.
        package var code: String

        package init(id: String, code: String) {
            self.id = id
            self.code = code
        }
    }

    package var schema = Self.schema
    /// In order of time.
    package var exports: [Export]

    /// The keys in a folder; none when nothing was shared.
    ///
    /// - Throws: ``Failure/Kind/badInput`` when the file cannot be read: it must not get lost unnoticed.
    package static func read(in folder: String) throws(Failure) -> PseudonymKey {
        let path = folder + "/" + fileName
        guard StagedFile.exists(path) else { return PseudonymKey(exports: []) }
        guard let bytes = try? RegularFile.contents(of: path, upTo: 16 << 20),
            let keys = try? JSONDecoder().decode(PseudonymKey.self, from: Data(bytes)),
            keys.schema == schema
        else {
            throw Failure.badInput(
                "\(path) cannot be read", remedy: "put a copy back in its place, or move it away")
        }
        return keys
    }

    /// Adds one and writes the file, for its owner alone.
    ///
    /// - Throws: ``Failure/Kind/cannotCreate``.
    package func adding(_ export: Export, in folder: String) throws(Failure) {
        var keys = self
        keys.exports.append(export)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let text = String(decoding: (try? encoder.encode(keys)) ?? Data(), as: UTF8.self)
        try SessionFolder(folder, force: true).write(Self.fileName) { output throws(Failure) in
            try output.write(text + "\n")
        }
    }

    /// A random pseudonym: a letter for what it names and eight of 32 characters that are not mistaken for
    /// one another.
    package static func code(_ kind: Character) -> String {
        let signs = Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ")
        var generator = SystemRandomNumberGenerator()
        return "\(kind)-"
            + String((0..<8).map { _ in signs.randomElement(using: &generator) ?? "2" })
    }
}
