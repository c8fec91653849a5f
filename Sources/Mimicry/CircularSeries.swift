/// A series laid out for work on many lags at once: forward and reversed, repeated so that a shift in
/// a circle is a plain offset, with the mean and deviation of every window known beforehand.
struct CircularSeries: Sendable {
    /// All columns one after the other, `stride` values each, in the order of `Columns`.
    private let storage: [Double]
    private let stride: Int
    /// Length of one round times the number of rounds.
    private let extent: Int
    /// A window whose variance is below this is constant.
    let leastVariance: Double
    let isComplete: Bool

    /// - Parameters:
    ///   - rounds: how often the series is repeated; 2 allows every shift.
    ///   - window: points per window.
    ///   - padding: how far beyond the beginning lags may reach.
    init(_ series: MaskedSeries, rounds: Int, window: Int, padding: Int) {
        let extent = series.count * rounds
        let stride = extent + padding
        var storage = [Double](repeating: 0, count: stride * Columns.number)
        func write(_ column: Int, _ index: Int, _ value: Double) {
            storage[column * stride + index] = value
        }
        for index in 0..<extent {
            let value = series.values[index % series.count]
            let mask = series.mask[index % series.count]
            for (column, entry) in [value, mask, value * value].enumerated() {
                write(column, index, entry)
                write(column + 3, extent - 1 - index, entry)
            }
        }
        let least = series.variance * LaggedCorrelation.constantShare
        var sums = SIMD2<Double>.zero
        for index in 0..<extent {
            let value = series.values[index % series.count]
            sums += SIMD2(value, value * value)
            guard index >= window - 1 else { continue }
            let start = index - window + 1
            let mean = sums[0] / Double(window)
            let deviation = sums[1] - sums[0] * mean
            let isConstant = deviation <= least * Double(window)
            let scale = isConstant ? Double.nan : 1 / deviation.squareRoot()
            for (column, entry) in [mean, scale].enumerated() {
                write(column + 6, start, entry)
                write(column + 8, extent - 1 - start, entry)
            }
            let leaving = series.values[start % series.count]
            sums -= SIMD2(leaving, leaving * leaving)
        }
        self.storage = storage
        self.stride = stride
        self.extent = extent
        leastVariance = least
        isComplete = !series.mask.contains(0)
    }

    func withColumns<Result>(_ body: (Columns) -> Result?) -> Result? {
        storage.withUnsafeBufferPointer { storage in
            storage.baseAddress.flatMap {
                body(Columns(base: $0, stride: stride, extent: extent))
            }
        }
    }

    /// The columns, for loops that have checked their bounds.
    struct Columns {
        static let number = 10

        private let base: UnsafePointer<Double>
        private let stride: Int
        private let extent: Int

        init(base: UnsafePointer<Double>, stride: Int, extent: Int) {
            self.base = base
            self.stride = stride
            self.extent = extent
        }

        var values: UnsafePointer<Double> { base }
        var mask: UnsafePointer<Double> { base + stride }
        var squares: UnsafePointer<Double> { base + 2 * stride }
        var reversedValues: UnsafePointer<Double> { base + 3 * stride }
        var reversedMask: UnsafePointer<Double> { base + 4 * stride }
        var reversedSquares: UnsafePointer<Double> { base + 5 * stride }
        /// Mean and reciprocal root of the sum of squared deviations of the window that starts here.
        var means: UnsafePointer<Double> { base + 6 * stride }
        var scales: UnsafePointer<Double> { base + 7 * stride }
        var reversedMeans: UnsafePointer<Double> { base + 8 * stride }
        var reversedScales: UnsafePointer<Double> { base + 9 * stride }

        /// Place in the reversed columns from which ascending means earlier.
        func reversed(_ index: Int) -> Int { extent - 1 - index }
    }
}
