import Archive
import Base
import Consents
import Foundation

/// The consent that covers series. Those that lie in a session folder stay under its consent: they are
/// used only as long as it holds, and what is made of them names it.
enum SeriesConsent {
    /// The consent that covers scores of these series; `nil` when neither a file nor a folder tells.
    ///
    /// - Parameter given: a consent file, already checked.
    /// - Throws: ``Failure/Kind/noConsent`` for a table in a folder whose consent does not hold, is of
    ///   other people than the file or the other series, or says that something was taken back that the file
    ///   allows.
    static func inForce(
        for series: [String], given: Consent?
    ) throws(Failure) -> ConsentSummary? {
        var found = given.map { (consent: $0.summary, place: $0.path) }
        for path in series {
            // The reader reports what cannot be read.
            guard FileManager.default.fileExists(atPath: path) else { continue }
            let folder = try FolderConsent.read(folder(of: path))
            try folder.require()
            guard let own = folder.summary else { continue }
            if let found {
                try folder.requireSamePeople(
                    as: found.consent, in: found.place,
                    remedy: given == nil
                        ? "score the series of one session in one call"
                        : "give the consent file of that session, or leave \(.consent) out")
            }
            // One that takes something back is what the scores then go by.
            try given?.summary.requireNotEarlier(
                than: own, of: folder.folder, in: given?.path ?? "")
            // Of two folders, the one that takes something back from the other counts.
            if found.map({ $0.consent.retraction(by: own) != nil }) ?? true {
                found = (own, folder.folder)
            }
        }
        return found?.consent
    }

    /// Checks that the scores are of the seats that the consent is of.
    ///
    /// - Throws: ``Failure/Kind/noConsent``.
    static func require(_ seats: [String], in consent: ConsentSummary?) throws(Failure) {
        guard let consent, Set(seats) != Set(consent.participants.map(\.seat)) else { return }
        throw Failure.noConsent(
            "the series have the seats \(seats.joined(separator: " and ")), and their consent "
                + "is that of \(consent.label)",
            remedy:
                "name the seats of the consent with \(.seats), or give the consent file of the series"
        )
    }

    /// Where a table really lies: a link to it does not bypass the consent beside it.
    static func folder(of path: String) -> String {
        let table = realpath(path, nil)
        defer { free(table) }
        let place = table.map { String(cString: $0) } ?? path
        let folder = place.parentFolder
        return folder.isEmpty ? "." : folder
    }
}
