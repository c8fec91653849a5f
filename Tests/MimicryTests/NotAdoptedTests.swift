import Base
import Posture
import Testing

@testable import Mimicry

/// Postures that are an answer to the other, or told too roughly, are no mimicry.
@Suite struct NotAdoptedTests {
    private let recording = TimeSpan(start: 0, end: 600)

    private func records() -> (PostureRecord, PostureRecord) {
        let starts = stride(from: 20.0, to: 560, by: 40).map { $0 }
        var first = record(.first, starts.map { ($0, $0 + 15) }, posture: "facing_partner")
        let second = record(.second, starts.map { ($0 + 3, $0 + 15) }, posture: "facing_partner")
        first.held += record(.first, [(200, 210)]).held
        return (first, second)
    }

    private let settings = EpisodeSettings().applied(to: PostureDefinition.standard)

    @Test func turningToEachOtherIsNoEpisode() {
        let (first, second) = records()
        #expect(EpisodeDetector().episodes(first, second).count == 14)
        #expect(EpisodeDetector(settings: settings).episodes(first, second).isEmpty)
        #expect(!settings.isAdopted("still") && settings.isAdopted("smiling"))
        var stream = EpisodeStream(settings: settings, start: 0)
        for record in [first, second] {
            #expect(stream.append(record.allChanges).isEmpty)
        }
        #expect(stream.finish().isEmpty)
    }

    /// Two who turn to each other and away independently: 5 % of 60 are 3, and more than 8 happen in 1 of 250 runs.
    @Test func mutualFacingByChanceIsNone() throws {
        let seeds = 60
        var below = 0
        for seed in 0..<seeds {
            var stream = SplitMix64(seed: UInt64(seed) + 900)
            func person(_ seat: Seat, _ mean: Double) -> PostureRecord {
                var held: [(Double, Double)] = []
                var time = Double.random(in: -30...0, using: &stream)
                while time < 600 {
                    let end = time + Double.random(in: 0.2 * mean...1.8 * mean, using: &stream)
                    if end > 0 { held.append((max(0, time), min(600, end))) }
                    time = end + Double.random(in: 1...25, using: &stream)
                }
                return record(seat, held, posture: "facing_partner")
            }
            let found = EpisodeSignificance(
                person(.first, 8), person(.second, 15), recording: recording, settings: settings,
                surrogates: SurrogateSettings(count: 99, seed: UInt64(seed)))
            let facing = found?.details.sharing.first { $0.name == "facing_partner" }
            if try #require(facing).significance.pValue <= 0.05 { below += 1 }
        }
        print("facing: \(below) of \(seeds) independent pairs at 5 %")
        #expect(below <= 8)
    }

    /// But how long both do is held against chance, apart from the postures that they share.
    @Test func sharedTimeIsTestedApart() throws {
        let (first, second) = records()
        let found = try #require(
            EpisodeSignificance(
                first, second, recording: recording, settings: settings,
                surrogates: SurrogateSettings(count: 99)))
        let sharing = found.details.sharing
        let facing = try #require(sharing.first { $0.name == "facing_partner" }?.significance)
        #expect(facing.value == 14 * 12 && facing.pValue <= 0.05)
        #expect(sharing.first { $0.name == "" }?.significance.value == 0)
        // The one posture that counts was taken up once, by nobody else.
        #expect(found.details.responses.allSatisfy { $0.opportunities == 1 && $0.adopted == 0 })
        #expect(found.count.value == 0)
        #expect(found.postures.isEmpty)
    }
}
