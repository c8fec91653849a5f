import Base
import Foundation
import Posture
import Testing

@testable import Mimicry

/// Simulated walkers: the time from step to step scatters, and so does when each step is seen.
@Suite struct GaitCouplingTests {
    private struct Walker {
        var random: SplitMix64

        init(_ seed: UInt64) { random = SplitMix64(seed: seed) }

        mutating func normal() -> Double {
            let u = Double.random(in: Double.leastNormalMagnitude..<1, using: &random)
            return (-2 * log(u)).squareRoot() * cos(2 * .pi * .random(in: 0..<1, using: &random))
        }

        /// Steps of two who walk side by side.
        ///
        /// - Parameters:
        ///   - gains: by seat, the part of what they are apart that is made good in the next step.
        ///   - drift: scatter of a pace that wanders, shares.
        mutating func steps(
            _ seconds: Double, stepTime: [Double] = [0.52, 0.52], gains: [Double] = [0, 0],
            scatter: Double = 0.025, drift: Double = 0, seen: Double = 0.015,
            feet: [Side] = [.left, .left]
        ) -> [[GaitStep]] {
            var times = [
                [Double.random(in: 0..<0.5, using: &random)],
                [Double.random(in: 0..<0.5, using: &random)],
            ]
            if gains != [0, 0] { times[1] = times[0] }
            var pace = [0.0, 0.0]
            while (times[0].last ?? 0) < seconds || (times[1].last ?? 0) < seconds {
                let apart = times[0][times[0].count - 1] - times[1][times[1].count - 1]
                for seat in 0...1 {
                    pace[seat] = 0.95 * pace[seat] + drift * normal()
                    let own = stepTime[seat] * (1 + scatter * normal() + pace[seat])
                    let last = times[seat][times[seat].count - 1]
                    times[seat].append(last + own + (seat == 0 ? -1 : 1) * gains[seat] * apart)
                }
            }
            return zip(times, Seat.allCases).map { times, seat in
                let seenTimes = times.filter { $0 < seconds }.map { $0 + seen * normal() }
                return seenTimes.enumerated().map { index, time in
                    let first = feet[seat.rawValue]
                    return GaitStep(
                        seat: seat, foot: index.isMultiple(of: 2) ? first : first.opposite,
                        time: time, stepTime: index == 0 ? nil : time - seenTimes[index - 1])
                }
            }
        }
    }

    private func coupling(_ steps: [[GaitStep]], seed: UInt64 = 1) -> GaitCoupling? {
        GaitCoupling(steps[0], steps[1], surrogates: 19, seed: seed)
    }

    /// Of independent people at like paces at most one in twenty seems coupled.
    @Test(arguments: [
        (42.0, 1.0, 0.025, 0.0, 0.015), (80, 1.01, 0.015, 0, 0.02), (80, 1, 0.02, 0.01, 0.01),
    ])
    func likePacesAreNoCoupling(
        seconds: Double, ratio: Double, scatter: Double, drift: Double, seen: Double
    ) throws {
        let runs = 30
        var (claims, followed, locked) = (0, 0, 0.0)
        for seed in 0..<runs {
            var walker = Walker(UInt64(seed) + 500)
            let steps = walker.steps(
                seconds, stepTime: [0.52, 0.52 * ratio], scatter: scatter, drift: drift, seen: seen)
            let found = try #require(coupling(steps, seed: UInt64(seed)))
            if found.isLocked { claims += 1 }
            if found.leader != nil { followed += 1 }
            locked += found.locking / Double(runs)
        }
        print(
            "gait: \(seconds) s, \(ratio), \(scatter): \(claims), \(followed) of \(runs), \(locked)"
        )
        // 5 % of 30 are 1.5; 6 or more come in 3 of 1000 series.
        #expect(claims <= 5)
        #expect(followed <= 5)
        #expect(locked > 0.15, "they do drift along together for a while")
    }

    @Test(
        "Two who keep step are told, and whether it is the same foot",
        arguments: [Side.left, .right])
    func locked(foot: Side) throws {
        var claims = 0
        for seed in 0..<5 {
            var walker = Walker(UInt64(seed) + 900)
            let steps = walker.steps(100, gains: [0.1, 0.3], feet: [.left, foot])
            let found = try #require(coupling(steps))
            if found.isLocked { claims += 1 }
            #expect(found.locking > 0.8)
            #expect(abs(found.lag) < 0.1)
            let same = try #require(found.sameFoot)
            #expect(foot == .left ? same > 0.9 : same < 0.1)
        }
        #expect(claims >= 4)
    }

    @Test("Who takes up the other's pace later is told", arguments: [Seat.first, .second])
    func following(leader: Seat) throws {
        var (right, wrong) = (0, 0)
        for seed in 0..<5 {
            var walker = Walker(UInt64(seed) + 1300)
            var lead = walker.steps(150, scatter: 0.01, drift: 0.02, seen: 0.005)[0]
            // The follower takes the leader's time of a step three seconds later.
            var time = 3.2
            var follow = [GaitStep(seat: .second, time: time)]
            while time < 150 {
                let past = lead.last { $0.time <= time - 3 } ?? lead[0]
                let own = (past.stepTime ?? 0.52) * (1 + 0.01 * walker.normal())
                time += own
                follow.append(GaitStep(seat: .second, time: time, stepTime: own))
            }
            if leader == .second { swap(&lead, &follow) }
            let found = try #require(coupling([lead, follow]))
            if found.leader == leader { right += 1 }
            if found.leader == leader.other { wrong += 1 }
            if found.leader != nil { #expect(abs(abs(found.followingLag) - 3) <= 1) }
        }
        #expect(right >= 4)
        #expect(wrong == 0)
    }

    @Test("Two who give way alike have no leader")
    func mutual() throws {
        var leaders = 0
        for seed in 0..<40 {
            var walker = Walker(UInt64(seed) + 2100)
            let found = try #require(coupling(walker.steps(150, gains: [0.1, 0.1])))
            if found.leader != nil { leaders += 1 }
        }
        print("gait: \(leaders) leaders of 40 who give way alike")
        // Before the interval of the lag counted, 24 of 100.
        #expect(leaders <= 6)
    }

    @Test("Too short a time together says nothing, and nobody's steps neither")
    func short() {
        var walker = Walker(3)
        #expect(coupling(walker.steps(35)) == nil)
        #expect(coupling([[], []]) == nil)
        #expect(coupling([walker.steps(100)[0], []]) == nil)
    }

    @Test("Drawn series keep mean and spectrum and are others", arguments: [16, 33, 256])
    func phaseRandomised(count: Int) {
        var walker = Walker(UInt64(count))
        let values = (0..<count).map { Double($0 % 3) + walker.normal() }
        var random = SplitMix64(seed: 5)
        let drawn = PhaseRandomised(values).drawn(by: &random)
        func sum(_ values: [Double]) -> Double { values.reduce(0, +) }
        func squares(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 } }
        #expect(abs(sum(drawn) - sum(values)) < 1e-9 * Double(count))
        #expect(abs(squares(drawn) / squares(values) - 1) < 1e-9)
        #expect(drawn != values)
    }
}
