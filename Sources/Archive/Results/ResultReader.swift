import Base
import Consents
import GRDB
import Mimicry
import Posture
import SessionModel

/// Reads a session from the tables of a record.
struct ResultReader {
    let database: Database
    let path: String

    /// - Parameter isWhole: false leaves out the channels but for when they begin and end, synchrony and timeline.
    func session(isWhole: Bool = true) throws -> Session {
        let seats = try String.fetchAll(database, sql: "SELECT name FROM seats ORDER BY seat")
        guard seats.count == 2 else { throw RecordFailure.damaged(path, "its seats are missing") }
        let provenance = try document(ResultDocument.provenance, Provenance.self)
        let settings = try document(ResultDocument.settings, Settings.self)
        guard let provenance, let settings else {
            throw RecordFailure.damaged(path, "its settings are missing")
        }
        let chance = try document(ResultDocument.chance, SurrogateTests.self)
        let warnings = try document(ResultDocument.warnings, [String].self) ?? []
        var features = isWhole ? try features() : try ends()
        let given = isWhole ? try ExactSeries(database: database).complete(&features) : nil
        var session = Session(
            attune: provenance.attune, source: try sources(provenance), seats: seats,
            consent: try document(ResultDocument.consent, ConsentSummary.self), settings: settings,
            features: features, postures: try postures(seats),
            baseRates: try document(ResultDocument.baseRates, [PostureSharing].self),
            episodes: try table(seats), synchrony: isWhole ? try table(seats) : [],
            timeline: isWhole ? try table(seats) : [],
            distanceChanges: try document(ResultDocument.distance, [DistanceChange].self) ?? [],
            chance: chance, gait: try gait(seats), quality: try quality(),
            warnings: warnings + [chance?.caution].compactMap { $0 },
            origin: try document(ResultDocument.origin, SessionOrigin.self),
            markers: try Marker.all(in: database))
        session.asGiven = given
        return session
    }

    private func document<Value: Decodable>(_ name: String, _ type: Value.Type) throws -> Value? {
        let text = try String.fetchOne(
            database, sql: "SELECT json FROM documents WHERE name = ?", arguments: [name])
        do {
            return try text.map { try RecordJSON.value(type, $0) }
        } catch {
            throw Failure.badInput(
                "the results in \(path) were saved in a form that this attune does not read",
                remedy: "make them again: \(.analyze) from the record, or \(.score), with \(.force)"
            )
        }
    }

    /// - Parameter provenance: knows of each file which chapter it is.
    private func sources(_ provenance: Provenance) throws -> [SourceInfo] {
        var sources = try rows(
            "SELECT file, sha256, duration, frames, rate FROM sources ORDER BY position"
        ) {
            SourceInfo(
                file: try $0.decode(atIndex: 0), sha256: try $0.decode(atIndex: 1),
                duration: try $0.decode(atIndex: 2), frames: try $0.decode(atIndex: 3),
                rate: try $0.decode(atIndex: 4))
        }
        for (index, source) in zip(sources.indices, provenance.sources) {
            sources[index].chapter = source.chapter
        }
        return sources
    }

    private func quality() throws -> Quality {
        let ending = try ending()
        var quality = Quality(
            coverage: try Double.fetchAll(
                database, sql: "SELECT coverage FROM seats ORDER BY seat"),
            identity: try rows(
                "SELECT start, \"end\" FROM identity WHERE cause <> 'swap_at' ORDER BY rowid"
            ) { TimeSpan(start: try $0.decode(atIndex: 0), end: try $0.decode(atIndex: 1)) },
            roll: try document(ResultDocument.roll, CameraRoll.self),
            gaps: ending?.live?.gaps ?? [])
        quality.inference = ending?.inference
        return quality
    }

    private func ending() throws -> MeasurementOutcome? {
        let text = try String.fetchOne(database, sql: "SELECT ending FROM measurement")
        return try text.map { try RecordJSON.value(MeasurementOutcome.self, $0) }
    }

    private func features() throws -> [FeatureTrack] {
        let codes = FeatureCode.all
        let columns = codes.map(\.column).joined(separator: ", ")
        var tracks = [FeatureTrack(), FeatureTrack()]
        let cursor = try Row.fetchCursor(
            database, sql: "SELECT time, seat, \(columns) FROM feature_rows ORDER BY time, seat")
        while let row = try cursor.next() {
            let values = try codes.indices.map { codes[$0].value(try row.decode(atIndex: $0 + 2)) }
            let seat = Seat(rawValue: try row.decode(atIndex: 1))
            guard let seat else { throw RecordFailure.damaged(path, "there is no such seat") }
            tracks[seat.rawValue].append(
                time: try row.decode(atIndex: 0), presence: values[0],
                row: Array(values.dropFirst()))
        }
        return tracks
    }

    /// The first and the last instant of each seat, at which nothing was measured.
    private func ends() throws -> [FeatureTrack] {
        let blank = Channel.allCases.map { _ in Double.nan }
        return try Seat.allCases.map { seat in
            var track = FeatureTrack()
            for end in ["min", "max"] {
                let time = try Double.fetchOne(
                    database, sql: "SELECT \(end)(time) FROM feature_rows WHERE seat = ?",
                    arguments: [seat.rawValue])
                if let time { track.append(time: time, presence: .nan, row: blank) }
            }
            return track
        }
    }

    private func table<Row: TableRow>(_ seats: [String]) throws -> [Row] {
        try SessionTable(database: database, seats: seats).rows()
    }

    private func postures(_ names: [String]) throws -> [PostureRecord] {
        let held: [PostureInterval] = try table(names)
        let unknown: [UnknownPosture] = try table(names)
        return Seat.allCases.map { seat in
            PostureRecord(
                seat: seat, held: held.filter { $0.seat == seat },
                unknown: Dictionary(grouping: unknown.filter { $0.seat == seat }, by: \.posture)
                    .mapValues { $0.map { TimeSpan(start: $0.start, end: $0.end) } })
        }
    }

    private func gait(_ names: [String]) throws -> [Gait] {
        let figures: [GaitFigures] = try table(names)
        let steps: [GaitStep] = try table(names)
        return figures.sorted { $0.seat.rawValue < $1.seat.rawValue }.map { person in
            Gait(steps: steps.filter { $0.seat == person.seat }, figures: person)
        }
    }

    private func rows<Value>(
        _ sql: String, _ arguments: StatementArguments = [], _ body: (Row) throws -> Value
    ) throws -> [Value] {
        var result: [Value] = []
        let cursor = try Row.fetchCursor(database, sql: sql, arguments: arguments)
        while let row = try cursor.next() { result.append(try body(row)) }
        return result
    }
}
