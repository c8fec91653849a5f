/// Windowed lagged cross-correlation of two series, as a matrix of Pearson correlations.
///
/// As in Boker, Rotondo, Xu & King (2002, *Psychological Methods* 7, 338–355), the follower's part of
/// a window stays where it is and the leader's is moved back in time: a cell at lag `l > 0` compares
/// `first(t − l)` with `second(t)`, at `l < 0` it compares `first(t)` with `second(t − |l|)`, with `t`
/// inside the window. Positive lag: the first series leads. Exchanging the series mirrors the lags
/// and changes nothing else.
///
/// Pairs of which one value is missing or lies before the recording are left out of their cell, and a
/// cell with fewer than `WindowLayout.minPairs` pairs is missing. So is a cell in which either series
/// is constant: its standard deviation below 1e−5 of that of the whole series.
struct LaggedCorrelation {
    /// Windows × lags, row by row, lags ascending from −maxLag; `NaN` marks a missing cell.
    private(set) var cells: [Double]
    let lagCount: Int

    /// Variance of a window below this share of the variance of the series is rounding error.
    static let constantShare = 1e-10

    init(_ first: MaskedSeries, _ second: MaskedSeries, layout: WindowLayout) {
        lagCount = layout.lagCount
        cells = [Double](repeating: .nan, count: layout.starts.count * layout.lagCount)
        var sums = EdgeSums(layout: layout)
        for lag in 0...layout.maxLag {
            sums.add(leader: first, follower: second, lag: lag)
            write(sums, layout, first, second, column: layout.maxLag + lag)
            guard lag > 0 else { continue }
            sums.add(leader: second, follower: first, lag: lag)
            write(sums, layout, second, first, column: layout.maxLag - lag)
        }
    }

    private mutating func write(
        _ sums: EdgeSums, _ layout: WindowLayout, _ leader: MaskedSeries, _ follower: MaskedSeries,
        column: Int
    ) {
        let least = SIMD2(leader.variance, follower.variance) * Self.constantShare
        cells.withUnsafeMutableBufferPointer { cells in
            for window in layout.starts.indices {
                let total = sums.between(layout.startEdge[window], layout.endEdge[window])
                cells[window * layout.lagCount + column] = total.correlation(
                    minPairs: layout.minPairs, leastVariance: least)
            }
        }
    }
}

/// Sums over pairs (leader, follower) that determine a correlation.
struct PairSums {
    /// Count, Σx, Σx², Σy, Σy², Σxy; the last two lanes are empty.
    var lanes: SIMD8<Double>

    static let zero = PairSums(lanes: .zero)

    /// Pearson correlation; `NaN` with too few pairs or too little variance of either.
    @inline(__always)
    func correlation(minPairs: Double, leastVariance: SIMD2<Double>) -> Double {
        let n = lanes[0]
        guard n >= minPairs else { return .nan }
        let x = n * lanes[2] - lanes[1] * lanes[1]
        let y = n * lanes[4] - lanes[3] * lanes[3]
        guard x > leastVariance[0] * n * n, y > leastVariance[1] * n * n else { return .nan }
        let r = (n * lanes[5] - lanes[1] * lanes[3]) / (x * y).squareRoot()
        return min(1, max(-1, r))
    }
}
