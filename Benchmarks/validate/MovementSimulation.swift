import Foundation
import Mimicry
import Posture

/// How two people's channels are simulated: Ornstein–Uhlenbeck processes, missing in stretches, and, if
/// coupled, one person's movement in part a later copy of the other's.
struct MovementSimulation: Sendable {
    /// Autocorrelation time of each channel in seconds, in the order of `Channel.compared`, the face apart: from that of
    /// motion energy (0.3 s) over turns of the head (1 s) to seating (20 s).
    static let memories = [0.5, 1, 2, 3, 5, 8, 10, 15, 20, 1, 2, 3, 5, 8, 0.3]
    /// Samples per second at which sessions are measured unless somebody asks for another rate
    /// (`Rate.standard` of Workflows).
    static let standardRate = 12.5
    /// Mean length of a missing stretch, seconds.
    static let gap = 12.0
    /// Channels that are linked in a coupled dyad: a quick one, one of medium memory and a slow one.
    static let coupled: [Channel] = [.motionEnergy, .headTurn, .trunkLean]

    /// What links the two.
    struct Coupling: Sendable {
        /// Correlation of the follower's movement with the leader's earlier one, 0…1.
        var strength: Double
        /// Seconds, whole samples; positive: the first seat leads.
        var lag: Double
        /// Of the channels with a side.
        var mapping = Congruence.mirror
        /// Whether they are linked in bouts of 20 s with 80 s between on average, and not always.
        var isSparse = false
    }

    var minutes: Double
    /// Mean share of each channel that is missing.
    var missing = 0.0
    var coupling: Coupling?
    /// Samples per second.
    var rate = Self.standardRate

    func dyad(_ draws: inout RandomDraws) -> (FeatureTrack, FeatureTrack) {
        let count = Int(minutes * 60 * rate)
        let times = (0..<count).map { Double($0) / rate }
        var tracks = [FeatureTrack(), FeatureTrack()]
        for seat in tracks.indices {
            tracks[seat].times = times
            tracks[seat].presence = Array(repeating: 1, count: count)
            // What only tells postures stays unmeasured, and so does the face.
            for channel in Channel.allCases {
                tracks[seat][channel] =
                    channel.isCompared && !channel.isFace
                    ? OrnsteinUhlenbeck.path(
                        at: times, memory: Self.memories[channel.index], &draws)
                    : Array(repeating: .nan, count: count)
            }
        }
        if let coupling { link(&tracks, coupling, &draws) }
        if missing > 0 {
            for seat in tracks.indices {
                for channel in Channel.compared where !channel.isFace {
                    hide(&tracks[seat][channel], &draws)
                }
            }
        }
        return (tracks[0], tracks[1])
    }

    /// Makes the follower's channels in part a later copy of the leader's.
    private func link(
        _ tracks: inout [FeatureTrack], _ coupling: Coupling, _ draws: inout RandomDraws
    ) {
        let leader = coupling.lag > 0 ? 0 : 1
        let lag = Int((abs(coupling.lag) * rate).rounded())
        let linked = bouts(tracks[0].count, coupling, &draws)
        let share = coupling.strength
        for channel in Self.coupled {
            let sign = coupling.mapping == .mirror ? channel.mirror?.sign ?? 1 : 1
            let source = tracks[leader][channel]
            for index in lag..<source.count where linked[index] {
                let own = tracks[1 - leader].values[channel.index][index]
                tracks[1 - leader].values[channel.index][index] =
                    sign * share * source[index - lag] + (1 - share * share).squareRoot() * own
            }
        }
    }

    private func bouts(_ count: Int, _ coupling: Coupling, _ draws: inout RandomDraws) -> [Bool] {
        guard coupling.isSparse else { return Array(repeating: true, count: count) }
        var linked: [Bool] = []
        while linked.count < count {
            let off = Int(draws.exponential(mean: 80) * rate)
            linked +=
                Array(repeating: false, count: off) + Array(repeating: true, count: Int(20 * rate))
        }
        return Array(linked.prefix(count))
    }

    /// Removes stretches of random length.
    private func hide(_ values: inout [Double], _ draws: inout RandomDraws) {
        let seen = Self.gap * (1 - missing) / missing
        var index = 0
        while true {
            index += Int(draws.exponential(mean: seen) * rate)
            let end = min(values.count, index + Int(draws.exponential(mean: Self.gap) * rate))
            guard index < end else { if index >= values.count { return } else { continue } }
            for hidden in index..<end { values[hidden] = .nan }
            index = end
        }
    }
}
