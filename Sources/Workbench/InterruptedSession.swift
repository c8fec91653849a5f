import Archive
import Base
import Consents

extension Library {
    /// What a session was being measured from, that an earlier run left half done.
    ///
    /// - Throws: ``Failure/Kind/noInput`` without an unfinished record.
    func interrupted(_ entry: Entry) throws(Failure) -> NewSession {
        let path = "\(entry.path)/\(SessionRecord.unfinishedName)"
        try SessionRecord.requireThere(path)
        let record = try SessionRecord.open(path)
        let (sources, consent) = (try record.header().sources.map(\.file), try record.consent())
        try record.close()
        let folder = entry.path == root ? "." : String(entry.path.dropFirst(root.count + 1))
        return NewSession(
            name: consent?.session ?? String(folder.split(separator: "/").last ?? ""),
            folder: folder,
            recordings: sources.map { $0.split(separator: "/").last.map(String.init) ?? $0 })
    }
}
