/// Windowed lagged cross-correlation of one series with another that is shifted in a circle: the cells
/// of `LagSums`, fast enough for a thousand surrogates.
///
/// At shift `s` the second series reads `second((t + s) mod count)`. All lags are computed side by side
/// (`OneSidedCorrelation`), and sums are kept at the edges of windows, in a ring just long enough for
/// one window.
///
/// All lags of all windows must lie inside the recording: no window may start before `maxLag`.
struct ShiftedCorrelation: Sendable {
    private let layout: WindowLayout
    private let first: CircularSeries
    private let second: CircularSeries

    init(_ first: MaskedSeries, _ second: MaskedSeries, layout: WindowLayout) {
        self.layout = layout
        let padding = layout.maxLag + 8
        self.first = CircularSeries(first, rounds: 1, window: layout.length, padding: padding)
        self.second = CircularSeries(second, rounds: 2, window: layout.length, padding: padding)
    }

    /// Calls `body` with each window's number and its row of correlations, lags ascending from
    /// −maxLag, `NaN` where a cell is missing.
    ///
    /// - Parameter shift: grid points, 0 ≤ shift < count.
    func rows(shift: Int, _ body: (Int, UnsafeBufferPointer<Double>) -> Void) {
        first.withColumns { x in
            second.withColumns { y in
                let pass = ShiftedPass(
                    layout: layout, shift: shift, right: side(x, y, first, second),
                    left: side(y, x, second, first))
                pass.rows(body)
            }
        }
    }

    private func side(
        _ leader: SeriesColumns.View, _ follower: SeriesColumns.View,
        _ leading: CircularSeries, _ following: CircularSeries
    ) -> OneSidedCorrelation {
        OneSidedCorrelation(
            leader: leader, follower: follower,
            leastVariance: SIMD2(leading.leastVariance, following.leastVariance),
            isComplete: leading.isComplete && following.isComplete, maxLag: layout.maxLag,
            window: layout.length, minPairs: layout.minPairs)
    }
}

/// One run over the windows at one shift.
private struct ShiftedPass {
    let layout: WindowLayout
    let shift: Int
    /// Lags ≥ 0, the first series leads; and lags ≤ 0, the second leads.
    let right: OneSidedCorrelation
    let left: OneSidedCorrelation

    /// Values per side and edge.
    private var half: Int { right.kinds * right.lanes }

    func rows(_ body: (Int, UnsafeBufferPointer<Double>) -> Void) {
        let longest = zip(layout.startEdge, layout.endEdge).map { $1 - $0 }.max() ?? 0
        let slots = longest + 1
        var ring = [Double](repeating: 0, count: slots * half * 2)
        var row = LagRow(maxLag: layout.maxLag)
        var window = 0
        ring.withUnsafeMutableBufferPointer { ring in
            guard let ring = ring.baseAddress else { return }
            for edge in layout.edges.indices {
                let slot = ring + edge % slots * half * 2
                if edge > 0 { add(edge, ring + (edge - 1) % slots * half * 2, slot) }
                while window < layout.starts.count, layout.endEdge[window] == edge {
                    let start = ring + layout.startEdge[window] % slots * half * 2
                    cells(layout.starts[window], start, slot, &row)
                    row.withCells { body(window, $0) }
                    window += 1
                }
            }
        }
    }

    /// Sums at an edge from those at the edge before.
    @inline(__always)
    private func add(
        _ edge: Int, _ before: UnsafePointer<Double>, _ after: UnsafeMutablePointer<Double>
    ) {
        let start = layout.edges[edge - 1]
        let length = layout.edges[edge] - start
        right.add(start, start + shift, length: length, to: before, giving: after)
        left.add(
            start + shift, start, length: length, to: before + half, giving: after + half)
    }

    @inline(__always)
    private func cells(
        _ at: Int, _ start: UnsafePointer<Double>, _ end: UnsafePointer<Double>,
        _ row: inout LagRow
    ) {
        row.fill { rightCells, leftCells in
            right.cells(at, at + shift, from: start, to: end, into: rightCells)
            left.cells(at + shift, at, from: start + half, to: end + half, into: leftCells)
        }
    }
}
