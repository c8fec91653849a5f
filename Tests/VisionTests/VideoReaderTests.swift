import Testing

@testable import Vision

@Suite struct VideoReaderTests {
    private func readAll(_ source: any FrameSource) throws -> VideoReader {
        var reader = VideoReader(source)
        let frame = try Frame()
        while try reader.read(into: frame) != nil {}
        return reader
    }

    @Test func framesAreCountedAndTheLastOneHasAnEnd() throws {
        let reader = try readAll(ListedSource.steady(10, rate: 20, from: 2))
        #expect(reader.frames == 10)
        #expect(reader.first == 2 && abs(reader.last - 2.45) < 1e-9)
        #expect(abs(reader.end - 2.5) < 1e-9 && abs(reader.duration - 0.5) < 1e-9)
    }

    @Test func aSingleFrameLastsAsLongAsTheRateSays() throws {
        #expect(abs(try readAll(ListedSource([3], rate: 50)).duration - 0.02) < 1e-9)
        #expect(abs(try readAll(ListedSource([3], rate: 0)).duration - 0.04) < 1e-9)
    }

    @Test func nothingReadIsNoTime() throws {
        let reader = try readAll(ListedSource([]))
        #expect(reader.frames == 0 && reader.duration == 0)
    }

    @Test func aFileThatEndsEarlySaysSo() throws {
        let times = (0..<50).map { Double($0) / 25 }
        let whole = try readAll(ListedSource(times, duration: 2))
        let short = try readAll(ListedSource(times, duration: 4))
        #expect(whole.cut == nil)
        let text = try #require(short.cut)
        #expect(text.contains("2.0 of 4.0 s"))
        // Sound that goes on a little longer is no cut.
        #expect(try readAll(ListedSource(times, duration: 2.4)).cut == nil)
        #expect(try readAll(ListedSource([0, 1, 2], rate: 1, duration: 5)).cut == nil)
    }

    @Test func damageIsTold() throws {
        let times = (0..<50).map { Double($0) / 25 }
        let text = try #require(
            try readAll(ListedSource(times, duration: 2, damaged: 3)).cut)
        #expect(text.hasPrefix("3 damaged pieces"))
    }
}
