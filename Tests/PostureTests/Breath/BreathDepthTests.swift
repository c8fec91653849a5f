import Base
import Foundation
import Testing

@testable import Posture

/// Breaths whose depth is known.
@Suite struct BreathDepthTests {
    private let times = (0..<3000).map { Double($0) / 10 }

    /// Fifteen breaths a minute, each of a depth of its own.
    private func breath(_ depth: (_ number: Int) -> Double) -> [Double] {
        times.map { time in
            0.003 * depth(Int(time / 4)) * cos(2 * .pi * time / 4)
        }
    }

    private func record(_ breath: [Double]) -> PostureRecord {
        var track = FeatureTrack()
        for time in times {
            track.append(time: time, presence: 1, row: Channel.allCases.map { _ in .nan })
        }
        track[.breath] = breath
        track[.breathRate] = breath.map { $0.isNaN ? .nan : 15 }
        track.addCourses()
        return PostureDetector.record(
            of: track, seat: .first,
            definitions: PostureDefinition.standard.filter { $0.name == "breathing_shallow" })
    }

    @Test func halfTheDepthIsHalf() {
        // Half as deep from 2:00 to 3:00.
        let values = breath { (30..<45).contains($0) ? 0.5 : 1 }
        let rates = values.map { _ in 15.0 }
        let course = BreathDepth.course(times: times, breath: values, rate: rates)
        #expect(isClose(course[500], 1, 0.01) && isClose(course[1500], 0.5, 0.01))
        // In any unit.
        let other = BreathDepth.course(times: times, breath: values.map { 900 * $0 }, rate: rates)
        #expect(isClose(other[1500], 0.5, 0.01))
        let held = record(values).held
        #expect(held.count == 1)
        #expect(abs((held.first?.onset ?? 0) - 120) < 4 && abs((held.first?.offset ?? 0) - 180) < 4)
    }

    /// The band of breathing takes half of a swing at either of its ends, and who is taught to breathe slowly does not
    /// breathe shallowly.
    @Test(arguments: [6.5, 9, 24, 33])
    func otherRatesAreAsDeep(rate: Double) throws {
        let times = SimulatedChest.times(420)
        var turns = 0.0
        let places = times.map { time -> Double in
            turns += (time < 300 ? 15 : rate) / 60 / 12.5
            return 0.006 * cos(2 * .pi * turns)
        }
        let rises = SimulatedChest.rises(places, noise: 0.005)
        let course = BreathEstimator.course(
            times: times, rises: rises, width: SimulatedChest.width)
        let depth = BreathDepth.course(times: times, breath: course.breath, rate: course.rate)
        let later = times.indices.filter { (330..<400).contains(times[$0]) }.map { depth[$0] }
            .filter(\.isFinite)
        try #require(later.count > 200)
        let median = try #require(later.median)
        #expect((0.85...1.15).contains(median), "\(median)")
    }

    /// Depths that vary by a third from one breath to the next are no shallow breathing, nor is a single one.
    @Test func breathsThatVaryAreNotShallow() {
        var shallow = 0.0
        for seed in 0..<8 {
            var random = SplitMix64(seed: UInt64(seed))
            let depths = (0..<80).map { _ in
                1 + 0.33 * (Double.random(in: -1...1, using: &random) * 3.0.squareRoot())
            }
            shallow += record(breath { depths[$0] }).held.reduce(0) { $0 + $1.duration }
        }
        #expect(shallow < 0.02 * 8 * 300, "\(shallow) s of 2400")
        #expect(record(breath { $0 == 30 ? 0.2 : 1 }).held.isEmpty)
    }

    @Test func whatIsNotMeasuredIsUnknown() {
        var values = breath { (30..<45).contains($0) ? 0.5 : 1 }
        for index in 1200..<1800 { values[index] = .nan }
        let record = record(values)
        #expect(record.held.isEmpty)
        #expect(record.unknown["breathing_shallow"]?.contains { $0.contains(150) } == true)
        // Half a minute is no session.
        let short = BreathDepth.course(
            times: Array(times.prefix(300)), breath: Array(values.prefix(300)),
            rate: Array(repeating: 15, count: 300))
        #expect(short.allSatisfy { $0.isNaN })
    }

    // MARK: Belts

    @Test(arguments: [5.0, 32]) func aBeltIsBreath(rate: Double) throws {
        let belt = (0..<Int(75 * rate)).map { index in
            let time = Double(index) / rate
            return 512 + 40 * sin(2 * .pi * time / 4) + 0.3 * time
        }
        let track = FeatureTrack(belt: belt, rate: rate)
        #expect(track.count == Int(75 * min(rate, 10)))
        #expect(track[.breath].allSatisfy { $0.isFinite }, "everywhere")
        let middle = track.times.indices.filter { (15..<60).contains(track.times[$0]) }
        for index in middle {
            #expect(isClose(track[.breathRate][index], 15, 0.3))
            let expected = 2.0.squareRoot() * sin(2 * .pi * track.times[index] / 4)
            #expect(isClose(track[.breath][index], expected, 0.15))
        }
        #expect(isClose(track[.breathDepth][track.count / 2], 1, 0.05))
        #expect(track.withoutBreathing[.breathDepth].allSatisfy { $0.isNaN })
    }

    @Test func aSlippingBeltAndAPauseAreNoBreaths() {
        var belt = (0..<1500).map { 10 * sin(2 * .pi * Double($0) / 40) }
        for index in 400..<430 { belt[index] += 900 }
        for index in 900..<1000 { belt[index] = .nan }
        let track = FeatureTrack(belt: belt, rate: 10)
        #expect(track[.breath][405].isNaN && track[.breath][950].isNaN)
        #expect(track.presence[950].isNaN, "nobody says that the seat is empty")
        #expect(track[.breath][200].isFinite && track[.breath][1200].isFinite)
        let top = track[.breath].filter(\.isFinite).map(abs).max() ?? 0
        #expect(top < 8, "\(top)")
        #expect(FeatureTrack(belt: [], rate: 10).count == 0)
        let flat = FeatureTrack(belt: Array(repeating: 5, count: 600), rate: 10)
        #expect(flat[.breathRate].allSatisfy { $0.isNaN })
    }
}
