package import Posture

/// The synchrony of a channel under a mapping over the session, tested against chance.
package struct ChannelSignificance: Sendable, Codable, Equatable {
    package var channel: Channel
    package var mapping: Congruence
    /// The statistic is the mean over windows of the peak's z.
    package var significance: Significance
    /// p-value corrected over all channels and mappings of the session, see `StepDown`; `nil` in records
    /// of versions before 0.2.
    package var adjusted: Double?

    package init(
        channel: Channel, mapping: Congruence, significance: Significance, adjusted: Double?
    ) {
        self.channel = channel
        self.mapping = mapping
        self.significance = significance
        self.adjusted = adjusted
    }
}

/// Mirroring in one channel with a side: how much more one's left goes with the other's right than with
/// their left.
package struct MirrorSignificance: Sendable, Codable, Equatable {
    /// The channel of the first seat.
    package var channel: Channel
    /// Of the mean over windows of z in the mirror less z of the same sides.
    package var significance: Significance
    /// p-value corrected over the channels with a side, see `StepDown`.
    package var adjusted: Double

    package init(channel: Channel, significance: Significance, adjusted: Double) {
        self.channel = channel
        self.significance = significance
        self.adjusted = adjusted
    }
}
