import Base
/// How long something is waited for.
///
/// Between two looks at it no more than a second counts, however long they lie apart: a computer that was
/// suspended, or a run that was stopped and continued, has not waited.
struct Timeout {
    /// Seconds.
    let limit: Double
    private var spent = 0.0
    private var looked = MonotonicClock.now

    init(_ limit: Double) { self.limit = limit }

    /// To be looked at at least once a second; true when it has been too long.
    mutating func isOver() -> Bool {
        let now = MonotonicClock.now
        spent += min(now - looked, 1)
        looked = now
        return spent >= limit
    }

    /// What was waited for has come.
    mutating func restart() {
        spent = 0
        looked = MonotonicClock.now
    }
}
