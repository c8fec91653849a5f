import Base
import Foundation
import GRDB
import Synchronization

/// Digests that show whether a record still says what was written into it.
///
/// SQLite notices only pages whose structure is broken: a flipped bit in a number is just another
/// number. So a transaction stores the SHA-256 of every table that it changed (`seals`). The frames,
/// which are never read back while they are written, are sealed a batch at a time (`spans`), each span
/// together with the digest of the one before it. Data that do not agree with their seal are damaged:
/// they are refused, or left out by ``RecordRecovery``.
struct RecordSeals {
    /// The tables of the measurement that are sealed by spans.
    static let spanned: Set<String> = ["frames", "poses"]
    /// Tables that hold seals or are SQLite's or GRDB's own.
    private static let unsealed: Set<String> = ["seals", "spans", "grdb_migrations"]
    /// The seal of `spans`: its digest is that of the last span.
    static let frames = "frames"
    /// The seal of the definitions of tables and views.
    static let schema = "schema"
    /// The seal of the consent alone: it must be reliable even when another document is damaged.
    static let consent = "consent"
    /// Frames of a span when a whole measurement is sealed at once.
    private static let spanLength = 64

    let database: Database

    // MARK: Writing

    /// Seals the tables that a transaction changed.
    func renew(_ changed: Set<String>) throws {
        for table in changed.intersection(try tables()) { try put(table, digest(of: table)) }
        if changed.contains("documents") { try put(Self.consent, consentDigest()) }
    }

    /// Seals everything.
    func renewAll() throws {
        try database.execute(sql: "DELETE FROM seals")
        try put(Self.schema, schemaDigest())
        try renew(try tables())
        try renewSpans()
    }

    /// Seals the frames anew, all of them.
    func renewSpans() throws {
        try database.execute(sql: "DELETE FROM spans")
        let count = try frameCount()
        let stops = try Int.fetchAll(database, sql: "SELECT frames FROM checkpoint")
        let bounds = Set(stride(from: 0, to: count, by: Self.spanLength)).union(stops)
        try appendSpans(from: 0, bounds: bounds)
    }

    /// Seals the frames from `start` on, which no span covers yet.
    ///
    /// - Parameter bounds: frames that begin a new span, so that the measurement can be rolled back to
    ///   them.
    func appendSpans(from start: Int, bounds: some Sequence<Int>) throws {
        let end = try frameCount()
        var last = try lastSpan()?.digest ?? Data()
        let inner = bounds.filter { $0 > start && $0 < end }.sorted()
        for (first, next) in zip([start] + inner, inner + [end]) where first < next {
            last = try digest(ofFrames: first..<next, after: last)
            try database.execute(
                sql: "INSERT INTO spans (first, \"end\", digest) VALUES (?, ?, ?)",
                arguments: [first, next, last])
        }
        try put(Self.frames, last)
    }

    /// Rolls the seals back to the first `count` frames; later frames are deleted by the caller.
    func cutSpans(to count: Int) throws {
        try database.execute(sql: "DELETE FROM spans WHERE \"end\" > ?", arguments: [count])
        try appendSpans(from: try lastSpan()?.end ?? 0, bounds: [])
    }

    private func put(_ name: String, _ digest: Data) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO seals (name, digest) VALUES (?, ?)",
            arguments: [name, digest])
    }

    // MARK: Checking

    /// The first table, other than those left out, that does not agree with its seal.
    func firstFault(omitting omitted: Set<String>) throws -> String? {
        guard try seal(of: Self.schema) == schemaDigest() else { return "its tables" }
        for table in try tables().subtracting(omitted).sorted() where try !agrees(table) {
            return "its table \(table)"
        }
        return nil
    }

    func agrees(_ table: String) throws -> Bool {
        try seal(of: table) == digest(of: table)
    }

    /// Whether the consent, if there is one, is what was written. Earlier versions sealed it only together
    /// with the other documents.
    func consentAgrees() throws -> Bool {
        guard let seal = try seal(of: Self.consent) else { return try agrees("documents") }
        return try seal == consentDigest()
    }

    /// Whether the seal of the consent is that of none.
    func sayNoConsent() throws -> Bool {
        var nothing = RowHash()
        nothing.endRows()
        return try seal(of: Self.consent) == nothing.value
    }

    /// One stretch of frames and its seal.
    struct Span: Equatable {
        var frames: Range<Int>
        var digest: Data
        var end: Int { frames.upperBound }
    }

    func spans() throws -> [Span] {
        try Row.fetchAll(database, sql: "SELECT first, \"end\", digest FROM spans ORDER BY first")
            .compactMap(Self.span)
    }

    static func span(_ row: Row) -> Span? {
        guard let first = Int.fromDatabaseValue(row[0]), let end = Int.fromDatabaseValue(row[1]),
            let digest = Data.fromDatabaseValue(row[2]), 0 <= first, first < end
        else { return nil }
        return Span(frames: first..<end, digest: digest)
    }

    /// The first frame that does not agree with its seal, or that has none.
    func firstFaultyFrame() throws -> Int? {
        var last = Data()
        var end = 0
        for span in try spans() {
            let isNext = span.frames.lowerBound == end
            guard isNext, try digest(ofFrames: span.frames, after: last) == span.digest else {
                return min(end, span.frames.lowerBound)
            }
            (last, end) = (span.digest, span.end)
        }
        return try seal(of: Self.frames) == last && frameCount() == end ? nil : end
    }

    func seal(of name: String) throws -> Data? {
        try Data.fetchOne(
            database, sql: "SELECT digest FROM seals WHERE name = ?", arguments: [name])
    }

    // MARK: Digests

    /// The digest of the frames of a span and their poses, after the digest of the span before.
    func digest(ofFrames frames: Range<Int>, after last: Data) throws -> Data {
        var hash = RowHash()
        hash.add(last)
        try hash.add(
            Row.fetchCursor(
                database,
                sql: "SELECT frame, time FROM frames WHERE frame >= ? AND frame < ? ORDER BY frame",
                arguments: [frames.lowerBound, frames.upperBound]))
        try hash.add(
            Row.fetchCursor(
                database, sql: "SELECT id, pose FROM poses WHERE id >= ? AND id < ? ORDER BY id",
                arguments: [2 * frames.lowerBound, 2 * frames.upperBound]))
        return hash.value
    }

    private func digest(of table: String) throws -> Data {
        var hash = RowHash()
        // In the order of the key, whatever index there is.
        let keys = try String.fetchAll(
            database, sql: "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk",
            arguments: [table]
        ).map { $0.quotedDatabaseIdentifier }
        let order = keys.isEmpty ? "rowid" : keys.joined(separator: ", ")
        try hash.add(
            Row.fetchCursor(
                database,
                sql: "SELECT * FROM \(table.quotedDatabaseIdentifier) ORDER BY \(order)"))
        return hash.value
    }

    private func consentDigest() throws -> Data {
        var hash = RowHash()
        try hash.add(
            Row.fetchCursor(
                database, sql: "SELECT name, json FROM documents WHERE name = ?",
                arguments: [ResultDocument.consent]))
        return hash.value
    }

    private func schemaDigest() throws -> Data {
        var hash = RowHash()
        try hash.add(
            Row.fetchCursor(
                database,
                sql: """
                    SELECT type, name, tbl_name, sql FROM sqlite_master
                    WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name
                    """))
        try hash.add(
            Row.fetchCursor(
                database,
                sql: "SELECT user_version, application_id FROM pragma_user_version, "
                    + "pragma_application_id"))
        return hash.value
    }

    /// Tables that are sealed as a whole.
    private func tables() throws -> Set<String> {
        try Set(
            String.fetchAll(
                database,
                sql: """
                    SELECT name FROM sqlite_master
                    WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
                    """)
        ).subtracting(Self.unsealed).subtracting(Self.spanned)
    }

    private func frameCount() throws -> Int {
        try Int.fetchOne(database, sql: "SELECT max(frame) + 1 FROM frames") ?? 0
    }

    private func lastSpan() throws -> Span? {
        try Row.fetchOne(
            database, sql: "SELECT first, \"end\", digest FROM spans ORDER BY first DESC LIMIT 1"
        ).flatMap(Self.span)
    }
}

/// The SHA-256 of rows: the number of columns of each row, the kind and bytes of each value.
private struct RowHash {
    private var hash = SHA256()
    private var buffer: [UInt8] = []

    mutating func add(_ data: Data) {
        put(4, UInt64(data.count))
        buffer.append(contentsOf: data)
        if buffer.count > 1 << 16 { flush() }
    }

    mutating func add(_ rows: RowCursor) throws {
        while let row = try rows.next() {
            put(6, UInt64(row.count))
            for index in 0..<row.count {
                switch (row[index] as DatabaseValue).storage {
                case .null: buffer.append(5)
                case .int64(let value): put(1, UInt64(bitPattern: value))
                case .double(let value): put(2, value.bitPattern)
                case .string(let text):
                    put(3, UInt64(text.utf8.count))
                    buffer.append(contentsOf: text.utf8)
                case .blob(let data): add(data)
                }
            }
            if buffer.count > 1 << 16 { flush() }
        }
        endRows()
    }

    /// What follows the last of some rows, also where there are none.
    mutating func endRows() { put(7, 0) }

    var value: Data {
        var copy = self
        copy.flush()
        return Data(copy.hash.finalize())
    }

    private mutating func put(_ kind: UInt8, _ number: UInt64) {
        buffer.append(kind)
        withUnsafeBytes(of: number.littleEndian) { buffer.append(contentsOf: $0) }
    }

    private mutating func flush() {
        hash.update(buffer)
        buffer.removeAll(keepingCapacity: true)
    }
}

/// Notes which tables the statements of a connection change, so that they can be sealed.
final class RecordChanges: TransactionObserver, Sendable {
    private let tables = Mutex<Set<String>>([])

    /// The tables that were changed since the last call.
    func take() -> Set<String> {
        tables.withLock { tables in
            defer { tables = [] }
            return tables
        }
    }

    // SQLite does not report changes of a table without row numbers, but it does say beforehand which
    // tables a statement is going to change.
    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool {
        tables.withLock { _ = $0.insert(eventKind.tableName) }
        return false
    }

    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ database: Database) {}
    func databaseDidRollback(_ database: Database) {}
}
