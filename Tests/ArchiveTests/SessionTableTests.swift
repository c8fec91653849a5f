import GRDB
import Mimicry
import Posture
import TestSupport
import Testing

@testable import Archive
@testable import SessionModel

private typealias Fixture = RecordFixture

/// The tables of a record against the columns that `SessionModel` declares.
struct SessionTableTests {
    @Test func everyTableOfARecordHasTheDeclaredColumns() throws {
        try Fixture.inPlace { path in
            let record = try SessionRecord.create(path, header: Fixture.header)
            try record.reading { database in
                func check<Row: TableRow>(_ row: Row.Type, except extra: Set<String> = []) throws {
                    let names = try database.columns(in: Row.table).map(\.name)
                    #expect(
                        Set(names).subtracting(extra) == Set(Row.columns.map(\.name)),
                        "\(Row.table)")
                }
                try check(PostureInterval.self)
                try check(UnknownPosture.self)
                try check(Episode.self)
                try check(SynchronyWindow.self)
                try check(TimelinePoint.self)
                try check(FeatureRow.self)
                try check(Marker.self, except: ["id"])
            }
        }
    }

    @Test func everyTableComesBackAsItWas() throws {
        try Fixture.inPlace { path in
            let record = try SessionRecord.create(path, header: Fixture.header)
            let session = Fixture.session()
            try record.writing { database in
                for (seat, name) in session.seats.enumerated() {
                    try database.execute(
                        sql: "INSERT INTO seats (seat, name) VALUES (?, ?)",
                        arguments: [seat, name]
                    )
                }
                func check<Row: TableRow & Equatable>(_ rows: [Row]) throws {
                    let table = SessionTable<Row>(database: database, seats: session.seats)
                    try table.insert(rows)
                    #expect(try table.rows() == rows)
                }
                try check(session.postures.flatMap(\.held))
                try check(session.postures.flatMap(\.unknownRows))
                try check(session.episodes)
                try check(session.synchrony)
                try check(session.timeline)
                try check([Marker(time: 1, text: "a"), Marker(time: 2.5, text: "")])
            }
        }
    }
}
