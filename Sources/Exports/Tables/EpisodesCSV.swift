import Posture
package import Base
package import Mimicry
package import SessionModel

/// `episodes.csv`: every episode, in order of the follower's onset.
package struct EpisodesCSV: SessionWriter {
    package static let fileName = SessionFile.episodes.name
    package static let columns = [
        "posture", "leader", "follower", "leader_side", "follower_side", "congruence",
        "leader_onset", "follower_onset", "lag", "offset", "shared_duration", "p_value",
    ]

    package init() {}

    package func write(_ session: Session, to output: inout FileWriter) throws(Failure) {
        try output.writeHeader(Self.columns)
        for episode in session.episodesInOrder {
            try output.writeRow(Self.cells(episode, seats: session.seats))
        }
    }

    /// The cells of a row, in the order of ``columns``.
    package static func cells(_ episode: Episode, seats: [String]) -> [Cell] {
        [
            .text(episode.posture), .text(seats[episode.leader.rawValue]),
            .text(seats[episode.follower.rawValue]), .text(episode.leaderSide?.rawValue ?? ""),
            .text(episode.followerSide?.rawValue ?? ""), .text(episode.congruence.rawValue),
            .seconds(episode.leaderOnset), .seconds(episode.followerOnset),
            .seconds(episode.lag), .seconds(episode.offset), .seconds(episode.sharedDuration),
            .number(episode.pValue, decimals: 6),
        ]
    }
}

extension Session {
    /// Episodes by the follower's onset, the posture and the leader.
    package var episodesInOrder: [Episode] {
        episodes.sorted {
            ($0.followerOnset, $0.posture, $0.leader.rawValue)
                < ($1.followerOnset, $1.posture, $1.leader.rawValue)
        }
    }
}
