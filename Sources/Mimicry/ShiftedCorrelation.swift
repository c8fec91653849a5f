/// Windowed lagged cross-correlation of one series with another that is shifted in a circle: the cells
/// of `LaggedCorrelation`, made fast enough to be made a thousand times.
///
/// At shift `s` the second series reads `second((t + s) mod count)`. All lags of a place are worked on
/// side by side (`OneSidedCorrelation`), and sums are kept at the edges of windows, in a ring just
/// long enough for a window.
///
/// All lags of all windows must lie inside the recording: no window may start before `maxLag`.
struct ShiftedCorrelation: Sendable {
    private let layout: WindowLayout
    private let first: CircularSeries
    private let second: CircularSeries

    init(_ first: MaskedSeries, _ second: MaskedSeries, layout: WindowLayout) {
        self.layout = layout
        let padding = Self.lanes(layout) + 8
        self.first = CircularSeries(first, rounds: 1, window: layout.length, padding: padding)
        self.second = CircularSeries(second, rounds: 2, window: layout.length, padding: padding)
    }

    private static func lanes(_ layout: WindowLayout) -> Int { (layout.maxLag + 8) / 8 * 8 }

    /// Calls `body` with each window's number and its row of correlations, lags ascending from
    /// −maxLag, `NaN` where a cell is missing.
    ///
    /// - Parameter shift: grid points, 0 ≤ shift < count.
    func rows(shift: Int, _ body: (Int, UnsafeBufferPointer<Double>) -> Void) {
        _ = first.withColumns { x in
            second.withColumns { y in
                let sides = (side(x, y, first, second), side(y, x, second, first))
                run(sides, shift, body)
                return ()
            }
        }
    }

    private func side(
        _ leader: CircularSeries.Columns, _ follower: CircularSeries.Columns,
        _ leading: CircularSeries, _ following: CircularSeries
    ) -> OneSidedCorrelation {
        OneSidedCorrelation(
            leader: leader, follower: follower,
            leastVariance: SIMD2(leading.leastVariance, following.leastVariance),
            isComplete: leading.isComplete && following.isComplete, lanes: Self.lanes(layout),
            window: layout.length, minPairs: layout.minPairs)
    }

    private func run(
        _ sides: (OneSidedCorrelation, OneSidedCorrelation), _ shift: Int,
        _ body: (Int, UnsafeBufferPointer<Double>) -> Void
    ) {
        let half = (sides.0.isComplete ? 1 : 6) * sides.0.lanes
        let slots = 1 + (zip(layout.startEdge, layout.endEdge).map { $1 - $0 }.max() ?? 0)
        var ring = [Double](repeating: 0, count: slots * half * 2)
        var row = RowBuffer(maxLag: layout.maxLag, lanes: sides.0.lanes)
        var window = 0
        ring.withUnsafeMutableBufferPointer { ring in
            guard let ring = ring.baseAddress else { return }
            func slot(_ edge: Int) -> UnsafeMutablePointer<Double> {
                ring + edge % slots * half * 2
            }
            for edge in layout.edges.indices {
                if edge > 0 {
                    let start = layout.edges[edge - 1]
                    let length = layout.edges[edge] - start
                    let (before, after) = (slot(edge - 1), slot(edge))
                    sides.0.add(start, start + shift, length: length, to: before, giving: after)
                    sides.1.add(
                        start + shift, start, length: length, to: before + half,
                        giving: after + half)
                }
                while window < layout.starts.count, layout.endEdge[window] == edge {
                    let (start, end) = (slot(layout.startEdge[window]), slot(edge))
                    let at = layout.starts[window]
                    row.fill { right, left in
                        sides.0.cells(at, at + shift, from: start, to: end, into: right)
                        sides.1.cells(
                            at + shift, at, from: start + half, to: end + half, into: left)
                    }
                    row.withCells { body(window, $0) }
                    window += 1
                }
            }
        }
    }
}

/// A row of cells, put together from its lags ≥ 0 and its lags ≤ 0.
private struct RowBuffer {
    private let maxLag: Int
    private var right: [Double]
    private var left: [Double]
    private var cells: [Double]

    init(maxLag: Int, lanes: Int) {
        self.maxLag = maxLag
        right = Array(repeating: 0, count: lanes)
        left = right
        cells = Array(repeating: 0, count: 2 * maxLag + 1)
    }

    @inline(__always)
    mutating func fill(
        _ body: (UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>) -> Void
    ) {
        right.withUnsafeMutableBufferPointer { right in
            left.withUnsafeMutableBufferPointer { left in
                cells.withUnsafeMutableBufferPointer { cells in
                    guard let right = right.baseAddress, let left = left.baseAddress else { return }
                    body(right, left)
                    for lag in 0...maxLag {
                        cells[maxLag - lag] = left[lag]
                        cells[maxLag + lag] = right[lag]
                    }
                }
            }
        }
    }

    @inline(__always)
    func withCells(_ body: (UnsafeBufferPointer<Double>) -> Void) {
        cells.withUnsafeBufferPointer(body)
    }
}
