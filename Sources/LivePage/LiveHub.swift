import Synchronization

/// Passes events from the measurement to any number of watchers.
///
/// `publish` never blocks on a watcher and never suspends: it numbers the event, remembers it for late
/// watchers, and leaves a reference to it in the queue of each watcher, which makes text of it. A watcher
/// that does not keep up loses samples first; one that would lose anything else is disconnected, and gets
/// it again when it comes back.
///
///     let hub = LiveHub(seats: ["therapist", "client"])
///     hub.publish(.status(LiveStatus(.warmingUp, time: 0, progress: 0)))
package final class LiveHub: Sendable {
    /// Names of the first and the second seat.
    package let seats: [String]
    /// The camera's pictures, where they may be shown.
    let pictures = LatestPicture()

    private struct State {
        var history: LiveHistory
        var watchers: [LiveWatcher] = []
        var isClosed = false
    }

    private let state: Mutex<State>
    /// Tells the events of this run from those of another one that had the same address.
    let run: String

    /// - Parameters:
    ///   - seats: names of the first and the second seat.
    ///   - memory: how much of the past late watchers get, seconds.
    package init(seats: [String], memory: Double = 600) {
        self.seats = seats
        run = String(UInt32.random(in: .min ... .max), radix: 36)
        state = Mutex(State(history: LiveHistory(memory: memory)))
    }

    /// Sends an event to all watchers. After `close()` nothing is sent.
    package func publish(_ event: LiveEvent) {
        if case .status(let status) = event, status.kind.endsPicture { pictures.forget() }
        let lost = state.withLock { state -> [LiveWatcher] in
            guard !state.isClosed else { return [] }
            let numbered = state.history.append(event)
            var lost: [LiveWatcher] = []
            state.watchers.removeAll { watcher in
                if watcher.offer(numbered) { return false }
                lost.append(watcher)
                return true
            }
            return lost
        }
        for watcher in lost { watcher.disconnect() }
    }

    /// Shows a picture to those who watch the video; only the latest one counts, and nothing is kept.
    ///
    /// - Parameter jpeg: a whole JPEG file.
    package func publishPicture(_ jpeg: [UInt8]) { pictures.publish(jpeg) }

    /// How many streams of events are open.
    package var watcherCount: Int { state.withLock { $0.watchers.count } }

    /// Ends all streams after what was sent so far and the status `ended`, unless that was sent already;
    /// later events are sent to nobody.
    package func close() {
        let (last, now) = state.withLock { ($0.history.status, $0.history.now) }
        if last?.kind != .ended { publish(.status(LiveStatus(.ended, time: now))) }
        let watchers = state.withLock { state in
            state.isClosed = true
            defer { state.watchers = [] }
            return state.watchers
        }
        for watcher in watchers { watcher.finish() }
        pictures.close()
    }

    /// Begins a stream of events.
    ///
    /// - Parameters:
    ///   - number: the last event that the watcher has seen of this run; `nil`: none.
    ///   - limit: how many watchers there may be with this one.
    /// - Returns: `nil` when there are too many, or the hub is closed.
    func watch(after number: Int?, limit: Int) -> (watcher: LiveWatcher, welcome: LiveWelcome)? {
        state.withLock { state in
            guard !state.isClosed, state.watchers.count < limit else { return nil }
            let past = state.history.events(after: number)
            let watcher = LiveWatcher(past: past.events)
            state.watchers.append(watcher)
            let welcome = LiveWelcome(
                run: run, seats: seats, isWhole: past.isWhole, status: state.history.status,
                isPaused: state.history.isPaused, time: state.history.now)
            return (watcher, welcome)
        }
    }

    func leave(_ watcher: LiveWatcher) {
        state.withLock { $0.watchers.removeAll { $0 === watcher } }
        watcher.finish()
    }

    /// Gives every watcher that has nothing to read a sign of life.
    func beat() {
        let watchers = state.withLock { $0.watchers }
        for watcher in watchers { watcher.beat() }
    }
}
