import Foundation

/// The system's `CLOCK_MONOTONIC`, in which the kernel stamps a camera's frames.
package struct MonotonicClock: Sendable {
    package init() {}

    /// Seconds since an arbitrary point; they only rise.
    package static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    package var now: Double { Self.now }

    /// Returns when `now` is `instant` or later; at once when it is already.
    package func wait(until instant: Double) {
        let whole = instant.rounded(.down)
        var time = timespec(
            tv_sec: Int(whole), tv_nsec: min(999_999_999, Int((instant - whole) * 1e9)))
        while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil) == EINTR {}
    }
}
