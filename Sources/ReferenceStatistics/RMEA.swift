import Base
import Foundation

/// The statistic of the R package rMEA 1.2.2 [Kleinbub & Ramseyer 2021], so that published results can
/// be reproduced. Attune's own statistic is `WindowedCrossCorrelation`.
///
/// ```swift
/// let first = RMEA.scaled(RMEA.smoothed(patient, window: 0.5, rate: 25))
/// let second = RMEA.scaled(RMEA.smoothed(therapist, window: 0.5, rate: 25))
/// let matrix = try RMEA.matrix(first, second, rate: 25, settings: .init(window: 30, step: 10))
/// let average = RMEA.Summary(matrix).grandAverage
/// ```
///
/// Lags keep rMEA's sign: positive when the first person leads.
package enum RMEA {
    /// The reproduced version.
    package static let version = "1.2.2"

    /// Arguments of `MEAccf`.
    package struct Settings: Sendable, Codable, Equatable {
        /// Length of a window, seconds (`winSec`).
        package var window: Double
        /// From one window's start to the next one's, seconds (`incSec`).
        package var step: Double
        /// Largest lag, seconds (`lagSec`).
        package var maxLag: Double
        /// Fisher's z, clamped to ±10, instead of r (`r2Z`).
        package var fisherZ: Bool
        /// Absolute values (`ABS`).
        package var absolute: Bool

        package init(
            window: Double = 30, step: Double = 10, maxLag: Double = 5, fisherZ: Bool = true,
            absolute: Bool = false
        ) {
            self.window = window
            self.step = step
            self.maxLag = maxLag
            self.fisherZ = fisherZ
            self.absolute = absolute
        }
    }

    /// The table of `MEAccf`: windows × lags.
    ///
    /// A slice is a window and the largest lag. At lag 0 both people's first `window` samples are
    /// compared; at other lags the follower's samples are later in the slice. A slice with more than half
    /// of either person's samples missing has no values; otherwise pairs with a missing value are left
    /// out. A cell in which fewer than two pairs differ, or one person does not vary, has no value either.
    ///
    /// - Parameters:
    ///   - first: one value per sample, `NaN` where missing; `second` has as many.
    ///   - rate: samples per second. rMEA takes whole rates; at others window, step and lag are the
    ///     nearest whole number of samples.
    package static func matrix(
        _ first: [Double], _ second: [Double], rate: Double, settings: Settings
    ) throws(ReferenceError) -> LagMatrix {
        let length = Sample.count(settings.window, rate: rate)
        let step = Sample.count(settings.step, rate: rate)
        let lag = Sample.count(settings.maxLag, rate: rate)
        guard length >= 2, step >= 1, lag >= 0 else {
            throw .setting("the window must have two samples or more, and the step one")
        }
        let count = min(first.count, second.count)
        guard count >= length + lag else {
            throw .tooShort(given: count, needed: length + lag)
        }
        var matrix = LagMatrix(
            rate: rate, starts: Array(stride(from: 0, through: count - length - lag, by: step)),
            length: length, maxLag: lag)
        for (window, start) in matrix.starts.enumerated() {
            let slice = start..<start + length + lag
            guard let pearson = slicePearson(first[slice], second[slice]) else { continue }
            for lag in -lag...lag {
                let r = correlation(
                    pearson, start + max(-lag, 0), start + max(lag, 0), first, second, matrix,
                    offset: start)
                let value = settings.fisherZ ? fisherZ(r) : r
                matrix[window, lag: lag] = settings.absolute ? abs(value) : value
            }
        }
        return matrix
    }

    /// Clamped to ±10, as in rMEA; `NaN` stays `NaN`.
    private static func fisherZ(_ r: Double) -> Double {
        let z = atanh(r)
        return abs(z) > 10 ? (z > 0 ? 10 : -10) : z
    }

    /// `nil` when more than half of either is missing.
    private static func slicePearson(
        _ first: ArraySlice<Double>, _ second: ArraySlice<Double>
    ) -> SlicePearson? {
        let half = first.count / 2
        guard first.count(where: \.isNaN) <= half, second.count(where: \.isNaN) <= half else {
            return nil
        }
        return SlicePearson(first, second)
    }

    private static func correlation(
        _ pearson: SlicePearson, _ start: Int, _ other: Int, _ first: [Double],
        _ second: [Double], _ matrix: LagMatrix, offset: Int
    ) -> Double {
        var different = 0
        var index = 0
        while different < 2, index < matrix.length {
            let pair = (first[start + index], second[other + index])
            if pair.0 != pair.1, !pair.0.isNaN, !pair.1.isNaN { different += 1 }
            index += 1
        }
        guard different == 2 else { return .nan }
        return pearson.hasMissing
            ? pearson.pairwise(start - offset, other - offset, length: matrix.length)
            : pearson.correlation(start - offset, other - offset, length: matrix.length)
    }
}

extension RMEA {
    /// rMEA's summary of a table. Lags in seconds, positive when the first person leads.
    package struct Summary: Sendable, Codable, Equatable {
        package var windows: Int
        package var lags: Int
        /// Mean of all cells (`grandAver`).
        package var grandAverage: Double
        /// Means over windows of the windows' means over positive (`s1_lead`) and negative
        /// (`s2_lead`) lags.
        package var firstLead: Double
        package var secondLead: Double
        /// Mean over windows at lag 0 (`lag_zero`).
        package var lagZero: Double
        /// Mean over windows of the lag with the highest value (`bestLag`), seconds.
        package var bestLag: Double

        package init(_ matrix: LagMatrix) {
            let zero = matrix.maxLag
            let rows = (0..<matrix.windowCount).map { Array(matrix.row($0)) }
            windows = matrix.windowCount
            lags = matrix.lagCount
            grandAverage = Sample.mean(matrix.values)
            firstLead = Sample.mean(rows.map { Sample.mean($0[(zero + 1)...]) })
            secondLead = Sample.mean(rows.map { Sample.mean($0[..<zero]) })
            lagZero = Sample.mean(rows.map { $0[zero] })
            bestLag = Sample.mean(rows.map { Self.best($0).map(matrix.lag) ?? .nan })
        }

        /// The first column with the highest value.
        private static func best(_ row: [Double]) -> Int? {
            var best: Int?
            for (column, value) in row.enumerated() where !value.isNaN {
                if best.map({ value > row[$0] }) ?? true { best = column }
            }
            return best
        }
    }
}

extension RMEA {
    /// `MEAsmooth`: a moving sum over the window, divided by the window's width in samples.
    ///
    /// As in rMEA, with its peculiarities: the width may be fractional while the sum is over whole
    /// samples, so that half a second at 25 Hz sums 12 values, centred half a sample early, and divides
    /// by 12.5 (a gain of 0.96); the start is a sum over the part of the window that is there, divided
    /// by the whole width; where the window reaches beyond the end or over a missing value the result
    /// is 0.
    ///
    /// - Parameters:
    ///   - window: seconds, at least one sample (`moving.average.win`).
    ///   - rate: samples per second.
    package static func smoothed(
        _ series: [Double], window: Double = 0.5, rate: Double
    ) throws(ReferenceError) -> [Double] {
        let width = window * rate
        guard width >= 1, width.isFinite else {
            throw .setting("smoothing must be over one sample or more")
        }
        let reach = (width - 1) / 2
        return series.indices.map { index in
            let place = Double(index + 1)
            let from = max(1, place - reach)
            // R's `from:to` has floor(to − from + 1e-10) + 1 elements; an index is cut to an integer.
            let first = Int(from)
            let last = Int(from + (place + reach - from + 1e-10).rounded(.down))
            guard last <= series.count else { return 0 }
            let sum = series[first - 1..<last].reduce(0, +)
            return sum.isNaN ? 0 : sum / width
        }
    }

    /// `MEAscale(scale = "sd", center = FALSE)`: divided by the standard deviation, not centred.
    ///
    /// All `NaN` when the series does not vary.
    package static func scaled(_ series: [Double]) -> [Double] {
        let deviation = Sample.standardDeviation(series)
        return series.map { deviation > 0 ? $0 / deviation : .nan }
    }
}

extension RMEA {
    /// Grand averages of the session with its segments shuffled: the pseudosynchrony of Ramseyer &
    /// Tschacher (2010, *Nonverbal synchrony or random coincidence?*, Springer LNCS 5967), which rMEA
    /// 1.2.2 describes but has switched off.
    ///
    /// Each person's series is cut into segments, dropping a rest at the end, and the segments are put in
    /// random orders in which no two that belonged together meet again.
    ///
    /// - Parameters:
    ///   - segment: seconds.
    ///   - count: how many shuffles; number `k` depends on the seed and `k` alone.
    package static func shuffledAverages(
        _ first: [Double], _ second: [Double], rate: Double, settings: Settings,
        segment: Double = 60, count: Int = 100, seed: UInt64 = 1
    ) throws(ReferenceError) -> [Double] {
        let length = Sample.count(segment, rate: rate)
        guard length >= 1 else { throw .setting("a segment must have one sample or more") }
        let segments = min(first.count, second.count) / length
        guard segments >= 2 else {
            throw .tooShort(given: min(first.count, second.count), needed: 2 * length)
        }
        let generator = SplitMix64(seed: seed)
        var averages: [Double] = []
        for index in 0..<count {
            var stream = generator.stream(index)
            let order = SegmentOrder.apart(segments, using: &stream)
            let matrix = try matrix(
                SegmentOrder.joined(first, order.0, length: length),
                SegmentOrder.joined(second, order.1, length: length), rate: rate,
                settings: settings)
            averages.append(Sample.mean(matrix.values))
        }
        return averages
    }
}

/// Segments of a series in another order.
enum SegmentOrder {
    /// Two random orders in which no place holds the same segment.
    static func apart(
        _ count: Int, using generator: inout SplitMix64
    ) -> ([Int], [Int]) {
        let first = Array(0..<count).shuffled(using: &generator)
        while true {
            let second = Array(0..<count).shuffled(using: &generator)
            if zip(first, second).allSatisfy({ $0 != $1 }) { return (first, second) }
        }
    }

    static func joined(_ series: [Double], _ order: [Int], length: Int) -> [Double] {
        order.flatMap { series[$0 * length..<($0 + 1) * length] }
    }
}
