package import Base
import Foundation

/// A human coder's file.
package struct CodingFile: Sendable {
    package enum Format: String, Sendable {
        case elan = "ELAN"
        case boris = "BORIS"
    }

    /// The file's name without its folder.
    package let name: String
    package let format: Format
    /// SHA-256 of the file.
    package let digest: String
    package let coding: Coding

    /// Reads an ELAN document (.eaf) or a table of BORIS (.tsv, .csv, .txt).
    ///
    /// - Throws: ``Failure/Kind/noInput`` when the file is missing or unreadable; ``Failure/Kind/badInput``
    ///   when it is neither, is malformed, or names no seat and posture of the session.
    package init(_ path: String, names: TierNames) throws(Failure) {
        guard let format = Self.format(of: path) else {
            throw Failure.badInput(
                "\(path) is neither .eaf nor .tsv or .csv",
                remedy: "give an ELAN document, or events exported from BORIS as .tsv or .csv")
        }
        let file = try InputFile(path)
        name = file.name
        self.format = format
        digest = Digest.sha256(file.bytes)
        coding =
            switch format {
            case .elan: try ElanReader.read(file, names: names)
            case .boris: try BorisReader.read(file, names: names)
            }
        guard !coding.targets.isEmpty else {
            let found = coding.ignored.prefix(5).map { "“\($0)”" }.joined(separator: ", ")
            throw file.malformed(
                "nothing in it is about a seat and a posture of the session"
                    + (found.isEmpty ? "" : " (it has \(found))"),
                remedy:
                    "name tiers SEAT POSTURE, or say what they are with \(.map) \"TIER=SEAT POSTURE\""
            )
        }
    }

    private static func format(of path: String) -> Format? {
        switch path.split(separator: ".").last?.lowercased() {
        case "eaf": .elan
        case "tsv", "csv", "txt": .boris
        default: nil
        }
    }
}

/// A file that is read whole, up to a size limit.
package struct InputFile: Sendable {
    package let path: String
    package let bytes: [UInt8]

    /// An hour of close coding is a few megabytes.
    private static let maxBytes = 64 << 20

    /// Content in memory; the path is for messages.
    package init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    /// - Throws: ``Failure/Kind/noInput`` when there is no such file or it cannot be read,
    ///   ``Failure/Kind/badInput`` when it is too large.
    package init(_ path: String) throws(Failure) {
        self.path = path
        do { bytes = try RegularFile.contents(of: path, upTo: Self.maxBytes) } catch {
            guard error != .tooLarge else {
                throw Failure.badInput(
                    "\(path) is larger than \(Self.maxBytes >> 20) MB",
                    remedy: "give the table or the ELAN document, not the recording")
            }
            throw Failure.noInput(
                "cannot read \(path) (\(error.text))",
                remedy: "give the path of a file that is there and that you may read")
        }
    }

    /// The file's name without its folder.
    package var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// What is wrong with its content.
    package func malformed(_ what: String, remedy: Remedy) -> Failure {
        Failure.badInput("\(path): \(what)", remedy: remedy)
    }

    /// Its table.
    ///
    /// - Parameter columns: sets of names in lower case; the header has all of one set.
    /// - Throws: ``Failure/Kind/badInput`` when the file is not UTF-8 or has no such header.
    package func table(with columns: [Set<String>]) throws(Failure) -> TableReader {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw malformed("it is not UTF-8", remedy: "save the table as text in UTF-8")
        }
        return try TableReader(LineReader(path, bytes: bytes), below: columns)
    }
}
