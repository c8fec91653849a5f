import Mimicry

/// The session held against its surrogates.
public struct Chance: Sendable, Codable, Equatable {
    /// Number of episodes; `nil` when the recording is too short for shifts.
    public var episodes: Significance?
    /// Number of episodes per posture that both people held.
    public var postures: [String: Significance]
    /// Synchrony per channel and mapping; empty when nothing could be compared.
    public var channels: [ChannelSignificance]
    /// All channels together.
    public var combined: Significance?

    public init(
        episodes: Significance? = nil, postures: [String: Significance] = [:],
        channels: [ChannelSignificance] = [], combined: Significance? = nil
    ) {
        self.episodes = episodes
        self.postures = postures
        self.channels = channels
        self.combined = combined
    }
}
