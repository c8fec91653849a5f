import Mimicry
import Base
import Consents
import Posture
import GRDB
import SessionModel

/// Writes a session into the tables of a record.
struct ResultWriter {
    let database: Database
    let session: Session

    func write() throws {
        try clear()
        try writeSeats()
        try writeSources()
        try Self.document(ResultDocument.settings, try RecordJSON.text(session.settings), database)
        try Self.document(ResultDocument.warnings, try RecordJSON.text(session.warnings), database)
        if let origin = session.origin {
            try Self.document(ResultDocument.origin, try RecordJSON.text(origin), database)
        }
        if let consent = session.consent {
            try Self.consent(consent, database)
        }
        if let roll = session.quality.roll {
            try Self.document(ResultDocument.roll, try RecordJSON.text(roll), database)
        }
        if let chance = session.chance {
            try Self.document(ResultDocument.chance, try RecordJSON.text(chance), database)
        }
        if !session.distanceChanges.isEmpty {
            try Self.document(
                ResultDocument.distance, try RecordJSON.text(session.distanceChanges), database)
        }
        try Self.document(
            ResultDocument.baseRates, try RecordJSON.text(session.baseRates), database)
        try writeIdentity()
        try writeFeatures()
        if session.settings.series != nil { try ExactSeries(database: database).write(session) }
        try insert(session.postures.flatMap(\.held))
        try insert(session.postures.flatMap(\.unknownRows))
        try insert(session.episodes)
        try insert(session.synchrony)
        try insert(session.timeline)
        try insert(session.gait.map(\.figures))
        try insert(session.gait.flatMap(\.steps))
    }

    static func document(_ name: String, _ json: String, _ database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO documents (name, json) VALUES (?, ?)",
            arguments: [name, json])
    }

    static func consent(_ consent: ConsentSummary, _ database: Database) throws {
        try document(ResultDocument.consent, try RecordJSON.text(consent), database)
    }

    /// The tables of the results, those that refer to others first.
    static let tables = [
        "documents", "identity", "postures", "unknown_postures", "episodes", "synchrony",
        "timeline", "gait", "gait_steps", "series", "feature_rows", "seats",
    ]

    private func clear() throws {
        for table in Self.tables {
            try database.execute(sql: "DELETE FROM \(table)")
        }
    }

    private func writeSeats() throws {
        for (seat, name) in session.seats.enumerated() {
            try insert(
                "seats", "seat, name, coverage", [seat, name, session.quality.coverage[seat]])
        }
    }

    private func writeSources() throws {
        try database.execute(sql: "DELETE FROM sources")
        for (position, source) in session.source.enumerated() {
            try insert(
                "sources", "position, file, sha256, duration, frames, rate",
                [
                    position, source.file, source.sha256, source.duration, source.frames,
                    source.rate,
                ])
        }
    }

    private func writeIdentity() throws {
        for span in session.quality.identity {
            let causes = try String.fetchAll(
                database,
                sql: """
                    SELECT DISTINCT text FROM notes WHERE kind = 'uncertain' AND text IS NOT NULL
                    AND start <= ? AND "end" >= ? ORDER BY text
                    """, arguments: [span.end, span.start])
            let cause = causes.isEmpty ? "uncertain" : causes.joined(separator: ",")
            try insert("identity", "start, \"end\", cause", [span.start, span.end, cause])
        }
        for time in session.settings.swapAt {
            try insert("identity", "start, \"end\", cause", [time, time, "swap_at"])
        }
    }

    private func writeFeatures() throws {
        let codes = FeatureCode.all
        let columns = (["time", "seat"] + codes.map(\.column)).joined(separator: ", ")
        let places = Array(repeating: "?", count: codes.count + 2).joined(separator: ", ")
        let statement = try database.cachedStatement(
            sql: "INSERT INTO feature_rows (\(columns)) VALUES (\(places))")
        // In order of the key, so that the table grows only at its end.
        for row in FeatureRows(session.features) {
            let values = [row.sample.presence] + row.sample.row
            try statement.execute(
                arguments: StatementArguments(
                    [row.sample.time, row.seat.rawValue] as [(any DatabaseValueConvertible)?]
                        + zip(codes, values).map { $0.code($1) }))
        }
    }

    private func insert<Row: TableRow>(_ rows: [Row]) throws {
        try RecordBounds.require(rows.count, of: Row.table)
        try SessionTable<Row>(database: database, seats: session.seats).insert(rows)
    }

    private func insert(
        _ table: String, _ columns: String, _ values: [(any DatabaseValueConvertible)?]
    ) throws {
        let places = Array(repeating: "?", count: values.count).joined(separator: ", ")
        try database.cachedStatement(
            sql: "INSERT INTO \(table) (\(columns)) VALUES (\(places))"
        ).execute(arguments: StatementArguments(values))
    }
}
