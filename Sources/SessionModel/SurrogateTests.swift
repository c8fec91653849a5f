package import Mimicry

/// The session compared with its surrogates.
package struct SurrogateTests: Sendable, Codable, Equatable {
    /// The episodes of one posture.
    package struct Posture: Sendable, Codable, Equatable {
        package var posture: String
        package var significance: Significance
    }

    /// Number of episodes; `nil` when the recording is too short for shifts.
    package var episodes: Significance?
    /// Number of episodes per posture that both people held, in alphabetical order.
    package var postures: [Posture]
    /// Synchrony per channel and mapping; empty when nothing could be compared.
    package var channels: [ChannelSignificance]
    /// All channels together.
    package var combined: Significance?

    package init(
        episodes: Significance? = nil, postures: [String: Significance] = [:],
        channels: [ChannelSignificance] = [], combined: Significance? = nil
    ) {
        self.episodes = episodes
        self.postures = postures.sorted { $0.key < $1.key }
            .map { Posture(posture: $0.key, significance: $0.value) }
        self.channels = channels
        self.combined = combined
    }
}
