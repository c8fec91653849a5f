import Base
import Foundation
import FuzzKit
import GRDB

extension Mutation {
    /// Records of the pipe are left out, doubled and exchanged, and numbers in them made odd; their lengths stay true.
    static let wire = Mutation { input, random in
        var records = WireRecord.all(in: input)
        guard let one = records.indices.randomElement(using: &random),
            let other = records.indices.randomElement(using: &random)
        else { return nil }
        switch Int.random(in: 0..<6, using: &random) {
        case 0: records.remove(at: one)
        case 1: records.insert(records[one], at: other)
        case 2: records.swapAt(one, other)
        case 3: records[one].kind = UInt8.random(in: 0..<32, using: &random)
        case 4: records[one].makeOdd(&random, count: 8)
        default: records[one].makeOdd(&random, count: 4)
        }
        return records.flatMap(\.bytes)
    }

    /// A value of a table of a record is made odd, or a row left out or doubled: by SQLite, so that what comes of it is
    /// a database again.
    static let record = Mutation { input, random in
        let path = FuzzFolder.shared.file("mutated.sqlite", input)
        defer { try? FileManager.default.removeItem(atPath: path) }
        var chosen = random
        defer { random = chosen }
        var configuration = Configuration()
        configuration.prepareDatabase { database in
            try database.execute(
                sql: "PRAGMA ignore_check_constraints = ON; PRAGMA journal_mode = MEMORY")
        }
        guard let queue = try? DatabaseQueue(path: path, configuration: configuration),
            (try? queue.writeWithoutTransaction { try RowChange(in: $0, &chosen)?.make(in: $0) })
                != nil,
            (try? queue.close()) != nil,
            let changed = FileManager.default.contents(atPath: path)
        else { return nil }
        return Array(changed)
    }
}

/// A record of the pipe: a kind, a length of 32 bits, and so many bytes.
private struct WireRecord {
    var kind: UInt8
    var payload: [UInt8]

    var bytes: [UInt8] {
        var writer = ByteWriter(capacity: payload.count + 5)
        writer.put(kind)
        writer.put(UInt32(payload.count))
        writer.put(payload)
        return writer.bytes
    }

    /// Those that are whole.
    static func all(in bytes: [UInt8]) -> [WireRecord] {
        var reader = ByteReader(bytes[...])
        var found: [WireRecord] = []
        while let kind: UInt8 = try? reader.take(), let length: UInt32 = try? reader.take(),
            length <= reader.rest.count
        {
            found.append(WireRecord(kind: kind, payload: Array(reader.rest.prefix(Int(length)))))
            reader = ByteReader(reader.rest.dropFirst(Int(length)))
        }
        return found
    }

    /// Puts a number at which a reader may err over 4 or 8 bytes.
    mutating func makeOdd(_ random: inout SplitMix64, count: Int) {
        guard payload.count >= count else { return }
        let numbers = [
            0, -0.0, -1, .nan, .infinity, .leastNonzeroMagnitude, 1e300, 172_800, 172_801, 0.0004,
            0.5,
        ]
        let number = numbers[Int.random(in: 0..<numbers.count, using: &random)]
        var writer = ByteWriter(capacity: count)
        if count == 8 { writer.put(number) } else { writer.put(Float(number)) }
        // Fields mostly begin where the one before ends; any place reaches them all in time.
        let place = Int.random(in: 0...(payload.count - count), using: &random)
        payload.replaceSubrange(place..<place + count, with: writer.bytes)
    }
}

/// One change of one row of one table.
private struct RowChange {
    private let sql: String

    /// Expressions at which a reader may err.
    private static let values = [
        "NULL", "0", "-1", "1", "1e300", "-1e300", "9e999", "9223372036854775807", "1e-310", "''",
        "'left'", "'right'", "'held'", "'first'", "x'00'", "x'FF'", "zeroblob(4096)", "char(27)",
        "char(8238)", "'\u{1F642}'", "printf('%.*c', 5000, 'x')", "'{}'", "'null'", "'1e999'",
        "172801", "-0.0",
    ]

    init?(in database: Database, _ random: inout SplitMix64) throws {
        let tables = try String.fetchAll(
            database,
            sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        guard let table = tables.randomElement(using: &random) else { return nil }
        let columns = try String.fetchAll(
            database, sql: "SELECT name FROM pragma_table_info(?)", arguments: [table])
        guard let column = columns.randomElement(using: &random),
            let other = columns.randomElement(using: &random),
            let value = Self.values.randomElement(using: &random)
        else { return nil }
        let seed = Int.random(in: 0..<1_000_000, using: &random)
        let row =
            "(SELECT rowid FROM \"\(table)\" ORDER BY abs(rowid * 7919 + \(seed)) % 104729 LIMIT 1)"
        switch Int.random(in: 0..<8, using: &random) {
        case 0: sql = "DELETE FROM \"\(table)\" WHERE rowid = \(row)"
        case 1:
            sql =
                "INSERT OR REPLACE INTO \"\(table)\" SELECT * FROM \"\(table)\" WHERE rowid = \(row)"
        case 2:
            sql =
                "UPDATE OR REPLACE \"\(table)\" SET \"\(column)\" = \"\(other)\" WHERE rowid = \(row)"
        case 3: sql = "UPDATE OR REPLACE \"\(table)\" SET \"\(column)\" = \(value)"
        default:
            sql = "UPDATE OR REPLACE \"\(table)\" SET \"\(column)\" = \(value) WHERE rowid = \(row)"
        }
    }

    func make(in database: Database) throws { try database.execute(sql: sql) }
}
