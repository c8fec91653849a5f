import Base
import Foundation
import Testing

@testable import Study

@Suite struct SubsetTestTests {
    /// Values, and the p-value that SciPy 1.17 gives for their mean:
    ///
    ///     from scipy.stats import permutation_test
    ///     import numpy as np
    ///     permutation_test((np.array(x),), np.mean, permutation_type="samples",
    ///                      n_resamples=np.inf).pvalue
    static let known: [([Double], Double)] = [
        (
            [1.35, 1.82, 1.33],
            0.25
        ),
        (
            [0.7, 2.91, 2.45, 1.46, 2.58],
            0.0625
        ),
        (
            [1.86, 1.79, 1.53, 2.05, 0.76, 1.34],
            0.03125
        ),
        (
            [-0.48, 0.6, 0.04, -0.29, -0.78, -0.26, 0.01, -0.28],
            0.28125
        ),
        (
            [2.29, 2.01, -1.71, -0.89, 0.83, 0.58, 1.21, 1.22, 3.12],
            0.09375
        ),
        (
            [-0.51, 0.22, 2.64, 1.25, 1.26, 0.09, -1.05, 0.77, 0.71, -0.63, -0.08, 0.53],
            0.16455078125
        ),
        (
            [
                -1.74, -0.9, -0.7, -0.76, -1.31, -0.21, 0.09, -0.48, -1.62, -0.07, -1.3, 0.08,
                -1.87, 0.11,
            ],
            0.0020751953125
        ),
    ]

    @Test(arguments: known)
    func theSignFlipTestIsThatOfSciPy(values: [Double], pValue: Double) throws {
        let test = try #require(SubsetTest(values))
        #expect(abs(test.twoSided - pValue) < 1e-12)
    }

    /// The interval holds just the centres that the test does not reject.
    @Test(arguments: known)
    func theIntervalIsTheTestTurnedRound(values: [Double], pValue: Double) throws {
        let test = try #require(SubsetTest(values))
        guard let interval = test.interval else {
            #expect(values.count < 6)
            return
        }
        #expect(interval.contains(test.mean))
        #expect(interval.contains(0) == (pValue > 0.05))
        for (center, isInside) in [
            (interval.lowerBound - 1e-6, false), (interval.lowerBound + 1e-6, true),
            (interval.upperBound - 1e-6, true), (interval.upperBound + 1e-6, false),
        ] {
            let moved = try #require(SubsetTest(values.map { $0 - center }))
            #expect((moved.twoSided > 0.05) == isInside, "\(center)")
        }
    }

    @Test func missingValuesAreLeftOut() throws {
        #expect(SubsetTest([]) == nil && SubsetTest([.nan]) == nil)
        #expect(SubsetTest([1, .nan, 3]) == SubsetTest([1, 3]))
        let one = try #require(SubsetTest([2]))
        #expect(one.twoSided == 1 && one.sd == nil && one.interval == nil)
        #expect(try #require(SubsetTest([0, 0, 0, 0, 0, 0])).twoSided == 1)
    }

    @Test func manyValuesAreNearTheExactAnswer() throws {
        // Of the exact test of 15 values and the random one of the same values twice, the latter has the
        // same mean and half the variance; it is held against a normal approximation.
        let values = (0..<40).map { Double($0 % 7) - 2.4 }
        let test = try #require(SubsetTest(values))
        let squares = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let z = values.reduce(0, +) / squares
        #expect(abs(test.twoSided - erfc(z / 2.0.squareRoot())) < 0.02)
        #expect(test == SubsetTest(values))
    }

    /// Independent standard normal numbers (Box & Muller 1958).
    private struct Normal {
        var generator: SplitMix64

        mutating func next() -> Double {
            let radius =
                (-2 * log(Double.random(in: .leastNonzeroMagnitude..<1, using: &generator)))
            return radius.squareRoot() * cos(2 * .pi * Double.random(in: 0..<1, using: &generator))
        }
    }

    /// Studies without any effect: one in twenty has p ≤ 0.05, and one in twenty intervals misses the
    /// truth; also when each dyad varies by another amount.
    @Test(arguments: [7, 9])
    func itIsCalibrated(dyads: Int) throws {
        var normal = Normal(generator: SplitMix64(seed: UInt64(dyads)))
        let studies = 1000
        var small = 0
        var covered = 0
        for _ in 0..<studies {
            let center = 0.7
            let values = (0..<dyads).map { center + normal.next() * Double($0 % 3 + 1) }
            let test = try #require(SubsetTest(values))
            if test.interval?.contains(center) == true { covered += 1 }
            if try #require(SubsetTest(values.map { $0 - center })).twoSided <= 0.05 { small += 1 }
        }
        let rate = Double(small) / Double(studies)
        #expect(rate > 0.03 && rate < 0.07, "\(rate)")
        #expect(covered == studies - small)
    }

    /// Counts of rare events against chance are skewed: "more than chance" is said no more often than
    /// one time in twenty, which cannot be said of "less than chance".
    @Test(arguments: [0.3, 1, 3])
    func rareEventsAreNotTakenForMoreThanChance(expected: Double) throws {
        var generator = SplitMix64(seed: 5)
        func poisson() -> Double {
            var count = 0.0
            var product = Double.random(in: 0..<1, using: &generator)
            while product > exp(-expected) {
                product *= Double.random(in: 0..<1, using: &generator)
                count += 1
            }
            return count
        }
        var small = 0
        for _ in 0..<500 {
            let values = (0..<8).map { _ in (poisson() - expected) / expected.squareRoot() }
            if try #require(SubsetTest(values)).greater <= 0.05 { small += 1 }
        }
        #expect(small <= 30, "\(small) of 500")
    }

    @Test func itFindsAnEffect() throws {
        var normal = Normal(generator: SplitMix64(seed: 3))
        var found = 0
        for _ in 0..<100 {
            let values = (0..<8).map { _ in 1.6 + normal.next() }
            if try #require(SubsetTest(values)).twoSided <= 0.05 { found += 1 }
        }
        // The t-test's power is 0.98.
        #expect(found > 88, "\(found)")
    }
}
