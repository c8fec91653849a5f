import Base
package import Posture

/// One seat's posture, which a tier is about.
package struct Target: Sendable, Hashable {
    /// The seat's name.
    package var seat: String
    package var posture: String

    package init(seat: String, posture: String) {
        self.seat = seat
        self.posture = posture
    }
}

/// A posture that somebody held, according to a coder.
package struct Hold: Sendable, Equatable {
    package var target: Target
    /// The person's own side; `nil` when it was not coded.
    package var side: Side?
    /// Seconds. Both are equal for an event that was coded as a point in time: it has no duration.
    package var onset: Double
    package var offset: Double

    package init(target: Target, side: Side? = nil, onset: Double, offset: Double) {
        self.target = target
        self.side = side
        self.onset = onset
        self.offset = offset
    }
}

/// What one coder saw in a recording.
package struct Coding: Sendable, Equatable {
    /// In order of onset.
    package var holds: [Hold]
    /// What the coder looked for, found or not.
    package var targets: Set<Target>
    /// Tiers or codes of the file that name no seat and posture of the session.
    package var ignored: [String]
    /// What a reader of the figures should know of how the file was read, a sentence each without its
    /// full stop.
    package var notes: [String]

    /// Names of tiers and codes in the file.
    package var names: [String]

    package init(
        holds: [Hold], targets: Set<Target> = [], ignored: [String] = [], notes: [String] = [],
        names: [String] = []
    ) {
        self.holds = holds.sorted { $0.onset < $1.onset }
        self.targets = targets.union(holds.map(\.target))
        self.ignored = ignored
        self.notes = notes.map(\.oneLine)
        self.names = names
    }

    /// No coding of a session has more holds of one seat and posture; a file with more is refused.
    package static let maxHoldsPerTarget = 5000
    /// Annotations or rows in a file, whatever they are about: an hour that is transcribed word by word, on
    /// several tiers, has half as many.
    package static let maxAnnotations = 100_000
    /// Names in a file: tiers, speakers.
    package static let maxTiers = 1000
}
