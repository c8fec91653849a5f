import Synchronization

/// One stream of events on its way to a page.
///
/// The measurement offers events, one task takes them; neither waits for the other.
final class LiveWatcher: Sendable {
    private struct State {
        var queue: WatcherQueue
        var waiting: CheckedContinuation<[NumberedEvent]?, Never>?
        var isFinished = false
        var onLoss: (@Sendable () -> Void)?

        /// Wakes the waiting task, if there is one and anything for it; to be called without the lock.
        mutating func wakeIfReady() -> (@Sendable () -> Void)? {
            guard let waiting, !queue.isEmpty || isFinished else { return nil }
            self.waiting = nil
            let events = queue.takeAll()
            return { waiting.resume(returning: events.isEmpty ? nil : events) }
        }
    }

    private let state: Mutex<State>

    /// - Parameter past: what is sent first.
    init(past: [NumberedEvent]) { state = Mutex(State(queue: WatcherQueue(past: past))) }

    /// Queues an event.
    ///
    /// - Returns: `false` when the watcher is so far behind that it must be disconnected.
    func offer(_ event: NumberedEvent) -> Bool {
        let (fits, wake) = state.withLock { state in
            let fits = state.queue.append(event)
            return (fits, fits ? state.wakeIfReady() : nil)
        }
        wake?()
        return fits
    }

    /// Wakes the stream with nothing to read.
    func beat() {
        let waiting = state.withLock { state in
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume(returning: [])
    }

    /// Ends the stream after what is queued.
    func finish() {
        let waiting = state.withLock { state in
            state.isFinished = true
            state.onLoss = nil
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume(returning: nil)
    }

    /// Ends the stream of a watcher that is too far behind, and closes its connection.
    func disconnect() {
        let onLoss = state.withLock { state in
            state.queue.removeAll()
            return state.onLoss
        }
        finish()
        onLoss?()
    }

    /// What to do to the connection of a watcher that is too far behind.
    func onLoss(_ action: @escaping @Sendable () -> Void) {
        state.withLock { $0.onLoss = action }
    }

    /// All that is queued, once there is anything; an empty list is a sign of life, `nil` the end.
    func next() async -> [NumberedEvent]? {
        await withTaskCancellationHandler {
            await withCheckedContinuation {
                (continuation: CheckedContinuation<[NumberedEvent]?, Never>) in
                let wake = state.withLock { state in
                    state.waiting = continuation
                    return state.wakeIfReady()
                }
                wake?()
            }
        } onCancel: {
            finish()
        }
    }
}
