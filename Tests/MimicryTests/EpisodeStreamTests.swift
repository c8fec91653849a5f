import Posture
import TestSupport
import Testing

@testable import Mimicry

@Suite struct EpisodeStreamTests {
    let detector = EpisodeDetector()

    /// What has become certain between two times.
    func changes(_ record: PostureRecord, from: Double, to: Double) -> PostureChanges {
        var changes = PostureChanges(seat: record.seat)
        changes.held = record.held.filter { from <= $0.offset && $0.offset < to }
        changes.open = record.held.filter { $0.onset < to && to <= $0.offset }.map {
            var interval = $0
            interval.offset = to
            return interval
        }
        changes.settled["p"] = to
        return changes
    }

    func random(_ seat: Seat, _ noise: inout Noise) -> PostureRecord {
        var held: [(Double, Double)] = []
        var time = 0.0
        while time < 300 {
            let onset = time + 1 + 8 * abs(noise.next())
            time = onset + 1 + 5 * abs(noise.next())
            held.append((onset, time))
        }
        return record(seat, held)
    }

    @Test func aGrowingRecordingGivesTheEpisodesOfTheWhole() {
        var noise = Noise(4)
        let first = random(.first, &noise)
        let second = random(.second, &noise)
        let whole = detector.episodes(first, second)
        #expect(whole.count > 10)
        for step in [0.04, 0.7, 13] {
            var stream = EpisodeStream()
            var found: [Episode] = []
            for time in stride(from: 0, to: 320, by: step) {
                found += stream.append(changes(first, from: time, to: time + step))
                found += stream.append(changes(second, from: time, to: time + step))
            }
            found += stream.finish()
            #expect(found.sorted(by: EpisodeDetector.precedes) == whole)
        }
    }

    @Test func anEpisodeIsYieldedOnceItIsOver() {
        let first = record(.first, [(10, 20)])
        let second = record(.second, [(12, 22)])
        var stream = EpisodeStream(start: 0)
        func feed(_ from: Double, _ to: Double) -> [Episode] {
            stream.append(changes(first, from: from, to: to))
                + stream.append(changes(second, from: from, to: to))
        }
        #expect(feed(0, 20).isEmpty)
        // An onset of the leader up to half a second later could still leave it undecided.
        #expect(feed(20, 20.4).isEmpty)
        #expect(feed(20.4, 20.7).count == 1)
        #expect(feed(20.7, 30).isEmpty)
        #expect(stream.finish().isEmpty)
    }
}
