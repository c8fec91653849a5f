import Synchronization

@testable import Vision

/// A clock that stands still until it is waited for or moved.
final class HandClock: LiveClock {
    private let state = Mutex(100.0)

    var now: Double { state.withLock { $0 } }

    func wait(until instant: Double) { state.withLock { $0 = max($0, instant) } }

    func pass(_ seconds: Double) { state.withLock { $0 += seconds } }
}
