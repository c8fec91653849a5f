/// A series repeated so that a shift in a circle is a plain offset, laid out for work on many lags at
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
