import Foundation
import Posture
import TestSupport
import Testing

@testable import Base
@testable import Mimicry

/// How often the interval of the excess holds the true excess: 95 % is aimed at.
@Suite struct ExcessIntervalTests {
    private static func normal(_ generator: inout SplitMix64) -> Double {
        (-2 * log(Double.random(in: Double.leastNonzeroMagnitude..<1, using: &generator)))
            .squareRoot() * cos(2 * .pi * .random(in: 0..<1, using: &generator))
    }

    private static func poisson(_ mean: Double, _ generator: inout SplitMix64) -> Double {
        var (count, product) = (-1.0, 1.0)
        while product > exp(-mean) {
            count += 1
            product *= .random(in: 0..<1, using: &generator)
        }
        return count
    }

    @Test func ofAMeanItIsRightInNineteenOfTwenty() throws {
        var generator = SplitMix64(seed: 3)
        var held = 0
        for _ in 0..<400 {
            let chance = (0..<199).map { _ in 2 + 0.5 * Self.normal(&generator) }
            let found = try #require(
                Significance(of: 2.8 + 0.5 * Self.normal(&generator), against: chance))
            if try #require(found.excessInterval).contains(0.8) { held += 1 }
        }
        #expect(abs(Double(held) / 400 - 0.95) < 0.03)
    }

    /// Counts of 3 by chance and 8 in truth, of which those of chance alone would say that they hardly vary.
    @Test(arguments: [(0.4, 0.4), (3.0, 8.0), (20, 45)])
    func ofACountItIsRightInNineteenOfTwenty(chance: Double, truth: Double) throws {
        var generator = SplitMix64(seed: 4)
        var held = 0
        for _ in 0..<400 {
            let surrogates = (0..<199).map { _ in Self.poisson(chance, &generator) }
            let value = Self.poisson(truth, &generator)
            let found = try #require(Significance(of: value, against: surrogates, isCount: true))
            if try #require(found.excessInterval).contains(truth - chance) { held += 1 }
        }
        #expect(Double(held) / 400 > 0.925)
    }

    @Test func itExcludesNothingWhereThePValueIsLarge() throws {
        let chance = (0..<99).map(Double.init)
        let high = try #require(Significance(of: 98, against: chance)?.excessInterval)
        #expect(high.lowerBound > 0)
        let usual = try #require(Significance(of: 50, against: chance)?.excessInterval)
        #expect(usual.contains(0) && usual.contains(usual.upperBound))
        #expect(Significance(of: 98, against: chance, atReal: 20)?.excessInterval == nil)
    }

    /// Sessions whose second person moves as the first did 2 s before, and sessions of other pairs of the
    /// same kind, whose mean says how much that is. Takes minutes: ATTUNE_SLOW=1.
    @Test(.tags(.slow), .enabled(if: ProcessInfo.processInfo.environment["ATTUNE_SLOW"] != nil))
    func ofCoupledSessionsItHoldsTheirMean() async throws {
        for strength in [0.0, 0.3, 0.6] {
            var excesses: [Double] = []
            var intervals: [ClosedRange<Double>] = []
            for seed in 1...120 as ClosedRange<UInt64> {
                var noise = Noise(seed)
                let one = noise.walk(3010)
                let own = noise.walk(3010)
                let rest = (1 - strength * strength).squareRoot()
                let other = zip(one, own).map { strength * $0 + rest * $1 }
                let found = try #require(
                    await SynchronySignificance.test(
                        first: track([.headNod: Array(one.dropFirst(10))], rate: 5),
                        second: track([.headNod: Array(other.dropLast(10))], rate: 5),
                        surrogates: SurrogateSettings(count: 99)))
                let held = found.channels[0].significance
                excesses.append(held.excess)
                intervals.append(try #require(held.excessInterval))
            }
            let truth = excesses.meanOfPresent()
            let share = Double(intervals.count { $0.contains(truth) }) / Double(intervals.count)
            print("coupling \(strength): excess \(truth), held by \(share)")
            #expect(share > 0.88)
        }
    }
}

extension Tag {
    /// Takes minutes.
    @Tag static var slow: Self
}
