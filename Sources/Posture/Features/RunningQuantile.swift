/// A quantile of all values so far in constant memory and time: a histogram with equal bins and a
/// cursor that follows the quantile.
///
/// The answer is exact to one bin. Values outside the range count in the outer bins; `NaN` is not
/// counted. The order in which values arrive makes no difference.
struct RunningQuantile: Sendable, Equatable {
    /// Share of the values that lie below the quantile, 0…1.
    let share: Double
    private(set) var total = 0

    private let lower: Double
    private let width: Double
    private var counts: [Int]
    /// The bin that holds the quantile, and how many values lie in the bins below it.
    private var cursor = 0
    private var below = 0

    init(_ share: Double, in range: ClosedRange<Double>, bins: Int) {
        self.share = share
        lower = range.lowerBound
        width = (range.upperBound - range.lowerBound) / Double(bins)
        counts = Array(repeating: 0, count: bins)
    }

    mutating func append(_ value: Double) {
        guard value.isFinite else { return }
        let place = ((value - lower) / width).rounded(.down)
        let bin = Int(min(max(place, 0), Double(counts.count - 1)))
        counts[bin] += 1
        total += 1
        if bin < cursor { below += 1 }
        follow()
    }

    /// The value below which `share` of all lie, linear within its bin; `NaN` without values.
    var value: Double {
        guard total > 0 else { return .nan }
        let within = (share * Double(total) - Double(below)) / Double(counts[cursor])
        return lower + width * (Double(cursor) + within)
    }

    /// Moves the cursor to the first bin up to and with which `share` of the values lie.
    private mutating func follow() {
        let wanted = share * Double(total)
        while Double(below + counts[cursor]) < wanted, cursor + 1 < counts.count {
            below += counts[cursor]
            cursor += 1
        }
        while Double(below) >= wanted, cursor > 0 {
            cursor -= 1
            below -= counts[cursor]
        }
    }
}

/// Measures how often samples come, and detects when they stop.
struct SampleTiming: Sendable {
    private(set) var latest = -Double.infinity
    private var intervals = RunningQuantile(0.5, in: 0...4, bins: 4000)

    /// Median time between samples, seconds; 0 before the second.
    var typicalInterval: Double {
        intervals.total > 0 ? intervals.value : 0
    }

    mutating func append(_ time: Double) {
        if latest.isFinite { intervals.append(time - latest) }
        latest = time
    }

    /// When the next sample was due, if `time` is more than `longest` seconds and more than three
    /// typical intervals after the last one; `nil` otherwise.
    func silence(before time: Double, longerThan longest: Double) -> Double? {
        guard latest.isFinite, typicalInterval > 0 else { return nil }
        guard time - latest > max(longest, 3 * typicalInterval) else { return nil }
        return latest + typicalInterval
    }
}

/// The median of what was seen of one signal.
struct RestingLevel: Sendable {
    private var values: RunningQuantile
    /// Seconds.
    private(set) var seen = 0.0

    init(_ signal: PostureSignal) {
        values =
            signal.isAngle
            ? RunningQuantile(0.5, in: -180...180, bins: 1440)
            : RunningQuantile(0.5, in: -10...10, bins: 2000)
    }

    /// - Parameter interval: seconds that the sample stands for.
    mutating func append(_ value: Double, for interval: Double) {
        guard value.isFinite else { return }
        values.append(value)
        seen += interval
    }

    /// `NaN` until enough has been seen.
    var level: Double { seen >= PostureDetector.restDuration ? values.value : .nan }
}
