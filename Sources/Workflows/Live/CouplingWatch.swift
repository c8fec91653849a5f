import Foundation
package import Mimicry

/// Estimates the coupling of the present moment on a thread that nobody waits for.
///
/// `@unchecked Sendable`: what changes is touched with the lock held.
package final class CouplingWatch: @unchecked Sendable {
    private let coupling: LiveCoupling
    private let condition = NSCondition()
    private var waiting: LiveCoupling.Recent?
    private var estimate: LiveCoupling.Estimate?
    private var isStopped = false

    /// How much it looks at, seconds.
    package var memory: Double { coupling.memory }

    package init(_ coupling: LiveCoupling = LiveCoupling()) {
        self.coupling = coupling
        let thread = Thread { [self] in run() }
        thread.name = "coupling"
        thread.qualityOfService = .background
        thread.start()
    }

    /// Estimates with the session's own surrogates, but no more of them than there is time for; `nil`
    /// when it has none.
    package convenience init?(_ surrogates: SurrogateSettings) {
        guard surrogates.count > 0 else { return nil }
        var few = surrogates
        few.count = min(surrogates.count, LiveCoupling.fewSurrogates)
        self.init(LiveCoupling(surrogates: few))
    }

    /// Leaves something to be estimated, replacing what still waits.
    package func offer(_ recent: LiveCoupling.Recent) {
        condition.withLock {
            waiting = recent
            condition.signal()
        }
    }

    /// The newest estimate; `nil` while there is none.
    package var latest: LiveCoupling.Estimate? { condition.withLock { estimate } }

    /// Ends the thread after its current estimate.
    package func stop() {
        condition.withLock {
            isStopped = true
            condition.signal()
        }
    }

    private func run() {
        while let recent = next() {
            let result = coupling.estimate(recent)
            condition.withLock { estimate = result }
        }
    }

    private func next() -> LiveCoupling.Recent? {
        condition.withLock {
            while waiting == nil, !isStopped { condition.wait() }
            defer { waiting = nil }
            return isStopped ? nil : waiting
        }
    }
}
