import Base
import Foundation
import TestSupport
import Testing

@testable import Posture

/// Simulated walkers whose steps are known.
@Suite struct GaitTests {
    private func gait(
        _ walker: SimulatedWalker, rate: Double = 12.5, without lost: (Int) -> Bool = { _ in false }
    ) -> Gait {
        var recorder = GaitRecorder()
        let (times, poses) = walker.poses(rate: rate)
        for (index, time) in times.enumerated() {
            recorder.append(time: time, pose: lost(index) ? nil : poses[index])
        }
        return recorder.gait(of: .first)
    }

    /// The error of the time of each step that was found, seconds, and of each time between two that follow.
    private func errors(_ gait: Gait, _ walker: SimulatedWalker) -> (
        times: [Double], steps: [Double]
    ) {
        let truth = walker.contacts.map(\.time)
        let nearest = gait.steps.map { step in
            truth.indices.min { abs(truth[$0] - step.time) < abs(truth[$1] - step.time) } ?? 0
        }
        let times = zip(gait.steps, nearest).map { $0.time - truth[$1] }
        let steps = zip(gait.steps, nearest).compactMap { step, index in
            step.stepTime.map { $0 - (truth[index] - truth[max(0, index - 1)]) }
        }
        return (times, steps)
    }

    private func rms(_ values: [Double]) -> Double {
        (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
    }

    @Test(
        "Steps are found from every side and at every rate, their times within 40 ms and the cadence within 2 %",
        arguments: [(0.0, 10), (45, 12.5), (90, 30), (180, 12.5), (270, 10.0)])
    func steps(heading: Double, rate: Double) throws {
        var walker = SimulatedWalker(steps: 24, seed: 3)
        walker.heading = heading
        let gait = gait(walker, rate: rate)
        #expect((21...24).contains(gait.steps.count))
        let (times, steps) = errors(gait, walker)
        #expect(rms(times) < 0.04)
        #expect(rms(steps) < 0.04)
        print(
            "gait: \(heading)°, \(rate) Hz: \(gait.steps.count) of 24, \(rms(times)), \(rms(steps))"
        )
        let truth = 60 / ((walker.contacts[23].time - walker.contacts[0].time) / 23)
        let cadence = try #require(gait.figures.cadence)
        #expect(abs(cadence / truth - 1) < 0.02)
    }

    @Test("Instants that lie too far apart tell no steps", arguments: [3.0, 3.3, 4])
    func rare(rate: Double) {
        let walker = SimulatedWalker(steps: 40, stepTime: 60 / 144, seed: 5)
        #expect(gait(walker, rate: rate).steps.isEmpty)
    }

    @Test("Five instants a second are enough for a quick walker")
    func fiveASecond() throws {
        let walker = SimulatedWalker(steps: 40, stepTime: 60 / 120, seed: 5)
        let cadence = try #require(gait(walker, rate: 5).figures.cadence)
        #expect(abs(cadence / 120 - 1) < 0.03)
    }

    @Test("Slow and quick walkers are followed", arguments: [0.35, 0.6, 0.75])
    func cadences(stepTime: Double) throws {
        let walker = SimulatedWalker(steps: 24, stepTime: stepTime, seed: 5)
        let gait = gait(walker)
        #expect(gait.steps.count >= 20)
        let mean = walker.contacts[23].time - walker.contacts[0].time
        let cadence = try #require(gait.figures.cadence)
        #expect(abs(cadence / (60 * 23 / mean) - 1) < 0.03)
    }

    @Test(
        "A foot is told that is right, from the front, from behind and from the side",
        arguments: [0.0, 180, 270])
    func feet(heading: Double) {
        var walker = SimulatedWalker(steps: 24, seed: 9)
        walker.heading = heading
        let steps = gait(walker).steps
        let told = steps.filter { $0.foot != nil }
        #expect(told.count >= 18)
        for step in told {
            let truth = walker.contacts.min { abs($0.time - step.time) < abs($1.time - step.time) }
            #expect(step.foot == truth?.foot)
        }
    }

    @Test(
        "Where the network confuses the legs the arms tell the foot, and with folded arms nothing does"
    )
    func confusedLegs() {
        var walker = SimulatedWalker(steps: 24, seed: 11)
        walker.confusesLegs = true
        let steps = gait(walker).steps
        #expect(steps.count { $0.foot != nil } >= 18)
        for step in steps where step.foot != nil {
            let truth = walker.contacts.min { abs($0.time - step.time) < abs($1.time - step.time) }
            #expect(step.foot == truth?.foot)
        }
        walker.hidden = [.leftWrist, .rightWrist]
        let hidden = gait(walker)
        #expect(hidden.steps.count >= 20)
        #expect(hidden.steps.allSatisfy { $0.foot == nil })
        #expect(hidden.figures.asymmetry == nil)
        #expect(hidden.figures.armSwing == nil)
    }

    @Test(
        "A limp has its sign, and who does not limp has none", arguments: [-0.2, 0, 0.2])
    func limp(asymmetry: Double) throws {
        for heading in [0.0, 90] {
            var walker = SimulatedWalker(steps: 40, asymmetry: asymmetry, seed: 13)
            walker.heading = heading
            let figures = gait(walker).figures
            let found = try #require(figures.asymmetry)
            let (low, high) = (
                try #require(figures.asymmetryLow), try #require(figures.asymmetryHigh)
            )
            if asymmetry == 0 {
                #expect(low < 0 && high > 0)
            } else {
                #expect(found * asymmetry > 0)
                #expect(asymmetry > 0 ? low > 0 : high < 0)
            }
        }
    }

    @Test("Only what the view shows is measured")
    func views() throws {
        var walker = SimulatedWalker(steps: 24, seed: 17)
        let side = gait(walker)
        #expect(side.figures.view == .sideways)
        #expect(side.figures.trunkSway == nil)
        #expect(abs(try #require(side.figures.armSwing) - 40) < 12)
        #expect(abs(try #require(side.figures.kneeRange) - 56) < 15)
        #expect(side.steps.allSatisfy { $0.stepLength.map { (0.4...1).contains($0) } ?? true })
        #expect(side.steps.count { $0.stepLength != nil } >= 20)
        walker.heading = 0
        let front = gait(walker)
        #expect(front.figures.view == .frontal)
        #expect(front.figures.trunkSway != nil)
        #expect(front.figures.armSwing == nil)
        #expect(front.figures.kneeRange == nil)
        #expect(front.steps.allSatisfy { $0.stepLength == nil && $0.swing == nil })
        walker.heading = 45
        #expect(gait(walker).figures.kneeRange == nil)
    }

    @Test("Who walks stiffly bends the knees less")
    func stiffness() throws {
        var walker = SimulatedWalker(steps: 24, seed: 19)
        let supple = try #require(gait(walker).figures.kneeRange)
        walker.suppleness = 0.5
        let stiff = try #require(gait(walker).figures.kneeRange)
        #expect(stiff < supple - 15)
    }

    @Test(
        "Without feet in the picture a walk is told by the way that was made, and not without one")
    func hiddenFeet() {
        var walker = SimulatedWalker(steps: 20, seed: 21)
        walker.hidden = [.leftAnkle, .rightAnkle, .leftKnee, .rightKnee]
        #expect(gait(walker).steps.isEmpty)
        walker.travel = 1.2
        let crossing = gait(walker)
        #expect(crossing.steps.count >= 17)
        #expect(crossing.steps.allSatisfy { $0.stepLength == nil })
    }

    @Test("Who stops makes no more steps", arguments: [(0.0, 10), (90, 25.0)])
    func stopping(heading: Double, rate: Double) throws {
        var walker = SimulatedWalker(steps: 16, seed: 25)
        walker.heading = heading
        walker.stands = 10
        let last = try #require(gait(walker, rate: rate).steps.last)
        #expect(last.time < walker.contacts[15].time + 0.6)
    }

    @Test("Steps while somebody was out of sight are not counted, and the next begins a new walk")
    func dropouts() {
        let walker = SimulatedWalker(steps: 40, seed: 23)
        let gait = gait(walker) { (100..<125).contains($0) || $0 % 10 == 3 }
        #expect((28...38).contains(gait.steps.count))
        #expect(gait.steps.count { $0.stepTime == nil } == 2)
        #expect(gait.steps.allSatisfy { ($0.stepTime ?? 0.5) < 0.8 })
        #expect(rms(errors(gait, walker).times) < 0.05)
    }

    @Test("Standing, nodding, bouncing and gesturing people make no steps", arguments: 0..<4)
    func noSteps(kind: Int) {
        var recorder = GaitRecorder()
        var noise = Noise(UInt64(31 + kind))
        for index in 0..<500 {
            let time = Double(index) / 12.5
            var figure = Figure()
            let wave = sin(2 * .pi * 1.9 * time)
            switch kind {
            case 0: break
            case 1: figure.move([.nose], by: [0, 8 * wave])
            case 2:
                // The whole body goes up and down, as of somebody who laughs or bounces on a ball.
                figure.move(
                    [.nose, .leftShoulder, .rightShoulder, .leftHip, .rightHip], by: [0, 6 * wave])
            default:
                figure.move([.leftWrist, .rightWrist], by: [30 * wave, 60 * wave])
                figure.move([.nose, .leftShoulder, .rightShoulder], by: [0, 3 * wave])
            }
            figure.move(
                [.nose, .leftShoulder, .rightShoulder, .leftAnkle, .rightAnkle],
                by: [noise.next(), noise.next()])
            recorder.append(time: time, pose: figure.pose)
        }
        #expect(recorder.gait(of: .first).steps.isEmpty)
    }

    @Test("A stretch that is left out makes no steps")
    func excluded() {
        var recorder = GaitRecorder()
        let (times, poses) = SimulatedWalker(steps: 40).poses(rate: 12.5)
        for (time, pose) in zip(times, poses) { recorder.append(time: time, pose: pose) }
        let left = TimeSpan(start: 5, end: 12)
        let gait = recorder.gait(of: .second, excluding: [left])
        #expect(!gait.steps.isEmpty)
        #expect(gait.steps.allSatisfy { !left.contains($0.time) && $0.seat == .second })
    }

    @Test("An empty and a short series have no gait", arguments: [0, 1, 20])
    func short(count: Int) {
        var recorder = GaitRecorder()
        for (time, pose) in zip(
            SimulatedWalker(steps: 4).poses(rate: 12.5).times,
            SimulatedWalker(steps: 4).poses(rate: 12.5).poses
        ).prefix(count) { recorder.append(time: time, pose: pose) }
        let gait = recorder.gait(of: .first)
        #expect(gait.steps.isEmpty)
        #expect(gait.figures == GaitFigures(seat: .first))
    }
}
