package import Archive
package import Base
package import Consents
import Foundation

/// Replaces the damaged record of a session folder by one with all that is sound in it.
package struct RecoveryWorkflow {
    /// The session folder.
    package let folder: String
    /// A consent that replaces the one in the folder.
    package let consent: Consent?

    package init(folder: String, consent: Consent? = nil) {
        self.folder =
            folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        self.consent = consent
    }

    /// What became of the record.
    package enum Results {
        /// The record at this path is not damaged; nothing was done.
        case sound(path: String)
        /// - outcome: what was saved; path: of the new record; damaged: where the old one is kept.
        case recovered(RecordRecovery.Outcome, path: String, damaged: String)
    }

    /// - Throws: ``Failure/Kind/noConsent`` when neither consent holds, ``Failure/Kind/noInput`` without a
    ///   record, ``Failure/Kind/badInput`` when nothing can be saved.
    package func run() throws(Failure) -> Results {
        let own = try FolderConsent.read(folder)
        try own.requireForRecovery(renewed: consent != nil)
        let path = try SessionRecord.path(in: folder)
        let renewal = try renewal(of: own)
        let lock = try FolderLock(folder)
        defer { withExtendedLifetime(lock) {} }
        if try isSound(path) { return .sound(path: path) }
        let new = folder + "/" + SessionRecord.recoveredName
        SessionRecord.remove(new)
        var outcome = try salvage(path, to: new)
        if path.hasSuffix(SessionRecord.unfinishedName), !outcome.canGoOn {
            SessionRecord.remove(new)
            throw Failure.badInput(
                "the unfinished measurement in \(folder) is too damaged to go on with",
                remedy: "measure again with \(.force)")
        }
        if let renewal {
            try put(renewal, into: new)
            outcome.lacksConsent = false
        }
        return .recovered(outcome, path: path, damaged: try SessionRecord.replace(path, by: new))
    }

    private func salvage(_ path: String, to new: String) throws(Failure) -> RecordRecovery.Outcome {
        do { return try RecordRecovery(path).write(to: new) } catch {
            guard error.kind == .badInput else { throw error }
            SessionRecord.remove(new)
            let again: Remedy =
                SessionRecord.isOfSeries(path)
                ? "score the series again with \(.score) \(.force)"
                : "measure the recording again with \(.analyze) \(.force)"
            // The remedy must not be to recover again.
            throw Failure(
                kind: error.kind, what: "nothing can be saved: \(error.what)",
                remedy: "put a copy back in its place, or " + again)
        }
    }

    /// The consent that was given, which must hold and be of the same people.
    private func renewal(of own: FolderConsent) throws(Failure) -> ConsentRenewal? {
        guard let consent else { return nil }
        try consent.summary.require(ConsentSummary.measuring, in: .file(consent.path))
        let renewal = ConsentRenewal(
            consent: consent, folder: own.folder,
            detour: "\(.recover(folder: own.folder)) without one keeps the consent that is there")
        try renewal.require(own.summary)
        return renewal
    }

    private func put(_ renewal: ConsentRenewal, into new: String) throws(Failure) {
        do {
            let record = try SessionRecord.open(new, for: .writing)
            try renewal.put(into: record)
            try record.close()
        } catch {
            SessionRecord.remove(new)
            throw error
        }
    }

    private func isSound(_ path: String) throws(Failure) -> Bool {
        do {
            let record = try SessionRecord.open(path)
            try record.checkAll()
            try record.close()
            return true
        } catch {
            guard error.kind == .badInput, !error.what.contains("newer attune") else { throw error }
            return false
        }
    }
}
