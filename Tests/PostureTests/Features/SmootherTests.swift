import Foundation
import Testing

@testable import Posture

@Suite struct SmootherTests {
    private func sample(_ time: Double, _ value: Double) -> FeatureSample {
        FeatureSample(
            time: time, presence: 1,
            row: [Double](repeating: value, count: Channel.allCases.count))
    }

    private func smooth(_ times: [Double], _ values: [Double]) -> [Double] {
        var smoother = Smoother()
        var result: [Double] = []
        for (time, value) in zip(times, values) {
            result += smoother.append(sample(time, value)).map { $0[.headTilt] }
        }
        return result + smoother.finish().map { $0[.headTilt] }
    }

    private let even = (0..<100).map { Double($0) / 25 }
    private var uneven: [Double] {
        even.enumerated().map { $1 + ($0.isMultiple(of: 3) ? 0.013 : -0.004) }
    }

    @Test func aConstantStaysWhatItIs() {
        for value in smooth(even, even.map { _ in 7.5 }) { #expect(isClose(value, 7.5, 1e-12)) }
    }

    @Test func aSteadyMovementIsNeitherShiftedNorBentEvenAtTheEndsAndWithUnevenTime() {
        let result = smooth(uneven, uneven.map { 30 * $0 - 4 })
        for (time, value) in zip(uneven, result) { #expect(isClose(value, 30 * time - 4, 1e-9)) }
    }

    @Test func aMovementKeepsItsTime() {
        let bump = even.map { exp(-pow(($0 - 2) / 0.3, 2)) * 20 }
        let result = smooth(even, bump)
        let centre = zip(even, result).map { $0 * $1 }.reduce(0, +) / result.reduce(0, +)
        #expect(isClose(centre, 2, 1e-6))
        #expect(result.max() ?? 0 > 18)
        #expect(result.firstIndex(of: result.max() ?? 0) == 50)
    }

    @Test func itPassesWhatItsDocumentationSays() {
        for (frequency, gain) in [(1.0, 0.94), (2.0, 0.77), (3.0, 0.54)] {
            let times = (0..<200).map { Double($0) / 50 }
            let result = smooth(times, times.map { sin(2 * .pi * frequency * $0) })
            #expect(isClose(result[20..<180].max() ?? 0, gain, 0.015), "\(frequency) Hz")
        }
    }

    @Test func noiseGoesDown() {
        var generator = SplitMix(state: 1)
        let noise = even.map { _ in Double.random(in: -1...1, using: &generator) }
        let result = smooth(even, noise)
        let before = noise.map { $0 * $0 }.reduce(0, +)
        let after = result.map { $0 * $0 }.reduce(0, +)
        #expect(after < before / 3)
    }

    @Test func aMissingValueStaysMissingAndSpoilsNothing() {
        var values = even.map { _ in 3.0 }
        for index in 40..<50 { values[index] = .nan }
        let result = smooth(even, values)
        for index in result.indices {
            #expect(isClose(result[index], (40..<50).contains(index) ? .nan : 3, 1e-12))
        }
    }

    @Test func aSingleValueInAGapStaysWhatItIs() {
        var values = even.map { _ in Double.nan }
        values[50] = 5
        #expect(smooth(even, values)[50] == 5)
    }

    @Test func aLandmarkThatJumpsForOneFrameIsMissingThereAndHarmlessElsewhere() {
        var values = even.map { _ in 2.0 }
        values[50] = 40
        let result = smooth(even, values)
        #expect(result[50].isNaN)
        #expect(isClose(result[49], 2, 1e-12) && isClose(result[51], 2, 1e-12))
    }

    @Test func aRealMovementIsNoJump() {
        // Out and back in a fifth of a second.
        let result = smooth(
            even, even.map { abs($0 - 2) < 0.1 ? 10 + 10 * cos(10 * .pi * ($0 - 2)) : 0 })
        #expect(!result.contains { $0.isNaN })
        // At 5 Hz one sample may hold a whole touch.
        let rare = (0..<20).map { Double($0) / 5 }
        let touch = smooth(rare, rare.map { $0 == 2 ? 30 : 0 })
        #expect(isClose(touch[10], 30, 1e-12))
    }

    @Test func resultsDoNotDependOnHowSamplesAreHandedOver() {
        let samples = uneven.map { sample($0, sin($0 * 9)) }
        var one = Smoother()
        var oneByOne: [FeatureSample] = []
        for sample in samples { oneByOne += one.append(sample) }
        oneByOne += one.finish()
        // All at once: nothing is taken out until everything is in.
        var all = Smoother()
        let atOnce = samples.flatMap { all.append($0) } + all.finish()
        #expect(oneByOne == atOnce)
        #expect(oneByOne.map(\.time) == uneven)
    }

    @Test func aWidthOfZeroLeavesEverythingAsItIs() {
        var smoother = Smoother(halfWidth: 0)
        var result = smoother.append(sample(0, 1)) + smoother.append(sample(0.04, 9))
        result += smoother.finish()
        #expect(result.map { $0[.headTilt] } == [1, 9])
    }
}

/// Vigna's SplitMix64, so that tests repeat.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
