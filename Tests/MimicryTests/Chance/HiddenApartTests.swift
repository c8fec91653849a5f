import Base
import Posture
import Testing

@testable import Mimicry

/// Two independent people, each of whom is hidden for a third of the time while the other is seen.
@Suite struct HiddenApartTests {
    private func person(_ seat: Seat, _ random: inout SplitMix64) -> PostureRecord {
        var (held, unknown): ([(Double, Double)], [(Double, Double)]) = ([], [])
        var time = Double.random(in: 0...6, using: &random)
        while time < 590 {
            let end = time + .random(in: 1...5, using: &random)
            held.append((time, end))
            time = end + .random(in: 1...7, using: &random)
        }
        time = Double.random(in: 0...20, using: &random)
        while time < 590 {
            let end = time + .random(in: 4...12, using: &random)
            unknown.append((time, end))
            held = held.filter { $0.1 <= time || end <= $0.0 }
            time = end + .random(in: 8...24, using: &random)
        }
        return record(seat, held, unknown: unknown)
    }

    /// What one does while the other is hidden is in no shifted session, so it must not be in the real one
    /// that is held against them: all that is listed would be a tenth more than chance. What is left comes
    /// from holds that are cut where known time is closed up.
    @Test func theSessionIsHeldAgainstItsLike() throws {
        var random = SplitMix64(seed: 5)
        var (listed, value, chance) = (0.0, 0.0, 0.0)
        for seed in 0..<12 as Range<UInt64> {
            let (first, second) = (person(.first, &random), person(.second, &random))
            let tested = try #require(
                EpisodeSignificance(
                    first, second, recording: TimeSpan(start: 0, end: 600),
                    surrogates: SurrogateSettings(count: 60, seed: seed)))
            listed += Double(tested.episodes.count { !$0.isRepeat })
            value += tested.count.value
            chance += tested.count.surrogateMean
        }
        #expect(listed > 1.09 * chance, "\(listed) \(chance)")
        #expect(abs(value / chance - 1) < 0.09, "\(value) \(chance)")
    }
}
