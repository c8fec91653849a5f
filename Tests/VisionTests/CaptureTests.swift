import Base
import Foundation
import Synchronization
import Testing
import VisionProtocol

@testable import Vision

@Suite struct CaptureTests {
    /// A camera that gives a frame every 20 ms and knows whether anybody has it open.
    private final class FakeCamera: LiveFrameSource {
        static let open = Mutex(0)
        let description = SourceDescription(width: 16, height: 16, rate: 50, duration: 0)
        let damaged = 1
        private let clock = MonotonicClock()
        private var begun: Double?

        init() { Self.open.withLock { $0 += 1 } }
        deinit { Self.open.withLock { $0 -= 1 } }

        func read(into frame: Frame, within seconds: Double) throws -> LiveReading {
            clock.wait(until: clock.now + 0.02)
            let now = clock.now
            let start = begun ?? now
            begun = start
            return .frame(LiveFrame(time: now - start, captured: now))
        }
    }

    private func frame(_ mailbox: FrameMailbox) -> LiveFrame? {
        if case .frame(let live) = mailbox.take() { live } else { nil }
    }

    @Test func aPauseLetsGoOfTheCameraAndTheTimeGoesOn() throws {
        let mailbox = try FrameMailbox()
        let capture = Capture(FakeCamera(), reopen: { FakeCamera() }, into: mailbox)
        capture.start()
        let first = try #require(frame(mailbox))
        #expect(first.time == 0)
        capture.pause()
        Thread.sleep(forTimeInterval: 0.5)
        #expect(FakeCamera.open.withLock { $0 } == 0)
        // One that was under way when the pause came.
        mailbox.discardFrame()
        capture.resume()
        let next = try #require(frame(mailbox))
        #expect(next.time > 0.4)
        #expect(abs((next.time - first.time) - (next.captured - first.captured)) < 1e-6)
        capture.stop()
        while true { if case .end = mailbox.take() { break } }
        #expect(capture.damaged == 2)
        #expect(FakeCamera.open.withLock { $0 } == 0)
    }

    @Test func aCameraThatIsTakenDuringAPauseCountsAsLost() throws {
        struct Busy: Error, CustomStringConvertible { let description = "busy" }
        let mailbox = try FrameMailbox()
        let tries = Tries()
        let capture = Capture(
            try PlayedFileSource(ListedSource.steady(1000, rate: 50)),
            reopen: {
                if tries.next() < 2 { throw Busy() }
                return try PlayedFileSource(ListedSource.steady(1000, rate: 50))
            }, into: mailbox)
        capture.start()
        _ = frame(mailbox)
        capture.pause()
        Thread.sleep(forTimeInterval: 0.3)
        mailbox.discardFrame()
        capture.resume()
        guard case .camera(.lost(let why)) = mailbox.take() else { Issue.record("lost"); return }
        #expect(why == "busy")
        guard case .camera(.back(let gap)) = mailbox.take() else { Issue.record("back"); return }
        #expect(gap > 0.3)
        #expect(try #require(frame(mailbox)).time > 0.3)
        capture.stop()
    }

    private final class Tries: Sendable {
        private let count = Mutex(0)
        func next() -> Int {
            count.withLock { count in
                count += 1
                return count - 1
            }
        }
    }
}
