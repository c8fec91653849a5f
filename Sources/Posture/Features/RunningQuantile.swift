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
