import Archive
import ArgumentParser
import Base
import Consents
import Foundation
import SessionModel

/// `attune consent withdraw`: records a withdrawal and erases what was measured.
struct ConsentWithdrawCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw",
        abstract: "Records that a person withdrew, and erases what was measured of them.",
        discussion: """
            Example:
              attune consent withdraw C01 S01 S02 --dry-run
              attune consent withdraw C01 S01 S02 --consent S01.consent.json --consent S02.consent.json

            Everything that Attune wrote into these folders is overwritten and removed, the other \
            person's part too, because the two were measured together. A receipt, withdrawal.json, \
            stays. In the folder of a study all its results are removed. Recordings, other people's files \
            and files with another name elsewhere (hard links) are not touched, only listed. There is no \
            way back. Run it again after an interruption to complete it.
            """)

    @Argument(help: "The person's code, as in the consent.")
    var participant: String

    @Argument(help: ArgumentHelp("Session folders.", valueName: "dir"))
    var folders: [String]

    @Option(
        help: ArgumentHelp(
            "The consent file of one of these sessions, in which to record the withdrawal as well; "
                + "may be repeated. Needed when a folder does not say whose it is.",
            valueName: "file"))
    var consent: [String] = []

    @Flag(help: "Only show what would be removed.")
    var dryRun = false

    @Flag(help: "Keep names and SHA-256 of the recordings in the receipt.")
    var keepSourceList = false

    func run() throws {
        let files = try consent.map(Consent.load)
        for file in files { try file.requireParticipant(participant) }
        var withdrawals: [FolderWithdrawal] = []
        for folder in Self.distinct(folders) {
            withdrawals.append(
                try FolderWithdrawal(
                    folder, of: participant, fallback: files.count == 1 ? files[0] : nil,
                    keepSources: keepSourceList))
        }
        for file in files {
            try require(file, in: withdrawals)
            try file.requireWritable(toWithdraw: participant)
        }
        if dryRun {
            for withdrawal in withdrawals {
                WithdrawalText.plan(withdrawal).forEach { Terminal.say($0) }
            }
            return
        }
        var failures: [Failure] = []
        // What was measured is erased in any case; then there may be room for what could not be written before.
        let unmarked = files.filter { (try? $0.recordWithdrawal(of: participant)) == nil }
        for withdrawal in withdrawals {
            do throws(Failure) {
                let (receipt, remaining) = try withdrawal.carryOut()
                WithdrawalText.receipt(receipt, withdrawal).forEach { Terminal.say($0) }
                failures += remaining
            } catch {
                failures.append(error)
            }
        }
        for file in unmarked {
            do { try file.recordWithdrawal(of: participant) } catch { failures.append(error) }
        }
        if files.isEmpty {
            Console().note("a consent file is marked only when --consent FILE names it")
        }
        Console().note(
            "what was made from these sessions elsewhere (studies, scores, copies, backups, other "
                + "consent files) is not known here: withdraw there too, or delete it")
        // A command reports one error; the others are named before it.
        for failure in failures.dropLast() { Console().note("also \(failure.what)") }
        if let last = failures.last { throw last }
    }

    /// A person withdraws from a session: their consent to another one is not touched.
    private func require(
        _ file: Consent, in withdrawals: [FolderWithdrawal]
    ) throws(Failure) {
        guard !withdrawals.contains(where: { $0.isOf(file) }) else { return }
        throw Failure.badInput(
            "\(file.path) is of session \(file.session) of "
                + file.participants.map(\.id).joined(separator: " and ")
                + ", which none of the folders holds",
            remedy: "give the consent files of these sessions, or the other folder too; "
                + "nothing was changed")
    }

    /// Each folder once, however often and in whatever way it is named.
    private static func distinct(_ folders: [String]) -> [String] {
        var seen: Set<String> = []
        return folders.compactMap { folder in
            let isMarked = folder.count > 1 && folder.hasSuffix("/")
            let name = isMarked ? String(folder.dropLast()) : folder
            let place = URL(fileURLWithPath: name).resolvingSymlinksInPath().path
            return seen.insert(place).inserted ? name : nil
        }
    }
}

/// A withdrawal in words, for standard output.
enum WithdrawalText {
    /// What would happen.
    static func plan(_ withdrawal: FolderWithdrawal) -> [String] {
        ["would withdraw \(withdrawal.participant) from \(withdrawal.folder)"]
            + withdrawal.erasable.map { "  would remove \($0.name), \($0.bytes) bytes" }
            + withdrawal.obstacles.map { "  cannot remove \($0): it is not a file of its own" }
            + withdrawal.unmarked.map {
                "  would not remove \($0): it has a name of Attune's, but not its content"
            }
            + study(withdrawal) + untouched(withdrawal)
    }

    /// What happened.
    static func receipt(_ receipt: Withdrawal, _ withdrawal: FolderWithdrawal) -> [String] {
        var lines = receipt.withdrawn.filter { $0.id == withdrawal.participant }.map { person in
            "withdrawn: \(person.id) from \(withdrawal.folder)"
                + (receipt.session.map { ", session \($0)" } ?? "") + ", on \(person.date)"
        }
        if receipt.state == .begun { lines.append("  not complete: see the errors") }
        lines += receipt.removed.filter { !withdrawal.isThere($0.file) }.map {
            "  removed \($0.file)"
        }
        lines += study(withdrawal) + untouched(withdrawal)
        return lines + ["receipt: \(withdrawal.folder)/\(Withdrawal.fileName)"]
    }

    private static func study(_ withdrawal: FolderWithdrawal) -> [String] {
        guard let sessions = withdrawal.studied else { return [] }
        let parts =
            sessions.isEmpty
            ? "the sessions of \(withdrawal.participant)" : sessions.joined(separator: ", ")
        return ["  a study: make the study again without \(parts), into another folder"]
    }

    private static func untouched(_ withdrawal: FolderWithdrawal) -> [String] {
        withdrawal.foreign.map { "  not Attune's, not touched: \($0)" }
            + withdrawal.sources.map {
                "  the recording is not touched: \($0.file), SHA-256 \($0.sha256)"
            }
            + withdrawal.shared.map {
                "  was shared as \($0)"
                    + (withdrawal.sharedFolders[$0].map { ", written to \($0)" } ?? "")
                    + ": delete that, and tell those who have it"
            }
    }
}
