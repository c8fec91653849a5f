package import Posture

/// How the sides of two people relate: of the postures of an episode, or of the channels that
/// synchrony compares.
package enum Congruence: String, Sendable, Codable, CaseIterable {
    /// As in a mirror: the left of one with the right of the other.
    case mirror
    /// Anatomically the same: left with left.
    case identical
    /// The posture or channel has no side. Files say `none`.
    case unsided = "none"

    /// How two sides relate; `unsided` when either posture has no side.
    package init(_ one: Side?, _ other: Side?) {
        guard let one, let other else {
            self = .unsided
            return
        }
        self = one == other ? .identical : .mirror
    }
}
