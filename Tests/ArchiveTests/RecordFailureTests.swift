import Foundation
import GRDB
import Testing

@testable import Archive
@testable import Base

/// What can be wrong with a record: one line each, with the right exit code.
@Suite struct RecordFailureTests {
    private typealias Fixture = RecordFixture

    private func failure(_ path: String, _ use: SessionRecord.Use = .reading) -> Failure? {
        do {
            try SessionRecord.open(path, for: use).close()
            return nil
        } catch {
            return error
        }
    }

    private func make(_ path: String, frames: Int = 200) throws {
        let record = try SessionRecord.create(path, header: Fixture.header)
        let writer = try RecordWriter(record)
        for number in 0..<frames { try writer.append(Fixture.frame(number)) }
        try writer.commit()
        try record.close()
    }

    @Test func thereIsNone() throws {
        try Fixture.inPlace { path in
            #expect(failure(path)?.exitCode == 66)
            #expect(!SessionRecord.isBegun(path))
        }
    }

    @Test func itIsNoDatabase() throws {
        try Fixture.inPlace { path in
            for text in [String(repeating: "seat,posture\n", count: 99), ""] {
                try text.write(toFile: path, atomically: false, encoding: .utf8)
                #expect(failure(path)?.exitCode == 65)
                #expect(failure(path)?.what == "\(path) is not a session record")
                #expect(failure(path, .writing)?.exitCode == 65)
            }
            #expect(!SessionRecord.isBegun(path))
        }
    }

    @Test func itIsAnotherProgramsDatabase() throws {
        try Fixture.inPlace { path in
            let other = try DatabaseQueue(path: path)
            try other.write { try $0.execute(sql: "CREATE TABLE places (url TEXT)") }
            try other.close()
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            #expect(failure(path)?.what == "\(path) is not a session record")
            #expect(failure(path)?.exitCode == 65)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        }
    }

    @Test func itIsDamaged() throws {
        try Fixture.inPlace { path in
            try make(path)
            var data = try Data(contentsOf: URL(fileURLWithPath: path))
            #expect(failure(path) == nil)
            let middle = data.count / 2 / 16384 * 16384
            data.replaceSubrange(middle..<middle + 64, with: Data(repeating: 0xA5, count: 64))
            try data.write(to: URL(fileURLWithPath: path))
            let failure = try #require(self.failure(path))
            #expect(failure.exitCode == 65)
            #expect(failure.what.hasPrefix("\(path) is damaged ("), "\(failure.what)")
        }
    }

    @Test func itsEndIsMissing() throws {
        try Fixture.inPlace { path in
            try make(path)
            let data = try Data(contentsOf: URL(fileURLWithPath: path))
            for share in [0.2, 0.5, 0.9] {
                let part = data.prefix(Int(Double(data.count) * share))
                try part.write(to: URL(fileURLWithPath: path))
                #expect(failure(path)?.exitCode == 65, "\(share)")
            }
        }
    }

    @Test func aNewerVersionWroteIt() throws {
        try Fixture.inPlace { path in
            try make(path, frames: 1)
            let queue = try DatabaseQueue(path: path)
            try queue.write { database in
                try database.execute(sql: "PRAGMA user_version = 99")
                try database.execute(sql: "INSERT INTO grdb_migrations VALUES ('aura')")
            }
            try queue.close()
            for use in [SessionRecord.Use.reading, .writing] {
                let failure = try #require(self.failure(path, use))
                #expect(failure.exitCode == 65)
                #expect(failure.what.contains("newer") && failure.remedy == "update attune")
            }
        }
    }

    @Test func somebodyElseIsWriting() throws {
        try Fixture.inPlace { path in
            let record = try SessionRecord.create(path, header: Fixture.header)
            let other = try DatabaseQueue(path: path)
            try other.writeWithoutTransaction { database in
                try database.execute(sql: "BEGIN IMMEDIATE")
                let writer = try RecordWriter(record)
                try writer.append(Fixture.frame(0))
                let failure = #expect(throws: Failure.self) { try writer.commit() }
                #expect(failure?.exitCode == 73)
                #expect(failure?.what.contains("in use") == true)
                try database.execute(sql: "ROLLBACK")
                try writer.commit()
            }
            #expect(try record.frameCount() == 1)
        }
    }

    @Test func aFolderServesOneRunAtATime() throws {
        try Fixture.inPlace { path in
            let folder = (path as NSString).deletingLastPathComponent
            do {
                let lock = try FolderLock(folder)
                let failure = #expect(throws: Failure.self) { try FolderLock(folder) }
                #expect(failure?.exitCode == 73)
                #expect(failure?.what == "another run is writing to \(folder)")
                withExtendedLifetime(lock) {}
            }
            _ = try FolderLock(folder)
        }
    }

    @Test(.disabled(if: geteuid() == 0, "root may write anywhere"))
    func itIsReadOnly() throws {
        try Fixture.inPlace { path in
            try make(path, frames: 1)
            chmod(path, 0o400)
            #expect(failure(path) == nil)
            #expect(failure(path, .writing)?.exitCode == 73)
        }
    }

    @Test func anExistingFileIsNotTakenOver() throws {
        try Fixture.inPlace { path in
            try "mine".write(toFile: path, atomically: false, encoding: .utf8)
            let failure = #expect(throws: Failure.self) {
                try SessionRecord.create(path, header: Fixture.header)
            }
            #expect(failure?.exitCode == 73)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
        }
    }

    @Test func readingLeavesNothingBeside() throws {
        try Fixture.inPlace { path in
            try make(path, frames: 1)
            try SessionRecord.open(path).close()
            let names = try FileManager.default.contentsOfDirectory(
                atPath: (path as NSString).deletingLastPathComponent)
            #expect(names == ["session.sqlite"])
        }
    }
}
