import Foundation
import Posture
import TestSupport
import Testing

@testable import Base
@testable import Mimicry

@Suite struct CorrectionTests {
    @Test func manyStatisticsDoNotRaiseTheLeastPValue() {
        var noise = Noise(3)
        let surrogates = (0..<26).map { _ in (0..<999).map { _ in noise.next() } }
        var values = Array(repeating: 0.0, count: 26)
        values[7] = 5
        let pValues = StepDown.pValues(values, surrogates: surrogates)
        #expect(pValues[7] == 0.001)
        #expect(pValues.enumerated().allSatisfy { $0.offset == 7 || $0.element > 0.5 })
        // As Benjamini and Hochberg would have it.
        let others = Array(repeating: 0.5, count: 25)
        #expect(abs(BenjaminiHochberg.qValues([0.001] + others)[0] - 0.026) < 1e-12)
    }

    @Test func ofOneStatisticTheCorrectedPValueIsThePlainOne() {
        let surrogates = (1...39).map(Double.init)
        #expect(StepDown.pValues([38], surrogates: [surrogates]) == [3.0 / 40])
        #expect(StepDown.pValues([38], surrogates: [surrogates], atReal: 10) == [13.0 / 50])
        #expect(StepDown.pValues([], surrogates: []).isEmpty)
    }

    /// Westfall & Young (1993): copies of one statistic cost nothing, and a smaller one is held against
    /// those that are not larger.
    @Test func copiesCostNothingAndTheOrderIsKept() {
        var noise = Noise(4)
        let one = (0..<199).map { _ in noise.next() }
        let other = (0..<199).map { _ in noise.next() }
        let pValues = StepDown.pValues(
            [0.97, 0.97, 0.9], surrogates: [one, one, other])
        let alone = StepDown.pValues([0.97, 0.9], surrogates: [one, other])
        #expect(pValues[0] == pValues[1] && pValues[0] == alone[0] && pValues[2] == alone[1])
        #expect(pValues[0] <= pValues[2])
        #expect(pValues[2] == max(pValues[0], StepDown.pValues([0.9], surrogates: [other])[0]))
    }

    /// Ten independent statistics: one set in twenty has any corrected p-value of 0.05 or less.
    @Test func theFamilyIsWrongOnceInTwenty() {
        var noise = Noise(11)
        let wrong = (0..<400).count { _ in
            let surrogates = (0..<10).map { _ in (0..<99).map { _ in noise.next() } }
            let values = (0..<10).map { _ in noise.next() }
            return (StepDown.pValues(values, surrogates: surrogates).min() ?? 1) <= 0.05
        }
        #expect(abs(Double(wrong) / 400 - 0.05) < 0.03)
    }

    @Test func thePercentileIsTheSameWhenSeatsAreExchanged() async throws {
        var noise = Noise(21)
        let first = track([.headNod: noise.walk(3000), .headTilt: noise.walk(3000)], rate: 5)
        let second = track([.headNod: noise.walk(3000), .headTilt: noise.walk(3000)], rate: 5)
        func percentiles(_ one: FeatureTrack, _ other: FeatureTrack) async throws -> [Double] {
            try #require(
                await SynchronySignificance.test(
                    first: one, second: other,
                    settings: SynchronySettings(window: 20, step: 10, maxLag: 3),
                    surrogates: SurrogateSettings(count: 199))
            ).windows.compactMap(\.percentile)
        }
        let one = try await percentiles(first, second)
        let other = try await percentiles(second, first)
        #expect(one.count == other.count && one.count > 50)
        #expect(zip(one, other).allSatisfy { abs($0 - $1) < 3 })
    }

    @Test func theBandIsLeftOnceInTwentySessions() {
        var noise = Noise(8)
        let left = (0..<200).count { _ in
            let sessions = (0..<100).map { _ in (0..<30).map { _ in noise.next() } }
            let found = WindowPercentiles(
                real: sessions[0], surrogates: Array(sessions.dropFirst()))
            guard let band = found.band else { return true }
            return !found.values.compactMap { $0 }.allSatisfy(band.contains)
        }
        #expect(abs(Double(left) / 200 - 0.05) < 0.04)
        #expect(WindowPercentiles(real: [1, .nan], surrogates: []).values == [nil, nil])
    }

    /// Two people who do nothing together: hardly ever is anybody said to lead.
    @Test func nobodyLeadsInIndependentSessions() async throws {
        var named = 0
        for seed in 1...20 {
            var noise = Noise(UInt64(seed))
            let tracks = (0..<2).map { _ in
                track([.headNod: noise.walk(1500), .headTilt: noise.walk(1500)], rate: 5)
            }
            let found = try #require(
                await SynchronySignificance.test(
                    first: tracks[0], second: tracks[1],
                    settings: SynchronySettings(window: 20, step: 10, maxLag: 3),
                    surrogates: SurrogateSettings(count: 99)))
            if !found.leading.isEmpty { named += 1 }
        }
        #expect(named <= 4)
    }

    /// A minute: chance alone reaches the session too often for any p-value of 0.05.
    @Test func aSessionThatCannotTellHasNoPercentile() async throws {
        var noise = Noise(2)
        let head = noise.walk(300)
        let found = try #require(
            await SynchronySignificance.test(
                first: track([.headNod: head], rate: 5), second: track([.headNod: head], rate: 5),
                settings: SynchronySettings(window: 20, step: 5, maxLag: 8),
                surrogates: SurrogateSettings(count: 199)))
        let combined = try #require(found.combined)
        #expect(combined.pValue == combined.leastPValue && combined.leastPValue > 0.05)
        #expect(!combined.canTell(at: 0.05))
        #expect(found.windows.allSatisfy { $0.percentile == nil } && found.band == nil)
    }
}
