package import Posture

/// One seat's posture: what a tier is about.
package struct Target: Sendable, Hashable {
    /// The seat's name.
    package var seat: String
    package var posture: String

    package init(seat: String, posture: String) {
        self.seat = seat
        self.posture = posture
    }
}

/// A posture that somebody held, as a coder has it.
package struct Hold: Sendable, Equatable {
    package var target: Target
    /// The person's own side; `nil` when it was not coded.
    package var side: Side?
    /// Seconds. Equal for something that was coded as a point in time: it is an event, but lasts for
    /// no second.
    package var onset: Double
    package var offset: Double

    package init(target: Target, side: Side? = nil, onset: Double, offset: Double) {
        self.target = target
        self.side = side
        self.onset = onset
        self.offset = offset
    }
}

/// What one coder found in a recording.
package struct Coding: Sendable, Equatable {
    /// In order of onset.
    package var holds: [Hold]
    /// What the coder looked for, found or not.
    package var targets: Set<Target>
    /// Tiers or codes of the file that name no seat and posture of the session.
    package var ignored: [String]

    package init(holds: [Hold], targets: Set<Target> = [], ignored: [String] = []) {
        self.holds = holds.sorted { $0.onset < $1.onset }
        self.targets = targets.union(holds.map(\.target))
        self.ignored = ignored
    }

    /// More holds of one seat and posture than any coding of a session has; a file with more is not
    /// one.
    static let maxHoldsPerTarget = 5000
}
