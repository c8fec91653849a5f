import Foundation

/// Windowed cross-correlation and peak picking of the R package wcc 0.4.1 [Boker, Rotondo, Xu & King
/// 2002], so that published results can be reproduced. Attune's own statistic is
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
    /// The reproduced version.
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
    /// A slice is a window and the largest lag before it; at a lag the leader's samples are earlier. There
    /// are ⌊(N − window − largest lag) ÷ step⌋ windows. A cell with a missing value, or in
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

extension WCC {
    /// The peak nearest to lag 0 of a window.
    package struct Peak: Sendable, Equatable {
        /// Half samples; positive when the first person leads.
        package var halfSamples: Int
        /// Height of the smoothed correlation there.
        package var value: Double
    }

    /// `wccPeakPick`: smooths every window over its lags and finds the maximum nearest to lag 0.
    ///
    /// A row is smoothed by loess (span 0.25) and interpolated to half samples by a spline. From lag 0
    /// the search widens to both sides until the highest value so far has not been exceeded for eight
    /// half samples (`Lsize`). A peak within eight half samples of either end does not count.
    ///
    /// - Parameter matrix: without missing cells.
    /// - Returns: one per window, `nil` where there is none.
    package static func peaks(of matrix: LagMatrix) throws(ReferenceError) -> [Peak?] {
        guard matrix.lagCount >= LoessSmoother.fewest else {
            throw .setting(
                "wcc's peak picking needs a largest lag of \(LoessSmoother.fewest / 2) samples or more"
            )
        }
        let smoother = LoessSmoother(count: matrix.lagCount, span: 0.25)
        return (0..<matrix.windowCount).map { window in
            // wcc's own order, where negative lags are the first person's: it decides between equals.
            peak(
                HalfStepSpline.values(smoother.smoothed(matrix.row(window).reversed())),
                center: matrix.lagCount - 1)
        }
    }

    /// How many half samples without a higher value end the search (`Lsize`).
    static let lookAhead = 8

    private static func peak(_ curve: [Double], center: Int) -> Peak? {
        var best = max(curve[center - 1], max(curve[center], curve[center + 1]))
        var waited = 0
        var width = 1
        while width < center, waited < lookAhead {
            width += 1
            let highest = max(curve[center - width], curve[center + width])
            if highest > best {
                best = highest
                waited = 0
            } else {
                waited += 1
            }
        }
        guard let place = curve[center - width...center + width].firstIndex(of: best) else {
            return nil
        }
        let position = place - center
        guard abs(position) <= center - lookAhead else { return nil }
        return Peak(halfSamples: -position, value: best)
    }
}

extension WCC {
    /// wcc's summary of a table (`wccAggregate`). Means and variances are of Fisher's z, except the lag's.
    ///
    /// As in wcc, missing cells count as 0 from here on.
    package struct Summary: Sendable, Codable, Equatable {
        package var windows: Int
        package var lags: Int
        /// Of the peaks (`maxMean`, `maxVar`).
        package var maxMean: Double
        package var maxVariance: Double
        /// Mean of |z| and variance of z of all cells (`totalMean`, `totalVar`).
        package var totalMean: Double
        package var totalVariance: Double
        /// At lag 0 (`zeroLagMean`, `zeroLagVar`).
        package var zeroLagMean: Double
        package var zeroLagVariance: Double
        /// Of the peaks' lag, seconds, positive when the first person leads. wcc gives it in samples
        /// with the other sign (`lagMean`, `lagVar`). `NaN` when no nine windows in a row have peaks.
        package var lagMean: Double
        package var lagVariance: Double

        package init(_ matrix: LagMatrix) throws(ReferenceError) {
            var filled = matrix
            for index in filled.values.indices where filled.values[index].isNaN {
                filled.values[index] = 0
            }
            let peaks = try WCC.peaks(of: filled)
            let heights = peaks.map { atanh($0?.value ?? .nan) }
            let cells = filled.values.map { atanh($0) }
            let zero = filled.column(lag: 0).map { atanh($0) }
            let lags = Self.smoothed(
                peaks.map { $0.map { Double($0.halfSamples) / 2 / matrix.rate } ?? .nan })
            windows = matrix.windowCount
            self.lags = matrix.lagCount
            maxMean = Sample.mean(heights)
            maxVariance = Sample.variance(heights)
            totalMean = Sample.mean(cells.map { abs($0) })
            totalVariance = Sample.variance(cells)
            zeroLagMean = Sample.mean(zero)
            zeroLagVariance = Sample.variance(zero)
            lagMean = Sample.mean(lags)
            lagVariance = Sample.variance(lags)
        }

        /// The lag smoothed by a parabola over nine windows (generalized local linear approximation,
        /// `embedD = 9`); `NaN` where one of the nine has no peak.
        private static func smoothed(_ lags: [Double]) -> [Double] {
            let offsets = (-4...4).map(Double.init)
            let weights = LocalPolynomial(offsets: offsets, kernel: offsets.map { _ in 1 }).value
            guard lags.count >= weights.count else { return [] }
            return (0...lags.count - weights.count).map { start in
                weights.indices.reduce(0) { $0 + weights[$1] * lags[start + $1] }
            }
        }
    }
}
