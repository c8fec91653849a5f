package import Posture

/// Windowed lagged cross-correlation of one channel and mapping in one window: a row of
/// `synchrony.csv`. Positive lags mean that the first seat leads.
package struct SynchronyWindow: Sendable, Equatable {
    package var channel: Channel
    package var mapping: Congruence
    /// Seconds.
    package var start: Double
    package var end: Double
    /// Lag of the correlation peak nearest zero (Boker et al. 2002), seconds; `nil` without a peak.
    package var peakLag: Double?
    /// Fisher z at that peak.
    package var peakZ: Double?
    /// Mean of |z| over the lags.
    package var meanAbsZ: Double?
    package var zeroLagZ: Double?
    /// Share of sample pairs at lag 0 in the window that were measured in both, 0…1.
    package var validFraction: Double

    package init(
        channel: Channel, mapping: Congruence, start: Double, end: Double, peakLag: Double? = nil,
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
package struct TimelinePoint: Sendable, Equatable {
    /// Seconds.
    package var time: Double
    /// 0…100 against the session's own surrogates, 50 is chance; `nil` until computed.
    package var mimicryPercentile: Double?
    /// How many postures both hold at this time.
    package var sharedPostures: Int
    /// −1…1, positive: the first seat leads; `nil` where nothing says who leads.
    package var leaderBalance: Double?
    /// Share of channels of both seats that were measured in this second, 0…1.
    package var quality: Double

    package init(
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
