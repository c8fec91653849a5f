import Base

/// A limit on how long to wait for something.
///
/// Between two checks no more than a second counts, however far apart they are: a computer that was
/// suspended, or a process that was stopped and continued, has not waited.
struct Timeout {
    /// Seconds.
    let limit: Double
    private var spent = 0.0
    private var checked = MonotonicClock.now

    init(_ limit: Double) { self.limit = limit }

    /// To be called at least once a second; true when the wait has been too long.
    mutating func isOver() -> Bool {
        let now = MonotonicClock.now
        spent += min(now - checked, 1)
        checked = now
        return spent >= limit
    }

    /// What was awaited has come.
    mutating func restart() {
        spent = 0
        checked = MonotonicClock.now
    }
}
