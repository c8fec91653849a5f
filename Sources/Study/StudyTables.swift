import SessionModel
package import Base
import Exports
import Mimicry
import Posture

/// The tables of a study: `sessions.csv`, `episodes.csv` and `synchrony.csv`.
package enum StudyTables {
    /// A row per session.
    package static func writeSessions(
        _ study: StudyAnalysis, to output: inout FileWriter
    ) throws(Failure) {
        let channels = study.channels.map { ($0.name, $0.mapping ?? .unsided) }
        let wide = channels.flatMap { name, mapping in
            let start = mapping == .unsided ? name : "\(name)_\(mapping.rawValue)"
            return ["z", "effect_size", "p_value", "q_value"].map { "\(start)_\($0)" }
        }
        try output.writeHeader(sessionColumns + wide)
        for session in study.sessions {
            try output.writeRow(
                cells(session) + channels.flatMap { cells(session, $0.0, $0.1) })
        }
    }

    /// The columns before those of the channels.
    package static let sessionColumns = [
        "session", "dyad", "first_seat", "second_seat", "file", "attune", "duration",
        "first_coverage", "second_coverage", "episodes", "episodes_per_minute",
        "episodes_effect_size", "episodes_p_value", "posture_sharing_seconds", "first_led",
        "second_led", "leadership_balance", "combined_z", "combined_effect_size",
        "combined_p_value",
    ]

    private static func cells(_ session: StudySession) -> [Cell] {
        let led = Seat.allCases.map { seat in session.episodes.count { $0.leader == seat } }
        let episodes = session.chance?.episodes
        let combined = session.chance?.combined
        return [
            .text(session.id), .text(session.dyad), .text(session.seats[0]),
            .text(session.seats[1]),
            .text(session.sources.map(\.file).joined(separator: "; ")), .text(session.attune),
            .seconds(session.duration), .number(session.coverage[0], decimals: 4),
            .number(session.coverage[1], decimals: 4), .integer(session.episodes.count),
            .number(session.rate, decimals: 4), .number(episodes?.effectSize, decimals: 4),
            .number(episodes?.pValue, decimals: 6), .seconds(session.sharingSeconds),
            .integer(led[0]), .integer(led[1]), .number(session.leaderBalance, decimals: 4),
            .number(combined?.value, decimals: 6), .number(combined?.effectSize, decimals: 4),
            .number(combined?.pValue, decimals: 6),
        ]
    }

    private static func cells(
        _ session: StudySession, _ name: String, _ mapping: Congruence
    ) -> [Cell] {
        let found = session.chance?.channels.first {
            $0.channel.rawValue == name && $0.mapping == mapping
        }
        return [
            .number(found?.significance.value, decimals: 6),
            .number(found?.significance.effectSize, decimals: 4),
            .number(found?.significance.pValue, decimals: 6),
            .number(found?.qValue, decimals: 6),
        ]
    }

    /// The sessions' `episodes.csv`, with the session before.
    package static func writeEpisodes(
        _ study: StudyAnalysis, to output: inout FileWriter
    ) throws(Failure) {
        try output.writeHeader(["session"] + EpisodesCSV.columns)
        for session in study.sessions {
            for episode in session.episodes {
                try output.writeRow(
                    [.text(session.id)] + episode.csvCells(seats: session.seats))
            }
        }
    }

    /// The sessions' `synchrony.csv`, with the session before.
    package static func writeSynchrony(
        _ study: StudyAnalysis, to output: inout FileWriter
    ) throws(Failure) {
        try output.writeHeader(["session"] + SynchronyCSV.columns)
        for session in study.sessions {
            for window in session.synchrony {
                try output.writeRow([.text(session.id)] + window.csvCells(seats: session.seats))
            }
        }
    }
}
