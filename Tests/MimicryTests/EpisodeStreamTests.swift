import Posture
import Testing

@testable import Mimicry

@Suite struct EpisodeStreamTests {
    let detector = EpisodeDetector()

    /// What is final of a record at a time: what has ended, and what is held on, as far as it has
    /// come.
    func part(_ record: PostureRecord, at time: Double) -> PostureRecord {
        var result = record
        result.held = record.held.filter { $0.onset < time }.map {
            var interval = $0
            interval.offset = min(interval.offset, time)
            return interval
        }
        return result
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
                found += stream.update(
                    part(first, at: time), part(second, at: time), finalUntil: time)
            }
            found += stream.update(first, second, finalUntil: .infinity)
            #expect(found.sorted(by: EpisodeDetector.precedes) == whole)
        }
    }

    @Test func anEpisodeIsYieldedOnceItIsOver() {
        let first = record(.first, [(10, 20)])
        let second = record(.second, [(12, 22)])
        var stream = EpisodeStream(start: 0)
        #expect(stream.update(first, second, finalUntil: 20).isEmpty)
        #expect(stream.update(first, second, finalUntil: 20.5).count == 1)
        #expect(stream.update(first, second, finalUntil: 30).isEmpty)
    }
}
