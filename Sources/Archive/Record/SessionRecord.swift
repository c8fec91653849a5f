package import Base
package import Consents
import Foundation
import GRDB

/// The durable record of a session, `session.sqlite`: what was measured and what follows from it.
///
/// Every file of a session folder can be made again from it. It is an SQLite database in WAL mode;
/// `docs/formats.md` describes its tables. Used by one process at a time for writing, see
/// ``FolderLock``; others may read meanwhile.
///
///     let record = try SessionRecord.open("S01/session.sqlite")
///     let session = try record.session()
package final class SessionRecord: Sendable {
    /// Where it is.
    package let path: String
    let queue: DatabaseQueue
    private let changes = RecordChanges()

    private init(path: String, queue: DatabaseQueue) {
        self.path = path
        self.queue = queue
        queue.add(transactionObserver: changes, extent: .databaseLifetime)
    }

    /// What a record is opened for.
    package enum Use: Sendable {
        case reading
        case writing
    }

    /// Makes an empty record, for its owner alone.
    ///
    /// - Parameter consent: the consent under which the session is measured; kept from the start.
    /// - Throws: ``Failure/Kind/cannotCreate`` when there is a file already or none can be made.
    package static func create(
        _ path: String, header: RecordHeader, consent: ConsentSummary? = nil
    ) throws(Failure) -> SessionRecord {
        let descriptor = Foundation.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError().outputFailure(path) }
        Foundation.close(descriptor)
        do {
            let record = try connect(path, .writing)
            try record.migrate()
            try record.writing { database in
                try header.insert(into: database)
                if let consent { try ResultWriter.consent(consent, database) }
            }
            FolderSync.run(path.parentFolder)
            return record
        } catch {
            remove(path)
            throw error
        }
    }

    /// Opens a record and checks that it is whole.
    ///
    /// - Throws: ``Failure/Kind/noInput`` when there is none, ``Failure/Kind/badInput`` when it is something
    ///   else, damaged, or written by a newer version, ``Failure/Kind/cannotCreate`` when it cannot be
    ///   written to or another program is writing, ``Failure/Kind/noConsent`` when somebody withdrew.
    package static func open(_ path: String, for use: Use = .reading) throws(Failure)
        -> SessionRecord
    {
        try requireThere(path)
        try checkAccess(path, use)
        let record = try connect(path, use)
        try record.check()
        if try record.reading(SessionRecord.userVersion) < RecordSchema.version {
            // `check` has made sure that it is not a damaged one, which must not be sealed as it is.
            let current = use == .reading ? try record.copy() : record
            try current.migrate()
            return current
        }
        return record
    }

    /// Writes everything into the one file and closes it.
    package func close() throws(Failure) {
        do { try queue.close() } catch { throw RecordFailure.of(error, path) }
    }

    // MARK: Access

    /// Changes the record in one transaction, and seals what was changed.
    ///
    /// - Parameter sealsFrames: false when `body` seals the frames that it changes itself.
    func writing<Result>(sealsFrames: Bool = true, _ body: (Database) throws -> Result)
        throws(Failure) -> Result
    {
        do {
            return try queue.write { database in
                _ = changes.take()
                let result = try body(database)
                let changed = changes.take()
                let seals = RecordSeals(database: database)
                if sealsFrames, !changed.isDisjoint(with: RecordSeals.spanned) {
                    try seals.renewSpans()
                }
                try seals.renew(changed)
                return result
            }
        } catch {
            throw RecordFailure.of(error, path)
        }
    }

    func reading<Result>(_ body: (Database) throws -> Result) throws(Failure) -> Result {
        do { return try queue.read(body) } catch { throw RecordFailure.of(error, path) }
    }

    static func checkAccess(_ path: String, _ use: Use) throws(Failure) {
        if access(path, R_OK) != 0 {
            throw Failure.noInput(
                "cannot read \(path) (\(SystemError().text))",
                remedy: "give yourself permission to read it")
        }
        guard use == .writing else { return }
        let folder = path.parentFolder
        for place in [path, folder.isEmpty ? "." : folder] where access(place, W_OK) != 0 {
            throw SystemError().outputFailure(path)
        }
    }

    /// - Parameter asItIs: reads the file alone, whatever lies beside it.
    static func connect(
        _ path: String, _ use: Use, asItIs: Bool = false
    ) throws(Failure) -> SessionRecord {
        try RecordDoor.check(path, isWritten: use == .writing, asItIs: asItIs)
        var configuration = configuration
        configuration.readonly = use == .reading
        let place = use == .reading ? readablePlace(path, asItIs: asItIs) : path
        let record: SessionRecord
        do {
            record = SessionRecord(
                path: path, queue: try DatabaseQueue(path: place, configuration: configuration))
        } catch {
            throw RecordFailure.of(error, path)
        }
        try record.requireKnownShape()
        if use == .writing { try record.prepareForWriting() }
        return record
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "SessionRecord"
        configuration.busyMode = .timeout(2)
        configuration.prepareDatabase { try RecordDoor.guardConnection($0) }
        return configuration
    }

    private func prepareForWriting() throws(Failure) {
        do {
            try queue.inDatabase { database in
                try database.execute(
                    sql: """
                        PRAGMA page_size = \(RecordSchema.pageSize);
                        PRAGMA journal_mode = WAL;
                        PRAGMA synchronous = FULL;
                        """)
            }
        } catch {
            throw RecordFailure.of(error, path)
        }
    }

    /// A copy in memory of an older record, to be brought up to date: reading leaves the file as it is.
    private func copy() throws(Failure) -> SessionRecord {
        do {
            try queue.read { try RecordBounds.requireCopyable($0, path) }
            let copy = try DatabaseQueue(configuration: Self.configuration)
            try queue.backup(to: copy)
            try queue.close()
            return SessionRecord(path: path, queue: copy)
        } catch {
            throw RecordFailure.of(error, path)
        }
    }

    /// Without a log beside it nobody is writing, and the file is complete: then it is read as it is, even
    /// from a read-only medium, and no file is left beside it.
    private static func readablePlace(_ path: String, asItIs: Bool) -> String {
        guard asItIs || access(path + "-wal", F_OK) != 0 else { return path }
        return URL(fileURLWithPath: path).absoluteString + "?immutable=1"
    }

    /// Runs the missing migrations and seals everything anew.
    private func migrate() throws(Failure) {
        do {
            try RecordSchema.migrator.migrate(queue)
            try queue.write { database in
                try database.execute(sql: "PRAGMA user_version = \(RecordSchema.version)")
                try RecordSeals(database: database).renewAll()
            }
        } catch {
            throw RecordFailure.of(error, path)
        }
    }

    static func userVersion(_ database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    }
}
