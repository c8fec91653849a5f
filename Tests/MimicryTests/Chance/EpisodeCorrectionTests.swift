import Posture
import TestSupport
import Testing

@testable import Base
@testable import Mimicry

/// p-values of episodes corrected for how many there are.
@Suite struct EpisodeCorrectionTests {
    private static func person(_ seat: Seat, _ noise: inout Noise) -> PostureRecord {
        var held: [(Double, Double)] = []
        var time = 0.0
        while time < 580 {
            let onset = time + 3 + 30 * abs(noise.next())
            time = onset + 2 + 12 * abs(noise.next())
            held.append((onset, time))
        }
        return record(seat, held)
    }

    /// Of sessions without mimicry and with a dozen episodes each, one in twenty has any that stands out; by
    /// their own p-values half of them would.
    @Test func oneSessionInTwentyHasAnEpisodeThatStandsOut() throws {
        var noise = Noise(5)
        var (single, corrected) = (0, 0)
        for _ in 0..<40 {
            let found = try #require(
                EpisodeSignificance(
                    Self.person(.first, &noise), Self.person(.second, &noise),
                    recording: TimeSpan(start: 0, end: 600),
                    surrogates: SurrogateSettings(count: 59)))
            #expect(
                found.episodes.filter(\.counts).allSatisfy {
                    ($0.qValue ?? 0) >= ($0.pValue ?? 1)
                })
            if found.episodes.contains(where: { ($0.pValue ?? 1) <= 0.05 }) { single += 1 }
            if found.episodes.contains(where: { ($0.qValue ?? 1) <= 0.05 }) { corrected += 1 }
        }
        #expect(corrected <= 5, "of 40")
        #expect(single > corrected)
    }

    @Test func ofOneEpisodeInALongSessionBothAreSmall() throws {
        let found = try #require(
            EpisodeSignificance(
                record(.first, [(1000, 1100)]), record(.second, [(1004, 1090)]),
                recording: TimeSpan(start: 0, end: 3000)))
        let episode = try #require(found.episodes.first)
        #expect((episode.qValue ?? 1) < 0.03)
    }
}
