import Base
import Foundation

/// A stretch of time in which somebody was seen without a break, on a uniform grid, lengths in trunk lengths.
///
/// Head and shoulders rise and sink with every step by some 4 cm, lowest when both feet are on the ground
/// [Saunders et al. 1953]. That needs no feet to be seen.
struct GaitRun {
    /// Samples a second: four and more to the fastest swing that is looked at.
    static let rate = 25.0
    /// A longer pause between instants ends a run, seconds; as gaps in postures.
    static let longestPause = 0.5
    /// Instants farther apart than this, as a rule, tell no steps, seconds: at four a second, steps of 144 a minute look
    /// like ones of 96.
    static let longestInterval = 0.2
    /// What is seen for less holds no four steps, seconds.
    static let shortest = 2.5

    /// Times of the first sample, seconds.
    let start: Double
    /// By measure, `NaN` where hidden for longer than the pause.
    private let columns: [[Double]]
    /// How far nose and shoulders are down, in the narrow band in which steps are told from all else…
    let nose: [Double]
    let shoulders: [Double]
    /// …their mean; and the same in a wide band, in which steps are where they are.
    let height: [Double]
    let fineHeight: [Double]
    /// How far the ankles are apart in the narrow band, and how much lower the left one is.
    let apart: [Double]
    let lower: [Double]
    /// The wide band of the distance of the ankles with its mean, trunk lengths.
    let reach: [Double]
    /// Length of the trunk, pixels.
    let trunk: [Double]

    /// Bands, Hz. Cadence is 70 to 210 steps a minute, the rate of strides half of that.
    private static let narrow = BandPass(0.7...3.5, rate: rate)
    private static let wide = BandPass(0.5...4, rate: rate)
    /// Weight of the nose in where a step is: of simulated walkers half to three quarters are alike and more or less
    /// are worse, and real shoulders swing with the arms.
    private static let noseWeight = 0.75
    private static let strides = BandPass(0.4...3, rate: rate)

    var count: Int { height.count }

    subscript(_ measure: GaitMeasure) -> [Double] { columns[measure.rawValue] }

    func time(_ place: Double) -> Double { start + place / Self.rate }
    func place(_ time: Double) -> Double { (time - start) * Self.rate }

    /// `nil` when the stretch is too short.
    init?(_ times: [Double], _ values: [[Double]], _ range: Range<Int>) {
        guard let first = range.first, let last = range.last,
            times[last] - times[first] >= Self.shortest,
            Self.isDense(times[range])
        else { return nil }
        start = times[first]
        let count = Int((times[last] - times[first]) * Self.rate) + 1
        let own = Array(times[range])
        let columns = values.map { Self.onGrid(Array($0[range]), own, count) }
        let trunk = Self.smoothed(columns[GaitMeasure.trunk.rawValue], seconds: 0.5)
        self.columns = columns
        self.trunk = trunk
        func scaled(_ measure: GaitMeasure) -> [Double] {
            zip(columns[measure.rawValue], trunk).map { $0 / $1 }
        }
        let (noses, middles) = (scaled(.noseY), scaled(.shoulderY))
        nose = Self.narrow.zeroPhase(noses)
        shoulders = Self.narrow.zeroPhase(middles)
        height = zip(nose, shoulders).map { ($0 + $1) / 2 }
        fineHeight = Self.wide.zeroPhase(
            zip(noses, middles).map { Self.noseWeight * $0 + (1 - Self.noseWeight) * $1 })
        // The network mistakes one leg for the other for an instant: a median of three.
        let across = Self.steady(scaled(.ankleX))
        let down = Self.steady(scaled(.ankleY))
        reach = zip(across, down).map { Vector2($0, $1).length }
        apart = Self.narrow.zeroPhase(Self.filled(reach))
        lower = Self.strides.zeroPhase(Self.filled(down))
    }

    private static func isDense(_ times: ArraySlice<Double>) -> Bool {
        let intervals = zip(times.dropFirst(), times).map { $0 - $1 }
        return (intervals.median ?? .infinity) <= longestInterval + 1e-6
    }

    /// Linear between instants; nothing between those that are farther apart than the pause.
    private static func onGrid(_ values: [Double], _ times: [Double], _ count: Int) -> [Double] {
        let known = values.indices.filter { values[$0].isFinite }
        guard known.count > 1 else { return [Double](repeating: .nan, count: count) }
        var after = 1
        return (0..<count).map { sample in
            let time = times[0] + Double(sample) / rate
            while after < known.count - 1, times[known[after]] < time { after += 1 }
            let (from, to) = (known[after - 1], known[after])
            let share = (time - times[from]) / (times[to] - times[from])
            guard times[to] - times[from] <= longestPause, (-0.1...1.1).contains(share) else {
                return .nan
            }
            return values[from] + share * (values[to] - values[from])
        }
    }

    /// A running median.
    static func smoothed(_ values: [Double], seconds: Double) -> [Double] {
        let half = Int(seconds * rate)
        return values.indices.map { index in
            values[max(0, index - half)...min(values.count - 1, index + half)]
                .filter(\.isFinite).median ?? .nan
        }
    }

    private static func steady(_ values: [Double]) -> [Double] {
        // Three instants of a slow recording lie this many samples apart.
        let half = 2
        return values.indices.map { index in
            guard values[index].isFinite else { return .nan }
            return values[max(0, index - half)...min(values.count - 1, index + half)]
                .filter(\.isFinite).median ?? .nan
        }
    }

    /// Unknown values take the last known one: a band-pass needs some.
    private static func filled(_ values: [Double]) -> [Double] {
        var last = values.first(where: \.isFinite) ?? 0
        return values.map { value in
            if value.isFinite { last = value }
            return last
        }
    }
}
