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

    /// What a mapping named that is no seat and posture of the session.
    package private(set) var unknown: [String] = []

    /// What a name stands for; `nil` when it is none of ours.
    package func target(of name: String) -> Target? {
        exact[name] ?? targets[Self.folded(name)]
    }

    /// Lower case, words joined by single blanks.
    private static func folded(_ name: String) -> String {
        name.lowercased().split { $0.isWhitespace || "_-:/.@".contains($0) }.joined(separator: " ")
    }
}
