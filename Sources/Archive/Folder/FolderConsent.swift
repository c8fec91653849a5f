package import Base
package import Consents
import Foundation
import SessionModel

/// What a session folder itself says about consent: in its record, or without one in `session.json`;
/// and whether somebody withdrew. Where there is a record, nothing else counts: the other files may be
/// from an earlier consent.
///
///     try FolderConsent.read("S01").require()
package struct FolderConsent: Sendable {
    /// As it was named.
    package let folder: String
    /// Those of the record, of an unfinished measurement and of `session.json`, as far as they exist.
    package let summaries: [ConsentSummary]
    /// The recordings that were measured, as far as the folder says.
    package let sources: [RecordHeader.Source]
    /// Why the consent in the folder's record cannot be relied on; `nil` when it can, or when there is no
    /// record.
    package let fault: Failure?
    /// The folders of the recordings, as seen from this one and as far as the record says.
    let media: [String]
    /// Those of ``summaries`` that a consent must not fall behind to replace them: of the records, or where there
    /// is none, of `session.json`.
    private let counting: [ConsentSummary]

    /// The consent in force for the folder; `nil` for series without a consent file.
    package var summary: ConsentSummary? { summaries.first }

    /// Reads whatever there is, also from a damaged record.
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
        let (recorded, written) = (glances.compactMap(\.consent), [file?.consent].compactMap { $0 })
        return FolderConsent(
            folder: folder, summaries: recorded + written,
            sources: unique(glances.flatMap(\.sources) + (file?.sources ?? [])),
            fault: glances.first.flatMap { $0.fault ?? lost($0, folder) },
            media: glances.first?.media ?? [], counting: recorded.isEmpty ? written : recorded)
    }

    private static func glances(_ folder: String) -> [RecordPreview] {
        let unfinished = "\(folder)/\(SessionRecord.unfinishedName)"
        // A measurement that was killed before it began says nothing.
        let isBegun = SessionRecord.isBegun(unfinished)
        return ["\(folder)/\(SessionRecord.fileName)"].compactMap(SessionRecord.glance)
            + (isBegun ? [unfinished] : []).compactMap(SessionRecord.glance)
    }

    /// A measurement begins by storing its consent: a record without it has lost it to damage. Series may be scored
    /// without one.
    private static func lost(_ glance: RecordPreview, _ folder: String) -> Failure? {
        guard glance.consent == nil, !glance.hasResults,
            !(glance.isOfSeries && glance.isWithoutConsent)
        else { return nil }
        return RecordFailure.lacksConsent(folder)
    }

    /// Checks that nobody withdrew, and that on that day both people's consent holds for what is in
    /// the folder, and that no consent file beside it takes something back. Series without a consent file
    /// pass.
    ///
    /// - Throws: ``Failure/Kind/noConsent``, naming the person; what ``requireSound()`` throws.
    package func require(
        _ uses: [Consent.Scope] = ConsentSummary.measuring, on date: CalendarDate = .today
    ) throws(Failure) {
        try requireSound()
        guard let summary else { return }
        try summary.require(uses, on: date, in: .folder(folder))
        try beside(summary).refuseRetraction(of: summary, in: .folder(folder), on: date)
    }

    /// What should be known of consent files in the folder and beside its recordings.
    package func remarks(on date: CalendarDate = .today) -> [ConsentsBeside.Remark] {
        guard let summary else { return [] }
        return beside(summary).remarks(on: summary, in: .folder(folder), on: date)
    }

    private func beside(_ summary: ConsentSummary) -> ConsentsBeside {
        ConsentsBeside(of: summary, in: ConsentsBeside.folders(folder, media: media))
    }

    /// Checks that nobody withdrew, and that the record's consent is what was written.
    ///
    /// - Throws: ``Failure/Kind/noConsent``, ``Failure/Kind/badInput`` when the record is damaged.
    package func requireSound() throws(Failure) {
        try Withdrawal.refuse(in: folder)
        if let fault { throw fault }
    }

    /// The same check as ``require(_:on:)`` for a folder whose record is damaged, with the consent as it
    /// stands there, unless a newer consent is at hand.
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
    /// Checks that the folder's data, as far as it says whose they are, belong to these people.
    ///
    /// - Parameters:
    ///   - consent: of these people; `nil` when it is unknown whose data they are.
    ///   - name: where that consent was read, for the message.
    ///   - remedy: what can be done about it.
    /// - Throws: ``Failure/Kind/noConsent``.
    package func requireSamePeople(
        as consent: ConsentSummary?, in name: String, remedy: Remedy
    ) throws(Failure) {
        for own in summaries where !(consent?.isOfSamePeople(as: own) ?? false) {
            throw Failure.noConsent(
                "\(folder) holds \(own.label), and \(name) "
                    + (consent == nil
                        ? "does not say whose it is" : "is of other people or another session"),
                remedy: remedy)
        }
    }

    /// The same for a folder that is to be written to, with the consent file that the user gave, which
    /// must not have been signed earlier than the folder's own, nor allow more if it was signed on the same
    /// day.
    ///
    /// - Throws: ``Failure/Kind/noConsent``.
    package func requireSamePeople(as consent: Consent) throws(Failure) {
        try requireSamePeople(
            as: consent.summary, in: consent.path,
            remedy: "choose another \(.output), or give the consent file of that session")
        try requireNotEarlier(consent.summary, in: consent.path)
    }

    /// Checks that a consent may replace the folder's own without being asked for.
    ///
    /// - Parameters:
    ///   - path: where it was read, for the message.
    ///   - detour: how to use it all the same; `nil`: by renewing the consent of the folder.
    /// - Throws: ``Failure/Kind/noConsent``.
    package func requireNotEarlier(
        _ consent: ConsentSummary, in path: String, detour: Remedy? = nil
    ) throws(Failure) {
        for own in counting {
            try consent.requireNotEarlier(than: own, of: folder, in: path, detour: detour)
        }
    }
}

/// The parts of `session.json` that say whose data it holds; the only source for series that earlier versions scored.
private struct SummaryFile {
    var consent: ConsentSummary?
    var sources: [RecordHeader.Source]

    /// Far more than any summary needs.
    private static let maxBytes = 16 << 20

    init?(_ folder: String) {
        let path = "\(folder)/\(SessionFile.summary.name)"
        guard let bytes = try? RegularFile.contents(of: path, upTo: Self.maxBytes),
            let value = JSONValue(parsing: bytes)
        else { return nil }
        consent = value[Session.Key.consent.rawValue].flatMap(ConsentSummary.init(json:))
        let list: [JSONValue] =
            switch value[Session.Key.source.rawValue] {
            case .array(let list)?: list
            case let one?: [one]
            case nil: []
            }
        sources = list.compactMap { source in
            guard let name = source[SourceInfo.Key.file]?.asText,
                let sha256 = source[SourceInfo.Key.sha256]?.asText
            else { return nil }
            return .init(file: name, sha256: sha256)
        }
    }
}
