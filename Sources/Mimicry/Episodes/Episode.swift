package import Posture

/// One person adopts a posture that the other is already holding.
package struct Episode: Sendable, Equatable, Codable {
    package var posture: String
    package var leader: Seat
    package var follower: Seat
    package var leaderSide: Side?
    package var followerSide: Side?
    package var congruence: Congruence
    /// Seconds.
    package var leaderOnset: Double
    package var followerOnset: Double
    /// `followerOnset - leaderOnset`, seconds, always > 0.
    package var lag: Double
    /// When either leaves the posture, seconds.
    package var offset: Double
    /// Seconds that both held the posture within the episode (0 when the leader had just left it).
    package var sharedDuration: Double
    /// Chance of as soon an adoption under the surrogates; `nil` until computed.
    package var pValue: Double?
    /// Whether an earlier entry of the follower had adopted the same onset of the leader. A repeat is listed
    /// and does not count.
    package var isRepeat = false
    /// When each left the posture, seconds; `nil` when that was not seen. See `EpisodeExits`.
    package var leaderOffset: Double?
    package var followerOffset: Double?
    /// Who left first; `nil` when unknown or undecided, and when nothing was shared.
    package var endedBy: Seat?
    /// How much later the other left, seconds; `nil` unless both exits were seen.
    package var exitLag: Double?
    /// p-value corrected for the number of episodes; `nil` until computed. See `EpisodeRarity`.
    package var qValue: Double?
    /// Whether something that both noticed happened so shortly before that no adoption is claimed. Such an
    /// episode is listed and does not count.
    package var isAfterEvent = false
    /// Whether the follower listened to the leader as they took up the posture; `nil` when it is not
    /// known who spoke.
    package var isListener: Bool?

    /// Whether it is an adoption that counts.
    package var counts: Bool { !isRepeat && !isAfterEvent }

    package init(
        posture: String, leader: Seat, leaderSide: Side?, followerSide: Side?,
        congruence: Congruence, leaderOnset: Double, followerOnset: Double, offset: Double,
        sharedDuration: Double, pValue: Double? = nil
    ) {
        self.posture = posture
        self.leader = leader
        self.follower = leader.other
        self.leaderSide = leaderSide
        self.followerSide = followerSide
        self.congruence = congruence
        self.leaderOnset = leaderOnset
        self.followerOnset = followerOnset
        self.lag = followerOnset - leaderOnset
        self.offset = offset
        self.sharedDuration = sharedDuration
        self.pValue = pValue
    }
}
