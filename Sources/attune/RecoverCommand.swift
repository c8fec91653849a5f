import ArgumentParser
import Foundation
import Posture
import SessionStore

/// `attune recover`: a session folder whose record is damaged.
struct RecoverCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recover",
        abstract: "Saves what is sound in a damaged record.",
        discussion: """
            Example:
              attune recover results

            Every part of session.sqlite carries a digest; what does not agree with its own is left
            out, and everything made from the record says so. The damaged file stays in the folder, as
            session.damaged.sqlite. Prints what was saved and what is lost.
            """)

    @Argument(help: ArgumentHelp("The session folder.", valueName: "dir"))
    var folder: String

    func run() throws {
        let place = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        let path = try record(in: place)
        let lock = try FolderLock(place)
        defer { withExtendedLifetime(lock) {} }
        if try isSound(path) {
            print("\(path) is not damaged.")
            return
        }
        let new = place + "/session.recovered.sqlite"
        SessionRecord.remove(new)
        let outcome = try RecordSalvage(path).write(to: new)
        if path.hasSuffix(SessionRecord.unfinishedName), !outcome.canGoOn {
            SessionRecord.remove(new)
            throw Failure(
                exitCode: SessionStore.ExitCode.badInput,
                what: "the unfinished measurement in \(place) is too damaged to go on with",
                todo: "measure again with --force")
        }
        let kept = try SessionRecord.replace(path, by: new)
        report(outcome, path, kept)
    }

    /// The record of the folder, or that of a measurement under way.
    private func record(in place: String) throws(Failure) -> String {
        let names = [SessionRecord.fileName, SessionRecord.unfinishedName]
        let paths = names.map { "\(place)/\($0)" }
        guard let path = paths.first(where: FileManager.default.fileExists) else {
            throw Failure(
                exitCode: SessionStore.ExitCode.noInput, what: "\(paths[0]) does not exist",
                todo: "give a folder that attune analyze has written")
        }
        return path
    }

    private func isSound(_ path: String) throws -> Bool {
        do {
            let record = try SessionRecord.open(path)
            try record.checkAll()
            try record.close()
            return true
        } catch {
            guard error.exitCode == SessionStore.ExitCode.badInput,
                !error.what.contains("newer attune")
            else { throw error }
            return false
        }
    }

    private func report(_ outcome: RecordSalvage.Outcome, _ path: String, _ kept: String) {
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
        print("the damaged record: \(kept)")
    }
}
