import Posture

/// How the second person's channel is laid against the first person's.
public enum Mapping: String, Sendable, Codable, CaseIterable {
    case mirror
    case identical
    /// For channels without a side.
    case none
}

/// Windowed lagged cross-correlation of one channel and mapping in one window: a row of
/// `synchrony.csv`. Positive lags mean that the first seat leads.
public struct SynchronyWindow: Sendable, Equatable {
    public var channel: Channel
    public var mapping: Mapping
    /// Seconds.
    public var start: Double
    public var end: Double
    /// Lag of the correlation peak nearest zero (Boker et al. 2002), seconds; `nil` without a peak.
    public var peakLag: Double?
    /// Fisher z at that peak.
    public var peakZ: Double?
    /// Mean of |z| over the lags.
    public var meanAbsZ: Double?
    public var zeroLagZ: Double?
    /// Share of sample pairs at lag 0 in the window that were measured in both, 0…1.
    public var validFraction: Double

    public init(
        channel: Channel, mapping: Mapping, start: Double, end: Double, peakLag: Double? = nil,
        peakZ: Double? = nil, meanAbsZ: Double? = nil, zeroLagZ: Double? = nil,
        validFraction: Double
    ) {
        self.channel = channel
        self.mapping = mapping
        self.start = start
        self.end = end
        self.peakLag = peakLag
        self.peakZ = peakZ
        self.meanAbsZ = meanAbsZ
        self.zeroLagZ = zeroLagZ
        self.validFraction = validFraction
    }
}

/// A row of `timeline.csv`, one a second.
public struct TimelinePoint: Sendable, Equatable {
    /// Seconds.
    public var time: Double
    /// 0…100 against the session's own surrogates, 50 is chance; `nil` until computed.
    public var mimicryPercentile: Double?
    /// How many postures both hold at this time.
    public var sharedPostures: Int
    /// −1…1, positive: the first seat leads; `nil` where nothing says who leads.
    public var leaderBalance: Double?
    /// Share of channels of both seats that were measured in this second, 0…1.
    public var quality: Double

    public init(
        time: Double, mimicryPercentile: Double? = nil, sharedPostures: Int,
        leaderBalance: Double? = nil, quality: Double
    ) {
        self.time = time
        self.mimicryPercentile = mimicryPercentile
        self.sharedPostures = sharedPostures
        self.leaderBalance = leaderBalance
        self.quality = quality
    }
}
