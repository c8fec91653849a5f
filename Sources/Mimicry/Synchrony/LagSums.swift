/// Sums over the pairs of two growing series at all lags, kept at the edges of windows, and the
/// correlations that follow from them.
///
/// A cell at lag `l > 0` compares `first(t − l)` with `second(t)`, at `l < 0` it compares `first(t)` with
/// `second(t − |l|)`, with `t` inside the window (Boker, Rotondo, Xu & King 2002, *Psychological Methods*
/// 7, 338–355): the follower's part stays where it is, the leader's is moved back. Positive lag: the
/// first series leads. Exchanging the series mirrors the lags and changes nothing else.
///
/// Pairs with a missing value, or one before the recording, are left out of their cell, and a
/// cell with fewer than `WindowShape.minPairs` pairs is missing (`NaN`). So is a cell in which either
/// series is constant: its variance below `FisherZ.constantShare` of what it has been so far.
///
/// An edge costs as many steps as it is points away from the edge before, per lag; a cell a constant
/// number, however long the window.
struct LagSums: Sendable {
    private let shape: WindowShape
    /// Sets of sums, one per edge; the latest `slots` are kept.
    private var ring: [Double]
    private let slots: Int
    private var row: LagRow
    private var lastPoint = 0

    /// - Parameter edges: most edges from the start of a window to its end.
    init(_ shape: WindowShape, edges: Int) {
        self.shape = shape
        slots = edges + 1
        row = LagRow(maxLag: shape.maxLag)
        ring = Array(repeating: 0, count: slots * 2 * 6 * LagRow.lanes(shape.maxLag))
    }

    private var half: Int { 6 * LagRow.lanes(shape.maxLag) }

    /// Advances to the next edge and calls `body` with the row of the window that ends there, lags
    /// ascending from −maxLag, and its number of pairs at lag 0.
    ///
    /// - Parameters:
    ///   - lastPoint: grid point of the edge before; 0 at the first.
    ///   - first, second: both with all points before the edge.
    mutating func advance(
        to edge: WindowEdges.Edge, from lastPoint: Int, _ first: RecentSeries,
        _ second: RecentSeries, _ body: (UnsafeBufferPointer<Double>, Double) -> Void
    ) {
        let least = SIMD2(first.leastVariance, second.leastVariance)
        // Both series have come equally far, so that a grid point is at the same place in both.
        let offset = first.end - edge.point
        let (half, slots, shape) = (half, slots, shape)
        first.withColumns { x in
            second.withColumns { y in
                ring.withUnsafeMutableBufferPointer { ring in
                    guard let ring = ring.baseAddress else { return }
                    let right = Self.side(shape, x, y, least)
                    let left = Self.side(shape, y, x, SIMD2(least[1], least[0]))
                    let slot = ring + edge.number % slots * half * 2
                    if edge.number > 0 {
                        let before = ring + (edge.number - 1) % slots * half * 2
                        let (at, length) = (lastPoint + offset, edge.point - lastPoint)
                        right.add(at, at, length: length, to: before, giving: slot)
                        left.add(at, at, length: length, to: before + half, giving: slot + half)
                    }
                    guard let ended = edge.ended else { return }
                    let start = ring + ended.startEdge % slots * half * 2
                    let at = shape.start(ended.window) + offset
                    row.fill { rightCells, leftCells in
                        right.cells(at, at, from: start, to: slot, into: rightCells)
                        left.cells(at, at, from: start + half, to: slot + half, into: leftCells)
                    }
                    let pairs = slot[right.lanes] - start[right.lanes]
                    row.withCells { body($0, pairs) }
                }
            }
        }
    }

    private static func side(
        _ shape: WindowShape, _ leader: SeriesColumns.View, _ follower: SeriesColumns.View,
        _ least: SIMD2<Double>
    ) -> OneSidedCorrelation {
        OneSidedCorrelation(
            leader: leader, follower: follower, leastVariance: least, isComplete: false,
            maxLag: shape.maxLag, window: shape.length, minPairs: shape.minPairs)
    }
}

/// A row of cells, put together from its lags ≥ 0 and its lags ≤ 0.
struct LagRow: Sendable {
    private let maxLag: Int
    private var right: [Double]
    private var left: [Double]
    private var cells: [Double]

    init(maxLag: Int) {
        self.maxLag = maxLag
        right = Array(repeating: 0, count: Self.lanes(maxLag))
        left = right
        cells = Array(repeating: 0, count: 2 * maxLag + 1)
    }

    /// Lags 0…maxLag, filled up to whole vectors of 8.
    static func lanes(_ maxLag: Int) -> Int { (maxLag + 8) / 8 * 8 }

    /// Calls `body` with room for the lags ≥ 0 and for the lags ≤ 0, both from 0 outward.
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
