import Foundation

/// `CLOCK_MONOTONIC`, in which the kernel stamps a camera's frames.
enum SystemClock {
    /// Seconds from a point that does not matter.
    static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
