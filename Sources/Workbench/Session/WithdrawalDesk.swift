import Archive
import Base
import Consents

/// A person's withdrawal from a session, and from the studies of the library that the session is part of.
struct WithdrawalDesk {
    let library: Library
    let entry: Library.Entry
    /// How a remedy names what can be done.
    let words: @Sendable (Remedy.Action) -> String

    /// The session's folder, from the library's.
    var folder: String {
        entry.path == library.root ? "." : String(entry.path.dropFirst(library.root.count + 1))
    }

    /// What is to be erased, where.
    private struct Scope {
        var session: FolderWithdrawal
        var studies: [(name: String, withdrawal: FolderWithdrawal)] = []
        /// The session's consent file in the library, in which the withdrawal is noted.
        var consent: Consent?
        /// Studies whose summary says nothing.
        var unknown: [String] = []
        /// Other sessions of the same person.
        var others: [String] = []
    }

    /// What would be erased, and what would not; nothing is changed.
    ///
    /// - Throws: what ``FolderWithdrawal`` throws.
    func plan(_ person: String) throws(Failure) -> JSONValue {
        let scope = try scope(of: person, isPlan: true)
        let folders = [(entry.name, scope.session)] + scope.studies.map { ($0.name, $0.withdrawal) }
        return [
            "person": .string(person),
            "folders": .array(folders.map(value)),
            "recordings": .array(scope.session.sources.map { .string($0.file.oneLine) }),
            "consent": scope.consent.map { .string(Self.name($0.path)) } ?? .null,
            "unknown": .array(scope.unknown.map { .string($0) }),
            "others": .array(scope.others.map { .string($0) }),
        ]
    }

    /// Notes the withdrawal in the session's consent file in the library, while others may still write to the folder.
    ///
    /// - Throws: ``Failure/Kind/cannotCreate`` when the file cannot be written; nothing was changed then.
    func note(_ person: String) throws(Failure) {
        guard let code, let consent = try? library.consent(of: code),
            consent.participants.contains(where: { $0.id == person }),
            try FolderConsent.read(entry.path).summaries.contains(where: {
                $0.isOfSamePeople(as: consent.summary)
            })
        else { return }
        try consent.requireWritable(toWithdraw: person)
        // A full disk is no reason to keep what was measured: erasing makes room, and it is noted then.
        try? consent.recordWithdrawal(of: person)
    }

    /// Erases it.
    ///
    /// - Throws: what ``FolderWithdrawal`` throws before anything was changed.
    func carryOut(_ person: String) throws(Failure) -> JSONValue {
        let scope = try scope(of: person)
        try scope.consent?.requireWritable(toWithdraw: person)
        var failures: [Failure] = []
        var erased: [JSONValue] = []
        // What was measured is erased in any case; then there may be room for what could not be written before.
        let isNoted = scope.consent.map { (try? $0.recordWithdrawal(of: person)) != nil } ?? true
        // The session last: as long as it is there, whoever was interrupted sees that something is left to do.
        let folders = scope.studies.map { ($0.name, $0.withdrawal) } + [(entry.name, scope.session)]
        for (name, withdrawal) in folders {
            do throws(Failure) {
                let (receipt, remaining) = try withdrawal.carryOut()
                let removed = receipt.removed.map(\.file).filter { !withdrawal.isThere($0) }
                erased.append([
                    "name": .string(name), "files": .array(removed.map { .string($0.oneLine) }),
                ])
                failures += remaining
            } catch { failures.append(error) }
        }
        if !isNoted {
            do throws(Failure) { try scope.consent?.recordWithdrawal(of: person) } catch {
                failures.append(error)
            }
        }
        return [
            "person": .string(person), "folders": .array(erased),
            "complete": .bool(failures.isEmpty),
            "faults": .array(failures.map { .string($0.sentences(words)) }),
        ]
    }

    private func value(_ name: String, _ withdrawal: FolderWithdrawal) -> JSONValue {
        func list(_ names: [String]) -> JSONValue { .array(names.map { .string($0.oneLine) }) }
        return [
            "name": .string(name.oneLine), "study": .bool(withdrawal.studied != nil),
            "erases": list(withdrawal.erasable.map(\.name)),
            "obstacles": list(withdrawal.obstacles), "unmarked": list(withdrawal.unmarked),
            "foreign": list(withdrawal.foreign),
            "shared": list(withdrawal.shared.map { withdrawal.sharedFolders[$0] ?? $0 }),
        ]
    }

    private func scope(of person: String, isPlan: Bool = false) throws(Failure) -> Scope {
        let code = code
        let consent = code.flatMap { try? library.consent(of: $0) }
        let session = try FolderWithdrawal(
            entry.path, of: person, fallback: consent, isPlan: isPlan)
        var scope = Scope(session: session)
        if let consent, session.isOf(consent) { scope.consent = consent }
        for other in library.entries() where other.id != entry.id {
            switch other.kind {
            case .session(let outline):
                let people = outline.consent?.participants.map(\.id) ?? []
                if people.contains(person) { scope.others.append(other.name) }
            case .study:
                guard let parts = StudyFolder.sessions(of: person, in: other.path) else {
                    scope.unknown.append(other.name)
                    continue
                }
                guard let code, parts.contains(code) else { continue }
                scope.studies.append(
                    (other.name, try FolderWithdrawal(other.path, of: person, isPlan: isPlan)))
            }
        }
        return scope
    }

    /// The session's code, as the folder says it, or as its receipt does.
    private var code: String? {
        if let code = (try? FolderConsent.read(entry.path))?.summary?.session { return code }
        return ((try? Withdrawal.read(in: entry.path)) ?? nil)?.session
    }

    private static func name(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}
