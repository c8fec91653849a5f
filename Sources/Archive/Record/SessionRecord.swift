package import Base
import Foundation
import GRDB

/// The durable record of a session, `session.sqlite`: what was measured and what followed from it.
///
/// Every file of a session folder can be made from it again. It is an SQLite database in WAL mode;
/// `docs/formats.md` describes its tables. Used by one process at a time for writing, see
/// ``FolderLock``; others may read meanwhile.
///
///     let record = try SessionRecord.open("S01/session.sqlite")
///     let session = try record.session()
package final class SessionRecord: Sendable {
    /// Name of the record in a session folder.
    package static let fileName = "session.sqlite"
    /// Name of the record of a measurement that has not become the folder's own yet.
    package static let unfinishedName = "session.partial.sqlite"
    /// Name of the record that is made of what is sound in a damaged one, until it takes its place.
    package static let recoveredName = "session.recovered.sqlite"

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
    /// - Throws: ``Failure/Kind/cannotCreate`` when there is a file already or none can be made.
    package static func create(_ path: String, header: RecordHeader) throws(Failure)
        -> SessionRecord
    {
        let descriptor = Foundation.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError().outputFailure(path) }
        Foundation.close(descriptor)
        do {
            let record = try connect(path, .writing)
            try record.migrate()
            try record.writing { try header.insert(into: $0) }
            StagedFile.sync(folder: (path as NSString).deletingLastPathComponent)
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
            // Reading an older record takes its last steps too. It is an older one and not a damaged
            // one, which must not be sealed as it is: `check` has made sure.
            guard use == .reading else {
                try record.migrate()
                return record
            }
            try record.close()
            try open(path, for: .writing).close()
            return try open(path, for: .reading)
        }
        return record
    }

    /// The path of the record that a folder goes by: its own, or else that of a measurement under way.
    ///
    /// - Throws: ``Failure/Kind/noInput`` when there is neither.
    package static func path(in folder: String) throws(Failure) -> String {
        let paths = [fileName, unfinishedName].map { "\(folder)/\($0)" }
        guard let path = paths.first(where: StagedFile.exists) else {
            throw Failure.noInput(
                "\(paths[0]) does not exist", remedy: "give a folder that \(.analyze) has written")
        }
        return path
    }

    /// Checks that there is a record to open, from which nobody withdrew.
    ///
    /// - Throws: ``Failure/Kind/noInput``, ``Failure/Kind/noConsent``.
    package static func requireThere(_ path: String) throws(Failure) {
        try Withdrawal.refuse(in: (path as NSString).deletingLastPathComponent)
        guard access(path, F_OK) == 0 else {
            throw Failure.noInput(
                "\(path) does not exist", remedy: "give a folder that \(.analyze) has written")
        }
    }

    /// Whether a measurement has been begun in the record at `path`: false when the run that made it
    /// was killed before it had.
    package static func isBegun(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0, status.st_size > 0 else { return false }
        guard let record = try? connect(path, .reading) else { return true }
        let isBegun = try? record.reading { database in
            try database.tableExists("measurement")
                && Int.fetchOne(database, sql: "SELECT count(*) FROM measurement") ?? 0 > 0
        }
        return isBegun ?? true
    }

    /// Writes everything into the one file and closes it.
    package func close() throws(Failure) {
        do { try queue.close() } catch { throw RecordFailure.of(error, path) }
    }

    /// Removes a record and what SQLite keeps beside it.
    package static func remove(_ path: String) {
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path + suffix) }
    }

    /// Puts the record at `new` in the place of the one at `path`, which nobody has open and which is
    /// kept as `session.damaged.sqlite`, or with a number when there is one already. There is a record
    /// at `path` at every instant.
    ///
    /// - Returns: where the one that was there is now.
    /// - Throws: ``Failure/Kind/cannotCreate``.
    package static func replace(_ path: String, by new: String) throws(Failure) -> String {
        let folder = (path as NSString).deletingLastPathComponent
        let kept = keptPlace(in: folder)
        // File systems without hard links have an instant without.
        if link(path, kept) != 0, rename(path, kept) != 0 {
            throw SystemError().outputFailure(kept)
        }
        for suffix in ["-wal", "-shm"] where rename(path + suffix, kept + suffix) != 0 {
            let reason = SystemError()
            guard reason.code == ENOENT else { throw reason.outputFailure(kept) }
        }
        guard rename(new, path) == 0 else { throw SystemError().outputFailure(path) }
        StagedFile.sync(folder: folder)
        return kept
    }

    private static func keptPlace(in folder: String) -> String {
        let places = (1..<1000).lazy.map { number in
            (folder as NSString).appendingPathComponent(
                number == 1 ? "session.damaged.sqlite" : "session.damaged-\(number).sqlite")
        }
        return places.first { !StagedFile.exists($0) } ?? places[0]
    }

    /// Closes the record and gives it another name, in place of what has that name.
    ///
    /// - Throws: ``Failure/Kind/cannotCreate``.
    package func move(to final: String) throws(Failure) {
        try close()
        guard access(path + "-wal", F_OK) != 0 else {
            throw Failure.cannotCreate(
                "\(path) is in use by another program",
                remedy: "close that program and run the command again with \(.resume)")
        }
        // A log that a killed run left of another file must not be taken for this one's.
        for suffix in ["-wal", "-shm"] { unlink(final + suffix) }
        guard rename(path, final) == 0 else { throw SystemError().outputFailure(final) }
        StagedFile.sync(folder: (final as NSString).deletingLastPathComponent)
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
        let folder = (path as NSString).deletingLastPathComponent
        for place in [path, folder.isEmpty ? "." : folder] where access(place, W_OK) != 0 {
            throw SystemError().outputFailure(path)
        }
    }

    static func connect(_ path: String, _ use: Use) throws(Failure) -> SessionRecord {
        var configuration = Configuration()
        configuration.label = "SessionRecord"
        configuration.busyMode = .timeout(2)
        var place = path
        switch use {
        case .reading:
            configuration.readonly = true
            place = readablePlace(path)
        case .writing:
            configuration.prepareDatabase { database in
                try database.execute(
                    sql: """
                        PRAGMA page_size = \(RecordSchema.pageSize);
                        PRAGMA journal_mode = WAL;
                        PRAGMA synchronous = FULL;
                        """)
            }
        }
        // SQLite would wait for the other end of a pipe.
        if RegularFile.isOther(path) { throw RecordFailure.notARecord(path) }
        do {
            return SessionRecord(
                path: path, queue: try DatabaseQueue(path: place, configuration: configuration))
        } catch {
            throw RecordFailure.of(error, path)
        }
    }

    /// Without a log beside it nobody is writing, and the file says it all: then it is read as it is,
    /// from a read-only medium too, and nothing is left beside it.
    private static func readablePlace(_ path: String) -> String {
        guard access(path + "-wal", F_OK) != 0 else { return path }
        return URL(fileURLWithPath: path).absoluteString + "?immutable=1"
    }

    /// Takes the steps of the schema that are missing, and seals everything anew.
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

    /// That it is a record, of a version that is known, and undamaged.
    private func check() throws(Failure) {
        let application = try reading {
            try Int32.fetchOne($0, sql: "PRAGMA application_id") ?? 0
        }
        guard application == RecordSchema.applicationID else {
            throw RecordFailure.notARecord(path)
        }
        let version = try checkedVersion()
        let faults = try reading { try String.fetchAll($0, sql: "PRAGMA quick_check(1)") }
        guard faults == ["ok"] else {
            throw RecordFailure.damaged(path, faults.first ?? "no answer")
        }
        guard version >= RecordSchema.sealedVersion else { return }
        if let fault = try reading({
            try RecordSeals(database: $0).firstFault(omitting: Self.readLater)
        }) {
            throw RecordFailure.damaged(path, "\(fault) is not what was written")
        }
    }

    /// The version, which is known and is what the steps that were taken come to.
    ///
    /// The number alone would not do: a flipped bit in it makes the record one of a time without seals,
    /// and everything else in it would pass.
    private func checkedVersion() throws(Failure) -> Int {
        let (version, steps, hasSeals) = try reading { database in
            (
                try SessionRecord.userVersion(database),
                try database.tableExists("grdb_migrations")
                    ? String.fetchSet(database, sql: "SELECT identifier FROM grdb_migrations")
                    : [],
                try database.tableExists("seals")
            )
        }
        if version > RecordSchema.version, !steps.isSubset(of: RecordSchema.steps) {
            throw Failure.badInput(
                "\(path) was written by a newer attune (record schema \(version), "
                    + "this one knows \(RecordSchema.version))", remedy: "update attune")
        }
        guard version > 0, version <= RecordSchema.version,
            steps == Set(RecordSchema.steps.prefix(version)),
            hasSeals == (version >= RecordSchema.sealedVersion)
        else { throw RecordFailure.damaged(path, "its version is not that of its tables") }
        return version
    }

    /// Tables of many rows, which are checked when they are read.
    private static let readLater: Set<String> = ["feature_rows", "synchrony", "timeline"]

    /// Checks the frames and poses.
    ///
    /// - Throws: ``Failure/Kind/badInput``.
    func checkFrames() throws(Failure) {
        guard let frame = try reading({ try RecordSeals(database: $0).firstFaultyFrame() }) else {
            return
        }
        throw RecordFailure.damaged(path, "frame \(frame) is not what was written")
    }

    /// Checks all that is checked at the latest when it is read.
    ///
    /// - Throws: ``Failure/Kind/badInput`` when anything is damaged.
    package func checkAll() throws(Failure) {
        try checkResults()
        try checkFrames()
    }

    /// Checks the results.
    ///
    /// - Throws: ``Failure/Kind/badInput``.
    func checkResults() throws(Failure) {
        for table in Self.readLater.sorted() {
            guard try reading({ try RecordSeals(database: $0).agrees(table) }) else {
                throw RecordFailure.damaged(path, "its table \(table) is not what was written")
            }
        }
    }

    static func userVersion(_ database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    }
}
