import Foundation

/// What stays of a session after somebody withdrew: the receipt of what was erased, and the sign that
/// nothing is to be made of this folder again. `withdrawal.json` in the session folder.
///
/// It holds codes, days, the names of Attune's own files and their digests; nothing of what was
/// measured.
public struct Withdrawal: Sendable, Codable, Equatable {
    /// Name of the file in a session folder.
    public static let fileName = "withdrawal.json"
    /// Version of the layout; grows when a key changes its meaning or goes.
    public static let schema = 1

    /// How far the erasure has come.
    public enum State: String, Sendable, Codable {
        /// Recorded; not everything is erased yet.
        case begun
        /// Everything that Attune had written is gone.
        case complete
    }

    /// Who withdrew.
    public struct Person: Sendable, Codable, Equatable {
        public var id: String
        /// The day on which it was recorded.
        public var date: CalendarDate
    }

    /// A file that went.
    public struct Removed: Sendable, Codable, Equatable {
        public var file: String
        public var bytes: Int
        /// Of the content before it was overwritten.
        public var sha256: String
    }

    public var schema = Self.schema
    /// Version of the program that erased.
    public var attune = AttuneVersion.current
    public var state: State
    /// The session's code; `nil` where the folder did not tell.
    public var session: String?
    /// Codes of both people, so that the other one can withdraw as well.
    public var participants: [String]
    /// Digest of the consent file that was in force.
    public var consent: String?
    public var withdrawn: [Person]
    public var removed: [Removed]
    /// Codes of what had been shared from this folder: those who have it are to be told.
    public var shared: [String]
    /// The recordings, kept only when it was asked for.
    public var sources: [RecordHeader.Source]?

    /// The receipt in a folder.
    ///
    /// - Returns: `nil` when there is none, or none that can be read; it stands for a withdrawal even
    ///   then, see ``refuse(in:)``.
    /// - Throws: ``ExitCode/badInput`` when a newer version wrote it.
    public static func read(in folder: String) throws(Failure) -> Withdrawal? {
        let path = folder + "/" + fileName
        guard StagedFile.exists(path) else { return nil }
        guard let bytes = try? RegularFile.contents(of: path, upTo: 16 << 20) else { return nil }
        if case .integer(let number)? = JSONValue(parsing: bytes)?["schema"], number > schema {
            throw Failure(
                exitCode: ExitCode.badInput,
                what: "\(path) was written by a newer attune (schema \(number))",
                todo: "update attune")
        }
        return try? JSONDecoder().decode(Withdrawal.self, from: Data(bytes))
    }

    /// The text of the file.
    var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let data = (try? encoder.encode(self)) ?? Data()
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    /// Checks that nobody withdrew from what is in a folder.
    ///
    /// - Throws: ``ExitCode/noConsent`` when the folder holds a receipt, whatever is in it.
    public static func refuse(in folder: String) throws(Failure) {
        let folder = folder.isEmpty ? "." : folder
        guard StagedFile.exists(folder + "/" + fileName) else { return }
        let receipt = try? read(in: folder)
        // Two can withdraw; a receipt that was tampered with may hold any number, of any length.
        let people = receipt?.withdrawn.prefix(2).map {
            "\($0.id.prefix(64)) withdrew consent on \($0.date)"
        }
        let isWhole = receipt?.state == .complete
        let unfinished = receipt?.withdrawn.first.map {
            "finish erasing it: attune consent withdraw \($0.id.prefix(64)) \(folder)"
        }
        throw Failure(
            exitCode: ExitCode.noConsent,
            what: (people?.joined(separator: " and ") ?? "a consent was withdrawn")
                + ", says \(folder)/\(fileName)",
            todo: isWhole
                ? "nothing of this session may be used; a new one needs another folder"
                : unfinished
                    ?? "nothing of it may be used; attune consent withdraw CODE \(folder) "
                    + "finishes erasing it")
    }
}
