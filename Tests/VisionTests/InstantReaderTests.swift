import Foundation
import Testing

@testable import Vision

@Suite struct InstantReaderTests {
    /// The indices of the frames that every instant shows.
    private struct Shown: Equatable {
        var time: Double
        var first: Int?
        var second: Int?
    }

    private func read(_ reader: any InstantReader) throws -> (
        shown: [Shown], reader: any InstantReader
    ) {
        var reader = reader
        var shown: [Shown] = []
        while let instant = try reader.next() {
            shown.append(
                Shown(
                    time: instant.time, first: instant.first.map(ListedSource.index),
                    second: instant.second.map(ListedSource.index)))
        }
        return (shown, reader)
    }

    private func pair(
        _ first: ListedSource, _ second: ListedSource, rate: Double? = nil, offset: Double = 0
    ) throws -> [Shown] {
        try read(PairReader(first, second, rate: rate, offset: offset)).shown
    }

    // MARK: One video

    @Test func bothSeatsShareThePictureOfOneVideo() throws {
        let (shown, reader) = try read(SharedReader(ListedSource.steady(6, rate: 25), rate: nil))
        #expect(shown.map(\.first) == [0, 1, 2, 3, 4, 5])
        #expect(shown.map(\.second) == shown.map(\.first))
        #expect(shown.map(\.time) == (0..<6).map { Double($0) / 25 })
        #expect(reader.readers.map(\.frames) == [6])
    }

    @Test func framesBetweenInstantsAreReadAndNotShown() throws {
        let (shown, reader) = try read(SharedReader(ListedSource.steady(20, rate: 25), rate: 5))
        #expect(shown.map(\.first) == [0, 5, 10, 15])
        #expect(reader.readers[0].frames == 20)
    }

    @Test func anInstantStaysWhileTheNextIsRead() throws {
        var reader = try SharedReader(ListedSource.steady(9, rate: 25), rate: nil)
        var last = try #require(try reader.next())
        for index in 1..<9 {
            let next = try #require(try reader.next())
            #expect(last.first.map(ListedSource.index) == index - 1)
            #expect(next.first.map(ListedSource.index) == index)
            last = next
        }
    }

    // MARK: Two videos

    @Test func twoThatBeganTogetherGoTogether() throws {
        let shown = try pair(.steady(10, rate: 25), .steady(10, rate: 25))
        #expect(shown.map(\.first) == Array(0..<10).map(Optional.some))
        #expect(shown.map(\.second) == shown.map(\.first))
    }

    @Test func theSecondOnesPictureIsTheNearestInTime() throws {
        // 25 and 30 frames a second: every instant of the first against all of the second.
        let first = (0..<50).map { Double($0) / 25 }
        let second = (0..<60).map { Double($0) / 30 }
        let shown = try pair(ListedSource(first), ListedSource(second, rate: 30))
        for instant in shown {
            let index = try #require(instant.second)
            let nearest = try #require(second.map { abs($0 - instant.time) }.min())
            #expect(abs(second[index] - instant.time) <= nearest + 1e-9)
        }
        #expect(shown.count == 50)
    }

    @Test(arguments: [(10.0, 25.0), (25, 10), (59.94, 23.976), (12, 30)])
    func anyTwoRatesGoTogether(rates: (Double, Double)) throws {
        let first = (0..<Int(2 * rates.0)).map { Double($0) / rates.0 }
        let second = (0..<Int(2 * rates.1)).map { Double($0) / rates.1 }
        let shown = try pair(
            ListedSource(first, rate: rates.0), ListedSource(second, rate: rates.1))
        #expect(shown.map(\.time) == first, "the first video's clock is the session's")
        let ways = shown.compactMap { instant in
            instant.second.map { abs(second[$0] - instant.time) }
        }
        let end = Double(second.count) / rates.1 + 1e-9
        #expect(ways.count == first.count { $0 <= end })
        #expect(ways.dropLast(Int(rates.0 / rates.1) + 1).allSatisfy { $0 <= 0.5 / rates.1 + 1e-9 })
    }

    @Test func aSecondVideoThatBeganLaterIsNobodyUntilThen() throws {
        let shown = try pair(.steady(20, rate: 10), .steady(20, rate: 10), offset: 0.5)
        #expect(shown.prefix(5).allSatisfy { $0.second == nil })
        #expect(shown.dropFirst(5).map(\.second) == Array(0..<15).map(Optional.some))
        #expect(shown.map(\.first) == Array(0..<20).map(Optional.some))
    }

    @Test func ofASecondVideoThatBeganEarlierTheBeginningIsPassedOver() throws {
        let shown = try pair(.steady(10, rate: 10), .steady(20, rate: 10), offset: -0.5)
        #expect(shown.map(\.second) == Array(5..<15).map(Optional.some))
    }

    @Test func afterTheEndOfTheSecondVideoNobodyIsThere() throws {
        let (shown, reader) = try read(
            PairReader(
                ListedSource.steady(20, rate: 10), ListedSource.steady(8, rate: 10), rate: nil,
                offset: 0))
        #expect(shown.prefix(8).map(\.second) == Array(0..<8).map(Optional.some))
        // The last picture stands until its end, 0.8 s.
        #expect(shown.dropFirst(9).allSatisfy { $0.second == nil })
        #expect(shown.count == 20)
        #expect(reader.readers.map(\.frames) == [20, 8])
    }

    @Test func aLongerSecondVideoIsReadToItsEndButShowsNothing() throws {
        let (shown, reader) = try read(
            PairReader(
                ListedSource.steady(8, rate: 10), ListedSource.steady(20, rate: 10), rate: nil,
                offset: 0))
        #expect(shown.count == 8)
        #expect(reader.readers.map(\.frames) == [8, 20], "to know whether it is whole")
    }

    @Test func aClockThatDriftsIsCorrected() throws {
        // 0.2 % and 40 s: without the correction the pictures would be two out of step.
        let (shown, _) = try read(
            PairReader(
                ListedSource.steady(410, rate: 10), ListedSource.steady(400, rate: 10), rate: nil,
                offset: 0.5, drift: 0.002))
        let late = try #require(shown.last { $0.second != nil })
        #expect(abs(late.time - (0.5 + 1.002 * Double(late.second ?? 0) / 10)) <= 0.05)
        #expect(shown[100].second == 95 && shown[400].second == 395 - 1)
    }

    @Test func videosThatDoNotMeetShowOnePersonOnly() throws {
        for offset in [5.0, -5.0] {
            let shown = try pair(.steady(8, rate: 10), .steady(8, rate: 10), offset: offset)
            #expect(shown.count == 8 && shown.allSatisfy { $0.first != nil && $0.second == nil })
        }
    }

    @Test func anEmptySecondVideoShowsNobody() throws {
        let (shown, reader) = try read(
            PairReader(
                ListedSource.steady(4, rate: 10), ListedSource([]), rate: nil, offset: 0))
        #expect(shown.allSatisfy { $0.second == nil })
        #expect(reader.readers[1].frames == 0)
    }

    @Test func theRateIsThatOfTheInstantsNotOfEitherVideo() throws {
        let shown = try pair(.steady(50, rate: 25), .steady(60, rate: 30), rate: 5)
        #expect(shown.map(\.first) == stride(from: 0, to: 50, by: 5).map(Optional.some))
        #expect(shown.map(\.second) == stride(from: 0, to: 60, by: 6).map(Optional.some))
    }

    @Test func aGapInTheSecondVideoIsBridgedByTheNearerSide() throws {
        let second = try ListedSource([0, 0.1, 0.9, 1.0], rate: 10)
        let shown = try pair(.steady(11, rate: 10), second)
        #expect(shown.map(\.second) == [0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3])
    }

    @Test func picturesOfAnInstantStayWhileTheNextIsRead() throws {
        var reader = try PairReader(
            ListedSource.steady(20, rate: 20), ListedSource.steady(20, rate: 20), rate: nil,
            offset: 0)
        var last = try #require(try reader.next())
        for index in 1..<20 {
            let next = try #require(try reader.next())
            #expect(last.second.map(ListedSource.index) == index - 1)
            #expect(last.first.map(ListedSource.index) == index - 1)
            last = next
        }
    }

    @Test func realFilesOfDifferentRatesGoTogether() throws {
        try Clips.inFolder { folder in
            let a = folder.appendingPathComponent("a.mp4").path
            let b = folder.appendingPathComponent("b.mkv").path
            try Clips.ffmpeg([
                "-f", "lavfi", "-i", "testsrc=duration=2:size=64x48:rate=25", a,
            ])
            try Clips.ffmpeg([
                "-f", "lavfi", "-i", "testsrc=duration=1:size=80x48:rate=30000/1001", b,
            ])
            var reader = try PairReader(
                FileSource(path: a), FileSource(path: b), rate: 12.5, offset: 0.4)
            var both: [Double] = []
            var count = 0
            while let instant = try reader.next() {
                count += 1
                #expect(instant.first?.width == 64)
                if let second = instant.second {
                    #expect(second.width == 80)
                    both.append(instant.time)
                }
            }
            #expect(count == 25)
            #expect(abs(try #require(both.first) - 0.4) < 1e-6)
            #expect(abs(try #require(both.last) - 1.36) < 1e-6)
            #expect(both.count == 13)
        }
    }
}
