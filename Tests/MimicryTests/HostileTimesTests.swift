import Posture
import TestSupport
import Testing

@testable import Base
@testable import Mimicry

/// Times that no session has: nothing is laid out on them, and nothing stops for them.
@Suite struct HostileTimesTests {
    /// Instants a microsecond apart, then as many a second apart: 23 GB of grid from 100 rows.
    private static let fineThenCoarse =
        (0..<50).map { Double($0) * 1e-6 } + (1...50).map { Double($0) }

    private static let smallest = Double.leastNonzeroMagnitude

    private static let hostile: [[Double]] = [
        fineThenCoarse, (0..<50).map { Double($0) * 1e-12 } + [1, 2, 900],
        [0, 0.04, 0.08, 1e300], [-1e300, 0, 0.04], [0, smallest, 2 * smallest],
        [1e17, 1e17 + 16, 1e17 + 32],
        [0, 0.04, 0.08, 172_801],
    ]

    @Test(arguments: hostile)
    func thereIsNoGrid(times: [Double]) {
        #expect(UniformGrid(covering: times, times) == nil)
        #expect(throws: GridError.self) { try UniformGrid.checked(covering: times, times) }
    }

    @Test func theReasonIsTold() {
        #expect(throws: GridError.tooFine(step: 1e-6, over: 50)) {
            try UniformGrid.checked(covering: Self.fineThenCoarse, Self.fineThenCoarse)
        }
        #expect(throws: GridError.tooLong(seconds: 172_801)) {
            try UniformGrid.checked(covering: [0, 0.04, 172_801], [])
        }
        #expect(throws: GridError.tooFewInstants) { try UniformGrid.checked(covering: [0], []) }
        #expect(throws: GridError.tooFine(step: 1e-9, over: 1)) {
            try UniformGrid.checked(covering: [0, 0.5, 1], [], step: 1e-9)
        }
    }

    @Test func twoDaysAtAHundredAndAThousandASecondHaveTheirGrid() {
        #expect(UniformGrid(covering: [0, 0.01, 172_800], [])?.count == 17_280_001)
        #expect(UniformGrid(covering: [0, 0.001, 0.002], [])?.count == 3)
    }

    @Test(arguments: hostile)
    func theScorerGoesOn(times: [Double]) {
        var scorer = MimicryScorer()
        let row = Channel.allCases.indices.map { Double($0) }
        var results = MimicryScorer.Results()
        for seat in Seat.allCases {
            for time in times {
                let sample = FeatureSample(time: time, presence: 1, row: row)
                results.synchrony += scorer.append(sample, of: seat).synchrony
            }
        }
        results.synchrony += scorer.finish().synchrony
        #expect(results.synchrony.allSatisfy { $0.peakZ == nil })
        let tracks = scorer.tracks
        let points = TimelineBuilder().points(
            first: tracks[0], second: tracks[1], records: (scorer.records[0], scorer.records[1]))
        #expect(points.count <= 172_802)
        #expect(
            LagTimeMap(first: tracks[0], second: tracks[1], settings: .init()).panels.isEmpty)
        let span = TimeSpan(start: times[0], end: times[times.count - 1])
        _ = EpisodeSignificance(scorer.records[0], scorer.records[1], recording: span)
        _ = SessionWarnings(names: ["a", "b"]).sentences(
            tracks, scorer.records, recording: span, least: (nil, nil))
    }

    /// A grid that was begun well does not follow a time beyond all sessions.
    @Test func aTimeFarAheadEndsNothing() {
        var scorer = MimicryScorer()
        var noise = Noise(4)
        var windows: [SynchronyWindow] = []
        func append(_ time: Double) {
            for seat in Seat.allCases {
                let row = Channel.allCases.map { _ in noise.next() }
                let sample = FeatureSample(time: time, presence: 1, row: row)
                windows += scorer.append(sample, of: seat).synchrony
            }
        }
        for index in 0..<400 { append(Double(index) * 0.1) }
        append(1e12)
        append(1e300)
        windows += scorer.finish().synchrony
        #expect(windows.contains { $0.peakZ != nil })
        #expect(windows.allSatisfy { $0.end <= 40.5 })
    }

    /// The points of a gap are counted, not laid out: at this length they would be 2 GB a person.
    @Test func aGapIsHandedOutPointByPoint() {
        var sampler = GridSampler(start: 0, step: 0.01, interval: 0.01, width: 15)
        var queue = RowQueue(width: 15)
        let row = [Double](repeating: 1, count: 15)
        var points = 0
        for time in [0, 0.01, 0.02, 3000, 3000.01, 3000.02] {
            sampler.append(time: time, row) { point in
                points += 1
                queue.append(point)
            }
        }
        sampler.finish(count: 300_010) { point in
            points += 1
            queue.append(point)
        }
        #expect(points == 300_010)
        var measured: [Int] = []
        var index = 0
        while !queue.isEmpty {
            queue.withFirst { if $0.contains(where: \.isFinite) { measured.append(index) } }
            index += 1
        }
        #expect(index == 300_010)
        #expect(measured == [0, 1, 2, 300_000, 300_001, 300_002])
    }
}
