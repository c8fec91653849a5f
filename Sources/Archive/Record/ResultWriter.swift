import Mimicry
import Base
import Posture
import GRDB
import SessionModel

/// Puts a session into the tables of a record.
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
            try Self.document(ResultDocument.consent, try RecordJSON.text(consent), database)
        }
        if let chance = session.chance {
            try Self.document(ResultDocument.chance, try RecordJSON.text(chance), database)
        }
        try writeIdentity()
        try writeFeatures()
        try writePostures()
        try writeEpisodes()
        try writeSynchrony()
        try writeTimeline()
    }

    static func document(_ name: String, _ json: String, _ database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO documents (name, json) VALUES (?, ?)",
            arguments: [name, json])
    }

    /// The tables of the results, those that refer to others first.
    static let tables = [
        "documents", "identity", "postures", "unknown_postures", "episodes", "synchrony",
        "timeline", "feature_rows", "seats",
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
        // In order of the key, so that the table grows at its end only.
        for (seat, sample) in SampleOrder(session.features) {
            let track = session.features[seat]
            var arguments: [(any DatabaseValueConvertible)?] = [track.times[sample], seat]
            arguments.append(codes[0].code(track.presence[sample]))
            for (channel, code) in codes.dropFirst().enumerated() {
                arguments.append(code.code(track.values[channel][sample]))
            }
            try statement.execute(arguments: StatementArguments(arguments))
        }
    }

    private func writePostures() throws {
        for record in session.postures {
            let name = session.name(of: record.seat)
            for held in record.held {
                try insert(
                    "postures", "seat, posture, side, onset, \"offset\", onset_is_known",
                    [
                        name, held.posture, held.side?.rawValue, held.onset, held.offset,
                        held.onsetIsKnown,
                    ])
            }
            for posture in record.unknown.keys.sorted() {
                for span in record.unknown[posture] ?? [] {
                    try insert(
                        "unknown_postures", "seat, posture, start, \"end\"",
                        [name, posture, span.start, span.end])
                }
            }
        }
    }

    private func writeEpisodes() throws {
        for episode in session.episodes {
            try insert(
                "episodes",
                "posture, leader, follower, leader_side, follower_side, congruence, leader_onset, "
                    + "follower_onset, lag, \"offset\", shared_duration, p_value",
                [
                    episode.posture, session.name(of: episode.leader),
                    session.name(of: episode.follower), episode.leaderSide?.rawValue,
                    episode.followerSide?.rawValue, episode.congruence.rawValue,
                    episode.leaderOnset, episode.followerOnset, episode.lag, episode.offset,
                    episode.sharedDuration, episode.pValue,
                ])
        }
    }

    private func writeSynchrony() throws {
        for window in session.synchrony {
            try insert(
                "synchrony",
                "channel, mapping, window_start, window_end, peak_lag, peak_z, mean_abs_z, "
                    + "zero_lag_z, valid_fraction",
                [
                    window.channel.rawValue, window.mapping.rawValue, window.start, window.end,
                    window.peakLag, window.peakZ, window.meanAbsZ, window.zeroLagZ,
                    window.validFraction,
                ])
        }
    }

    private func writeTimeline() throws {
        for point in session.timeline {
            try insert(
                "timeline",
                "time, mimicry_percentile, shared_postures, leader_balance, quality",
                [
                    point.time, point.mimicryPercentile, point.sharedPostures,
                    point.leaderBalance, point.quality,
                ])
        }
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
