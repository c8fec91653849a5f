/// A series laid out for work on many lags at once: forward and reversed, repeated so that a shift in
/// a circle is a plain offset, with the running sums and the means of every window known beforehand.
struct CircularSeries: Sendable {
    /// All columns one after the other, `stride` values each, in the order of `Column`.
    private let storage: [Double]
    private let stride: Int
    /// Length of one round times the number of rounds.
    private let extent: Int
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
        var columns = ColumnWriter(extent: extent, padding: padding)
        var running = SIMD3<Double>.zero
        for index in 0...extent {
            columns.write(running, at: index, .counts, .sums, .squareSums)
            guard index < extent else { break }
            let value = series.values[index % series.count]
            let row = SIMD3(series.mask[index % series.count], value, value * value)
            columns.write(row, at: index, .mask, .values, .squares)
            running += row
        }
        let least = series.variance * LaggedCorrelation.constantShare
        for start in 0..<max(0, extent - window + 1) {
            let sum = columns[.sums, start + window] - columns[.sums, start]
            let square = columns[.squareSums, start + window] - columns[.squareSums, start]
            let mean = sum / Double(window)
            let deviation = square - sum * mean
            let isConstant = deviation <= least * Double(window)
            columns.write(mean, at: start, .means)
            columns.write(isConstant ? .nan : 1 / deviation.squareRoot(), at: start, .scales)
        }
        self.extent = extent
        stride = columns.stride
        storage = columns.storage
        leastVariance = least
        isComplete = !series.mask.contains(0)
    }

    func withColumns(_ body: (Columns) -> Void) {
        storage.withUnsafeBufferPointer { storage in
            guard let base = storage.baseAddress else { return }
            body(Columns(base: base, stride: stride, extent: extent))
        }
    }
}

extension CircularSeries {
    /// What is kept of a series at each point. Running sums are over the points before it; means and
    /// scales (reciprocal root of the sum of squared deviations) are those of the window that starts
    /// at it, if it misses nothing.
    enum Column: Int, CaseIterable {
        case mask, values, squares, counts, sums, squareSums, means, scales
    }

    /// The columns, for loops that have checked their bounds.
    struct Columns {
        private let base: UnsafePointer<Double>
        private let stride: Int
        private let extent: Int

        init(base: UnsafePointer<Double>, stride: Int, extent: Int) {
            self.base = base
            self.stride = stride
            self.extent = extent
        }

        /// A column, later points later.
        @inline(__always)
        func forward(_ column: Column) -> UnsafePointer<Double> {
            base + column.rawValue * stride
        }

        /// A column from a point on, earlier points later.
        @inline(__always)
        func reversed(_ column: Column, from index: Int) -> UnsafePointer<Double> {
            base + (column.rawValue + Column.allCases.count) * stride + (extent - index)
        }

        /// Sum of a running column over points.
        @inline(__always)
        func difference(_ column: Column, _ start: Int, _ end: Int) -> Double {
            let column = forward(column)
            return column[end] - column[start]
        }
    }

    /// Fills both directions of the columns.
    private struct ColumnWriter {
        private(set) var storage: [Double]
        let stride: Int
        private let extent: Int

        init(extent: Int, padding: Int) {
            self.extent = extent
            stride = extent + 1 + padding
            storage = Array(repeating: 0, count: stride * Column.allCases.count * 2)
        }

        subscript(_ column: Column, _ index: Int) -> Double {
            storage[column.rawValue * stride + index]
        }

        mutating func write(_ value: Double, at index: Int, _ column: Column) {
            storage[column.rawValue * stride + index] = value
            let reversed = column.rawValue + Column.allCases.count
            storage[reversed * stride + extent - index] = value
        }

        mutating func write(
            _ values: SIMD3<Double>, at index: Int, _ one: Column, _ two: Column, _ three: Column
        ) {
            write(values[0], at: index, one)
            write(values[1], at: index, two)
            write(values[2], at: index, three)
        }
    }
}
