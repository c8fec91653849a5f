import Foundation

/// Windowed cross-correlation and peak picking of the R package wcc 0.4.1 [Boker, Rotondo, Xu & King
/// 2002], so that what was published with it can be repeated. Attune's own statistic is
/// `WindowedCrossCorrelation`.
///
/// ```swift
/// let matrix = try WCC.matrix(patient, therapist, rate: 25, settings: .init(window: 8, step: 1))
/// let summary = try WCC.Summary(matrix)
/// ```
///
/// In wcc a negative lag means that the first person leads; here, as everywhere in Attune, it is the
/// positive one.
package enum WCC {
    /// The version whose numbers these are.
    package static let version = "0.4.1"

    /// Arguments of `wccCalc` and `wccPeakPick`; lags go in steps of one sample (`tInc = 1`).
    package struct Settings: Sendable, Codable, Equatable {
        /// Length of a window, seconds (`wMax`).
        package var window: Double
        /// From one window's start to the next one's, seconds (`wInc`).
        package var step: Double
        /// Largest lag, seconds (`tMax`).
        package var maxLag: Double

        package init(window: Double = 8, step: Double = 1, maxLag: Double = 3) {
            self.window = window
            self.step = step
            self.maxLag = maxLag
        }
    }

    /// `wccCalc`: Pearson's r, windows × lags.
    ///
    /// A window with the largest lag before it makes a slice; at a lag the one who leads is taken
    /// earlier. There are ⌊(N − window − largest lag) ÷ step⌋ windows. A cell with a missing value, or in
    /// which one person does not vary, has none.
    ///
    /// - Parameters:
    ///   - first: one value per sample, `NaN` where missing; `second` has as many.
    ///   - rate: samples per second; window, step and lag are the nearest whole number of samples.
    package static func matrix(
        _ first: [Double], _ second: [Double], rate: Double, settings: Settings
    ) throws(ReferenceError) -> LagMatrix {
        let length = Sample.count(settings.window, rate: rate)
        let step = Sample.count(settings.step, rate: rate)
        let lag = Sample.count(settings.maxLag, rate: rate)
        guard length >= 6, step >= 1, lag >= 1 else {
            throw .setting("the window must have six samples or more, the step and the lag one")
        }
        let count = min(first.count, second.count)
        let windows = (count - length - lag) / step
        guard windows >= 1 else { throw .tooShort(given: count, needed: length + lag + step) }
        var matrix = LagMatrix(
            rate: rate, starts: (0..<windows).map { lag + $0 * step }, length: length, maxLag: lag)
        for (window, start) in matrix.starts.enumerated() {
            let slice = start - lag..<start + length
            let pearson = SlicePearson(first[slice], second[slice])
            for shift in -lag...lag {
                matrix[window, lag: shift] = pearson.correlation(
                    lag - max(shift, 0), lag - max(-shift, 0), length: length)
            }
        }
        return matrix
    }
}
