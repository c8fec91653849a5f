import Base
import Foundation
package import Posture

/// Whether two people walk in step, and who takes up a change of pace of the other, while both are seen to walk.
///
/// The phase locking value is 1 where one's feet come down always at the same part of the other's step. Of two who
/// walk at like paces it is high for a minute by itself, since their phases drift apart slowly. So it is held against
/// steps of either person that keep the rhythm of their own and come at other times; the greater of the two p-values
/// counts.
package struct GaitCoupling: Sendable, Codable, Equatable {
    /// Time in which both walk, seconds, and steps of the first in it.
    package var known: Double
    package var steps: Int
    /// Phase locking value, 0…1; its mean over the surrogates; how often they reach it.
    package var locking: Double
    package var surrogateMean: Double
    package var pValue: Double
    /// How many surrogates there were of either person.
    package var surrogates: Int
    /// By how much the feet of the first seat come down before those of the second, seconds; negative where after.
    package var lag: Double
    /// Of steps of both that come down together (within a quarter of a step): the share in which it is the same
    /// foot, 0…1; `nil` where the feet are not told.
    package var sameFoot: Double?
    /// Greatest correlation of the paces within ``longestLag``, and how often surrogates reach it.
    package var following: Double
    package var followingPValue: Double
    /// By how much the second seat is later in it, seconds; negative where the first is.
    package var followingLag: Double
    /// Who changes the pace first; `nil` where that cannot be told: where the paces go together no more than by chance,
    /// or the lag's 95 % interval comes within a sample of 0.
    package var leader: Seat?

    /// Whether they walked in step, at the 5 % level.
    package var isLocked: Bool { pValue <= 0.05 }

    /// Less joint time says nothing, seconds: in less, two in three who keep step are not told from chance
    /// (docs/validation.md).
    package static let least = 40.0
    /// Longest time in which a change of pace is taken up, seconds: as for postures.
    package static let longestLag = 10.0

    /// Samples of the pace a second.
    private static let rate = 2.0
    /// Parts of the time of which one after the other is left out for the interval of the lag.
    private static let parts = 10
    /// Two-sided 5 % of Student's t with nine degrees of freedom.
    private static let quantile = 2.262
    /// Fewer pairs of steps with known feet say nothing.
    private static let fewestPairs = 8

    /// - Parameters:
    ///   - first: steps in order of time; one without a time since the step before begins a walk.
    ///   - surrogates: at least 19, for p-values of 0.05.
    /// - Returns: `nil` where both are seen to walk for less than ``least`` seconds.
    package init?(
        _ first: [GaitStep], _ second: [GaitStep], surrogates: Int, seed: UInt64
    ) {
        let people = [StepCycles(first), StepCycles(second)]
        let times = Self.times(people.map(\.cycles))
        let paces = people.map { $0.cycles.pace(at: times) }
        known =
            Double(times.indices.count { paces[0][$0].isFinite && paces[1][$0].isFinite })
            / Self.rate
        guard known >= Self.least else { return nil }
        let marks = people.map { $0.cycles.stretches.flatMap { $0 } }
        let real = [0, 1].map { Phases(of: people[1 - $0].cycles, at: marks[$0]) }
        steps = real[0].count
        locking = real[0].locking
        // Of the second as the first's foot comes down: behind where the first is ahead.
        lag = -real[0].angle * (people[0].cycles.period + people[1].cycles.period) / 2
        let peak = PacePeak(paces[0], paces[1], longest: Int(Self.longestLag * Self.rate))
        (following, followingLag) = (peak.value, Double(peak.lag) / Self.rate)
        var reached = [0, 0]
        var followed = [0, 0]
        var sum = 0.0
        let source = SplitMix64(seed: seed)
        for index in 0..<surrogates {
            for fixed in [0, 1] {
                var random = source.stream(2 * index + fixed)
                let drawn = people[1 - fixed].surrogate(by: &random)
                let value = Phases(of: drawn, at: marks[fixed]).locking
                if fixed == 0 { sum += value }
                if value >= real[fixed].locking { reached[fixed] += 1 }
                let pace = drawn.pace(at: times)
                let other = PacePeak(paces[fixed], pace, longest: Int(Self.longestLag * Self.rate))
                if other.value >= peak.value { followed[fixed] += 1 }
            }
        }
        self.surrogates = surrogates
        surrogateMean = sum / Double(max(1, surrogates))
        pValue = Double(max(reached[0], reached[1]) + 1) / Double(surrogates + 1)
        followingPValue = Double(max(followed[0], followed[1]) + 1) / Double(surrogates + 1)
        sameFoot = Self.sameFoot(first, second, within: people[0].cycles.period / 4)
        leader =
            followingPValue <= 0.05
                && abs(followingLag) > Self.reach(of: peak, paces) + 1 / Self.rate
            ? (followingLag > 0 ? .first : .second) : nil
    }

    /// Half the 95 % interval of the lag, seconds: by leaving out one part of the time after the other.
    private static func reach(of peak: PacePeak, _ paces: [[Double]]) -> Double {
        let count = paces[0].count
        let lags = (0..<parts).map { part -> Double in
            let left = part * count / parts..<(part + 1) * count / parts
            let rest = paces.map { pace in
                pace.indices.map { left.contains($0) ? .nan : pace[$0] }
            }
            return Double(PacePeak(rest[0], rest[1], longest: Int(longestLag * rate)).lag) / rate
        }
        let middle = lags.reduce(0, +) / Double(parts)
        let squares = lags.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
        return quantile * (squares * Double(parts - 1) / Double(parts)).squareRoot()
    }

    private static func times(_ cycles: [CycleTimes]) -> [Double] {
        let starts = cycles.compactMap { $0.stretches.first?.first }
        let ends = cycles.compactMap { $0.stretches.last?.last }
        guard starts.count == 2, let start = starts.max(), let end = ends.min(), end > start else {
            return []
        }
        return (0...Int((end - start) * rate)).map { start + Double($0) / rate }
    }

    private static func sameFoot(
        _ first: [GaitStep], _ second: [GaitStep], within reach: Double
    ) -> Double? {
        let (own, others) = (first.filter { $0.foot != nil }, second.filter { $0.foot != nil })
        var pairs: [Bool] = []
        var from = 0
        for step in own {
            while from < others.count, others[from].time < step.time - reach { from += 1 }
            guard from < others.count, others[from].time <= step.time + reach else { continue }
            pairs.append(others[from].foot == step.foot)
        }
        guard pairs.count >= fewestPairs else { return nil }
        return Double(pairs.count { $0 }) / Double(pairs.count)
    }
}

/// Where one is in their step whenever the other's foot comes down.
private struct Phases {
    let count: Int
    private let mean: Phasor

    init(of cycles: CycleTimes, at times: [Double]) {
        let known = cycles.turns(at: times).filter { $0.isFinite }
        count = known.count
        mean = known.isEmpty ? Phasor(x: 0, y: 0) : Phasor.mean(known.map(Phasor.init(turns:)))
    }

    var locking: Double { mean.length }
    /// Turns, −½…½.
    var angle: Double { mean.angle }
}

/// The greatest correlation of two paces, and how many samples later the second is.
private struct PacePeak {
    var value = -1.0
    var lag = 0

    init(_ one: [Double], _ other: [Double], longest: Int) {
        for lag in -longest...longest {
            let value = Self.correlation(one, other, lag)
            if value > self.value { (self.value, self.lag) = (value, lag) }
        }
    }

    private static func correlation(_ one: [Double], _ other: [Double], _ lag: Int) -> Double {
        var (n, a, b, aa, bb, ab) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        for index in max(0, -lag)..<max(max(0, -lag), min(one.count, other.count - lag)) {
            let (x, y) = (one[index], other[index + lag])
            guard x.isFinite, y.isFinite else { continue }
            n += 1
            a += x
            b += y
            aa += x * x
            bb += y * y
            ab += x * y
        }
        let (va, vb) = (aa - a * a / n, bb - b * b / n)
        return n > 2 && va > 0 && vb > 0 ? (ab - a * b / n) / (va * vb).squareRoot() : -1
    }
}
