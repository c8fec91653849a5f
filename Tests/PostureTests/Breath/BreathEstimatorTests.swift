import Base
import Foundation
import Testing

@testable import Posture

/// Simulated chests whose breaths are known.
@Suite struct BreathEstimatorTests {
    private func course(_ times: [Double], _ rises: [SIMD2<Float>]) -> BreathCourse {
        BreathEstimator.course(times: times, rises: rises, width: SimulatedChest.width)
    }

    /// Times at which a series is highest within half a second.
    private func peaks(_ times: [Double], _ values: [Double]) -> [Double] {
        times.indices.filter { index in
            values[index].isFinite && values[index] > 0
                && times.indices.allSatisfy {
                    abs(times[$0] - times[index]) > 0.6 || !(values[$0] > values[index])
                }
        }.map { times[$0] }
    }

    private func share(_ values: [Double]) -> Double {
        Double(values.count(where: \.isFinite)) / Double(values.count)
    }

    @Test(arguments: [(10.0, 0.1), (12, 0.1), (15, 0.15), (15, 0.25), (20, 0.1), (30, 0.1)])
    func breathsAndTheirRateAreFound(rate: Double, variability: Double) {
        let times = SimulatedChest.times(120)
        let truth = SimulatedChest.breathing(times, rate: rate, variability: variability)
        let found = course(times, SimulatedChest.rises(truth.places))
        #expect(share(found.breath) > 0.7, "\(share(found.breath))")
        let known = times.indices.filter { found.breath[$0].isFinite }.map { times[$0] }
        let inside = truth.peaks.filter { peak in known.contains { abs($0 - peak) < 0.05 } }
        let tops = peaks(times, found.breath)
        let hit = inside.filter { peak in tops.contains { abs($0 - peak) <= 0.3 } }
        #expect(Double(hit.count) >= 0.9 * Double(inside.count), "\(hit.count) of \(inside.count)")
        #expect(tops.count <= inside.count + 1, "none is made up")
        let rates = found.rate.filter(\.isFinite)
        let mean = rates.reduce(0, +) / Double(rates.count)
        let real = 60 * Double(truth.peaks.count - 1) / ((truth.peaks.last ?? 0) - truth.peaks[0])
        // Of breaths as uneven as 25 % the spectrum shows the most regular ones.
        #expect(abs(mean - real) < (variability > 0.2 ? 1.5 : 1), "\(mean) for \(real)")
    }

    @Test func itIsInShoulderWidths() throws {
        let times = SimulatedChest.times(60)
        let places = times.map { 0.005 * sin(2 * .pi * 0.25 * $0) }
        let found = course(times, SimulatedChest.rises(places, noise: 0))
        let top = try #require(found.breath.filter(\.isFinite).max())
        #expect(abs(top - 0.005) < 0.0003)
        #expect(found.breath.dropFirst(100).dropLast(100).allSatisfy { $0.isFinite })
    }

    @Test func inhalingIsPositive() throws {
        let times = SimulatedChest.times(40)
        let places = times.map { 0.005 * sin(2 * .pi * 0.25 * $0) }
        let found = course(times, SimulatedChest.rises(places, noise: 0))
        let inhaled = try #require(times.firstIndex { $0 >= 17 })
        #expect(found.breath[inhaled] > 0.004)
        #expect(found.breath[try #require(times.firstIndex { $0 >= 19 })] < -0.004)
    }

    // MARK: What is not measured

    @Test func halvesThatDisagreeAreNotMeasured() {
        let times = SimulatedChest.times(60)
        let left = SimulatedChest.breathing(times, rate: 15, variability: 0.1, seed: 2).places
        let right = SimulatedChest.breathing(times, rate: 15, variability: 0.1, seed: 3).places
        #expect(course(times, SimulatedChest.rises(left, right)).breath.allSatisfy { $0.isNaN })
    }

    @Test func aBodyThatMovesIsNotMeasured() {
        let times = SimulatedChest.times(60)
        let breath = SimulatedChest.breathing(times, rate: 15, variability: 0.1).places
        // Somebody who rocks as regularly as anybody breathes, but farther.
        let rocking = times.map { 0.04 * sin(2 * .pi * 0.2 * $0) }
        #expect(course(times, SimulatedChest.rises(rocking)).breath.allSatisfy { $0.isNaN })
        // And one who beats time while breathing.
        let beating = zip(times, breath).map { $1 + 0.01 * sin(2 * .pi * 1.5 * $0) }
        #expect(course(times, SimulatedChest.rises(beating)).breath.allSatisfy { $0.isNaN })
    }

    @Test func aChestThatDriftsIsNotMeasured() {
        // Sway without a rhythm, as slow and small as breathing.
        let times = SimulatedChest.times(60)
        var measured = 0.0
        for seed in 0..<40 {
            var noise = Gauss(UInt64(seed + 100))
            var place = 0.0
            let sway = times.map { _ -> Double in
                place += 0.000_8 * noise.next()
                return place
            }
            measured += share(course(times, SimulatedChest.rises(sway)).breath)
        }
        #expect(measured / 40 < 0.12, "\(measured / 40)")
    }

    @Test func noiseIsNotMeasured() {
        let times = SimulatedChest.times(120)
        let found = course(times, SimulatedChest.rises(times.map { _ in 0 }, noise: 0.05))
        #expect(found.breath.allSatisfy { $0.isNaN } && found.rate.allSatisfy { $0.isNaN })
    }

    /// What is quicker than any breath is none of 36 a minute.
    @Test(arguments: [38.0, 39, 42, 48])
    func whatIsQuickerThanBreathsIsNotMeasured(rate: Double) {
        let times = SimulatedChest.times(120)
        let places = times.map { 0.006 * cos(2 * .pi * $0 * rate / 60) }
        let found = course(times, SimulatedChest.rises(places, noise: 0.005))
        for rate in found.rate where rate.isFinite { #expect(rate > 37, "\(rate)") }
        #expect(share(found.rate) < 0.1, "\(share(found.rate))")
    }

    @Test(arguments: [7.0, 33, 35]) func theEndsOfTheBandAreMeasured(rate: Double) {
        let times = SimulatedChest.times(120)
        let places = times.map { 0.006 * cos(2 * .pi * $0 * rate / 60) }
        let found = course(times, SimulatedChest.rises(places, noise: 0.005))
        #expect(share(found.rate) > 0.8, "\(share(found.rate))")
        for found in found.rate where found.isFinite { #expect(abs(found - rate) < 1) }
    }

    /// However short a window, a spectrum that is flat is as unclear as in a whole one.
    @Test(arguments: [80, 90, 100, 120, 150, 200])
    func aFlatSpectrumIsUnclear(length: Int) {
        let spectrum = BreathSpectrum(length: length)
        let flat = spectrum.frequencies.map { _ in 1.0 }
        for frequency in stride(from: 0.1, through: 0.6, by: 0.02) {
            #expect(!(spectrum.clearness(of: frequency, in: flat) >= BreathEstimator.clearness))
        }
    }

    @Test func movementTakesItsOwnWindowsOnly() {
        let times = SimulatedChest.times(120)
        var places = SimulatedChest.breathing(times, rate: 14, variability: 0.1).places
        for index in times.indices where times[index] >= 60 {
            places[index] += times[index] < 61 ? 0.2 * (times[index] - 60) : 0.2
        }
        let found = course(times, SimulatedChest.rises(places))
        let still = times.indices.filter { times[$0] < 50 || times[$0] > 71 }
        let near = times.indices.filter { times[$0] > 60 && times[$0] < 61 }
        #expect(still.count { found.breath[$0].isFinite } > still.count * 2 / 3)
        #expect(near.allSatisfy { found.breath[$0].isNaN })
    }

    // MARK: Time

    @Test func pausesAreNotFilledIn() {
        let times = SimulatedChest.times(90)
        let truth = SimulatedChest.breathing(times, rate: 14, variability: 0.1)
        var rises = SimulatedChest.rises(truth.places)
        for index in times.indices
        where (30..<30.4).contains(times[index]) || (50..<58).contains(times[index]) {
            rises[index] = SIMD2(repeating: .nan)
        }
        let found = course(times, rises)
        for index in times.indices where rises[index].x.isNaN { #expect(found.breath[index].isNaN) }
        #expect(times.indices.contains { found.breath[$0].isFinite && times[$0] < 30 })
        #expect(times.indices.contains { found.breath[$0].isFinite && times[$0] > 58 })
    }

    @Test func tooShortOrTooFewBreathsAreNotMeasured() {
        let short = SimulatedChest.times(7)
        let quick = SimulatedChest.breathing(short, rate: 30, variability: 0).places
        #expect(course(short, SimulatedChest.rises(quick)).breath.allSatisfy { $0.isNaN })
        let ten = SimulatedChest.times(10)
        let slow = SimulatedChest.breathing(ten, rate: 12, variability: 0).places
        #expect(
            course(ten, SimulatedChest.rises(slow)).breath.allSatisfy { $0.isNaN }, "two breaths")
        let child = SimulatedChest.breathing(ten, rate: 30, variability: 0).places
        #expect(
            course(ten, SimulatedChest.rises(child)).breath.contains { $0.isFinite }, "five breaths"
        )
    }

    @Test func unevenTimesShiftNothing() {
        var noise = Gauss(5)
        var time = 0.0
        let times = (0..<900).map { _ -> Double in
            time += 0.08 * (1 + 0.3 * noise.next()).clamped(to: 0.3...2)
            return time
        }
        let truth = SimulatedChest.breathing(times, rate: 14, variability: 0.1)
        let found = course(times, SimulatedChest.rises(truth.places))
        let tops = peaks(times, found.breath)
        let errors = tops.compactMap { top in truth.peaks.map { top - $0 }.min { abs($0) < abs($1) }
        }
        #expect(errors.count > 8)
        #expect(abs(errors.reduce(0, +) / Double(errors.count)) < 0.12)
    }

    @Test func nothingComesOfNothing() {
        #expect(course([], []).breath.isEmpty)
        let unknown = [SIMD2<Float>](repeating: SIMD2(repeating: .nan), count: 300)
        #expect(course(SimulatedChest.times(24), unknown).rate.allSatisfy { $0.isNaN })
        #expect(
            BreathEstimator.course(
                times: SimulatedChest.times(24),
                rises: SimulatedChest.rises(SimulatedChest.times(24).map { _ in 0 }), width: .nan
            ).breath.allSatisfy { $0.isNaN })
    }

    // MARK: Channels

    @Test func aTrackHoldsItInShoulderWidths() throws {
        var recorder = FeatureRecorder()
        let times = SimulatedChest.times(40)
        let places = times.map { 0.005 * sin(2 * .pi * 0.25 * $0) }
        var silent = FeatureRecorder()
        var width = 0.0
        for index in times.indices {
            var pose = Figure().pose
            silent.append(time: times[index], pose: pose)
            let (left, right) = (pose[.leftShoulder], pose[.rightShoulder])
            width = Double(hypot(left.x - right.x, left.y - right.y))
            if index > 0 {
                let rise = Float(width * (places[index] - places[index - 1]))
                pose.chest = ChestRise(left: rise, right: rise)
            }
            recorder.append(time: times[index], pose: pose)
        }
        let track = recorder.track()
        let top = try #require(track[.breath].filter(\.isFinite).max())
        #expect(abs(top - 0.005) < 0.001)
        let rate = try #require(track[.breathRate].first { $0.isFinite })
        #expect(abs(rate - 15) < 0.3)
        #expect(silent.track()[.breath].allSatisfy { $0.isNaN }, "nothing without consent")
        #expect(track.withoutBreathing[.breath].allSatisfy { $0.isNaN })
        #expect(track.withoutBreathing[.breathRate].allSatisfy { $0.isNaN })
    }
}
