import Posture

/// One seat's posture: what a tier is about.
public struct Target: Sendable, Hashable {
    /// The seat's name.
    public var seat: String
    public var posture: String

    public init(seat: String, posture: String) {
        self.seat = seat
        self.posture = posture
    }
}

/// A posture that somebody held, as a coder has it.
public struct Hold: Sendable, Equatable {
    public var target: Target
    /// The person's own side; `nil` when it was not coded.
    public var side: Side?
    /// Seconds. Equal for something that was coded as a point in time: it is an event, but lasts for
    /// no second.
    public var onset: Double
    public var offset: Double

    public init(target: Target, side: Side? = nil, onset: Double, offset: Double) {
        self.target = target
        self.side = side
        self.onset = onset
        self.offset = offset
    }
}

/// What one coder found in a recording.
public struct Coding: Sendable, Equatable {
    /// In order of onset.
    public var holds: [Hold]
    /// What the coder looked for, found or not.
    public var targets: Set<Target>
    /// Tiers or codes of the file that name no seat and posture of the session.
    public var ignored: [String]

    public init(holds: [Hold], targets: Set<Target> = [], ignored: [String] = []) {
        self.holds = holds.sorted { $0.onset < $1.onset }
        self.targets = targets.union(holds.map(\.target))
        self.ignored = ignored
    }

    /// More holds of one seat and posture than any coding of a session has; a file with more is not
    /// one.
    static let maxHoldsPerTarget = 5000
}
