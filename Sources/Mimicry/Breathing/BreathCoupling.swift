import Base
import Foundation
package import Posture

/// Whether two people breathe in step, in the time in which the breathing of both is measured.
///
/// The phase locking value is 1 where one is always the same part of a breath ahead of the other, and near 0 where
/// any part is as frequent. Of two who breathe at like rates it is high for minutes by itself, since the difference of
/// their phases drifts slowly; so it is held against the same breaths of either person in shuffled order; the greater of the two p-values
/// counts: of one who breathes more evenly than the other, shuffled breaths keep too much or too little.
package struct BreathCoupling: Sendable, Codable, Equatable {
    /// Time in which the phases of both are known, seconds.
    package var known: Double
    /// Phase locking value, 0…1; its mean over the surrogates; how often they reach it.
    package var locking: Double
    package var surrogateMean: Double
    package var pValue: Double
    /// How many surrogates there were of either person.
    package var surrogates: Int
    /// By how much the first seat is ahead, seconds, with its 95 % interval; negative where the second is.
    package var lag: Double
    package var lagInterval: ClosedRange<Double>
    /// Breaths a minute of the first and the second seat in that time.
    package var rates: [Double]
    /// Mean difference of the rates in the first and the last third of that time, 1/min.
    package var rateDifferences: [Double]
    /// Whose breathing is ahead; `nil` where it cannot be told.
    package var leader: Seat?

    /// Less joint time says nothing, seconds: in two minutes up to 9 % of independent pairs seemed coupled at the
    /// 5 % level, in five minutes 2 to 6 % (docs/validation.md).
    package static let least = 300.0

    /// Samples a second at which phases are compared: twenty a breath and more.
    private static let rate = 5.0
    /// Parts of the time of which one after the other is left out for the interval of the lag.
    private static let parts = 10
    /// Two-sided 5 % of Student's t with nine degrees of freedom.
    private static let quantile = 2.262

    /// - Parameter surrogates: at least 19, for p-values of 0.05.
    /// - Returns: `nil` where the breathing of both is known for less than ``least`` seconds.
    package init?(
        _ first: FeatureTrack, _ second: FeatureTrack, surrogates: Int, seed: UInt64
    ) {
        let (one, other) = (BreathCycles(first), BreathCycles(second))
        guard let start = first.times.first, let end = first.times.last, end > start else {
            return nil
        }
        let times = (0...Int((end - start) * Self.rate)).map { start + Double($0) / Self.rate }
        let turns = one.turns(at: times)
        let others = other.turns(at: times)
        let joint = times.indices.filter { turns[$0].isFinite && others[$0].isFinite }
        known = Double(joint.count) / Self.rate
        guard known >= Self.least else { return nil }
        let own = joint.map { Phasor(turns: turns[$0]) }
        let differences = zip(own, joint).map { $0.minus(Phasor(turns: others[$1])) }
        let mean = Phasor.mean(differences)
        locking = mean.length
        let source = SplitMix64(seed: seed)
        let fixed = [own, joint.map { Phasor(turns: others[$0]) }]
        var reached = [0, 0]
        var sum = 0.0
        for index in 0..<surrogates {
            for (seat, drawn) in [other, one].enumerated() {
                var random = source.stream(2 * index + seat)
                let shuffled = drawn.shuffled(by: &random).turns(at: times)
                let value = Phasor.mean(
                    zip(fixed[seat], joint).map { $0.minus(Phasor(turns: shuffled[$1])) }
                ).length
                sum += value
                if value >= locking { reached[seat] += 1 }
            }
        }
        self.surrogates = surrogates
        surrogateMean = sum / Double(max(1, 2 * surrogates))
        pValue = Double(max(reached[0], reached[1]) + 1) / Double(surrogates + 1)
        let period = (one.period + other.period) / 2
        lag = mean.angle * period
        let reach = Self.reach(of: differences, around: mean) * period
        lagInterval = lag - reach...lag + reach
        rates = [one, other].map { 60 / $0.period }
        rateDifferences = Self.differences(first, second, times, joint)
        // Half a breath ahead is half a breath behind: beyond a quarter nobody can say.
        let isTold = pValue <= 0.05 && !lagInterval.contains(0) && abs(lag) + reach <= period / 4
        leader = isTold ? (lag > 0 ? .first : .second) : nil
    }

    /// Half the 95 % interval of the mean phase, turns: by leaving out one part of the time after the other.
    private static func reach(of differences: [Phasor], around mean: Phasor) -> Double {
        let count = differences.count
        let deviations = (0..<parts).map { part in
            let left = part * count / parts..<(part + 1) * count / parts
            let rest = Array(differences[..<left.lowerBound] + differences[left.upperBound...])
            return Phasor.mean(rest).minus(mean).angle
        }
        let middle = deviations.reduce(0, +) / Double(parts)
        let squares = deviations.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
        return quantile * (squares * Double(parts - 1) / Double(parts)).squareRoot()
    }

    /// Mean difference of both rates in the first and the last third of the joint time, 1/min.
    private static func differences(
        _ first: FeatureTrack, _ second: FeatureTrack, _ times: [Double], _ joint: [Int]
    ) -> [Double] {
        let rates = [first, second].map { track -> [Double] in
            var index = 0
            return joint.map { sample in
                while index + 1 < track.count, track.times[index + 1] <= times[sample] {
                    index += 1
                }
                return track[.breathRate][index]
            }
        }
        let differences = zip(rates[0], rates[1]).map { abs($0 - $1) }
        let third = differences.count / 3
        return [differences.prefix(third), differences.suffix(third)].map { part in
            let known = part.filter { $0.isFinite }
            return known.reduce(0, +) / Double(known.count)
        }
    }
}
