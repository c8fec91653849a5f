import Base
import Testing
import VisionProtocol

@testable import Vision

@Suite struct ChapteredSourceTests {
    private func chapter(
        _ path: String, _ source: ListedSource, _ stamps: ChapterStamps = .init()
    ) -> ChapteredSource.Chapter {
        .init(path: "/cards/\(path)", source: source, stamps: stamps)
    }

    private struct Reading {
        var times: [Double] = []
        var breaks: [Double] = []
        var starts: [Double] = []
    }

    private func read(_ chapters: [ChapteredSource.Chapter]) throws -> (Reading, ChapteredSource) {
        var reading = Reading()
        let starts = Starts()
        let source = try ChapteredSource(chapters) { starts.take($0, $1) }
        let frame = try Frame()
        while let time = try source.read(into: frame) {
            reading.times.append(time)
            if source.isAfterBreak { reading.breaks.append(time) }
        }
        reading.starts = starts.all
        return (reading, source)
    }

    private final class Starts {
        private(set) var all: [Double] = []
        func take(_ file: Int, _ start: Double) { all.append(start) }
    }

    private func close(_ one: [Double], _ other: [Double]) -> Bool {
        one.count == other.count && zip(one, other).allSatisfy { abs($0 - $1) < 1e-9 }
    }

    @Test func timesGoOnFromFileToFile() throws {
        let (reading, source) = try read([
            chapter("a.mp4", .steady(10, rate: 25)), chapter("b.mp4", .steady(10, rate: 25)),
            chapter("c.mp4", .steady(5, rate: 25)),
        ])
        #expect(close(reading.times, (0..<25).map { Double($0) / 25 }))
        #expect(close(reading.starts, [0, 0.4, 0.8]))
        #expect(reading.breaks.isEmpty)
        #expect(source.lengths.map(\.frames) == [10, 10, 5])
        #expect(close(source.lengths.map(\.duration), [0.4, 0.4, 0.2]))
        #expect(source.findings.count == 1)
        #expect(source.findings.first?.contains("without a gap") == true)
    }

    /// Where sound begins a moment before the picture, pictures follow each other all the same.
    @Test func soundThatBeginsFirstMakesNoGap() throws {
        let (reading, _) = try read([
            chapter("a.mp4", .steady(10, rate: 25, from: 0.02)),
            chapter("b.mp4", .steady(10, rate: 25, from: 0.023)),
        ])
        #expect(close(reading.times, (0..<20).map { 0.02 + Double($0) / 25 }))
        #expect(close(reading.starts, [0, 0.397]))
    }

    @Test func aGapIsABreak() throws {
        let (reading, source) = try read([
            chapter("a.ts", .steady(10, rate: 25), .init(start: 1.4)),
            chapter("b.ts", .steady(10, rate: 25), .init(start: 8.8)),
        ])
        #expect(close(reading.starts, [0, 7.4]) && reading.breaks.count == 1)
        #expect(abs((reading.breaks.first ?? 0) - 7.4) < 1e-9)
        #expect(
            source.findings == [
                "nothing was recorded for 7.0 s between a.ts and b.ts, by the clock in the files"
            ])
    }

    @Test func whatIsMissingAtTheEndOfAFileKeepsItsTime() throws {
        let cut = try ListedSource((0..<10).map { Double($0) / 25 }, duration: 4)
        let (reading, source) = try read([
            chapter("a.mp4", cut), chapter("none.mp4", try ListedSource([], duration: 2)),
            chapter("c.mp4", .steady(10, rate: 25)),
        ])
        #expect(close(reading.starts, [0, 6]), "the second was never reached")
        #expect(source.findings.contains { $0.hasPrefix("/cards/a.mp4: the file ends at") })
        #expect(source.findings.contains { $0.hasPrefix("/cards/none.mp4 has no readable frame") })
        #expect(source.lengths.map(\.frames) == [10, 0, 10])
    }

    @Test func anotherPictureIsRefused() throws {
        var large = chapter("b.mp4", try .steady(1, rate: 25))
        large.source = Sized(width: 640, height: 480)
        let failure = #expect(throws: Failure.self) {
            try ChapteredSource([chapter("a.mp4", try .steady(1, rate: 25)), large]) { _, _ in }
        }
        #expect(
            failure?.what == "/cards/b.mp4 has a picture of 640x480, and /cards/a.mp4 one of 16x16")
    }

    private final class Sized: FrameSource {
        let description: SourceDescription
        let damaged = 0
        init(width: Double, height: Double) {
            description = SourceDescription(width: width, height: height, rate: 25, duration: 1)
        }
        func read(into frame: Frame) throws -> Double? { nil }
    }
}
