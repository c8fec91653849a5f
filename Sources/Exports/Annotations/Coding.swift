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

    package init(holds: [Hold], targets: Set<Target> = [], ignored: [String] = []) {
        self.holds = holds.sorted { $0.onset < $1.onset }
        self.targets = targets.union(holds.map(\.target))
        self.ignored = ignored
    }

    /// No coding of a session has more holds of one seat and posture; a file with more is refused.
    package static let maxHoldsPerTarget = 5000
}

/// Which seat and posture a tier, or a subject's code, is about.
///
/// The name of a tier is `SEAT POSTURE`, as Attune's own exports have it. Letter case does not
/// matter, nor which of blank, `_`, `-`, `:`, `/`, `.` and `@` stands between words: `Client: head on
/// hand` is `client head_on_hand`.
package struct TierNames: Sendable {
    private var exact: [String: Target] = [:]
    private var targets: [String: Target] = [:]

    /// - Parameters:
    ///   - seats: names of the seats of the session.
    ///   - postures: names of the postures that were looked for.
    ///   - mapping: other names of tiers, with the `SEAT POSTURE` that each stands for; see
    ///     ``unknown``.
    package init(
        seats: [String], postures: [String], mapping: [(name: String, stands: String)] = []
    ) {
        for seat in seats {
            for posture in postures {
                let name = "\(seat) \(posture)"
                let target = Target(seat: seat, posture: posture)
                exact[name] = target
                targets[Self.folded(name)] = target
            }
        }
        for (name, stands) in mapping {
            guard let target = target(of: stands) else {
                unknown.append(stands)
                continue
            }
            exact[name] = target
            targets[Self.folded(name)] = target
        }
    }

    /// Targets of the mapping that name no seat and posture of the session.
    package private(set) var unknown: [String] = []

    /// What a name stands for; `nil` when it names no seat and posture of the session.
    package func target(of name: String) -> Target? {
        exact[name] ?? targets[Self.folded(name)]
    }

    /// Lower case, words joined by single blanks.
    private static func folded(_ name: String) -> String {
        name.lowercased().split { $0.isWhitespace || "_-:/.@".contains($0) }.joined(separator: " ")
    }
}
