import Posture
import Testing

@testable import Mimicry

@Suite struct TimelineBuilderTests {
    let empty = (PostureRecord(seat: .first), PostureRecord(seat: .second))

    func recording(seconds: Double) -> FeatureTrack {
        track([.headNod: Array(repeating: 1, count: Int(seconds * 10))])
    }

    func window(_ start: Double, lag: Double?, z: Double?) -> SynchronyWindow {
        SynchronyWindow(
            channel: .headNod, mapping: .unsided, start: start, end: start + 10, peakLag: lag,
            peakZ: z, validFraction: 1)
    }

    @Test func thereIsAPointPerSecondOfTheRecording() {
        let points = TimelineBuilder().points(
            first: recording(seconds: 5), second: recording(seconds: 4), records: empty)
        #expect(points.map(\.time) == [0, 1, 2, 3, 4])
        #expect(points.allSatisfy { $0.mimicryPercentile == nil && $0.leaderBalance == nil })
    }

    @Test func nothingRecordedGivesNoPoints() {
        let points = TimelineBuilder().points(
            first: FeatureTrack(), second: FeatureTrack(), records: empty)
        #expect(points.isEmpty)
    }

    @Test func posturesThatBothHoldAreCountedOnAnySide() {
        var first = record(.first, [(1, 4)], side: .left)
        first.held += record(.first, [(2, 5)], posture: "q").held
        first.held += record(.first, [(0, 5)], posture: "absent").held
        var second = record(.second, [(2, 4)], side: .right)
        second.held += record(.second, [(3, 5)], posture: "q").held
        second.held += record(.second, [(0, 5)], posture: "absent").held
        let points = TimelineBuilder().points(
            first: recording(seconds: 5), second: recording(seconds: 5), records: (first, second))
        #expect(points.map(\.sharedPostures) == [0, 0, 1, 2, 1])
    }

    @Test func theBalanceWeighsThePeaksThatCoverASecond() {
        let windows = [
            window(0, lag: 1, z: 3), window(5, lag: -1, z: 1), window(5, lag: 0, z: 9),
            window(5, lag: nil, z: nil),
        ]
        let points = TimelineBuilder(leading: windows).points(
            first: recording(seconds: 20), second: recording(seconds: 20), records: empty)
        #expect(points[0...4].allSatisfy { $0.leaderBalance == 1 })
        #expect(points[5...9].allSatisfy { $0.leaderBalance == 0.5 })
        #expect(points[10...14].allSatisfy { $0.leaderBalance == -1 })
        #expect(points[15...19].allSatisfy { $0.leaderBalance == nil })
    }

    @Test func onlyPeaksThatAreSaidToCountEnterTheBalance() {
        let builder = TimelineBuilder(
            leading: [window(0, lag: 1, z: 3)], percentile: { $0 * 10 })
        let points = builder.points(
            first: recording(seconds: 6), second: recording(seconds: 6), records: empty)
        #expect(points.allSatisfy { $0.leaderBalance == 1 })
        #expect(points.map(\.mimicryPercentile) == [0, 10, 20, 30, 40, 50])
    }

    @Test func qualityIsTheShareOfValuesOfChannelsThatTheSessionHas() {
        var values = [Double](repeating: 1, count: 30)
        for index in 10..<15 { values[index] = .nan }
        let first = track([.headNod: values, .headTilt: values])
        let second = track([
            .headNod: Array(repeating: 1, count: 20), .headTilt: Array(repeating: .nan, count: 20),
        ])
        let points = TimelineBuilder().points(first: first, second: second, records: empty)
        #expect(points.map(\.quality) == [0.75, 0.5, 1])
    }
}
