import Archive
import ArgumentParser
import Base
import Consents
import Foundation

/// `attune recover`: a session folder whose record is damaged.
struct RecoverCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recover",
        abstract: "Saves what is sound in a damaged record.",
        discussion: """
            Example:
              attune recover results
              attune recover results --consent S01-2027.consent.json

            Every part of session.sqlite carries a digest; what does not agree with its own is left
            out, and everything made from the record says so. The damaged file stays in the folder, as
            session.damaged.sqlite. Prints what was saved and what is lost.

            The consent in the folder must hold today. When it has expired, or was lost, --consent puts
            a newly signed one of the same people into the new record.
            """)

    @Argument(help: ArgumentHelp("The session folder.", valueName: "dir"))
    var folder: String

    @Option(help: "A consent file that takes the place of the consent in the folder.")
    var consent: String?

    func run() throws {
        let place = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        let own = try FolderConsent.read(place)
        try own.requireForRecovery(renewed: consent != nil)
        let path = try SessionRecord.path(in: place)
        let renewal = try renewal(of: own)
        let lock = try FolderLock(place)
        defer { withExtendedLifetime(lock) {} }
        if try isSound(path) {
            print("\(path) is not damaged.")
            if consent != nil { print("next: attune consent renew puts a consent into it") }
            return
        }
        let new = place + "/" + SessionRecord.recoveredName
        SessionRecord.remove(new)
        var outcome = try Self.salvage(path, to: new)
        if path.hasSuffix(SessionRecord.unfinishedName), !outcome.canGoOn {
            SessionRecord.remove(new)
            throw Failure.badInput(
                "the unfinished measurement in \(place) is too damaged to go on with",
                remedy: "measure again with --force")
        }
        if let renewal {
            try put(renewal, into: new)
            outcome.lacksConsent = false
        }
        let kept = try SessionRecord.replace(path, by: new)
        report(outcome, path, kept)
    }

    /// - Throws: what to do where nothing can be saved: not this command again.
    private static func salvage(
        _ path: String, to new: String
    ) throws(Failure) -> RecordRecovery.Outcome {
        do { return try RecordRecovery(path).write(to: new) } catch {
            guard error.kind == .badInput else { throw error }
            SessionRecord.remove(new)
            throw Failure(
                kind: error.kind, what: "nothing can be saved: \(error.what)",
                remedy: "put a copy back in its place, or measure the recording again with "
                    + "attune analyze --force")
        }
    }

    /// The consent that was given, which must hold and be of the same people.
    private func renewal(of own: FolderConsent) throws(Failure) -> ConsentRenewal? {
        guard let consent = try consent.map(Consent.load) else { return nil }
        try consent.summary.require(ConsentSummary.measuring, in: .file(consent.path))
        let renewal = ConsentRenewal(consent: consent, folder: own.folder)
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

    private func isSound(_ path: String) throws -> Bool {
        do {
            let record = try SessionRecord.open(path)
            try record.checkAll()
            try record.close()
            return true
        } catch {
            guard error.kind == .badInput,
                !error.what.contains("newer attune")
            else { throw error }
            return false
        }
    }

    private func report(_ outcome: RecordRecovery.Outcome, _ path: String, _ kept: String) {
        print("recovered: \(outcome.frames) instants in \(path)")
        if outcome.frames == 0 {
            print("lost: all that was measured; attune analyze … --force measures again")
        }
        for span in outcome.lost where outcome.frames > 0 {
            let text = [span.start, span.end].map { DecimalText.text($0, decimals: 1, atLeast: 1) }
            print("lost: what was measured from \(text[0]) to \(text[1]) s")
        }
        if outcome.canGoOn {
            print("next: go on with the measurement, with attune analyze … --resume")
        } else if outcome.hasResults {
            print("results: whole, as before the damage")
        } else {
            print("lost: the results; make them again with attune analyze … --force")
        }
        if outcome.lacksConsent {
            print("lost: the consent; put it back with attune consent renew FILE \(folder)")
        }
        print("the damaged record: \(kept)")
    }
}
