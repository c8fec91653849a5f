import GRDB
import Mimicry
import Posture

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
            chance: try document(ResultDocument.chance, Chance.self),
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
            throw Failure(
                exitCode: ExitCode.badInput,
                what: "the results in \(path) were saved in a form that this attune does not read",
                todo: "make them again from the record: attune analyze with --force")
        }
    }

    private func sources() throws -> [SourceInfo] {
        try rows("SELECT file, sha256, duration, frames, rate FROM sources ORDER BY position") {
            SourceInfo(file: $0[0], sha256: $0[1], duration: $0[2], frames: $0[3], rate: $0[4])
        }
    }

    private func quality() throws -> Quality {
        Quality(
            coverage: try Double.fetchAll(
                database, sql: "SELECT coverage FROM seats ORDER BY seat"),
            identity: try rows(
                "SELECT start, \"end\" FROM identity WHERE cause <> 'swap_at' ORDER BY rowid"
            ) { TimeSpan(start: $0[0], end: $0[1]) })
    }

    private func features() throws -> [FeatureTrack] {
        let codes = FeatureCode.all
        let columns = codes.map(\.column).joined(separator: ", ")
        var tracks = [FeatureTrack(), FeatureTrack()]
        let cursor = try Row.fetchCursor(
            database, sql: "SELECT time, seat, \(columns) FROM feature_rows ORDER BY time, seat")
        while let row = try cursor.next() {
            let values = codes.indices.map { codes[$0].value(row[$0 + 2]) }
            tracks[row[1]].append(
                time: row[0], presence: values[0], row: Array(values.dropFirst()))
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
                    seat: seat, posture: $0[0], side: Self.side($0[1]), onset: $0[2],
                    offset: $0[3], onsetIsKnown: $0[4])
            }
            let unknown: [(String, TimeSpan)] = try rows(
                """
                SELECT posture, start, "end" FROM unknown_postures WHERE seat = ? ORDER BY rowid
                """, [name]
            ) { ($0[0], TimeSpan(start: $0[1], end: $0[2])) }
            for (posture, span) in unknown { record.unknown[posture, default: []].append(span) }
            return record
        }
    }

    private func episodes(_ names: [String]) throws -> [Episode] {
        try rows("SELECT * FROM episodes ORDER BY rowid") { row in
            let leader: String = row["leader"]
            let congruence: String = row["congruence"]
            var episode = Episode(
                posture: row["posture"], leader: leader == names[0] ? .first : .second,
                leaderSide: Self.side(row["leader_side"]),
                followerSide: Self.side(row["follower_side"]),
                congruence: Congruence(rawValue: congruence) ?? .none,
                leaderOnset: row["leader_onset"], followerOnset: row["follower_onset"],
                offset: row["offset"], sharedDuration: row["shared_duration"],
                pValue: row["p_value"])
            episode.lag = row["lag"]
            return episode
        }
    }

    private func synchrony() throws -> [SynchronyWindow] {
        try rows("SELECT * FROM synchrony ORDER BY rowid") { row in
            let name: String = row["channel"]
            let mapping: String = row["mapping"]
            guard let channel = Channel(rawValue: name), let mapping = Mapping(rawValue: mapping)
            else { throw RecordFailure.damaged(path, "there is no channel \(name)") }
            return SynchronyWindow(
                channel: channel, mapping: mapping, start: row["window_start"],
                end: row["window_end"], peakLag: row["peak_lag"], peakZ: row["peak_z"],
                meanAbsZ: row["mean_abs_z"], zeroLagZ: row["zero_lag_z"],
                validFraction: row["valid_fraction"])
        }
    }

    private func timeline() throws -> [TimelinePoint] {
        try rows("SELECT * FROM timeline ORDER BY rowid") {
            TimelinePoint(
                time: $0["time"], mimicryPercentile: $0["mimicry_percentile"],
                sharedPostures: $0["shared_postures"], leaderBalance: $0["leader_balance"],
                quality: $0["quality"])
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
