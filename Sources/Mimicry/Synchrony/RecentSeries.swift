/// The latest stretch of a growing series, laid out for computing many lags at once.
///
/// Values are centred on the first measured one, so that the running sums stay near the size of what
/// varies; correlations do not depend on it.
struct RecentSeries: Sendable {
    private var columns: SeriesColumns
    private let window: Int
    /// Points that are kept when room runs out.
    private let kept: Int
    /// Where the next point goes.
    private(set) var end: Int
    private var centre: Double?
    /// Of the measured points so far: how many, their sum and sum of squares.
    private var total = SIMD3<Double>.zero

    /// - Parameters:
    ///   - shape: of the windows.
    ///   - reach: how many of the latest points must be there at any time.
    init(_ shape: WindowShape, reach: Int) {
        window = shape.length
        kept = reach
        columns = SeriesColumns(extent: 2 * reach + 1024, padding: shape.maxLag + 8)
        // Before the recording everything is missing.
        end = shape.maxLag
    }

    /// Whether anything has been measured.
    var isMeasured: Bool { centre != nil }

    /// A window whose variance is below this is constant.
    var leastVariance: Double {
        guard total[0] > 0 else { return 0 }
        let mean = total[1] / total[0]
        let rounding = FisherZ.constantPart * max(1, abs(centre ?? 0))
        return max(
            rounding * rounding,
            max(0, total[2] / total[0] - mean * mean) * FisherZ.constantShare)
    }

    /// Adds a point; anything that is not finite is missing.
    @inline(__always)
    mutating func append(_ raw: Double) {
        if end == columns.extent {
            columns.removeFirst(end - kept)
            end = kept
        }
        let isMeasured = raw.isFinite
        if centre == nil, isMeasured { centre = raw }
        let value = isMeasured ? raw - (centre ?? 0) : 0
        if isMeasured { total += SIMD3(1, value, value * value) }
        let (index, start, least) = (end, end + 1 - window, leastVariance)
        columns.withWriter { writer in
            writer.point(index, value: value, mask: isMeasured ? 1 : 0)
            if start >= 0 { writer.window(start, length: window, leastVariance: least) }
        }
        end += 1
    }

    @inline(__always)
    func withColumns(_ body: (SeriesColumns.View) -> Void) { columns.withView(body) }
}
