import Base
package import SessionModel

extension SessionFile {
    /// Whether a file of that name is one of Attune's, also one that a killed run left half-written.
    package static func isOwn(_ name: String) -> Bool {
        SessionFile(name: name) != nil || isRecord(name) || StagedFile.isStaged(name)
    }

    /// Whether it is a record, of whatever state (under way, recovered, kept because it was damaged), or
    /// what SQLite keeps beside one.
    static func isRecord(_ name: String) -> Bool {
        let record =
            /session(\.partial|\.recovered|\.damaged(-[0-9]+)?)?\.sqlite(-wal|-shm|-journal)?/
        return name.wholeMatch(of: record) != nil
    }
}
