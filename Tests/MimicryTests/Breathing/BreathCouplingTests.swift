import Base
import Foundation
import Posture
import Testing

@testable import Mimicry

/// Simulated breathers: how long a breath takes varies from one to the next, and goes on in part.
@Suite struct BreathCouplingTests {
    private struct Breather {
        var random: SplitMix64

        init(_ seed: UInt64) { random = SplitMix64(seed: seed) }

        mutating func normal() -> Double {
            let u = Double.random(in: Double.leastNormalMagnitude..<1, using: &random)
            return (-2 * log(u)).squareRoot() * cos(2 * .pi * .random(in: 0..<1, using: &random))
        }

        /// Times at which they have breathed in.
        mutating func peaks(_ seconds: Double, rate: Double, variability: Double) -> [Double] {
            var peaks: [Double] = []
            var time = -Double.random(in: 0..<60 / rate, using: &random)
            var deviation = 0.0
            while time < seconds + 12 {
                peaks.append(time)
                deviation = 0.3 * deviation + 0.91.squareRoot() * normal() * variability
                time += 60 / rate * max(0.4, 1 + deviation)
            }
            return peaks
        }
    }

    private func track(
        _ peaks: [Double], _ seconds: Double, unknown: ClosedRange<Double>? = nil
    ) -> FeatureTrack {
        var track = FeatureTrack()
        var breath = 0
        for index in 0..<Int(seconds * 12.5) {
            let time = Double(index) / 12.5
            while peaks[breath + 1] <= time { breath += 1 }
            let length = peaks[breath + 1] - peaks[breath]
            var row = [Double](repeating: .nan, count: Channel.allCases.count)
            if !(unknown?.contains(time) ?? false) {
                row[Channel.breath.index] =
                    0.006 * cos(2 * .pi * (time - peaks[breath]) / length)
                row[Channel.breathRate.index] = 60 / length
            }
            track.append(time: time, presence: 1, row: row)
        }
        return track
    }

    /// Of independent people who breathe at like rates, one in twenty seems coupled: not more.
    @Test(arguments: [(320.0, 0.1, 15.0), (320, 0.25, 15), (600, 0.1, 15.5)])
    func likeRatesAreNoCoupling(seconds: Double, variability: Double, rate: Double) throws {
        var claims = 0
        var leaders = 0
        var locked = 0.0
        let runs = 120
        for seed in 0..<runs {
            var breather = Breather(UInt64(seed) + 1000)
            let one = breather.peaks(seconds, rate: 15, variability: variability)
            let other = breather.peaks(seconds, rate: rate, variability: variability)
            let found = try #require(
                BreathCoupling(
                    track(one, seconds), track(other, seconds), surrogates: 99, seed: UInt64(seed)))
            if found.pValue <= 0.05 { claims += 1 }
            if found.leader != nil { leaders += 1 }
            locked += found.locking / Double(runs)
        }
        print("coupling: \(seconds) s, \(variability), \(rate): \(claims), \(leaders) of \(runs)")
        // 5 % of 120 are 6; with 13 or more one would be wrong to say 5 % in 1 of 200 series.
        #expect(claims <= 12)
        #expect(leaders <= 3)
        #expect(locked > 0.1, "they do drift along together for a while")
    }

    /// Who sits where changes nothing, and one who breathes evenly beside one who does not is no pair in step.
    @Test func theSeatsDoNotMatter() throws {
        var claims = 0
        let runs = 80
        for seed in 0..<runs {
            var breather = Breather(UInt64(seed) + 7000)
            let one = track(breather.peaks(400, rate: 15, variability: 0.2), 400)
            let other = track(breather.peaks(400, rate: 15, variability: 0.05), 400)
            let found = try #require(BreathCoupling(one, other, surrogates: 99, seed: 1))
            let exchanged = try #require(BreathCoupling(other, one, surrogates: 99, seed: 1))
            #expect(abs(found.pValue - exchanged.pValue) < 0.2)
            if found.pValue <= 0.05 { claims += 1 }
        }
        #expect(claims <= 8, "\(claims) of \(runs)")
    }

    @Test(arguments: [0.6, -0.6])
    func whoIsAheadIsFound(ahead: Double) throws {
        for seed in 0..<10 {
            var breather = Breather(UInt64(seed) + 50)
            let one = breather.peaks(400, rate: 15, variability: 0.12)
            let other = one.map { $0 + ahead + 0.25 * breather.normal() }.sorted()
            let found = try #require(
                BreathCoupling(track(one, 400), track(other, 400), surrogates: 99, seed: 1))
            #expect(found.pValue == 0.01)
            #expect(found.leader == (ahead > 0 ? .first : .second))
            #expect(abs(found.lag - ahead) < 0.1)
            #expect(found.locking > found.surrogateMean + 0.3)
            #expect(abs(found.rates[0] - found.rates[1]) < 0.2)
        }
    }

    @Test func inStepWithoutALeaderHasNone() throws {
        var leaders = 0
        for seed in 0..<40 {
            var breather = Breather(UInt64(seed) + 50)
            let one = breather.peaks(400, rate: 15, variability: 0.12)
            let other = one.map { $0 + 0.25 * breather.normal() }.sorted()
            let found = try #require(
                BreathCoupling(track(one, 400), track(other, 400), surrogates: 39, seed: 1))
            #expect(found.pValue <= 0.05)
            leaders += found.leader == nil ? 0 : 1
        }
        #expect(leaders <= 6, "\(leaders) of 40")
    }

    /// Half a breath ahead is half a breath behind.
    @Test func oppositeBreathsHaveNoLeader() throws {
        var breather = Breather(3)
        let one = breather.peaks(400, rate: 15, variability: 0.1)
        let other = zip(one, one.dropFirst()).map { ($0 + $1) / 2 + 0.1 * breather.normal() }
        let found = try #require(
            BreathCoupling(track(one, 380), track(other, 380), surrogates: 99, seed: 1))
        #expect(found.pValue == 0.01 && found.leader == nil)
    }

    @Test func ratesThatComeTogetherAreTold() throws {
        var breather = Breather(4)
        let one = breather.peaks(600, rate: 12, variability: 0.05)
        var other: [Double] = [-1]
        while (other.last ?? 0) < 620 {
            let last = other.last ?? 0
            other.append(last + 60 / (18 - 6 * min(1, max(0, last) / 500)))
        }
        let found = try #require(
            BreathCoupling(track(one, 600), track(other, 600), surrogates: 19, seed: 1))
        #expect(found.rateDifferences[0] > 3 && found.rateDifferences[1] < 1.5)
    }

    @Test func littleJointTimeSaysNothing() {
        var breather = Breather(5)
        let one = breather.peaks(420, rate: 15, variability: 0.1)
        let whole = track(one, 420)
        #expect(BreathCoupling(whole, whole, surrogates: 19, seed: 1) != nil)
        #expect(
            BreathCoupling(whole, track(one, 420, unknown: 100...250), surrogates: 19, seed: 1)
                == nil)
        #expect(BreathCoupling(FeatureTrack(), FeatureTrack(), surrogates: 19, seed: 1) == nil)
        #expect(
            BreathCoupling(
                whole.withoutBreathing, whole.withoutBreathing, surrogates: 19, seed: 1) == nil)
    }

    // MARK: Cycles

    @Test func breathsAreFoundInEachStretch() throws {
        let peaks = stride(from: -2.0, to: 80, by: 4).map { $0 }
        let cycles = BreathCycles(track(peaks, 60, unknown: 20...29))
        #expect(cycles.stretches.count == 2)
        let first = try #require(cycles.stretches.first)
        #expect(first.count >= 4)
        for peak in cycles.stretches.flatMap({ $0 }) {
            #expect(peaks.contains { abs($0 - peak) < 0.09 })
        }
        let turns = cycles.turns(at: [25, 38, 40, 42])
        #expect(turns[0].isNaN, "unknown")
        #expect(abs(turns[2] - turns[1] - 0.5) < 0.06 && abs(turns[3] - turns[1] - 1) < 0.06)
    }

    @Test func shuffledBreathsKeepTheirLengthsAndEnds() {
        var random = SplitMix64(seed: 1)
        let peaks = (0...100).map { Double($0) + 0.002 * Double($0 * $0 % 37) }
        let shuffled = BreathCycles(stretches: [peaks, [200, 204, 209]]).shuffled(by: &random)
        #expect(shuffled.stretches[0].first == peaks.first)
        #expect(abs((shuffled.stretches[0].last ?? 0) - peaks[100]) < 1e-9)
        #expect(shuffled.stretches[0] != peaks)
        func lengths(_ peaks: [Double]) -> [Int] {
            zip(peaks.dropFirst(), peaks).map { Int((($0 - $1) * 1e6).rounded()) }.sorted()
        }
        #expect(lengths(shuffled.stretches[0]) == lengths(peaks))
        #expect(lengths(shuffled.stretches[1]) == [4_000_000, 5_000_000])
        // A quarter of the breaths stays within its quarter of the time.
        #expect(abs(shuffled.stretches[0][25] - peaks[25]) < 1e-9)
    }
}
