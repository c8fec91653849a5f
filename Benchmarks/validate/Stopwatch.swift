import Foundation

/// Wall and processor time since it was made.
struct Stopwatch {
    struct Reading {
        /// Seconds.
        var wall: Double
        /// Seconds on all cores together.
        var cpu: Double
    }

    private let wall = ContinuousClock.now
    private let cpu = clock()

    var elapsed: Reading {
        let passed = (ContinuousClock.now - wall).components
        return Reading(
            wall: Double(passed.seconds) + Double(passed.attoseconds) * 1e-18,
            cpu: Double(clock() - cpu) / Double(CLOCKS_PER_SEC))
    }

    static func time(_ body: () -> Void) -> Reading {
        let watch = Stopwatch()
        body()
        return watch.elapsed
    }
}
