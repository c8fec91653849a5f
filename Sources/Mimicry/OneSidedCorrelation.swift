/// Correlations of a follower with a leader at lags 0…maxLag, all lags side by side.
///
/// Works on sums at the edges of windows. A set of sums has `kinds` × `lanes` values: with complete
/// series Σxy alone, else n, Σx, Σx², Σy, Σy² and Σxy, where x is the leader's.
struct OneSidedCorrelation {
    let leader: CircularSeries.Columns
    let follower: CircularSeries.Columns
    /// Smallest variance of a leader's and of a follower's window that is no constant.
    let leastVariance: SIMD2<Double>
    let isComplete: Bool
    /// Lags, filled up to whole vectors of 8.
    let lanes: Int
    let window: Int
    let minPairs: Double

    /// Adds the pairs of leader(`i` − lag) with follower(`j`), over `length` points from there on.
    @inline(__always)
    func add(
        _ i: Int, _ j: Int, length: Int, to before: UnsafePointer<Double>,
        giving after: UnsafeMutablePointer<Double>
    ) {
        let place = leader.reversed(i)
        func sum(
            _ kind: Int, _ moved: UnsafePointer<Double>, _ still: UnsafePointer<Double>
        ) {
            for lane in stride(from: 0, to: lanes, by: 8) {
                let at = kind * lanes + lane
                var total = Self.load(before + at)
                for k in 0..<length {
                    total += Self.load(moved + (place - k + lane)) * still[j + k]
                }
                Self.store(total, after + at)
            }
        }
        if isComplete {
            sum(0, leader.reversedValues, follower.values)
            return
        }
        sum(0, leader.reversedMask, follower.mask)
        sum(1, leader.reversedValues, follower.mask)
        sum(2, leader.reversedSquares, follower.mask)
        sum(3, leader.reversedMask, follower.values)
        sum(4, leader.reversedMask, follower.squares)
        sum(5, leader.reversedValues, follower.values)
    }

    /// Correlations of the window that starts at leader(`i` − lag) and follower(`j`), given the sums
    /// at its edges; `NaN` where missing.
    @inline(__always)
    func cells(
        _ i: Int, _ j: Int, from start: UnsafePointer<Double>, to end: UnsafePointer<Double>,
        into cells: UnsafeMutablePointer<Double>
    ) {
        for lane in stride(from: 0, to: lanes, by: 8) {
            let cell =
                isComplete
                ? complete(i, j, lane, Self.load(end + lane) - Self.load(start + lane))
                : masked(start + lane, end + lane)
            Self.store(cell, cells + lane)
        }
    }

    @inline(__always)
    private func complete(_ i: Int, _ j: Int, _ lane: Int, _ product: SIMD8<Double>)
        -> SIMD8<Double>
    {
        let place = leader.reversed(i) + lane
        let mean = Self.load(leader.reversedMeans + place) * (follower.means[j] * Double(window))
        let scale = Self.load(leader.reversedScales + place) * follower.scales[j]
        return (product - mean) * scale
    }

    @inline(__always)
    private func masked(_ start: UnsafePointer<Double>, _ end: UnsafePointer<Double>)
        -> SIMD8<Double>
    {
        func difference(_ kind: Int) -> SIMD8<Double> {
            Self.load(end + kind * lanes) - Self.load(start + kind * lanes)
        }
        let n = difference(0)
        let (x, y) = (difference(1), difference(3))
        let xx = n * difference(2) - x * x
        let yy = n * difference(4) - y * y
        let xy = n * difference(5) - x * y
        let isPresent =
            (n .>= minPairs) .& (xx .> leastVariance[0] * n * n) .& (yy .> leastVariance[1] * n * n)
        return SIMD8(repeating: .nan).replacing(
            with: xy / (xx * yy).squareRoot(), where: isPresent)
    }

    @inline(__always)
    private static func load(_ place: UnsafePointer<Double>) -> SIMD8<Double> {
        UnsafeRawPointer(place).loadUnaligned(as: SIMD8<Double>.self)
    }

    @inline(__always)
    private static func store(_ value: SIMD8<Double>, _ place: UnsafeMutablePointer<Double>) {
        UnsafeMutableRawPointer(place).storeBytes(of: value, as: SIMD8<Double>.self)
    }
}
