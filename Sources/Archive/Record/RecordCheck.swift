package import Base
import GRDB

/// Checks that a record says what was written into it.
extension SessionRecord {
    /// Checks that it is a record, of a known version, and undamaged as far as it is checked on opening:
    /// frames, poses and the longest tables are checked when they are read.
    ///
    /// - Throws: ``Failure/Kind/badInput``.
    func check() throws(Failure) {
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
        try reading { try RecordBounds.check($0, path) }
        guard version >= RecordSchema.sealedVersion else { return }
        if let fault = try reading({
            try RecordSeals(database: $0).firstFault(omitting: Self.readLater)
        }) {
            throw RecordFailure.damaged(path, "\(fault) is not what was written")
        }
    }

    /// Checks that its tables and views are those of a record, of whatever version, before anything is read
    /// from them.
    ///
    /// - Throws: ``Failure/Kind/badInput``.
    func requireKnownShape() throws(Failure) {
        let (shape, version) = try reading { database in
            (try RecordShape(database), try SessionRecord.userVersion(database))
        }
        guard !RecordShape.known.contains(shape) else { return }
        guard version > RecordSchema.version else {
            throw RecordFailure.damaged(path, "its tables are not those of a record")
        }
        throw newer(version)
    }

    private func newer(_ version: Int) -> Failure {
        Failure.badInput(
            "\(path) was written by a newer attune (record schema \(version), "
                + "this one knows \(RecordSchema.version))", remedy: "update attune")
    }

    /// The version, checked to be known and to agree with the steps that were taken.
    ///
    /// The number alone is not enough: a flipped bit in it could make the record look like one of a
    /// version without seals, and everything else in it would pass.
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
            throw newer(version)
        }
        guard version > 0, version <= RecordSchema.version,
            steps == Set(RecordSchema.steps.prefix(version)),
            hasSeals == (version >= RecordSchema.sealedVersion)
        else { throw RecordFailure.damaged(path, "its version is not that of its tables") }
        return version
    }

    /// Tables of many rows, which are checked when they are read.
    private static let readLater: Set<String> = ["feature_rows", "series", "synchrony", "timeline"]

    /// Checks the frames and poses.
    ///
    /// - Throws: ``Failure/Kind/badInput``.
    func checkFrames() throws(Failure) {
        guard let frame = try reading({ try RecordSeals(database: $0).firstFaultyFrame() }) else {
            return
        }
        throw RecordFailure.damaged(path, "frame \(frame) is not what was written")
    }

    /// Checks everything that is otherwise checked when it is read.
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
}
