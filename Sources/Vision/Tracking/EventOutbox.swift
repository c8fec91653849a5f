import Foundation
import VisionProtocol

/// Events on their way to the other process, written by a thread of its own. When that process does not
/// read, the oldest frames are dropped; measuring never waits.
///
/// `@unchecked Sendable`: the lock guards all mutable state.
final class EventOutbox: @unchecked Sendable {
    /// Frames that wait at most.
    static let limit = 4

    private let write: @Sendable (TrackingEvent) throws -> Void
    private let condition = NSCondition()
    private var events: [TrackingEvent] = []
    private var isFinished = false
    private var isIdle = false
    private var error: (any Error)?

    /// - Parameter write: hands an event over; waits as long as it must.
    init(_ write: @escaping @Sendable (TrackingEvent) throws -> Void) { self.write = write }

    func start() {
        let thread = Thread { [self] in run() }
        thread.name = "outbox"
        thread.start()
    }

    /// Queues an event; throws the error of an earlier write.
    func put(_ event: TrackingEvent) throws {
        condition.lock()
        defer { condition.unlock() }
        if let error { throw error }
        // A waiting event is as good a sign of life.
        if event == .alive, !events.isEmpty { return }
        if case .picture = event { events.removeAll { $0.isPicture } }
        events.append(event)
        if case .liveFrame = event { makeRoom() }
        condition.broadcast()
    }

    /// Waits until everything has been handed over, and ends the thread.
    func finish() throws {
        condition.lock()
        defer { condition.unlock() }
        isFinished = true
        condition.broadcast()
        while !isIdle { condition.wait() }
        if let error { throw error }
    }

    /// Drops the oldest frame when too many wait, and adds it to what the next one reports as missed.
    private func makeRoom() {
        let frames = events.indices.filter { events[$0].isFrame }
        guard frames.count > Self.limit, case .liveFrame(_, let gone) = events[frames[0]],
            case .liveFrame(let frame, var timing) = events[frames[1]]
        else { return }
        timing.missed += gone.missed + 1
        timing.dropped += gone.dropped
        events[frames[1]] = .liveFrame(frame, timing)
        events.remove(at: frames[0])
    }

    private func run() {
        while let event = next() {
            do {
                try write(event)
            } catch {
                fail(error)
            }
        }
    }

    private func next() -> TrackingEvent? {
        condition.lock()
        defer { condition.unlock() }
        while events.isEmpty, !isFinished { condition.wait() }
        guard !events.isEmpty, error == nil else {
            isIdle = true
            condition.broadcast()
            return nil
        }
        return events.removeFirst()
    }

    private func fail(_ error: any Error) {
        condition.lock()
        defer { condition.unlock() }
        self.error = error
    }
}

extension TrackingEvent {
    fileprivate var isFrame: Bool { if case .liveFrame = self { true } else { false } }
    fileprivate var isPicture: Bool { if case .picture = self { true } else { false } }
}
