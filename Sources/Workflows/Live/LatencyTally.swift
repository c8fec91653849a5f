/// Counts durations, to give their quantiles after any number of them.
package struct LatencyTally: Sendable {
    /// A bin each millisecond; the last one holds all longer ones.
    private var bins = [Int](repeating: 0, count: 10_000)
    package private(set) var count = 0

    package init() {}

    /// Takes a duration, seconds.
    package mutating func append(_ seconds: Double) {
        guard seconds.isFinite else { return }
        let bin = Int(min(max(seconds, 0) * 1000, Double(bins.count - 1)))
        bins[bin] += 1
        count += 1
    }

    /// The duration that a share (0…1) of all do not exceed, to a millisecond, seconds; `nil` without
    /// any.
    package func quantile(_ share: Double) -> Double? {
        guard count > 0 else { return nil }
        let rank = max(1, Int((share * Double(count)).rounded(.up)))
        var sum = 0
        for (bin, number) in bins.enumerated() {
            sum += number
            if sum >= rank { return Double(bin + 1) / 1000 }
        }
        return nil
    }
}
