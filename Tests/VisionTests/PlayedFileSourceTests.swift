import Base
import Testing
import VisionProtocol

@testable import Vision

@Suite struct PlayedFileSourceTests {
    private let clock = HandClock()
    private let frame: Frame

    init() throws { frame = try Frame() }

    /// Frames at 0, 0.1, 0.2 … seconds after `start`.
    private func played(_ count: Int, from start: Double = 0) throws -> PlayedFileSource {
        try PlayedFileSource(ListedSource.steady(count, rate: 10, from: start), clock: clock)
    }

    private func next(_ source: PlayedFileSource, within seconds: Double = 1) throws -> LiveFrame? {
        guard case .frame(let live) = try source.read(into: frame, within: seconds) else {
            return nil
        }
        return live
    }

    @Test func aFastReaderGetsEveryFrameWhenItIsDue() throws {
        let source = try played(5)
        for index in 0..<5 {
            let live = try #require(try next(source))
            #expect(abs(live.time - Double(index) / 10) < 1e-9)
            #expect(abs(live.captured - 100 - live.time) < 1e-9)
            #expect(abs(clock.now - live.captured) < 1e-9)
            #expect(live.skipped == 0 && live.dropped == 0)
            #expect(ListedSource.index(of: frame) == index)
        }
        #expect(try source.read(into: frame, within: 1) == .end)
        #expect(try source.read(into: frame, within: 1) == .end)
    }

    @Test func aSlowReaderGetsTheNewestAndTheDelayDoesNotGrow() throws {
        let source = try played(41)
        var seen: [Int] = []
        var passedOver = 0
        while let live = try next(source) {
            let isLast = live.time > 3.95
            #expect(clock.now - live.captured < (isLast ? 0.35 : 0.1))
            seen.append(ListedSource.index(of: frame))
            passedOver += live.skipped
            clock.pass(0.35)
        }
        #expect(seen.count + passedOver == 41)
        #expect(seen.first == 0 && seen.count == 13)
    }

    @Test func nothingIsSaidWhenNoFrameIsDue() throws {
        let source = try played(3)
        _ = try next(source)
        #expect(try source.read(into: frame, within: 0.04) == .nothing)
        #expect(abs(clock.now - 100.04) < 1e-9)
        #expect(try source.read(into: frame, within: 0) == .nothing)
        let live = try #require(try next(source))
        #expect(abs(live.time - 0.1) < 1e-9 && abs(clock.now - 100.1) < 1e-9)
    }

    @Test func playingBeginsWithTheFirstReading() throws {
        let source = try played(3, from: 7)
        clock.pass(30)
        let live = try #require(try next(source))
        #expect(live.time == 7 && live.captured == 130 && live.skipped == 0)
    }

    @Test func decodingThatIsTooSlowPlaysSlower() throws {
        let slow = try SlowSource(.steady(60, rate: 10), clock: clock, seconds: 0.3)
        let source = try PlayedFileSource(slow, clock: clock)
        var delays: [Double] = []
        while let live = try next(source) { delays.append(clock.now - live.captured) }
        #expect(delays.allSatisfy { $0 < 1.5 })
    }

    @Test func anEmptyRecordingEnds() throws {
        let source = try PlayedFileSource(ListedSource([]), clock: clock)
        #expect(try source.read(into: frame, within: 1) == .end)
    }

    @Test func aRealFileIsPlayedInRealTime() throws {
        let source = try PlayedFileSource(path: Clips.example)
        let clock = MonotonicClock()
        let start = clock.now
        var last = -1.0
        while last < 0.5, let live = try next(source) {
            #expect(live.time > last)
            #expect(abs(live.captured - start - live.time) < 0.2)
            #expect(clock.now >= live.captured)
            last = live.time
        }
        #expect(clock.now - start > 0.45)
        #expect(source.description.rate == 25)
    }
}

/// A source whose frames take time to decode.
private final class SlowSource: FrameSource {
    private let source: ListedSource
    private let clock: HandClock
    private let seconds: Double

    init(_ source: ListedSource, clock: HandClock, seconds: Double) throws {
        self.source = source
        self.clock = clock
        self.seconds = seconds
    }

    var description: SourceDescription { source.description }
    var damaged: Int { 0 }

    func read(into frame: Frame) throws -> Double? {
        clock.pass(seconds)
        return try source.read(into: frame)
    }
}
