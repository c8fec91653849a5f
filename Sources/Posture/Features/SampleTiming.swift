/// Knows how often samples come, and notices when they stay away.
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

    /// When the sample was due that did not come, if `time` is later after the last one than both
    /// `longest` seconds and three usual intervals.
    func silence(before time: Double, longerThan longest: Double) -> Double? {
        guard latest.isFinite, typicalInterval > 0 else { return nil }
        guard time - latest > max(longest, 3 * typicalInterval) else { return nil }
        return latest + typicalInterval
    }
}
