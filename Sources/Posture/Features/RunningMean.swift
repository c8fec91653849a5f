/// Means over stretches of a series in which values may be missing, each value standing for the time until the next
/// one.
struct RunningMean {
    private let times: [Double]
    /// Per sample the time before it that was known, seconds, and the integral of the values over that time.
    private var known = [0.0]
    private var sums = [0.0]

    /// A value stands for this long at most, seconds, as gaps in postures are bridged.
    private static let longest = 0.5

    /// - Parameters:
    ///   - times: seconds, rising.
    ///   - values: `NaN` where they are missing.
    init(times: [Double], values: [Double]) {
        self.times = times
        for index in times.indices {
            let next = index + 1 < times.count ? times[index + 1] - times[index] : 0
            let span = values[index].isFinite ? min(next, Self.longest) : 0
            known.append(known[index] + span)
            sums.append(sums[index] + (span > 0 ? span * values[index] : 0))
        }
    }

    /// The samples from one time to another.
    func samples(_ start: Double, _ end: Double) -> Range<Int> {
        let first = place(of: start)
        return first..<max(first, place(of: end))
    }

    /// The first sample that is not before a time.
    private func place(of time: Double) -> Int {
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low + high) / 2
            if times[middle] < time { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// How much of it was known, seconds.
    func known(_ samples: Range<Int>) -> Double {
        known[samples.upperBound] - known[samples.lowerBound]
    }

    /// The mean of what was known; `NaN` where nothing was.
    func mean(_ samples: Range<Int>) -> Double {
        (sums[samples.upperBound] - sums[samples.lowerBound]) / known(samples)
    }
}
