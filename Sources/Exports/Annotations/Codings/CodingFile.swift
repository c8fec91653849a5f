package import Base
import Foundation

/// A human coder's file.
package struct CodingFile: Sendable {
    package enum Format: String, Sendable, CaseIterable {
        case elan = "ELAN"
        case elanTable = "ELAN table"
        case boris = "BORIS"
        case praat = "Praat"
        case datavyu = "Datavyu"
        case table = "table"
    }

    /// The file's name without its folder.
    package let name: String
    package let format: Format
    /// SHA-256 of the file.
    package let digest: String
    package let coding: Coding

    /// Reads a coding in any of the formats, told by its content, not by its name.
    ///
    /// - Throws: ``Failure/Kind/noInput`` when the file is missing or unreadable; ``Failure/Kind/badInput``
    ///   when it has another format, is malformed, names no seat and posture of the session, or lies
    ///   beyond the recording.
    package init(_ path: String, of session: CodedSession) throws(Failure) {
        try self.init(InputFile(path), of: session)
    }

    /// The same with the file's content in memory; the path is for messages.
    package init(_ path: String, bytes: [UInt8], of session: CodedSession) throws(Failure) {
        try self.init(InputFile(path: path, bytes: bytes), of: session)
    }

    private init(_ file: InputFile, of session: CodedSession) throws(Failure) {
        name = file.name
        digest = Digest.sha256(file.bytes)
        var (format, coding) = try Self.read(file, session)
        try Self.require(&coding, file, session)
        self.format = format
        self.coding = coding
    }

    // MARK: Formats

    /// What a file says, and in which format.
    static func read(
        _ file: InputFile, _ session: CodedSession
    ) throws(Failure) -> (Format, Coding) {
        if let binary = Packed(file.bytes) { throw binary.failure(file) }
        let isWide =
            file.bytes.starts(with: [0xFF, 0xFE]) || file.bytes.starts(with: [0xFE, 0xFF])
        guard isWide || !file.bytes.contains(0) else { throw unknown(file) }
        let text = try file.inUTF8()
        let beginning = String(decoding: text.bytes.prefix(4096), as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines.union(["\u{FEFF}"]))
        if beginning.hasPrefix("<") {
            guard beginning.contains("<ANNOTATION_DOCUMENT") else { throw unknown(file) }
            return (.elan, try ElanReader.read(text, of: session))
        }
        if beginning.hasPrefix("{") {
            return (.boris, try project(text, session))
        }
        if PraatReader.reads(beginning) {
            return (.praat, try PraatReader.read(text, of: session))
        }
        if DatavyuReader.reads(beginning) {
            return (.datavyu, try DatavyuReader.readText(text, of: session))
        }
        return try table(text, session)
    }

    private static func project(
        _ file: InputFile, _ session: CodedSession
    ) throws(Failure) -> Coding {
        let value: JSONValue
        do { value = try JSONParser.parse(file.bytes) } catch {
            throw LinePlace(file.path, error.line).malformed(
                "it is not JSON (\(error.what))", remedy: "save the project again in BORIS")
        }
        guard BorisProject.reads(value) else { throw unknown(file) }
        return try BorisProject.read(file, value, of: session)
    }

    /// Readers of tables by the names of their columns; the first that knows them reads.
    private static func table(
        _ file: InputFile, _ session: CodedSession
    ) throws(Failure) -> (Format, Coding) {
        typealias Read = (InputFile, TableReader, CodedSession) throws(Failure) -> Coding
        let kinds: [(Format, reads: ([String]) -> Bool, read: Read)] = [
            (
                .boris, BorisTable.reads,
                { file, table, session throws(Failure) in
                    try BorisTable.read(file, table, of: session)
                }
            ),
            (
                .datavyu, DatavyuReader.reads,
                { file, table, session throws(Failure) in
                    try DatavyuReader.read(file, table, of: session)
                }
            ),
            (
                .table, PlainTable.reads,
                { file, table, session throws(Failure) in
                    try PlainTable.read(file, table, of: session)
                }
            ),
        ]
        let found = try TableReader(
            LineReader(file.path, bytes: file.bytes), mostRows: Coding.maxAnnotations
        ) { names in
            kinds.contains { $0.reads(names) }
        }
        if let found, let kind = kinds.first(where: { $0.reads(found.header) }) {
            return (kind.0, try kind.read(file, found, session))
        }
        guard let coding = try ElanTable.read(file, of: session) else { throw unknown(file) }
        return (.elanTable, coding)
    }

    private static func unknown(_ file: InputFile) -> Failure {
        file.malformed(
            "it is in no format of codings that is read",
            remedy: """
                give ELAN (.eaf, or tab-delimited text), BORIS (a project, or events as TSV or CSV), a \
                TextGrid of Praat, Datavyu's CSV, or a table with the columns \
                seat, posture, side, onset, offset
                """)
    }

    // MARK: Whether it is about the session

    private static func require(
        _ coding: inout Coding, _ file: InputFile, _ session: CodedSession
    ) throws(Failure) {
        let isEmpty = coding.holds.isEmpty && coding.ignored.isEmpty
        guard !coding.targets.isEmpty || (session.isToldPostures && isEmpty) else {
            let found = coding.ignored.prefix(5).map { "“\($0.prefix(60))”" }.joined(
                separator: ", ")
            let seats = session.names.seats.joined(separator: " and ")
            throw file.malformed(
                "nothing in it is about a seat and a posture of the session"
                    + (found.isEmpty
                        ? ""
                        : " (it has \(found); the seats are \(seats), the postures "
                            + session.names.postures.joined(separator: ", ") + ")"),
                remedy: """
                    name tiers SEAT POSTURE, or say what they are with \(.map) \"TIER=SEAT POSTURE\", or \
                    \"TIER=SEAT *\" for a tier with postures as values
                    """
            )
        }
        guard let end = session.end, let first = coding.holds.map(\.onset).min() else { return }
        let late = coding.holds.count { $0.onset > end + 1 }
        let early = coding.holds.count { $0.offset < -1 }
        guard late + early < coding.holds.count else {
            throw file.malformed(
                "all of it lies outside of the recording, which lasts "
                    + "\(DecimalText.text(end, decimals: 1)) s; the first begins at "
                    + "\(DecimalText.text(first, decimals: 1)) s",
                remedy: """
                    give the coding of this recording, with times in seconds from its beginning and no \
                    offset added
                    """)
        }
        if late + early > 0 {
            coding.notes.append(
                "\(late + early) of \(coding.holds.count) holds lie outside of the recording, which "
                    + "lasts \(DecimalText.text(end, decimals: 1)) s, and are not compared")
        }
    }

    // MARK: What is no text

    /// A file that is packed or binary, told by its first bytes.
    private enum Packed {
        case zip(isDatavyu: Bool)
        case gzip, oldSpreadsheet, praat

        init?(_ bytes: [UInt8]) {
            if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
                // The name of the first file stands 30 bytes on.
                let name = String(decoding: bytes.dropFirst(30).prefix(7), as: UTF8.self)
                self = .zip(isDatavyu: name.hasPrefix("db") || name.hasPrefix("project"))
            } else if bytes.starts(with: [0x1F, 0x8B]) {
                self = .gzip
            } else if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
                self = .oldSpreadsheet
            } else if bytes.starts(with: "ooBinaryFile".utf8) {
                self = .praat
            } else {
                return nil
            }
        }

        func failure(_ file: InputFile) -> Failure {
            switch self {
            case .zip(isDatavyu: true):
                file.malformed(
                    "it is a project of Datavyu, which is packed",
                    remedy: "in Datavyu, export it as CSV (Spreadsheet > Export), and give that")
            case .zip, .oldSpreadsheet:
                file.malformed(
                    "it is a spreadsheet",
                    remedy:
                        "export the events as TSV or CSV, or save the sheet as CSV, and give that")
            case .gzip:
                file.malformed(
                    "it is packed with gzip",
                    remedy: "unpack it, such as with gunzip, and give the project inside")
            case .praat:
                file.malformed(
                    "it is a binary file of Praat",
                    remedy: "in Praat, save the TextGrid as a text file")
            }
        }
    }
}
