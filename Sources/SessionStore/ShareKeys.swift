import Foundation

/// Which code stands for whom in what was shared from a session folder: `share-keys.json`, which stays
/// there. Whoever has it can tell whose data were shared.
public struct ShareKeys: Sendable, Codable, Equatable {
    /// Name of the file in a session folder.
    public static let fileName = "share-keys.json"
    /// Version of the layout; grows when a key changes its meaning or goes.
    public static let schema = 1

    /// One thing that was shared.
    public struct Export: Sendable, Codable, Equatable {
        /// What it is called outside.
        public var code: String
        /// The day on which it was made.
        public var date: CalendarDate
        /// The session's code in its consent.
        public var session: String
        public var participants: [Person]
        /// Whether landmarks were among it.
        public var landmarks: Bool
        /// Where it was written, an absolute path; `nil` in files of versions that did not note it.
        public var folder: String?

        public init(
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

    /// Somebody of whom something was shared.
    public struct Person: Sendable, Codable, Equatable {
        /// The code in the consent.
        public var id: String
        /// The code outside.
        public var code: String

        public init(id: String, code: String) {
            self.id = id
            self.code = code
        }
    }

    public var schema = Self.schema
    /// In order of time.
    public var exports: [Export]

    /// The keys in a folder; none when nothing was shared.
    ///
    /// - Throws: ``ExitCode/badInput`` when the file cannot be read: it must not be lost unnoticed.
    public static func read(in folder: String) throws(Failure) -> ShareKeys {
        let path = folder + "/" + fileName
        guard StagedFile.exists(path) else { return ShareKeys(exports: []) }
        guard let bytes = try? RegularFile.contents(of: path, upTo: 16 << 20),
            let keys = try? JSONDecoder().decode(ShareKeys.self, from: Data(bytes)),
            keys.schema == schema
        else {
            throw Failure(
                exitCode: ExitCode.badInput, what: "\(path) cannot be read",
                todo: "put a copy back in its place, or move it away")
        }
        return keys
    }

    /// Adds one and writes the file, for its owner alone.
    ///
    /// - Throws: ``ExitCode/cannotCreate``.
    public func adding(_ export: Export, in folder: String) throws(Failure) {
        var keys = self
        keys.exports.append(export)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let text = String(decoding: (try? encoder.encode(keys)) ?? Data(), as: UTF8.self)
        try SessionFolder(folder, force: true).write(Self.fileName) { output throws(Failure) in
            try output.write(text + "\n")
        }
    }

    /// A random code that says nothing: a letter for what it names and eight of 32 signs that are not
    /// taken for each other.
    public static func code(_ kind: Character) -> String {
        let signs = Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ")
        var generator = SystemRandomNumberGenerator()
        return "\(kind)-"
            + String((0..<8).map { _ in signs.randomElement(using: &generator) ?? "2" })
    }
}
