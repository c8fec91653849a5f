import GRDB
import Synchronization

/// Takes note of the tables that statements of a connection change, so that they can be sealed.
final class RecordChanges: TransactionObserver, Sendable {
    private let tables = Mutex<Set<String>>([])

    /// The tables that were changed since this was asked last.
    func take() -> Set<String> {
        tables.withLock { tables in
            defer { tables = [] }
            return tables
        }
    }

    // SQLite tells of no change in a table without row numbers, but it does say beforehand which
    // tables a statement is going to change: that is asked here.
    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool {
        tables.withLock { _ = $0.insert(eventKind.tableName) }
        return false
    }

    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ database: Database) {}
    func databaseDidRollback(_ database: Database) {}
}
