import Base
import Foundation
import Posture
import Testing

@testable import Exports

@Suite struct ChannelSeriesTests {
    private func track(_ times: [Double], _ values: [Double]) -> FeatureTrack {
        var track = FeatureTrack()
        for (time, value) in zip(times, values) {
            var row = [Double](repeating: .nan, count: Channel.allCases.count)
            row[Channel.headTilt.index] = value
            track.append(time: time, presence: 1, row: row)
        }
        return track
    }

    private func same(_ one: [Double], _ other: [Double]) -> Bool {
        one.count == other.count
            && zip(one, other).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
    }

    @Test func keepsEveryPointOfAShortSession() {
        let times = (0..<100).map { Double($0) * 0.04 }
        let values = times.map { sin($0) }
        let series = ChannelSeries([track(times, values), track(times, values)])
        #expect(series.count == 100)
        #expect(abs(series.step - 0.04) < 1e-9)
        #expect(same(series.resample(values, at: times), values))
    }

    @Test func boundsALongSession() {
        let times = (0..<90_000).map { Double($0) * 0.04 }
        let series = ChannelSeries([track(times, times)])
        #expect(series.count <= ChannelSeries.maxPoints)
        let points = series.resample(times, at: times)
        #expect(points.allSatisfy { $0.isFinite })
        #expect(abs(points[6000] - (series.start + 6000 * series.step)) < series.step)
    }

    @Test func leavesGapsAndBridgesUnevenSampling() {
        let times: [Double] = [0, 1, 2, 4, 5, 9, 10]
        let series = ChannelSeries([track(times, [0, 0, 0, 0, 0, 0, 0])])
        let values = [1, 2, .nan, 4, 5, 9, 10]
        #expect(
            same(series.resample(values, at: times), [1, 2, .nan, .nan, 4, 5, 5, 5, .nan, 9, 10]))
    }

    @Test func ofNothingIsEmpty() {
        let series = ChannelSeries([FeatureTrack(), FeatureTrack()])
        #expect(series.count == 0)
        #expect(series.resample([], at: []).isEmpty)
        #expect(ChannelSeries.packed([], quantum: 0.01) == "")
    }

    @Test func packsSixteenBits() throws {
        let text = ChannelSeries.packed([1, -1, .nan, 1e9], quantum: 0.01)
        let bytes = [UInt8](try #require(Data(base64Encoded: text)))
        #expect(bytes == [100, 0, 0x9C, 0xFF, 0x00, 0x80, 0xFF, 0x7F])
    }

    @Test func findsStretchesInWhichNothingWasMeasured() {
        let gaps = ChannelSeries.gaps(
            track([0, 1, 2, 3, 3.1, 3.2, 4, 5], [0, .nan, .nan, 1, .nan, 1, .nan, .nan]))
        #expect(gaps == [TimeSpan(start: 1, end: 3), TimeSpan(start: 4, end: 5)])
    }
}
