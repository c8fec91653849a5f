import Base
import Foundation
import GRDB
import SessionModel
import TestSupport
import Testing

@testable import Archive

/// A record that somebody sent does nothing but be read.
@Suite struct RecordDoorTests {
    private typealias Fixture = RecordFixture

    /// A record in a folder of its own, closed.
    private func withRecord(_ body: (_ path: String) throws -> Void) throws {
        try Fixture.inPlace { path in
            let record = try SessionRecord.create(path, header: Fixture.header)
            try record.save(Fixture.session(), summary: "{}")
            try record.close()
            try body(path)
        }
    }

    private func expectRefused(_ path: String, _ words: String) {
        for use in [SessionRecord.Use.reading, .writing] {
            let failure = #expect(throws: Failure.self) {
                try SessionRecord.open(path, for: use)
            }
            #expect(failure?.exitCode == 65)
            #expect(failure?.what.contains(words) == true, "\(failure?.what ?? "")")
        }
    }

    /// A rollback journal may name a "super-journal", which SQLite removes: any file.
    @Test func aJournalRemovesNoFile() throws {
        try withRecord { path in
            let victim = path + ".thesis"
            try Data("the only copy".utf8).write(to: URL(fileURLWithPath: victim))
            let size = try #require(
                FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
            let page = RecordSchema.pageSize
            var journal = Data([0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7])
            let put = { (number: Int) in
                withUnsafeBytes(of: UInt32(number).bigEndian) { journal.append(contentsOf: $0) }
            }
            for number in [0, 0x1234, size / page, 512, page] { put(number) }
            journal.append(Data(count: 512 - journal.count))
            put(0x4000_0000 / page + 1)
            journal.append(Data(victim.utf8))
            put(victim.utf8.count)
            put(victim.utf8.reduce(0) { $0 + Int($1) })
            journal.append(contentsOf: [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7])
            let other = try DatabaseQueue(path: path)
            try other.inDatabase { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
            try other.close()
            try journal.write(to: URL(fileURLWithPath: path + "-journal"))
            expectRefused(path, "-journal")
            #expect(throws: Failure.self) { try RecordRecovery(path) }
            #expect(SessionRecord.isBegun(path))
            // Whoever withdraws is found all the same: the file alone is read.
            #expect(SessionRecord.glance(path)?.consent == Fixture.session().consent)
            #expect(access(victim, F_OK) == 0)
            #expect(access(path + "-journal", F_OK) == 0)
        }
    }

    @Test(arguments: ["", "-wal", "-shm"]) func noLinkIsWrittenThrough(suffix: String) throws {
        try withRecord { path in
            let victim = path + ".victim"
            rename(path + suffix, victim)
            try Data("mine".utf8).write(to: URL(fileURLWithPath: victim + ".other"))
            let target = suffix.isEmpty ? victim : victim + ".other"
            let before = try Data(contentsOf: URL(fileURLWithPath: target))
            #expect(symlink(target, path + suffix) == 0)
            expectRefused(path, "is a link")
            #expect(try Data(contentsOf: URL(fileURLWithPath: target)) == before)
        }
    }

    /// SQLite writes to the index beside a log while it only reads, and a hard link is the user's other file.
    @Test(arguments: ["-wal", "-shm"]) func noOtherNameIsWrittenThrough(suffix: String) throws {
        try withRecord { path in
            let victim = path + ".victim"
            let text = Data(String(repeating: "my only copy of the thesis\n", count: 2000).utf8)
            try text.write(to: URL(fileURLWithPath: victim))
            if suffix == "-shm" { try Data().write(to: URL(fileURLWithPath: path + "-wal")) }
            #expect(link(victim, path + suffix) == 0)
            expectRefused(path, "has another name elsewhere")
            #expect(throws: Failure.self) { try RecordRecovery(path) }
            // Whoever withdraws is found all the same: the file alone is read.
            #expect(SessionRecord.glance(path)?.consent == Fixture.session().consent)
            #expect(try Data(contentsOf: URL(fileURLWithPath: victim)) == text)
        }
    }

    /// As some backups keep them; nothing is written to it.
    @Test func aRecordWithAnotherNameIsReadAndNotWritten() throws {
        try withRecord { path in
            let other = path + ".backup"
            #expect(link(path, other) == 0)
            let before = try Data(contentsOf: URL(fileURLWithPath: other))
            _ = try SessionRecord.open(path, for: .reading).session(for: nil)
            let failure = #expect(throws: Failure.self) {
                try SessionRecord.open(path, for: .writing)
            }
            #expect(failure?.what.contains("has another name elsewhere") == true)
            #expect(try Data(contentsOf: URL(fileURLWithPath: other)) == before)
        }
    }

    /// Opening one would wait for its other end; the test does not end then.
    @Test(.untilStuck, arguments: ["-wal", "-shm"])
    func noPipeIsWaitedFor(suffix: String) throws {
        try withRecord { path in
            #expect(mkfifo(path + suffix, 0o444) == 0)
            expectRefused(path, "is no file")
            #expect(SessionRecord.glance(path)?.consent == Fixture.session().consent)
        }
    }

    /// Views, computed columns and checks run when a table is merely read.
    @Test(arguments: [
        """
        DROP VIEW placed_poses; CREATE VIEW placed_poses AS WITH RECURSIVE c(x) AS
        (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x AS id, x / 2 AS frame,
        zeroblob(660) AS pose, x % 2 AS seat FROM c
        """,
        "ALTER TABLE timeline ADD COLUMN x TEXT GENERATED ALWAYS AS (printf('%.*c', 9, 'x')) VIRTUAL",
        "ALTER TABLE timeline ADD COLUMN x TEXT CHECK (length(printf('%.*c', 9, 'x')) > 0)",
        "CREATE TRIGGER t AFTER INSERT ON markers BEGIN DELETE FROM frames; END",
        "CREATE INDEX i ON frames (printf('%.*c', 9, 'x'))",
        """
        DROP TABLE grdb_migrations; CREATE VIEW grdb_migrations AS WITH RECURSIVE c(x) AS
        (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x AS identifier FROM c
        """,
    ])
    func nothingIsReadThroughTablesOfAnotherMake(sql: String) throws {
        try withRecord { path in
            let other = try DatabaseQueue(path: path)
            try other.write { database in
                try database.execute(sql: sql)
                try RecordSeals(database: database).renewAll()
            }
            try other.close()
            expectRefused(path, "its tables are not those of a record")
            #expect(throws: Failure.self) { try RecordRecovery(path) }
            #expect(SessionRecord.glance(path)?.fault != nil)
        }
    }

    @Test func whatAnalyzeLeavesIsNoHarm() throws {
        try withRecord { path in
            let other = try DatabaseQueue(path: path)
            try other.write { try $0.execute(sql: "ANALYZE") }
            try other.close()
            try SessionRecord.open(path).checkAll()
        }
    }

    @Test func aValueThatWouldFillTheMemoryIsDamage() throws {
        try withRecord { path in
            let other = try DatabaseQueue(path: path)
            try other.write { database in
                try database.execute(
                    sql: "UPDATE documents SET json = '[' || printf('%.*c', 70000000, '9') || ']' "
                        + "WHERE name = 'warnings'")
                try RecordSeals(database: database).renewAll()
            }
            try other.close()
            expectRefused(path, "is damaged")
        }
    }

    /// The report would draw each of them.
    @Test func moreRowsThanASessionHasAreRefused() throws {
        try withRecord { path in
            let other = try DatabaseQueue(path: path)
            try other.write { database in
                try database.execute(
                    sql: """
                        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20001)
                        INSERT INTO episodes (posture, leader, follower, congruence, leader_onset,
                            follower_onset, lag, "offset", shared_duration)
                        SELECT 'arms_crossed', s.name, s.name, 'none', i, i, 0, i, 0
                        FROM n, seats s WHERE s.seat = 0
                        """)
                try RecordSeals(database: database).renewAll()
            }
            try other.close()
            expectRefused(path, "more than 20000 rows of episodes")
        }
    }

    /// What is written is held to the bounds of what is read.
    @Test func moreRowsThanCanBeReadAreNotWritten() throws {
        try Fixture.inPlace { path in
            let record = try SessionRecord.create(path, header: Fixture.header)
            var session = Fixture.session()
            let episode = try #require(session.episodes.first)
            session.episodes = Array(repeating: episode, count: 20_001)
            let failure = #expect(throws: Failure.self) {
                try record.save(session, summary: "{}")
            }
            #expect(failure?.what.contains("more than 20000 rows of episodes") == true)
            try record.close()
        }
    }

    /// A file that is mostly hole takes no room on a disk, and in memory all of it.
    @Test func anOldRecordOfHolesIsNotCopied() throws {
        try Fixture.inPlace { path in
            let old = try DatabaseQueue(path: path)
            try RecordSchema.migrator.migrate(old, upTo: RecordSchema.steps[0])
            try old.write { database in
                try Fixture.header.insert(into: database)
                try database.execute(
                    sql:
                        "INSERT INTO poses (id, pose) VALUES (0, zeroblob(34000000)), (1, zeroblob(34000000))"
                )
            }
            try old.write { try $0.execute(sql: "DELETE FROM poses") }
            try old.close()
            let failure = #expect(throws: Failure.self) { try SessionRecord.open(path) }
            #expect(failure?.what.contains("too large to be read as it is") == true)
        }
    }

    /// Not even its journal mode changes.
    @Test func anotherProgramsDatabaseStaysAsItIs() throws {
        try Fixture.inPlace { path in
            let other = try DatabaseQueue(path: path)
            try other.write {
                try $0.execute(sql: "CREATE TABLE bookmarks (url); CREATE TABLE a (b)")
            }
            try other.close()
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            expectRefused(path, "is not a session record")
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        }
    }
}
