import Posture
package import Base
package import Mimicry

/// An episode while it goes on, and once more when it is over.
///
/// Every notice of one episode has the same `id`; the latest one counts. As JSON it is a row of
/// `episodes.csv` with the same names, and `id` and `state` before them.
package struct LiveEpisode: Sendable, Equatable {
    /// How much of the episode is known.
    package enum State: String, Sendable, Codable {
        /// Both hold the posture now; `offset` is not known yet and `shared_duration` is that so far.
        case present
        /// It is over, and final as it stands.
        case ended
        /// An early notice that did not hold: what came later showed that it was none.
        case withdrawn
    }

    /// The episode's number in this session, from 1.
    package var id: Int
    package var state: State
    /// Its `offset` is ignored while it is present; its p-value is not known before the session ends.
    package var episode: Episode
    /// Names of the first and the second seat.
    package var seats: [String]

    /// - Parameter seats: names of the first and the second seat.
    package init(id: Int, state: State, episode: Episode, seats: [String]) {
        self.id = id
        self.state = state
        self.episode = episode
        self.seats = seats
    }

    package var json: JSONValue {
        [
            "id": .integer(id), "state": .string(state.rawValue),
            "posture": .string(episode.posture),
            "leader": .string(name(episode.leader.rawValue)),
            "follower": .string(name(episode.follower.rawValue)),
            "leader_side": episode.leaderSide.map { .string($0.rawValue) } ?? .null,
            "follower_side": episode.followerSide.map { .string($0.rawValue) } ?? .null,
            "congruence": .string(episode.congruence.rawValue),
            "leader_onset": .rounded(episode.leaderOnset),
            "follower_onset": .rounded(episode.followerOnset),
            "lag": .rounded(episode.lag),
            "offset": state == .present ? .null : .rounded(episode.offset),
            "shared_duration": .rounded(episode.sharedDuration),
            "p_value": .rounded(episode.pValue, decimals: 6),
        ]
    }

    private func name(_ index: Int) -> String { seats.indices.contains(index) ? seats[index] : "" }
}
