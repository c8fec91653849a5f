import Foundation

extension WCC {
    /// What `wccAggregate` reports of a table. Means and variances are of Fisher's z, but for the lag.
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
