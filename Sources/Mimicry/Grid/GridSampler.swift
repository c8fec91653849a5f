import Base

/// Brings several series with common timestamps to a uniform grid, sample by sample.
///
/// A grid point lies on a straight line between the samples on either side of it, if both are measured
/// and no farther apart than half a second or 1.5 sample intervals, whichever is longer; it is `NaN`
/// elsewhere. An instant at which a series was not measured is a gap in it however short, and gaps are
/// never bridged. The sample interval is that of the latest 15 samples (`RecentInterval`), so a camera
/// that slows down in poor light is still measured.
///
/// A point comes out once no later sample can reach it.
struct GridSampler: Sendable {
    private let start: Double
    private let step: Double
    private let width: Int
    private var interval: RecentInterval
    /// Index of the next point to come out.
    private(set) var given = 0
    /// Points from `given` on, `width` values each.
    private var pending: [Double] = []
    /// Per series the latest measured sample.
    private var times: [Double]
    private var values: [Double]

    /// Samples this close are neighbours at any rate, seconds: cameras of phones vary between 2 and 30
    /// frames a second. As much as a held posture may be interrupted (`PostureDefinition`).
    private static let longestStep = 0.5 + 1e-3

    /// - Parameters:
    ///   - start, step: of the grid, seconds.
    ///   - interval: typical distance of samples, seconds; by default the grid's.
    ///   - width: number of series.
    init(start: Double, step: Double, interval: Double?, width: Int) {
        self.start = start
        self.step = step
        self.width = width
        self.interval = RecentInterval(interval ?? step)
        times = Array(repeating: -.infinity, count: width)
        values = Array(repeating: .nan, count: width)
    }

    /// Takes the next instant, one value per series, `NaN` where not measured; hands out the points
    /// that are ready.
    mutating func append(
        time: Double, _ row: some RandomAccessCollection<Double>,
        to give: (ArraySlice<Double>) -> Void
    ) {
        interval.append(time)
        let reach = max(Self.longestStep, 1.5 * interval.typical)
        let place = (time - start) / step
        // Points that this sample does not reach back to are final: a long gap is handed out point by
        // point and never laid out in memory.
        handOut(until: Int(bounded: (place - reach / step).rounded(.down)), give)
        makeRoom(until: Int(bounded: (place + 1e-6).rounded(.down)))
        let own = Int(bounded: place.rounded())
        let isOnPoint = abs(place - Double(own)) <= 1e-6 && own >= given
        for (series, value) in row.enumerated() {
            guard value.isFinite else {
                times[series] = -.infinity
                continue
            }
            if isOnPoint { pending[(own - given) * width + series] = value }
            if time - times[series] < reach { fill(series, until: place, time, value) }
            times[series] = time
            values[series] = value
        }
        handOut(until: Int(bounded: (place - reach / step).rounded(.down)) + 1, give)
    }

    /// Hands out the remaining points, up to `count` in all.
    mutating func finish(count: Int, to give: (ArraySlice<Double>) -> Void) {
        handOut(until: count, give)
    }

    private mutating func makeRoom(until last: Int) {
        let missing = (last + 1 - given) * width - pending.count
        if missing > 0 { pending += repeatElement(.nan, count: missing) }
    }

    /// Interpolates at the points strictly between the latest sample and this one that have no value.
    @inline(__always)
    private mutating func fill(_ series: Int, until place: Double, _ time: Double, _ value: Double)
    {
        let low = max(given, Int(bounded: ((times[series] - start) / step).rounded(.up)))
        let high = Int(bounded: place.rounded(.down))
        guard low <= high else { return }
        for index in low...high {
            let at = (index - given) * width + series
            guard pending[at].isNaN else { continue }
            let share =
                (start + Double(index) * step - times[series]) / (time - times[series])
            pending[at] = values[series] + share * (value - values[series])
        }
    }

    /// Hands out the points before `end`; those that no sample has come near are blank.
    private mutating func handOut(until end: Int, _ give: (ArraySlice<Double>) -> Void) {
        guard end > given else { return }
        let ready = min(end - given, pending.count / width)
        for index in 0..<ready { give(pending[index * width..<(index + 1) * width]) }
        pending.removeFirst(ready * width)
        if end - given > ready {
            let blank = Array(repeating: Double.nan, count: width)[...]
            for _ in ready..<end - given { give(blank) }
        }
        given = end
    }
}

/// The typical distance of the latest timestamps: the median of the last 15.
struct RecentInterval: Sendable {
    private var latest: Double?
    private var ring: [Double]
    private var sorted: [Double]
    private var next = 0

    /// - Parameter interval: the expected distance until there is a measured one, seconds.
    init(_ interval: Double) {
        ring = Array(repeating: interval, count: 15)
        sorted = ring
    }

    /// Seconds.
    var typical: Double { sorted[7] }

    mutating func append(_ time: Double) {
        defer { latest = time }
        guard let latest else { return }
        let interval = time - latest
        let old = ring[next]
        ring[next] = interval
        next = (next + 1) % ring.count
        // The new one takes the place of the old one and moves to where it belongs.
        guard var place = sorted.firstIndex(of: old) else { return }
        sorted[place] = interval
        while place > 0, sorted[place - 1] > interval {
            sorted.swapAt(place - 1, place)
            place -= 1
        }
        while place < sorted.count - 1, sorted[place + 1] < interval {
            sorted.swapAt(place + 1, place)
            place += 1
        }
    }
}
