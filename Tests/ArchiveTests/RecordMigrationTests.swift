import Foundation
import GRDB
import Testing

@testable import Archive
@testable import Base
@testable import Consents
@testable import SessionModel

@Suite struct RecordMigrationTests {
    private typealias Fixture = RecordFixture

    /// A record as the first step left it, with a frame in it.
    private func makeOld(_ path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try RecordSchema.migrator.migrate(queue, upTo: RecordSchema.steps[0])
        try queue.write { database in
            try Fixture.header.insert(into: database)
            try database.execute(sql: "INSERT INTO frames VALUES (0, 0.25)")
        }
        #expect(try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == 1)
        try queue.close()
    }

    @Test(arguments: [SessionRecord.Use.reading, .writing])
    func anOlderRecordIsBroughtUpToDate(use: SessionRecord.Use) throws {
        try Fixture.inPlace { path in
            try makeOld(path)
            let record = try SessionRecord.open(path, for: use)
            #expect(try record.frameCount() == 1)
            #expect(try record.header() == Fixture.header)
            #expect(try !record.hasResults())
            try record.close()
            let queue = try DatabaseQueue(path: path)
            let version = try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
            #expect(version == (use == .writing ? RecordSchema.version : 1))
        }
    }

    /// A live session of an earlier version may hold its consent in its header only.
    @Test func theConsentOfAnOlderLiveSessionIsFound() throws {
        try Fixture.inPlace { path in
            var header = Fixture.header
            header.live = LiveHeader(seats: ["a", "b"], isCamera: true)
            let record = try SessionRecord.create(path, header: header)
            #expect(try record.consent() == nil)
            let consent = Fixture.session().consent
            let text = try RecordJSON.text(#require(consent))
            try record.writing {
                try $0.execute(
                    sql: """
                        UPDATE measurement
                        SET header = json_set(header, '$.live.consent', json(?))
                        """, arguments: [text])
            }
            #expect(try record.consent() == consent)
            let renewed = ConsentSummary(session: "S01", participants: [], digest: "ef")
            try record.note(renewed)
            #expect(try record.consent() == renewed)
        }
    }

    @Test func theConsentIsThereFromTheStart() throws {
        try Fixture.inPlace { path in
            let consent = Fixture.session().consent
            let record = try SessionRecord.create(path, header: Fixture.header, consent: consent)
            #expect(try record.consent() == consent)
            #expect(try !record.hasResults())
        }
    }

    /// Steps that have been released are never renamed, reordered or taken out.
    @Test func theStepsAreTheKnownOnes() {
        #expect(RecordSchema.steps.prefix(2) == ["measurement", "results"])
        #expect(RecordSchema.version == RecordSchema.steps.count)
    }

    @Test func foreignKeysAreKept() throws {
        try Fixture.inPlace { path in
            let record = try SessionRecord.create(path, header: Fixture.header)
            #expect(throws: Failure.self) {
                try record.writing {
                    try $0.execute(
                        sql: "INSERT INTO unknown_postures VALUES ('nobody', 'slumped', 0, 1)")
                }
            }
            #expect(
                try record.reading { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
            #expect(
                try record.reading { try Int.fetchOne($0, sql: "PRAGMA application_id") }
                    == Int(RecordSchema.applicationID))
        }
    }
}
