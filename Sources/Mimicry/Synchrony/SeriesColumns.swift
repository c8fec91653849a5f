/// A series laid out for computing many lags at once: values, running sums and the means of every
/// window, each forward and reversed, so that neighbouring lags lie side by side in memory.
struct SeriesColumns: Sendable {
    /// What is kept of a series at each point. Running sums are over the points before it; means and
    /// scales (reciprocal root of the sum of squared deviations) are those of the window that starts
    /// at it, if it misses nothing.
    enum Column: Int, CaseIterable {
        case mask, values, squares, counts, sums, squareSums, means, scales
    }

    /// All columns one after the other, `stride` values each, in the order of `Column`; then the same
    /// reversed.
    private var storage: [Double]
    private let stride: Int
    /// Number of points there is room for.
    let extent: Int

    private static let kinds = Column.allCases.count

    /// - Parameter padding: how far beyond the beginning lags may reach.
    init(extent: Int, padding: Int) {
        self.extent = extent
        stride = extent + 1 + padding
        storage = Array(repeating: 0, count: stride * Self.kinds * 2)
    }

    subscript(_ column: Column, _ index: Int) -> Double {
        storage[column.rawValue * stride + index]
    }

    /// Calls `body` with a place to write to.
    @inline(__always)
    mutating func withWriter(_ body: (Writer) -> Void) {
        storage.withUnsafeMutableBufferPointer { storage in
            guard let base = storage.baseAddress else { return }
            body(Writer(base: base, stride: stride, extent: extent))
        }
    }

    /// Calls `body` with the columns.
    @inline(__always)
    func withView(_ body: (View) -> Void) {
        storage.withUnsafeBufferPointer { storage in
            guard let base = storage.baseAddress else { return }
            body(View(base: base, stride: stride, extent: extent))
        }
    }

    /// Removes the first points; the points after them move to the beginning.
    mutating func removeFirst(_ count: Int) {
        let kept = extent - count
        for kind in 0..<Self.kinds {
            let forward = kind * stride
            let backward = (kind + Self.kinds) * stride
            for index in 0...kept { storage[forward + index] = storage[forward + index + count] }
            for index in (0...kept).reversed() {
                storage[backward + count + index] = storage[backward + index]
            }
        }
    }
}

extension SeriesColumns {
    /// The columns, for loops that have checked their bounds.
    struct View {
        fileprivate let base: UnsafePointer<Double>
        fileprivate let stride: Int
        fileprivate let extent: Int

        /// A column, later points later.
        @inline(__always)
        func forward(_ column: Column) -> UnsafePointer<Double> {
            base + column.rawValue * stride
        }

        /// A column from a point on, earlier points later.
        @inline(__always)
        func reversed(_ column: Column, from index: Int) -> UnsafePointer<Double> {
            base + (column.rawValue + SeriesColumns.kinds) * stride + (extent - index)
        }

        /// Sum of a running column over points.
        @inline(__always)
        func difference(_ column: Column, _ start: Int, _ end: Int) -> Double {
            let column = forward(column)
            return column[end] - column[start]
        }
    }

    /// Fills both directions of the columns.
    struct Writer {
        fileprivate let base: UnsafeMutablePointer<Double>
        fileprivate let stride: Int
        fileprivate let extent: Int

        @inline(__always)
        subscript(_ column: Column, _ index: Int) -> Double {
            get { base[column.rawValue * stride + index] }
            nonmutating set {
                base[column.rawValue * stride + index] = newValue
                base[(column.rawValue + SeriesColumns.kinds) * stride + extent - index] = newValue
            }
        }

        /// Writes a point, and the running sums behind it from those before it.
        @inline(__always)
        func point(_ index: Int, value: Double, mask: Double) {
            self[.mask, index] = mask
            self[.values, index] = value
            self[.squares, index] = value * value
            self[.counts, index + 1] = self[.counts, index] + mask
            self[.sums, index + 1] = self[.sums, index] + value
            self[.squareSums, index + 1] = self[.squareSums, index] + value * value
        }

        /// Writes mean and scale of a window; a window whose variance is at most `leastVariance` is
        /// constant and has no scale (`NaN`).
        @inline(__always)
        func window(_ start: Int, length: Int, leastVariance: Double) {
            let sum = self[.sums, start + length] - self[.sums, start]
            let square = self[.squareSums, start + length] - self[.squareSums, start]
            let mean = sum / Double(length)
            let deviation = square - sum * mean
            let isConstant = deviation <= leastVariance * Double(length)
            self[.means, start] = mean
            self[.scales, start] = isConstant ? .nan : 1 / deviation.squareRoot()
        }
    }
}
