/// A series repeated so that a circular shift is a plain offset, laid out for computing many lags at
/// once.
struct CircularSeries: Sendable {
    private let columns: SeriesColumns
    /// A window whose variance is below this is constant.
    let leastVariance: Double
    /// Whether nothing is missing.
    let isComplete: Bool

    /// - Parameters:
    ///   - rounds: how often the series is repeated; 2 allows every shift.
    ///   - window: points per window.
    ///   - padding: how far beyond the beginning lags may reach.
    init(_ series: MaskedSeries, rounds: Int, window: Int, padding: Int) {
        let extent = series.count * rounds
        let least = series.variance * FisherZ.constantShare
        var columns = SeriesColumns(extent: extent, padding: padding)
        columns.withWriter { writer in
            for index in 0..<extent {
                let place = index % series.count
                writer.point(index, value: series.values[place], mask: series.mask[place])
            }
            for start in 0..<max(0, extent - window + 1) {
                writer.window(start, length: window, leastVariance: least)
            }
        }
        self.columns = columns
        leastVariance = least
        isComplete = !series.mask.contains(0)
    }

    func withColumns(_ body: (SeriesColumns.View) -> Void) { columns.withView(body) }
}

/// A series on a grid, centred, with missing values set to zero and marked.
///
/// Centring keeps the rounding error of running sums near that of the values themselves.
struct MaskedSeries: Sendable {
    /// Centred values, 0 where missing.
    let values: [Double]
    /// 1 where measured, 0 where missing.
    let mask: [Double]
    /// Variance over all measured points.
    let variance: Double

    var count: Int { values.count }

    /// - Parameter raw: one value per grid point; anything that is not finite is missing.
    init(_ raw: [Double]) {
        let measured = raw.lazy.filter(\.isFinite)
        let count = Double(max(1, measured.count))
        let mean = measured.reduce(0, +) / count
        values = raw.map { $0.isFinite ? $0 - mean : 0 }
        mask = raw.map { $0.isFinite ? 1 : 0 }
        variance = values.reduce(0) { $0 + $1 * $1 } / count
    }
}
