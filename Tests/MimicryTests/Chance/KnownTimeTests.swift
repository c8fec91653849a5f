import Posture
import TestSupport
import Testing

@testable import Base
@testable import Mimicry

@Suite struct KnownTimeTests {
    let time = KnownTime(
        TimeSpan(start: 10, end: 100),
        without: [
            TimeSpan(start: 50, end: 60), TimeSpan(start: 0, end: 20), TimeSpan(start: 55, end: 70),
        ])

    @Test func unknownTimeIsCutOut() {
        #expect(time.spans == [TimeSpan(start: 20, end: 50), TimeSpan(start: 70, end: 100)])
        #expect(time.length == 60)
        #expect(time.seams == [30])
    }

    @Test func aStretchIsClosedAndOpenedAgain() {
        #expect(
            time.closed(TimeSpan(start: 40, end: 80))
                == [TimeSpan(start: 20, end: 30), TimeSpan(start: 30, end: 40)])
        #expect(
            time.opened(TimeSpan(start: 25, end: 35))
                == [TimeSpan(start: 45, end: 50), TimeSpan(start: 70, end: 75)])
        #expect(time.closed(TimeSpan(start: 0, end: 15)).isEmpty)
    }

    @Test func pointsOfBothAreClosedAndTheSeamIsMissing() {
        let points = KnownPoints([
            (true, true), (true, false), (true, true), (true, true), (false, true), (true, true),
        ])
        #expect(points.indices == [0, 2, 3, 5])
        let closed = points.closed([0, 1, 2, 3, 4, 5])
        #expect(closed[0] == 0 && closed[1].isNaN && closed[2] == 3 && closed[3].isNaN)
        let grid = UniformGrid(start: 100, step: 2, count: 6)
        #expect(
            points.spans(on: grid, lead: 1) == [
                TimeSpan(start: 99, end: 101), TimeSpan(start: 103, end: 107),
                TimeSpan(start: 109, end: 111),
            ])
    }

    /// Both chairs are empty for the first and the last quarter.
    @Test func emptyChairsDoNotMakeEpisodes() throws {
        var noise = Noise(31)
        func person(_ seat: Seat) -> PostureRecord {
            var held: [(Double, Double)] = []
            var time = 300.0
            while time < 880 {
                let onset = time + 3 + 25 * abs(noise.next())
                time = onset + 2 + 10 * abs(noise.next())
                if time < 900 { held.append((onset, time)) }
            }
            return record(seat, held, unknown: [(0, 300), (900, 1200)])
        }
        var excess = 0.0
        for _ in 0..<20 {
            let found = try #require(
                EpisodeSignificance(
                    person(.first), person(.second), recording: TimeSpan(start: 0, end: 1200),
                    surrogates: SurrogateSettings(count: 99)))
            #expect(found.known == 600)
            excess += found.count.excess / found.count.surrogateMean / 20
        }
        // Shifts of the whole recording had half of the episodes of the session: an excess of 1.
        #expect(abs(excess) < 0.25)
    }

    @Test func windowsOfMovementAreOfKnownTime() async throws {
        var noise = Noise(5)
        var values = [noise.walk(3000), noise.walk(3000)]
        for index in 1000..<1500 { values[0][index] = .nan }
        for index in 1250..<1750 { values[1][index] = .nan }
        let found = try #require(
            await SynchronySignificance.test(
                first: track([.headNod: values[0]], rate: 5),
                second: track([.headNod: values[1]], rate: 5),
                settings: SynchronySettings(window: 20, step: 10, maxLag: 3),
                surrogates: SurrogateSettings(count: 39)))
        let known = found.known.reduce(0) { $0 + $1.duration }
        #expect(abs(known - 450) < 1)
        #expect(found.known.count == 2)
        #expect(found.percentile(at: 250) == nil)
        #expect(found.percentile(at: 100) != nil && found.percentile(at: 450) != nil)
        #expect(found.windows.allSatisfy { $0.percentile != nil })
        #expect(found.windows.contains { $0.start < 200 && $0.end > 350 })
    }
}
