import Base
import Foundation
import Testing

@testable import Posture

/// What is told while people breathe, against what is told of the whole recording.
@Suite struct TrailingBreathTests {
    /// What was told at one moment.
    private struct Told {
        var newest: Double
        var now: BreathNow
    }

    private func told(
        _ times: [Double], _ rises: [SIMD2<Float>], every step: Double, from start: Double = 0
    ) -> [Told] {
        var trailing = TrailingBreath()
        var result: [Told] = []
        var next = start
        for index in times.indices {
            let rise = rises[index]
            trailing.append(
                time: times[index],
                chest: rise.x.isFinite ? ChestRise(left: rise.x, right: rise.y) : nil)
            guard times[index] >= next else { continue }
            next += step
            result.append(
                Told(newest: times[index], now: trailing.told(width: SimulatedChest.width)))
        }
        return result
    }

    /// Compares what was told with the same instants of the whole: whether they are measured in all, the rate to 0.1 a
    /// minute, the breath to a twentieth of a thousandth of a shoulder width.
    private func expectTheSame(_ told: [Told], _ times: [Double], _ rises: [SIMD2<Float>]) throws {
        let whole = BreathEstimator.course(times: times, rises: rises, width: SimulatedChest.width)
        for told in told {
            #expect(abs(told.newest - told.now.time - TrailingBreath.delay) < 1e-9)
            let index = try #require(times.lastIndex { $0 <= told.now.time })
            #expect((told.now.rate == nil) == whole.rate[index].isNaN, "at \(told.now.time)")
            #expect((told.now.rate == nil) == (told.now.doubt != nil))
            if let rate = told.now.rate { #expect(abs(rate - whole.rate[index]) < 0.1) }
            let now = told.now.curve[told.now.curve.count - 1]
            #expect(now.isNaN == whole.breath[index].isNaN)
            // The curve ends between two instants.
            let next = whole.breath[index + 1]
            let (least, most) = (min(whole.breath[index], next), max(whole.breath[index], next))
            #expect(!now.isFinite || (now > least - 5e-5 && now < most + 5e-5))
        }
    }

    @Test(arguments: [(10.0, 0.1), (15, 0.15), (30, 0.1)])
    func itIsWhatTheRecordingWillTell(rate: Double, variability: Double) throws {
        // Longer than what is remembered, so that its beginning was forgotten.
        let times = SimulatedChest.times(200)
        let breath = SimulatedChest.breathing(times, rate: rate, variability: variability)
        let rises = SimulatedChest.rises(breath.places)
        let told = told(times, rises, every: 17, from: 21)
        try expectTheSame(told, times, rises)
        let rates = told.compactMap(\.now.rate)
        #expect(rates.count >= told.count - 1)
        #expect(rates.allSatisfy { abs($0 - rate) < 0.2 * rate })
    }

    /// Movement before an instant, in it and after it, also where instants come unevenly.
    @Test func itIsSoOfSomebodyWhoMovesNowAndThen() throws {
        var noise = Gauss(3)
        var time = 0.0
        let times = (0..<2500).map { _ -> Double in
            time += 0.08 * (1 + 0.2 * noise.next()).clamped(to: 0.5...2)
            return time
        }
        var places = SimulatedChest.breathing(times, rate: 14, variability: 0.1).places
        for index in times.indices {
            let since = times[index] - 90
            places[index] += since > 0 ? 0.3 * min(1, since) : 0
        }
        let rises = SimulatedChest.rises(places)
        let told = told(times, rises, every: 8.3, from: 21)
        try expectTheSame(told, times, rises)
        #expect(told.contains { $0.now.doubt == .moving })
        #expect(told.contains { $0.now.time > 100 && $0.now.rate != nil })
    }

    @Test func theCurveIsThatOfTheLastMinute() throws {
        let times = SimulatedChest.times(100)
        let places = times.map { 0.005 * sine(0.25 * $0) }
        let last = try #require(
            told(times, SimulatedChest.rises(places, noise: 0), every: 99, from: 99).last?.now)
        #expect(last.curve.count == 251 && last.curve.allSatisfy(\.isFinite))
        for (index, value) in last.curve.enumerated() {
            let time = last.time - Double(250 - index) * BreathNow.step
            #expect(abs(value - 0.005 * sine(0.25 * time)) < 0.0004)
        }
    }

    /// Sine of so many turns.
    private func sine(_ turns: Double) -> Double { sin(2 * .pi * turns) }

    // MARK: What is not measured, and why

    private func doubts(_ left: [Double], _ right: [Double]? = nil, noise: Double = 0.02) -> [Told]
    {
        let times = SimulatedChest.times(70)
        return told(
            times, SimulatedChest.rises(left, right, noise: noise), every: 12, from: 33)
    }

    @Test func whoMovesIsNotMeasured() {
        let times = SimulatedChest.times(70)
        let rocking = doubts(times.map { 0.04 * sine(0.2 * $0) })
        #expect(rocking.allSatisfy { $0.now.doubt == .moving && $0.now.rate == nil })
        #expect(rocking.allSatisfy { $0.now.curve.allSatisfy(\.isNaN) })
    }

    /// Who talks moves each half of the chest in a way of its own, and without one rate.
    @Test func whoTalksIsNotMeasured() {
        let times = SimulatedChest.times(70)
        let left = SimulatedChest.breathing(times, rate: 15, variability: 0.1, seed: 2).places
        let right = SimulatedChest.breathing(times, rate: 15, variability: 0.1, seed: 3).places
        #expect(doubts(left, right).allSatisfy { $0.now.doubt == .uneven })
        #expect(doubts(times.map { _ in 0 }, noise: 0.05).allSatisfy { $0.now.doubt == .uneven })
        // Both alike, at three rates.
        let several = times.map {
            0.002 * (sine(0.14 * $0) + sine(0.27 * $0) + sine(0.43 * $0))
        }
        #expect(doubts(several).allSatisfy { $0.now.doubt == .unclear })
    }

    @Test func whoSwaysIsNotMeasured() {
        let times = SimulatedChest.times(70)
        let swaying = times.map { 0.003 * sine(0.25 * $0) + 0.01 * sine(0.05 * $0) }
        #expect(doubts(swaying).allSatisfy { $0.now.doubt == .drifting })
    }

    @Test func nothingIsToldBeforeAWholeWindowWasSeen() throws {
        let times = SimulatedChest.times(60)
        var rises = SimulatedChest.rises(
            SimulatedChest.breathing(times, rate: 15, variability: 0.1).places)
        // Behind a table in the first ten seconds.
        for index in times.indices where times[index] < 10 { rises[index] = SIMD2(repeating: .nan) }
        let told = told(times, rises, every: 1)
        #expect(told.first?.now.doubt == .short && told.first?.now.time == -TrailingBreath.delay)
        let beginning = told.filter { $0.newest < 29.5 }
        #expect(beginning.allSatisfy { $0.now.rate == nil })
        #expect(
            told.filter { (21..<29).contains($0.newest) }.allSatisfy { $0.now.doubt == .unseen })
        let later = told.filter { $0.newest > 32 }
        #expect(later.allSatisfy { $0.now.rate != nil })
    }

    @Test func aPauseIsNoBreath() {
        let times = SimulatedChest.times(60) + SimulatedChest.times(26).map { $0 + 100 }
        let rises = SimulatedChest.rises(
            SimulatedChest.breathing(times, rate: 15, variability: 0.1).places)
        var seen = rises
        seen[SimulatedChest.times(60).count] = SIMD2(repeating: .nan)
        let told = told(times, seen, every: 1, from: 100)
        #expect(told.filter { $0.newest < 119 }.allSatisfy { $0.now.doubt == .short })
        #expect(told.filter { $0.newest < 119 }.allSatisfy { $0.now.curve.last?.isNaN ?? false })
    }

    @Test func whoseChestIsUncertainIsNotTold() {
        var trailing = TrailingBreath()
        let times = SimulatedChest.times(60)
        let rises = SimulatedChest.rises(
            SimulatedChest.breathing(times, rate: 15, variability: 0.1).places)
        for index in times.indices {
            trailing.append(
                time: times[index], chest: ChestRise(left: rises[index].x, right: rises[index].y))
        }
        #expect(trailing.told(width: SimulatedChest.width).rate != nil)
        let span = TimeSpan(start: 30, end: 45)
        let told = trailing.told(width: SimulatedChest.width, except: [span])
        #expect(told.rate == nil && told.doubt == .confused)
        #expect(told.curve.last?.isNaN ?? false)
        #expect(trailing.told(width: .nan).doubt == .short, "nobody’s width is known yet")
    }
}
