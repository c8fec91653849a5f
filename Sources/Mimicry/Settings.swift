/// Parameters of the episode detector.
public struct EpisodeSettings: Sendable, Codable, Equatable {
    /// Longest lag that counts as adoption, seconds. No primary source fixes 2–10 s; stated here.
    public var maxLag: Double
    /// The leader may have left the posture this long before the follower enters, seconds.
    public var grace: Double
    /// Onsets closer than this are sharing without a leader, seconds.
    public var simultaneous: Double

    public init(maxLag: Double = 10, grace: Double = 2, simultaneous: Double = 0.2) {
        self.maxLag = maxLag
        self.grace = grace
        self.simultaneous = simultaneous
    }
}

/// Parameters of windowed lagged cross-correlation.
public struct SynchronySettings: Sendable, Codable, Equatable {
    /// Window length, step and largest lag, seconds.
    public var window: Double
    public var step: Double
    public var maxLag: Double
    /// A cell with a smaller share of valid pairs is missing.
    public var minValid: Double

    public init(
        window: Double = 30, step: Double = 5, maxLag: Double = 5, minValid: Double = 0.5
    ) {
        self.window = window
        self.step = step
        self.maxLag = maxLag
        self.minValid = minValid
    }
}
