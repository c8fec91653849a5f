import Base
import CRecord
import Foundation
import GRDB

/// What is looked at before anything else of a record, which may come from anybody.
///
/// SQLite trusts what lies beside a database and what its schema says: a journal makes it remove files, a
/// view or a computed column may run for ever. So nothing of the kind is opened, and nothing is read from a
/// record whose tables and views are not, letter for letter, those that this program makes.
enum RecordDoor {
    /// Longest value that is read or written, bytes: 64 MiB, a thousand times the longest document.
    private static let longestValue: Int32 = 1 << 26

    /// What SQLite keeps beside a database: its log, and an index of that.
    private static let companions = ["-wal", "-shm"]

    /// Whether a rollback journal lies beside a record.
    private static func hasJournal(_ path: String) -> Bool { StagedFile.exists(path + "-journal") }

    /// Whether what lies beside a record is nothing that SQLite may open.
    static func hasIntruder(_ path: String) -> Bool {
        hasJournal(path) || companions.contains { fault(of: path + $0, mayBeShared: false) != nil }
    }

    /// Checks the file and what lies beside it, before SQLite opens it.
    ///
    /// - Parameters:
    ///   - isWritten: it is opened to be changed.
    ///   - asItIs: it is opened without what lies beside it, which then does no harm.
    /// - Throws: ``Failure/Kind/badInput``.
    static func check(_ path: String, isWritten: Bool, asItIs: Bool) throws(Failure) {
        if hasJournal(path), !asItIs {
            throw Failure.badInput(
                "\(path)-journal lies beside the record, which never has one: "
                    + "it could change or remove other files",
                remedy: "find out who made it; without it the record can be read")
        }
        // SQLite would wait for the other end of a pipe, and write through a link: to the index beside a log also
        // while it only reads.
        if RegularFile.isOther(path) { throw RecordFailure.notARecord(path) }
        if let fault = fault(of: path, mayBeShared: !isWritten) { throw fault }
        if !asItIs {
            for end in companions {
                if let fault = fault(of: path + end, mayBeShared: false) { throw fault }
            }
        }
        guard try hasHeader(path) else { throw RecordFailure.notARecord(path) }
    }

    /// Why what has that name is no file of its own; `nil` when it is one, or there is none.
    ///
    /// - Parameter mayBeShared: it may have another name elsewhere, as some backups make them.
    private static func fault(of path: String, mayBeShared: Bool) -> Failure? {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG where mayBeShared || status.st_nlink == 1: return nil
        case S_IFREG:
            return Failure.badInput(
                "\(path) has another name elsewhere (a hard link), and what is written to one is in both",
                remedy: "put a copy of the folder in its place")
        case S_IFLNK:
            return Failure.badInput(
                "\(path) is a link to another place",
                remedy: "put the file itself in the session folder")
        default:
            return Failure.badInput(
                "\(path) is no file", remedy: "find out who made it, and take it out")
        }
    }

    /// Whether the file is a record by its first bytes, or empty, or its beginning is still in the log beside it.
    ///
    /// https://www.sqlite.org/fileformat.html: numbers have their most significant byte first.
    private static func hasHeader(_ path: String) throws(Failure) -> Bool {
        let header: [UInt8]
        do {
            let file = FileHandle(
                fileDescriptor: try RegularFile.open(path), closeOnDealloc: true)
            header = Array((try? file.read(upToCount: 100)) ?? Data())
        } catch {
            throw Failure.noInput(
                "cannot read \(path) (\(error.text))",
                remedy: "give yourself permission to read it")
        }
        if header.isEmpty { return true }
        guard header.starts(with: Array("SQLite format 3\0".utf8)), header.count == 100 else {
            return false
        }
        let number = { (at: Int) in header[at..<at + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } }
        let (pages, application) = (number(28), number(68))
        return application == UInt32(bitPattern: RecordSchema.applicationID)
            || application == 0 && (pages <= 1 || StagedFile.exists(path + "-wal"))
    }

    /// What every connection to a record does first.
    static func guardConnection(_ database: Database) throws {
        if let connection = database.sqliteConnection { record_guard(connection, longestValue) }
        try database.execute(
            sql:
                "PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON"
        )
    }
}

/// The tables, indices and views of a record: the rows of its `sqlite_master`.
struct RecordShape: Hashable {
    private struct Object: Hashable {
        var kind: String
        var name: String
        var table: String
        /// As SQLite keeps it; `nil` of an index that it made itself.
        var sql: String?
    }

    private let objects: Set<Object>

    /// Of an open database; reads nothing else of it.
    init(_ database: Database) throws {
        let rows = try Row.fetchCursor(
            database, sql: "SELECT type, name, tbl_name, sql FROM sqlite_master")
        var objects: Set<Object> = []
        while let row = try rows.next() {
            let object = Object(
                kind: try row.decode(atIndex: 0), name: try row.decode(atIndex: 1),
                table: try row.decode(atIndex: 2), sql: try row.decode(atIndex: 3))
            if !Self.statistics.contains(object) { objects.insert(object) }
        }
        self.objects = objects
    }

    /// What `ANALYZE` leaves, which somebody may have run.
    private static let statistics = Set(
        [
            "CREATE TABLE sqlite_stat1(tbl,idx,stat)",
            "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)",
        ]
        .map { sql in
            let name = String(sql.dropFirst("CREATE TABLE ".count).prefix { $0 != "(" })
            return Object(kind: "table", name: name, table: name, sql: sql)
        })

    /// What a run that was killed at once leaves: nothing, or the list of steps alone.
    private static func beginnings(_ shapes: Set<RecordShape>) -> [RecordShape] {
        let steps = shapes.first?.objects.filter { $0.table == "grdb_migrations" } ?? []
        return [RecordShape(objects: []), RecordShape(objects: Set(steps))]
    }

    private init(objects: Set<Object>) { self.objects = objects }

    /// Those of a record after each step of its schema, and before the first one.
    static let known: Set<RecordShape> = {
        do {
            let queue = try DatabaseQueue()
            var shapes: Set<RecordShape> = []
            for step in RecordSchema.steps {
                try RecordSchema.migrator.migrate(queue, upTo: step)
                shapes.insert(try queue.read { try RecordShape($0) })
            }
            return shapes.union(beginnings(shapes))
        } catch {
            // It depends on no input, and every test of a record covers it.
            fatalError("the schema of a record cannot be made: \(error)")
        }
    }()
}
