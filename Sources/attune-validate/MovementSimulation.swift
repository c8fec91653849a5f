import Foundation
import Mimicry
import Posture

/// How two people's channels are simulated.
struct MovementSimulation {
    /// Autocorrelation time of each channel in seconds, in the order of `Channel.allCases`: from that of
    /// motion energy (0.3 s) over turns of the head (1 s) to seating (20 s).
    static let memories = [0.5, 1, 2, 3, 5, 8, 10, 15, 20, 1, 2, 3, 5, 8, 0.3]

    /// What links the second person to the first.
    struct Coupling {
        /// Correlation of the follower's movement with the leader's earlier one, −1…1.
        var strength: Double
        /// Seconds; positive: the first seat leads.
        var lag: Double
        var mapping: Mapping
        /// Coupled bouts: how long one lasts and how long it stays away, seconds; `nil` always.
        var bouts: (on: Double, off: Double)?
    }

    /// Seconds.
    var duration: Double
    /// Samples per second.
    var rate: Double
    /// Mean share of each channel that is missing, in stretches of 12 s on average.
    var missing = 0.0
    var coupling: Coupling?
}
