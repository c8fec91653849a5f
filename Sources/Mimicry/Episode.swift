import Posture

/// How the sides of two people's postures relate.
public enum Congruence: String, Sendable, Codable, CaseIterable {
    /// As in a looking glass: one's own left with the other's own right.
    case mirror
    /// Anatomically the same: own left with own left.
    case identical
    /// The posture has no side.
    case none
}

/// One person adopts a posture that the other is already holding.
public struct Episode: Sendable, Equatable, Codable {
    public var posture: String
    public var leader: Seat
    public var follower: Seat
    public var leaderSide: Side?
    public var followerSide: Side?
    public var congruence: Congruence
    /// Seconds.
    public var leaderOnset: Double
    public var followerOnset: Double
    /// `followerOnset - leaderOnset`, seconds, always > 0.
    public var lag: Double
    /// When either leaves the posture, seconds.
    public var offset: Double
    /// Seconds that both held the posture within the episode (0 when the leader had just left it).
    public var sharedDuration: Double
    /// Chance of as soon an adoption under the surrogates; `nil` until computed.
    public var pValue: Double?

    public init(
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
