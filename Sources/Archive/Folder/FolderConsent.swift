package import Base
package import Consents
import Foundation

/// What a session folder itself says of consent: in its record, or where there is none in
/// `session.json`; and whether somebody withdrew. Where there is a record, nothing else counts: the
/// other files may be of an earlier consent.
///
///     try FolderConsent.read("S01").require()
package struct FolderConsent: Sendable {
    /// As it was named.
    package let folder: String
    /// Of the record, of a measurement that is not finished, of `session.json`: those that there are.
    package let summaries: [ConsentSummary]
    /// The recordings that were measured, as far as the folder tells.
    package let sources: [RecordHeader.Source]
    /// Why the folder's record does not tell by which consent it goes; `nil` when it does, or when there
    /// is no record.
    package let fault: Failure?

    /// The consent that what is in the folder goes by; `nil` for series without a consent file.
    package var summary: ConsentSummary? { summaries.first }

    /// Reads what there is; of a damaged record, too, what it seems to say.
    ///
    /// - Throws: ``Failure/Kind/noInput`` when there is no such folder.
    package static func read(_ folder: String) throws(Failure) -> FolderConsent {
        var status = stat()
        guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw Failure.noInput(
                "\(folder) is not a folder that can be read", remedy: "give a session folder")
        }
        let glances = Self.glances(folder)
        let file = SummaryFile(folder)
        return FolderConsent(
            folder: folder, summaries: (glances.map(\.consent) + [file?.consent]).compactMap { $0 },
            sources: unique(glances.flatMap(\.sources) + (file?.sources ?? [])),
            fault: glances.first.flatMap { $0.fault ?? lost($0, folder) })
    }

    private static func glances(_ folder: String) -> [RecordPreview] {
        let unfinished = "\(folder)/\(SessionRecord.unfinishedName)"
        // A measurement that was killed before it began has nothing to tell.
        let isBegun = SessionRecord.isBegun(unfinished)
        return ["\(folder)/\(SessionRecord.fileName)"].compactMap(SessionRecord.glance)
            + (isBegun ? [unfinished] : []).compactMap(SessionRecord.glance)
    }

    /// A measurement begins with noting its consent: without it, it was lost to damage.
    private static func lost(_ glance: RecordPreview, _ folder: String) -> Failure? {
        guard glance.consent == nil, !glance.hasResults else { return nil }
        return Failure.noConsent(
            "the record in \(folder) does not tell by which consent was measured",
            remedy: "put it back: run \(.renewConsent(folder: folder))")
    }

    /// Checks that nobody withdrew, and that on that day both people's consent holds for what is in
    /// the folder. Series without a consent file pass.
    ///
    /// - Throws: ``Failure/Kind/noConsent``, naming the person; what ``requireSound()`` throws.
    package func require(
        _ uses: [Consent.Scope] = ConsentSummary.measuring, on date: CalendarDate = .today
    ) throws(Failure) {
        try requireSound()
        try summary?.require(uses, on: date, in: .folder(folder))
    }

    /// Checks that nobody withdrew, and that what the record says of consent is what was written.
    ///
    /// - Throws: ``Failure/Kind/noConsent``, ``Failure/Kind/badInput`` when the record is damaged.
    package func requireSound() throws(Failure) {
        try Withdrawal.refuse(in: folder)
        if let fault { throw fault }
    }

    /// Checks the same as ``require(_:on:)`` of a folder whose record is damaged, by what it seems to
    /// say, unless a newer consent is at hand.
    ///
    /// - Throws: ``Failure/Kind/noConsent``.
    package func requireForRecovery(
        renewed: Bool, on date: CalendarDate = .today
    ) throws(Failure) {
        try Withdrawal.refuse(in: folder)
        guard !renewed else { return }
        try summary?.require(ConsentSummary.measuring, on: date, in: .damagedFolder(folder))
    }

    private static func unique(_ sources: [RecordHeader.Source]) -> [RecordHeader.Source] {
        var result: [RecordHeader.Source] = []
        for source in sources where !result.contains(source) { result.append(source) }
        return result
    }
}

extension FolderConsent {
    /// Checks that what the folder holds, as far as it tells whose it is, is of these people.
    ///
    /// - Parameters:
    ///   - consent: of those in question; `nil` when nobody knows whose data they are.
    ///   - name: where that consent stands, for the message.
    ///   - remedy: what can be done about it.
    /// - Throws: ``Failure/Kind/noConsent``.
    package func requireSamePeople(
        as consent: ConsentSummary?, in name: String, remedy: Remedy
    ) throws(Failure) {
        for own in summaries where !(consent?.isOfSamePeople(as: own) ?? false) {
            throw Failure.noConsent(
                "\(folder) holds \(own.label), and \(name) "
                    + (consent == nil
                        ? "does not tell whose it is" : "is of other people or another session"),
                remedy: remedy)
        }
    }

    /// The same for a folder that is to be written to, with what `--consent` gave, which must not have
    /// been signed earlier than what the folder goes by.
    ///
    /// - Throws: ``Failure/Kind/noConsent``.
    package func requireSamePeople(as consent: Consent) throws(Failure) {
        try requireSamePeople(
            as: consent.summary, in: consent.path,
            remedy: "choose another \(.output), or give the consent file of that session")
        for own in summaries {
            try consent.summary.requireNotEarlier(than: own, of: folder, in: consent.path)
        }
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
