import Foundation

/// What a session folder itself says of consent: in its record, or where there is none in
/// `session.json`; and whether somebody withdrew.
///
///     try FolderConsent.read("S01").require()
public struct FolderConsent: Sendable {
    /// As it was named.
    public let folder: String
    /// Of the record, of a measurement that is not finished, of `session.json`: those that there are.
    public let summaries: [ConsentSummary]
    /// The recordings that were measured, as far as the folder tells.
    public let sources: [RecordHeader.Source]
    /// The receipt of a withdrawal.
    public let withdrawal: Withdrawal?

    /// The consent that what is in the folder goes by; `nil` for series without a consent file.
    public var summary: ConsentSummary? { summaries.first }

    /// Reads what there is; a record that is damaged says nothing.
    ///
    /// - Throws: ``ExitCode/noInput`` when there is no such folder, ``ExitCode/badInput`` when the
    ///   receipt of a withdrawal cannot be read.
    public static func read(_ folder: String) throws(Failure) -> FolderConsent {
        var status = stat()
        guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw Failure(
                exitCode: ExitCode.noInput, what: "\(folder) is not a folder that can be read",
                todo: "give a session folder")
        }
        let glances = [SessionRecord.fileName, SessionRecord.unfinishedName].compactMap {
            SessionRecord.glance("\(folder)/\($0)")
        }
        let file = SummaryFile(folder)
        return FolderConsent(
            folder: folder, summaries: (glances.map(\.consent) + [file?.consent]).compactMap { $0 },
            sources: unique(glances.flatMap(\.sources) + (file?.sources ?? [])),
            withdrawal: try Withdrawal.read(in: folder))
    }

    /// Checks that nobody withdrew, and that on that day both people's consent holds for what is in
    /// the folder. Series without a consent file pass.
    ///
    /// - Throws: ``ExitCode/noConsent``, naming the person.
    public func require(
        _ uses: [Consent.Scope] = ConsentSummary.measuring, on date: CalendarDate = .today
    ) throws(Failure) {
        try Withdrawal.refuse(in: folder)
        try summary?.require(uses, on: date, in: .folder(folder))
    }

    private static func unique(_ sources: [RecordHeader.Source]) -> [RecordHeader.Source] {
        var result: [RecordHeader.Source] = []
        for source in sources where !result.contains(source) { result.append(source) }
        return result
    }
}

/// What `session.json` says, which for scored series is all there is.
private struct SummaryFile {
    var consent: ConsentSummary?
    var sources: [RecordHeader.Source]

    /// Far more than any summary needs.
    private static let maxBytes = 16 << 20

    private struct Head: Decodable {
        var consent: ConsentSummary?
    }

    init?(_ folder: String) {
        let path = folder + "/session.json"
        guard let bytes = try? RegularFile.contents(of: path, upTo: Self.maxBytes),
            let value = JSONValue(parsing: bytes)
        else { return nil }
        consent = (try? JSONDecoder().decode(Head.self, from: Data(bytes)))?.consent
        let list: [JSONValue] =
            switch value["source"] {
            case .array(let list)?: list
            case let one?: [one]
            case nil: []
            }
        sources = list.compactMap { source in
            guard case .string(let name)? = source["file"],
                case .string(let sha256)? = source["sha256"]
            else { return nil }
            return .init(file: name, sha256: sha256)
        }
    }
}
