import Base
import Consents
import GRDB
import Mimicry
import Posture
import SessionModel

/// Takes a session from the tables of a record.
struct ResultReader {
    let database: Database
    let path: String

    func session() throws -> Session {
        let seats = try String.fetchAll(database, sql: "SELECT name FROM seats ORDER BY seat")
        guard seats.count == 2 else { throw RecordFailure.damaged(path, "its seats are missing") }
        let provenance = try document(ResultDocument.provenance, Provenance.self)
        let settings = try document(ResultDocument.settings, Settings.self)
        guard let provenance, let settings else {
            throw RecordFailure.damaged(path, "its settings are missing")
        }
        return Session(
            attune: provenance.attune, source: try sources(), seats: seats,
            consent: try document(ResultDocument.consent, ConsentSummary.self), settings: settings,
            features: try features(), postures: try postures(seats),
            episodes: try episodes(seats), synchrony: try synchrony(), timeline: try timeline(),
            chance: try document(ResultDocument.chance, SurrogateTests.self),
            quality: try quality(),
            warnings: try document(ResultDocument.warnings, [String].self) ?? [],
            origin: try document(ResultDocument.origin, SessionOrigin.self),
            markers: try Marker.all(in: database))
    }

    private func document<Value: Decodable>(_ name: String, _ type: Value.Type) throws -> Value? {
        let text = try String.fetchOne(
            database, sql: "SELECT json FROM documents WHERE name = ?", arguments: [name])
        do {
            return try text.map { try RecordJSON.value(type, $0) }
        } catch {
            throw Failure.badInput(
                "the results in \(path) were saved in a form that this attune does not read",
                remedy: "make them again from the record: \(.analyze) with \(.force)")
        }
    }

    private func sources() throws -> [SourceInfo] {
        try rows("SELECT file, sha256, duration, frames, rate FROM sources ORDER BY position") {
            SourceInfo(
                file: try $0.decode(atIndex: 0), sha256: try $0.decode(atIndex: 1),
                duration: try $0.decode(atIndex: 2), frames: try $0.decode(atIndex: 3),
                rate: try $0.decode(atIndex: 4))
        }
    }

    private func quality() throws -> Quality {
        Quality(
            coverage: try Double.fetchAll(
                database, sql: "SELECT coverage FROM seats ORDER BY seat"),
            identity: try rows(
                "SELECT start, \"end\" FROM identity WHERE cause <> 'swap_at' ORDER BY rowid"
            ) { TimeSpan(start: try $0.decode(atIndex: 0), end: try $0.decode(atIndex: 1)) })
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

    private func postures(_ names: [String]) throws -> [PostureRecord] {
        try Seat.allCases.map { seat in
            let name = names[seat.rawValue]
            var record = PostureRecord(seat: seat)
            record.held = try rows(
                """
                SELECT posture, side, onset, "offset", onset_is_known FROM postures
                WHERE seat = ? ORDER BY rowid
                """, [name]
            ) {
                PostureInterval(
                    seat: seat, posture: try $0.decode(atIndex: 0),
                    side: Self.side(try $0.decode(atIndex: 1)), onset: try $0.decode(atIndex: 2),
                    offset: try $0.decode(atIndex: 3), onsetIsKnown: try $0.decode(atIndex: 4))
            }
            let unknown: [(String, TimeSpan)] = try rows(
                """
                SELECT posture, start, "end" FROM unknown_postures WHERE seat = ? ORDER BY rowid
                """, [name]
            ) {
                (
                    try $0.decode(atIndex: 0),
                    TimeSpan(start: try $0.decode(atIndex: 1), end: try $0.decode(atIndex: 2))
                )
            }
            for (posture, span) in unknown { record.unknown[posture, default: []].append(span) }
            return record
        }
    }

    private func episodes(_ names: [String]) throws -> [Episode] {
        try rows("SELECT * FROM episodes ORDER BY rowid") { row in
            let leader: String = try row.decode(forColumn: "leader")
            let congruence: String = try row.decode(forColumn: "congruence")
            var episode = Episode(
                posture: try row.decode(forColumn: "posture"),
                leader: leader == names[0] ? .first : .second,
                leaderSide: Self.side(try row.decode(forColumn: "leader_side")),
                followerSide: Self.side(try row.decode(forColumn: "follower_side")),
                congruence: Congruence(rawValue: congruence) ?? .unsided,
                leaderOnset: try row.decode(forColumn: "leader_onset"),
                followerOnset: try row.decode(forColumn: "follower_onset"),
                offset: try row.decode(forColumn: "offset"),
                sharedDuration: try row.decode(forColumn: "shared_duration"),
                pValue: try row.decode(forColumn: "p_value"))
            episode.lag = try row.decode(forColumn: "lag")
            return episode
        }
    }

    private func synchrony() throws -> [SynchronyWindow] {
        try rows("SELECT * FROM synchrony ORDER BY rowid") { row in
            let name: String = try row.decode(forColumn: "channel")
            let mapping: String = try row.decode(forColumn: "mapping")
            guard let channel = Channel(rawValue: name), let mapping = Congruence(rawValue: mapping)
            else { throw RecordFailure.damaged(path, "there is no channel \(name)") }
            return SynchronyWindow(
                channel: channel, mapping: mapping,
                start: try row.decode(forColumn: "window_start"),
                end: try row.decode(forColumn: "window_end"),
                peakLag: try row.decode(forColumn: "peak_lag"),
                peakZ: try row.decode(forColumn: "peak_z"),
                meanAbsZ: try row.decode(forColumn: "mean_abs_z"),
                zeroLagZ: try row.decode(forColumn: "zero_lag_z"),
                validFraction: try row.decode(forColumn: "valid_fraction"))
        }
    }

    private func timeline() throws -> [TimelinePoint] {
        try rows("SELECT * FROM timeline ORDER BY rowid") {
            TimelinePoint(
                time: try $0.decode(forColumn: "time"),
                mimicryPercentile: try $0.decode(forColumn: "mimicry_percentile"),
                sharedPostures: try $0.decode(forColumn: "shared_postures"),
                leaderBalance: try $0.decode(forColumn: "leader_balance"),
                quality: try $0.decode(forColumn: "quality"))
        }
    }

    private static func side(_ text: String?) -> Side? { text.flatMap(Side.init) }

    private func rows<Value>(
        _ sql: String, _ arguments: StatementArguments = [], _ body: (Row) throws -> Value
    ) throws -> [Value] {
        var result: [Value] = []
        let cursor = try Row.fetchCursor(database, sql: sql, arguments: arguments)
        while let row = try cursor.next() { result.append(try body(row)) }
        return result
    }
}
