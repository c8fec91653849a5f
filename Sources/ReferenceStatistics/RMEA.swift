import Foundation

/// The statistic of the R package rMEA 1.2.2 [Kleinbub & Ramseyer 2021], so that what was published
/// with it can be repeated. Attune's own statistic is `WindowedCrossCorrelation`.
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
    /// The version whose numbers these are.
    package static let version = "1.2.2"

    /// Arguments of `MEAccf`.
    package struct Settings: Sendable, Codable, Equatable {
        /// Length of a window, seconds (`winSec`).
        package var window: Double
        /// From one window's start to the next one's, seconds (`incSec`).
        package var step: Double
        /// Largest lag, seconds (`lagSec`).
        package var maxLag: Double
        /// Fisher's z, held within ±10, in place of r (`r2Z`).
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
    /// A window is a slice of window + largest lag; both people's first `window` samples are compared
    /// at lag 0, and at a lag the one who follows is taken later in the slice. A slice with more than
    /// half of either person's samples missing has no values; otherwise pairs with a missing value are
    /// left out. A cell whose pairs are all equal but one, or in which one person does not vary, has
    /// none either.
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

    /// Held within ±10, as in rMEA; `NaN` stays `NaN`.
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
