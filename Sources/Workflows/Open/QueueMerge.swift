import Workbench

/// The list of a program that shares the queue's file with others of the same folder: what they added stays, and what they
/// removed or finished does not come back.
struct QueueMerge {
    /// This program's sessions that are not done, in their order.
    var own: [NewSession]
    /// Folders of those that wait or are measured now.
    var active: Set<String>
    /// What this program had in the file when it looked last, by folder.
    var before: [String: NewSession]

    /// What is to stand in the file.
    func applied(to file: [NewSession]) -> [NewSession] {
        let mine = Dictionary(own.map { ($0.folder, $0) }, uniquingKeysWith: { $1 })
        var kept = file.compactMap { entry -> NewSession? in
            if let session = mine[entry.folder] {
                // Another program may have asked for it otherwise since.
                return session == before[entry.folder] ? entry : session
            }
            return entry == before[entry.folder] ? nil : entry
        }
        let there = Set(kept.map(\.folder))
        kept += own.filter { session in
            !there.contains(session.folder)
                && (before[session.folder] == nil || active.contains(session.folder))
        }
        return kept
    }
}
