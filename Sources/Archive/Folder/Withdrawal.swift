package import Base
import Foundation

/// What remains of a session after somebody withdrew: the receipt of what was erased, which also blocks
/// the folder for good. `withdrawal.json` in the session folder.
///
/// It holds codes, days and the names of Attune's own files: nothing that was measured, and nothing that is computed
/// from it, such as a digest or a length, by which a copy could be found again.
package struct Withdrawal: Sendable, Codable, Equatable {
    /// Name of the file in a session folder.
    package static let fileName = "withdrawal.json"
    /// Version of the layout; grows when a key changes its meaning or is removed.
    package static let schema = 2

    /// Progress of the erasure.
    package enum State: String, Sendable, Codable {
        /// Recorded; not everything is erased yet.
        case begun
        /// Everything that Attune had written is gone.
        case complete
    }

    /// Who withdrew.
    package struct Person: Sendable, Codable, Equatable {
        package var id: String
        /// The day on which it was recorded.
        package var date: CalendarDate
    }

    /// A file that was removed. Receipts of schema 1 have its length and digest, too, which are passed over.
    package struct Removed: Sendable, Codable, Equatable {
        package var file: String
    }

    package var schema = Self.schema
    /// Version of the program that erased.
    package var attune = AttuneVersion.current
    package var state: State
    /// The session's code; `nil` where the folder did not say.
    package var session: String?
    /// Codes of both people, so that the other one can withdraw as well.
    package var participants: [String]
    /// Digest of the consent file that was in force.
    package var consent: String?
    package var withdrawn: [Person]
    package var removed: [Removed]
    /// Codes of results that had been shared from this folder: their recipients must be informed.
    package var shared: [String]
    /// The recordings, kept only on request.
    package var sources: [RecordHeader.Source]?

    /// The receipt in a folder.
    ///
    /// - Returns: `nil` when there is none or it cannot be read; even an unreadable receipt blocks the
    ///   folder, see ``refuse(in:)``.
    /// - Throws: ``Failure/Kind/badInput`` when a newer version wrote it.
    package static func read(in folder: String) throws(Failure) -> Withdrawal? {
        let path = folder + "/" + fileName
        guard StagedFile.exists(path) else { return nil }
        guard let bytes = try? RegularFile.contents(of: path, upTo: 16 << 20) else { return nil }
        if case .integer(let number)? = JSONValue(parsing: bytes)?["schema"], number > schema {
            throw Failure.badInput(
                "\(path) was written by a newer attune (schema \(number))", remedy: "update attune")
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
    /// - Throws: ``Failure/Kind/noConsent`` when the folder holds a receipt, whatever is in it.
    package static func refuse(in folder: String) throws(Failure) {
        let folder = folder.isEmpty ? "." : folder
        guard StagedFile.exists(folder + "/" + fileName) else { return }
        let receipt = try? read(in: folder)
        // Two can withdraw; a receipt that was tampered with may hold any number, of any length.
        let people = receipt?.withdrawn.prefix(2).map {
            "\($0.id.prefix(64)) withdrew consent on \($0.date)"
        }
        let isWhole = receipt?.state == .complete
        let code = receipt?.withdrawn.first.map { String($0.id.prefix(64)) }
        throw Failure.noConsent(
            (people?.joined(separator: " and ") ?? "a consent was withdrawn")
                + ", says \(folder)/\(fileName)",
            remedy: isWhole
                ? "nothing of this session may be used; a new one needs another folder"
                : "finish erasing it: \(.withdraw(code: code, folder: folder))")
    }
}
