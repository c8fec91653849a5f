package import Base
package import Consents
import Foundation
import SessionModel

/// A person's withdrawal from one session folder: inspected first, then carried out.
///
/// The receipt is on disk before the first file is removed: from then on the folder cannot be used, and
/// an interrupted run is completed by the next one.
///
///     let withdrawal = try FolderWithdrawal("S01", of: "C01")
///     print(withdrawal.erasable)             // nothing has happened yet
///     let (receipt, failures) = try withdrawal.carryOut()
package final class FolderWithdrawal {
    /// As it was named.
    package let folder: String
    /// The person's code.
    package let participant: String
    /// Attune's files that will be overwritten and removed.
    package let erasable: [(name: String, bytes: Int)]
    /// Names of Attune's files that hold something else (a link, a folder, a file with another name
    /// elsewhere). They are left as they are, so the withdrawal is not complete.
    package let obstacles: [String]
    /// Names of Attune's files whose content is not Attune's, as far as it shows; they are left as they are, and
    /// somebody has to see whose they are: the withdrawal is not complete.
    package let unmarked: [String]
    /// Files that are not Attune's; they are left as they are.
    package let foreign: [String]
    /// The recordings; they are left as they are too.
    package let sources: [RecordHeader.Source]
    /// Folders of shared results on this computer, by share code, as far as the keys say.
    package let sharedFolders: [String: String]

    /// The person's sessions in the study whose results the folder holds, as far as it says; `nil` when
    /// it holds no study. All results of a study are removed.
    package let studied: [String]?

    /// The sessions this folder belongs to: their codes, where known, and those of the people.
    private let sessions: [(code: String?, people: [String])]
    private let lock: FolderLock?
    private let eraser: FolderEraser
    private var receipt: Withdrawal

    /// Looks at a folder and keeps other runs out of it, unless it is only looked at; nothing is changed.
    ///
    /// - Parameters:
    ///   - fallback: whose session it is, for a folder that does not say.
    ///   - keepSources: names and digests of the recordings stay in the receipt.
    ///   - date: that of the withdrawal.
    ///   - isPlan: the folder may be written to meanwhile; what is there then may be more.
    /// - Throws: ``Failure/Kind/noInput`` without the folder; ``Failure/Kind/badInput`` when the person has no
    ///   part in it, it does not tell who has, or a newer version wrote its receipt;
    ///   ``Failure/Kind/cannotCreate`` while another run has it or when it cannot be written to.
    package init(
        _ folder: String, of participant: String, fallback: Consent? = nil,
        keepSources: Bool = false, on date: CalendarDate = .today, isPlan: Bool = false
    ) throws(Failure) {
        self.folder = folder
        self.participant = participant
        let consent = try FolderConsent.read(folder)
        let before = try Withdrawal.read(in: folder)
        let study = StudyFolder.parts(in: folder, after: before)
        sessions = try Self.sessions(consent, before, study, fallback, participant)
        studied = study?.filter { $0.participants.contains(participant) }.map(\.session)
        guard access(folder, W_OK | X_OK) == 0 else {
            throw Failure.cannotCreate(
                "cannot write to \(folder) (\(SystemError().text))",
                remedy: "give yourself write permission there; nothing was removed")
        }
        lock = isPlan ? nil : try Self.lock(folder)
        let isOwn = { (name: String) in
            SessionFile.isOwn(name) || study != nil && StudyFile(rawValue: name) != nil
        }
        let eraser = try FolderEraser(folder, isOwn: isOwn)
        self.eraser = eraser
        var erasable: [(name: String, bytes: Int)] = []
        var (obstacles, foreign, unmarked): ([String], [String], [String]) = ([], [], [])
        let entries = try eraser.entries().filter { $0.name != Withdrawal.fileName }
        let marks = Dictionary(
            uniqueKeysWithValues: entries.filter { isOwn($0.name) }
                .map { ($0.name, eraser.isMarked($0.name)) })
        // Keys that cannot be read do not say who must be told: a person has to look at them.
        let known = try? Self.exports(in: folder, after: before)
        let exports = known ?? []
        // What carries no mark goes with what does.
        let isSession =
            !consent.summaries.isEmpty || before != nil || study != nil
            || marks.values.contains(true)
        for (name, kind) in entries {
            switch (isOwn(name), kind) {
            case (false, _): foreign.append(name)
            case (true, .file(let bytes)):
                // What an interrupted run began to overwrite shows nothing any more.
                let isNoted =
                    before?.state == .begun && before?.removed.contains { $0.file == name } ?? false
                if known == nil, name == SessionFile.pseudonyms.name {
                    unmarked.append(name)
                } else if isNoted || (marks[name] ?? nil) ?? isSession {
                    erasable.append((name, bytes))
                } else {
                    unmarked.append(name)
                }
            case (true, _): obstacles.append(name)
            }
        }
        (self.erasable, self.obstacles, self.foreign) = (erasable, obstacles, foreign)
        self.unmarked = unmarked
        sources = consent.sources
        let isOfOne = study == nil
        var earlier = before
        earlier?.schema = Withdrawal.schema
        earlier?.attune = AttuneVersion.current
        receipt =
            earlier
            ?? Withdrawal(
                state: .begun, session: isOfOne ? sessions[0].code : nil,
                participants: isOfOne ? sessions[0].people : Self.everybody(sessions),
                consent: consent.summary?.digest ?? (isOfOne ? fallback?.digest : nil),
                withdrawn: [], removed: [], shared: [])
        sharedFolders = Dictionary(
            exports.compactMap { export in export.folder.map { (export.code, $0) } },
            uniquingKeysWith: { $1 })
        receipt.shared += exports.map(\.code).filter { !(before?.shared ?? []).contains($0) }
        if keepSources, !sources.isEmpty { receipt.sources = sources }
        if !receipt.withdrawn.contains(where: { $0.id == participant }) {
            receipt.withdrawn.append(.init(id: participant, date: date))
        }
    }

    /// Share codes that the receipt does not have yet. An interrupted run has noted them all, and may have
    /// left the keys half overwritten.
    private static func exports(
        in folder: String, after receipt: Withdrawal?
    ) throws(Failure) -> [PseudonymKey.Export] {
        let keys =
            receipt?.state == .begun
            ? try? PseudonymKey.read(in: folder) : try PseudonymKey.read(in: folder)
        return keys?.exports ?? []
    }

    /// Whether there is anything of that name in the folder now.
    package func isThere(_ name: String) -> Bool { eraser.kind(of: name) != nil }

    /// Whether it belongs to one of the folder's sessions, by its code and those of both people.
    package func isOf(_ consent: Consent) -> Bool {
        let people = Set(consent.participants.map(\.id))
        return sessions.contains { session in
            // The receipt of a study lists the people of all its sessions.
            guard let code = session.code else { return people.isSubset(of: session.people) }
            return code == consent.session && people == Set(session.people)
        }
    }

    /// Codes of results that were shared from this folder.
    package var shared: [String] { receipt.shared }

    /// Records the withdrawal and erases every file of Attune's in the folder.
    ///
    /// - Returns: the receipt as stored in the folder, and a failure for each file that could not be
    ///   erased. All others were, and the receipt says that the erasure is not complete.
    /// - Throws: ``Failure/Kind/cannotCreate`` when the receipt cannot be written. Unless everything was
    ///   erased by then, nothing was, or on a full disk some of it.
    package func carryOut() throws(Failure) -> (receipt: Withdrawal, failures: [Failure]) {
        let held: FolderLock
        if let lock { held = lock } else { held = try Self.lock(folder) }
        defer { withExtendedLifetime(held) {} }
        for (name, _) in erasable { plan(name) }
        if !erasable.isEmpty || !obstacles.isEmpty || !unmarked.isEmpty { receipt.state = .begun }
        try write()
        let names = erasable.map(\.name) + obstacles
        // Overwriting may need room (on copy-on-write file systems), which the others have left by then.
        let left = names.filter { name in (try? eraser.erase(name)) == nil }
        var failures = unmarked.map(unknown)
        for name in left {
            do { try eraser.erase(name) } catch { failures.append(error) }
        }
        eraser.sync()
        if failures.isEmpty {
            receipt.state = .complete
            try write()
        }
        return (receipt, failures)
    }

    private func unknown(_ name: String) -> Failure {
        Failure.cannotCreate(
            "\(folder)/\(name) has a name of Attune's, but not its content",
            remedy:
                "it was left as it is: delete it if it is of this session, move it elsewhere if not, "
                + "and run this again")
    }

    /// Notes a file that is about to be removed.
    private func plan(_ name: String) {
        if !receipt.removed.contains(where: { $0.file == name }) {
            receipt.removed.append(.init(file: name))
        }
    }

    /// Writes the receipt; on a full disk into one of the files that are to be erased.
    private func write() throws(Failure) {
        let text = Array(receipt.text.utf8)
        do {
            try eraser.write(text, as: Withdrawal.fileName)
        } catch {
            guard error.isOutOfSpace, overwritesOne(by: text) else {
                throw error.outputFailure(folder + "/" + Withdrawal.fileName)
            }
        }
    }

    private func overwritesOne(by text: [UInt8]) -> Bool {
        let files = erasable.filter {
            if case .file? = eraser.kind(of: $0.name) { true } else { false }
        }
        let victims = files.sorted {
            (Self.need(of: $0.name), -$0.bytes) < (Self.need(of: $1.name), -$1.bytes)
        }
        return victims.contains { victim in
            do {
                try eraser.write(text, as: Withdrawal.fileName, over: victim.name)
                return true
            } catch { return false }
        }
    }

    /// How much a run that goes on after a crash needs a file, to know whose session it is and what was shared.
    private static func need(of name: String) -> Int {
        if SessionFile.isRecord(name) { return 2 }
        let telling = [
            SessionFile.summary.name, SessionFile.pseudonyms.name, StudyFile.summary.name,
        ]
        return telling.contains(name) ? 1 : 0
    }

    private static func lock(_ folder: String) throws(Failure) -> FolderLock {
        do { return try FolderLock(folder) } catch {
            throw Failure(
                kind: error.kind, what: error.what,
                remedy: "stop that run or let it finish, and withdraw again; nothing was removed")
        }
    }

    /// The folder's sessions; the person who withdraws must have a part in one of them.
    private static func sessions(
        _ consent: FolderConsent, _ receipt: Withdrawal?, _ study: [StudyFolder.Part]?,
        _ fallback: Consent?, _ participant: String
    ) throws(Failure) -> [(code: String?, people: [String])] {
        var sessions = [receipt].compactMap { $0 }.map { ($0.session, $0.participants) }
        sessions += consent.summaries.map { ($0.session, $0.participants.map(\.id)) }
        sessions += (study ?? []).map { ($0.session, $0.participants) }
        if sessions.isEmpty, let fallback {
            sessions = [(fallback.session, fallback.participants.map(\.id))]
        }
        guard !sessions.isEmpty else {
            throw Failure.badInput(
                "\(consent.folder) does not say whose session it holds",
                remedy: "give the consent file of the session with \(.consent); nothing was removed"
            )
        }
        guard sessions.contains(where: { $0.1.contains(participant) }) else {
            throw Failure.badInput(
                "\(participant) has no part in \(consent.folder), which is of "
                    + everybody(sessions).joined(separator: " and "),
                remedy: "give a code from its consent; nothing was removed")
        }
        return sessions
    }

    /// The codes of all people, each once.
    private static func everybody(_ sessions: [(code: String?, people: [String])]) -> [String] {
        var codes: [String] = []
        for code in sessions.flatMap(\.people) where !codes.contains(code) { codes.append(code) }
        return codes
    }
}
