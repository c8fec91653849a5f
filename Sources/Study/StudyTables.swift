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
            return ["z", "excess", "chance_sd", "p_value", "p_adjusted"].map { "\(start)_\($0)" }
        }
        try output.writeHeader(sessionColumns + wide + togetherColumns)
        for session in study.sessions {
            try output.writeRow(
                cells(session) + channels.flatMap { cells(session, $0.0, $0.1) }
                    + together(session))
        }
    }

    /// The columns before those of the channels.
    package static let sessionColumns = [
        "session", "dyad", "first_seat", "second_seat", "file", "attune", "duration",
        "known_seconds", "first_coverage", "second_coverage", "episodes", "episodes_per_minute",
        "episodes_excess_per_minute", "episodes_chance_sd", "episodes_p_value",
        "posture_sharing_seconds", "first_led", "second_led", "leadership_balance",
        "activity_correlation", "activity_p_value", "mirroring", "mirroring_excess",
        "mirroring_chance_sd", "mirroring_p_value", "combined", "combined_excess",
        "combined_chance_sd", "combined_p_value", "leadership_balance_by_chance",
    ]

    /// The columns after those of the channels: of both people at once.
    package static let togetherColumns = [
        "mutual_facing", "mutual_facing_by_chance", "mutual_facing_p_value", "breathing_locking",
        "breathing_locking_by_chance", "breathing_p_value", "distance", "first_breath_rate",
        "second_breath_rate", "first_cadence", "second_cadence", "gait_locking",
        "gait_locking_by_chance", "gait_p_value", "gait_following", "gait_following_p_value",
    ]

    private static func cells(_ session: StudySession) -> [Cell] {
        let led = Seat.allCases.map { seat in session.episodes.count { $0.leader == seat } }
        let episodes = session.chance?.episodes
        let activity = session.chance?.activity
        return [
            .text(session.id), .text(session.dyad), .text(session.seats[0]),
            .text(session.seats[1]),
            .text(session.sources.map(\.file).joined(separator: "; ")), .text(session.attune),
            .seconds(session.duration), .seconds(session.known),
            .number(session.coverage[0], decimals: 4),
            .number(session.coverage[1], decimals: 4), .integer(session.episodes.count),
            .number(session.rate, decimals: 4),
            .number(session.chance?.episodesExcessPerMinute, decimals: 6),
            .number(episodes?.chanceSD, decimals: 4), .number(episodes?.pValue, decimals: 6),
            .seconds(session.sharingSeconds),
            .integer(led[0]), .integer(led[1]), .number(session.leaderBalance, decimals: 4),
            .number(activity?.correlation, decimals: 4), .number(activity?.pValue, decimals: 6),
        ] + cells(session.chance?.mirroring) + cells(session.chance?.combined)
            + [.number(session.chance?.details?.leaderBalance, decimals: 4)]
    }

    /// What is of both at once.
    private static func together(_ session: StudySession) -> [Cell] {
        let breathing = session.chance?.breathing
        let gait = session.chance?.gait
        return [
            .number(session.mutualFacing, decimals: 4),
            .number(session.mutualFacingByChance, decimals: 4),
            .number(session.mutualFacingPValue, decimals: 6),
            .number(breathing?.locking, decimals: 4),
            .number(breathing?.surrogateMean, decimals: 4),
            .number(breathing?.pValue, decimals: 6), .number(session.distance, decimals: 3),
        ] + (session.breathRates + session.cadences).map { .number($0, decimals: 2) } + [
            .number(gait?.locking, decimals: 4), .number(gait?.surrogateMean, decimals: 4),
            .number(gait?.pValue, decimals: 6), .number(gait?.following, decimals: 4),
            .number(gait?.followingPValue, decimals: 6),
        ]
    }

    private static func cells(_ held: Significance?) -> [Cell] {
        [
            .number(held?.value, decimals: 6), .number(held?.excess, decimals: 6),
            .number(held?.chanceSD, decimals: 4), .number(held?.pValue, decimals: 6),
        ]
    }

    private static func cells(
        _ session: StudySession, _ name: String, _ mapping: Congruence
    ) -> [Cell] {
        let found = session.chance?.channels.first {
            $0.channel.rawValue == name && $0.mapping == mapping
        }
        return cells(found?.significance) + [.number(found?.adjusted, decimals: 6)]
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
