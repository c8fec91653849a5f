import Foundation
import Posture
import ReferenceStatistics

/// The recipes of other packages on the same session.
///
/// They get what Attune's own test compares with chance, five values a second (means over 0.2 s), with the windows and lags of
/// their authors: rMEA windows of 30 s every 10 s, lags ±5 s, absolute z, against 99 shuffles of 1-min
/// segments; SUSY segments of 30 s, lags ±5 s.
struct PeerTrial {
    private let first: FeatureTrack
    private let second: FeatureTrack
    private let seed: UInt64
    private let sampleRate: Double
    /// Values per second.
    private static let rate = 5.0
    static let channels: [Channel] = [.motionEnergy, .headTurn]

    /// - Parameter rate: samples per second of the tracks.
    init(_ first: FeatureTrack, _ second: FeatureTrack, rate: Double, seed: UInt64) {
        sampleRate = rate
        self.first = first
        self.second = second
        self.seed = seed
    }

    func measure() -> TrialResult {
        var result = TrialResult()
        for channel in Self.channels {
            let one = coarse(first[channel])
            let other = coarse(second[channel])
            if let (z, p) = rmea(one, other) {
                result[.rMEAZ(channel)] = [z]
                result[.rMEAPValue(channel)] = [p]
            }
            if let susy = try? SUSY.result(
                one, other, rate: Self.rate, settings: SUSY.Settings(segment: 30, maxLag: 5))
            {
                result[.susyEffect(channel)] = [susy.summary.effectSize]
            }
            let (r, p) = Self.largest(one, other)
            result[.largestR(channel)] = [r]
            result[.largestRPValue(channel)] = [p]
        }
        return result
    }

    private func rmea(_ one: [Double], _ other: [Double]) -> (z: Double, p: Double)? {
        let settings = RMEA.Settings(window: 30, step: 10, maxLag: 5, absolute: true)
        let scaled = (RMEA.scaled(one), RMEA.scaled(other))
        guard
            let matrix = try? RMEA.matrix(
                scaled.0, scaled.1, rate: Self.rate, settings: settings),
            let shuffled = try? RMEA.shuffledAverages(
                scaled.0, scaled.1, rate: Self.rate, settings: settings, count: 99, seed: seed)
        else { return nil }
        let real = RMEA.Summary(matrix).grandAverage
        let mean = shuffled.reduce(0, +) / 99
        let variance = shuffled.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 98
        let reached = shuffled.count { $0 >= real }
        return ((real - mean) / variance.squareRoot(), Double(reached + 1) / 100)
    }

    /// The largest |r| over lags, and its p-value from the t-test of a correlation with as many
    /// independent pairs as there are samples: no null of its own.
    private static func largest(_ one: [Double], _ other: [Double]) -> (r: Double, p: Double) {
        let reach = Int(5 * rate)
        var highest = 0.0
        for lag in -reach...reach {
            let x = lag > 0 ? one.dropLast(lag) : one.dropFirst(-lag)
            let y = lag > 0 ? other.dropFirst(lag) : other.dropLast(-lag)
            highest = max(highest, abs(correlation(Array(x), Array(y))))
        }
        let z = atanh(highest) * Double(one.count - 3).squareRoot()
        return (highest, erfc(z / 2.0.squareRoot()))
    }

    private static func correlation(_ x: [Double], _ y: [Double]) -> Double {
        let count = Double(x.count)
        let (mx, my) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
        var (xx, yy, xy) = (0.0, 0.0, 0.0)
        for (a, b) in zip(x, y) {
            xx += (a - mx) * (a - mx)
            yy += (b - my) * (b - my)
            xy += (a - mx) * (b - my)
        }
        return xy / (xx * yy).squareRoot()
    }

    /// Means over 0.2 s.
    private func coarse(_ values: [Double]) -> [Double] {
        let step = sampleRate / Self.rate
        return (0..<Int(Double(values.count) / step)).map { index in
            let block = values[Int(Double(index) * step)..<Int(Double(index + 1) * step)]
            return block.reduce(0, +) / Double(block.count)
        }
    }
}
