import Mimicry

/// The session held against its surrogates.
public struct Chance: Sendable, Codable, Equatable {
    /// The episodes of one posture.
    public struct Posture: Sendable, Codable, Equatable {
        public var posture: String
        public var significance: Significance
    }

    /// Number of episodes; `nil` when the recording is too short for shifts.
    public var episodes: Significance?
    /// Number of episodes per posture that both people held, in alphabetical order.
    public var postures: [Posture]
    /// Synchrony per channel and mapping; empty when nothing could be compared.
    public var channels: [ChannelSignificance]
    /// All channels together.
    public var combined: Significance?

    public init(
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
