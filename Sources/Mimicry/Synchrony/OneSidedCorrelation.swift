/// Correlations of a follower with a leader at lags 0…maxLag, all lags side by side.
///
/// Works on sums at the edges of windows. A set of sums has `kinds` × `lanes` values: with complete
/// series Σxy alone, else Σxy, n, Σx, Σx², Σy and Σy², where x is the leader's.
struct OneSidedCorrelation {
    let leader: SeriesColumns.View
    let follower: SeriesColumns.View
    /// Smallest variance of a leader's and of a follower's window that is not constant.
    let leastVariance: SIMD2<Double>
    /// Whether neither series has missing values.
    let isComplete: Bool
    let maxLag: Int
    let window: Int
    let minPairs: Double

    /// Lags, filled up to whole vectors of 8.
    var lanes: Int { LagRow.lanes(maxLag) }
    var kinds: Int { isComplete ? 1 : 6 }

    // MARK: Sums

    /// Adds the pairs of leader(`i` − lag) with follower(`j`), over `length` points from there on.
    ///
    /// Where one of the two misses nothing, sums over the other alone come from its running sums.
    @inline(__always)
    func add(
        _ i: Int, _ j: Int, length: Int, to before: UnsafePointer<Double>,
        giving after: UnsafeMutablePointer<Double>
    ) {
        let pass = Pass(correlation: self, i: i, j: j, length: length, before: before, after: after)
        pass.products(0, .values, .values)
        if isComplete { return }
        if isFollowerComplete(j, length) {
            pass.leading(1, .counts)
            pass.leading(2, .sums)
            pass.leading(3, .squareSums)
        } else {
            pass.products(1, .mask, .mask)
            pass.products(2, .values, .mask)
            pass.products(3, .squares, .mask)
        }
        if isLeaderComplete(i, length) {
            pass.following(4, .sums)
            pass.following(5, .squareSums)
        } else {
            pass.products(4, .mask, .values)
            pass.products(5, .mask, .squares)
        }
    }

    /// Whether the leader misses nothing at any lag of a stretch.
    @inline(__always)
    private func isLeaderComplete(_ i: Int, _ length: Int) -> Bool {
        leader.difference(.counts, i - maxLag, i + length) == Double(length + maxLag)
    }

    @inline(__always)
    private func isFollowerComplete(_ j: Int, _ length: Int) -> Bool {
        follower.difference(.counts, j, j + length) == Double(length)
    }

    /// One stretch of pairs, for one kind of sum after the other.
    private struct Pass {
        let correlation: OneSidedCorrelation
        let i: Int
        let j: Int
        let length: Int
        let before: UnsafePointer<Double>
        let after: UnsafeMutablePointer<Double>

        /// Σ leader · follower.
        @inline(__always)
        func products(_ kind: Int, _ one: SeriesColumns.Column, _ other: SeriesColumns.Column) {
            let moved = correlation.leader.reversed(one, from: i)
            let still = correlation.follower.forward(other) + j
            for lane in stride(from: 0, to: correlation.lanes, by: 8) {
                let at = kind * correlation.lanes + lane
                var total = load(before + at)
                for k in 0..<length { total += load(moved + (lane - k)) * still[k] }
                store(total, after + at)
            }
        }

        /// Sums of the leader alone.
        @inline(__always)
        func leading(_ kind: Int, _ column: SeriesColumns.Column) {
            let start = correlation.leader.reversed(column, from: i)
            let end = correlation.leader.reversed(column, from: i + length)
            for lane in stride(from: 0, to: correlation.lanes, by: 8) {
                let at = kind * correlation.lanes + lane
                store(load(before + at) + (load(end + lane) - load(start + lane)), after + at)
            }
        }

        /// Sums of the follower alone.
        @inline(__always)
        func following(_ kind: Int, _ column: SeriesColumns.Column) {
            let sum = correlation.follower.difference(column, j, j + length)
            for lane in stride(from: 0, to: correlation.lanes, by: 8) {
                let at = kind * correlation.lanes + lane
                store(load(before + at) + sum, after + at)
            }
        }
    }

    // MARK: Cells

    /// Correlations of the window that starts at leader(`i` − lag) and follower(`j`), given the sums
    /// at its edges; `NaN` where missing.
    @inline(__always)
    func cells(
        _ i: Int, _ j: Int, from start: UnsafePointer<Double>, to end: UnsafePointer<Double>,
        into cells: UnsafeMutablePointer<Double>
    ) {
        let isWhole =
            isComplete || (isLeaderComplete(i, window) && isFollowerComplete(j, window))
        for lane in stride(from: 0, to: lanes, by: 8) {
            let cell = isWhole ? whole(i, j, lane, start, end) : masked(start + lane, end + lane)
            store(cell, cells + lane)
        }
    }

    /// From Σxy and the means and scales known beforehand.
    @inline(__always)
    private func whole(
        _ i: Int, _ j: Int, _ lane: Int, _ start: UnsafePointer<Double>,
        _ end: UnsafePointer<Double>
    ) -> SIMD8<Double> {
        let product = load(end + lane) - load(start + lane)
        let mean = load(leader.reversed(.means, from: i) + lane)
        let scale = load(leader.reversed(.scales, from: i) + lane)
        let still = follower.forward(.means)[j] * Double(window)
        return (product - mean * still) * (scale * follower.forward(.scales)[j])
    }

    /// From all six sums.
    @inline(__always)
    private func masked(
        _ start: UnsafePointer<Double>, _ end: UnsafePointer<Double>
    ) -> SIMD8<Double> {
        @inline(__always)
        func difference(_ kind: Int) -> SIMD8<Double> {
            load(end + kind * lanes) - load(start + kind * lanes)
        }
        let n = difference(1)
        let (x, y) = (difference(2), difference(4))
        let xx = n * difference(3) - x * x
        let yy = n * difference(5) - y * y
        let xy = n * difference(0) - x * y
        let hasPairs = n .>= minPairs
        let varies = (xx .> leastVariance[0] * n * n) .& (yy .> leastVariance[1] * n * n)
        return SIMD8(repeating: .nan).replacing(
            with: xy / (xx * yy).squareRoot(), where: hasPairs .& varies)
    }
}

@inline(__always)
private func load(_ place: UnsafePointer<Double>) -> SIMD8<Double> {
    UnsafeRawPointer(place).loadUnaligned(as: SIMD8<Double>.self)
}

@inline(__always)
private func store(_ value: SIMD8<Double>, _ place: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(place).storeBytes(of: value, as: SIMD8<Double>.self)
}
