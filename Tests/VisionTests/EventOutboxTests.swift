import Foundation
import Posture
import Synchronization
import Testing
import VisionProtocol

@testable import Vision

@Suite struct EventOutboxTests {
    private func frame(_ index: Int) -> TrackingEvent {
        .liveFrame(
            DyadFrame(time: Double(index), poses: [nil, nil]),
            LiveTiming(captured: Double(index), missed: 0, dropped: 1))
    }

    /// What a reader got, who reads nothing until it is let.
    private final class Reader: Sendable {
        let events = Mutex<[TrackingEvent]>([])
        let gate = DispatchSemaphore(value: 0)

        func take(_ event: TrackingEvent) {
            gate.wait()
            gate.signal()
            events.withLock { $0.append(event) }
        }

        var frames: [(time: Double, timing: LiveTiming)] {
            events.withLock { events in
                events.compactMap { event in
                    guard case .liveFrame(let frame, let timing) = event else { return nil }
                    return (frame.time, timing)
                }
            }
        }
    }

    @Test func aReaderThatDoesNotReadHoldsNobodyUpAndGetsTheNewest() throws {
        let reader = Reader()
        let outbox = EventOutbox { reader.take($0) }
        outbox.start()
        try outbox.put(.warning("first"))
        let begun = ContinuousClock.now
        for index in 0..<100 {
            try outbox.put(frame(index))
            if index % 10 == 0 { try outbox.put(.picture([UInt8(index)])) }
            if index == 50 { try outbox.put(.swap) }
        }
        #expect(ContinuousClock.now - begun < .seconds(1))
        reader.gate.signal()
        try outbox.finish()
        let frames = reader.frames
        #expect(frames.last?.time == 99)
        #expect(frames.count <= EventOutbox.limit + 1)
        #expect(frames.map(\.time) == frames.map(\.time).sorted())
        // Every frame that did not come out is counted in one that did.
        #expect(frames.count + frames.reduce(0) { $0 + $1.timing.missed } == 100)
        #expect(frames.reduce(0) { $0 + $1.timing.dropped } == 100)
        let others = reader.events.withLock {
            $0.filter { $0 == .swap || $0 == .warning("first") }
        }
        #expect(others == [.warning("first"), .swap])
        let pictures = reader.events.withLock { $0.filter { $0 == .picture([90]) }.count }
        #expect(pictures == 1)
    }

    @Test func whatTheOtherEndReportsComesBack() throws {
        struct Gone: Error {}
        let outbox = EventOutbox { _ in throw Gone() }
        outbox.start()
        try outbox.put(.swap)
        #expect(throws: Gone.self) { try outbox.finish() }
    }
}
