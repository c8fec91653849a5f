import Posture
import TestSupport
import Testing

@testable import Mimicry

@Suite struct LiveCouplingTests {
    let settings = SynchronySettings(window: 20, step: 5, maxLag: 3)
    let coupling = LiveCoupling(memory: 120, surrogates: SurrogateSettings(count: 59))

    /// A scorer that has seen `second` follow `first` 1.2 s later in the last `coupled` seconds.
    func scorer(duration: Int, coupled: Int, leader: Seat = .first) -> MimicryScorer {
        var noise = Noise(31)
        let count = duration * 5
        let lead = noise.walk(count, memory: 0.8)
        var follow = noise.walk(count, memory: 0.8)
        for index in max(6, count - coupled * 5)..<count {
            follow[index] = -lead[index - 6] + 0.3 * follow[index]
        }
        let series = leader == .first ? (lead, follow) : (follow, lead)
        var scorer = MimicryScorer(synchrony: settings, definitions: [])
        for index in 0..<count {
            for (seat, values) in zip(Seat.allCases, [series.0, series.1]) {
                var row = [Double](repeating: .nan, count: Channel.allCases.count)
                row[Channel.headTilt.index] = values[index]
                let sample = FeatureSample(time: 10 + Double(index) / 5, presence: 1, row: row)
                _ = scorer.append(sample, of: seat)
            }
        }
        return scorer
    }

    @Test func whoFollowsNowIsAboveChance() throws {
        let recent = try #require(scorer(duration: 200, coupled: 40).recent(120))
        let estimate = try #require(coupling.estimate(recent))
        #expect((estimate.mimicryPercentile ?? 0) > 90)
        #expect(estimate.leaderBalance == 1)
        #expect(estimate.time > 200 && estimate.time <= 210)
    }

    @Test func theSecondSeatMayLead() throws {
        let recent = try #require(
            scorer(duration: 200, coupled: 40, leader: .second).recent(120))
        let estimate = try #require(coupling.estimate(recent))
        #expect(estimate.leaderBalance == -1)
    }

    @Test func onlyTheLatestMinutesAreLookedAt() throws {
        let recent = try #require(scorer(duration: 300, coupled: 0).recent(120))
        let times = recent.first.times
        #expect((times.last ?? 0) - (times.first ?? 0) < 126)
        #expect((times.last ?? 0) - (times.first ?? 0) > 114)
        let start = try #require(recent.windows.first).start
        // Whole steps back from the window.
        let steps = (start - (times.first ?? 0)) / settings.step
        #expect(abs(steps - steps.rounded()) < 1e-2)
    }

    @Test func beforeTheFirstWindowThereIsNoEstimate() {
        #expect(scorer(duration: 15, coupled: 0).recent(120) == nil)
        #expect(scorer(duration: 21, coupled: 0).recent(120).flatMap(coupling.estimate) == nil)
    }
}
