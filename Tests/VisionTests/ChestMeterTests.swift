import Foundation
import Testing

@testable import CVision
@testable import Posture
@testable import Vision

/// Rendered chests: cloth that moves up and down by a known course.
@Suite struct ChestMeterTests {
    private static let rate = 12.5
    private static let box = cv_rect(x: 60, y: 40, width: 120, height: 90)

    /// Cloth with folds and a weave, `up` pixels higher.
    private func cloth(
        left: Double, right: Double, noise: Double = 0, light: Double = 1, seed: UInt64 = 1
    ) -> Painting {
        var painting = Painting(240, 180)
        painting.shade { x, y in
            let v = Double(y) + (x < 120 ? left : right)
            let u = Double(x)
            let folds = 30 * sin(v / 7 + u / 31) + 18 * sin(v / 3.1 - u / 17 + 1)
            return light * (120 + folds + 8 * sin(v / 2.2 + u / 5))
        }
        if noise > 0 { painting.roughen(noise, seed: seed) }
        return painting
    }

    private func breaths(_ amplitude: Double, seconds: Double = 12) -> [Double] {
        (0..<Int(seconds * Self.rate)).map {
            amplitude * sin(2 * .pi * 0.27 * Double($0) / Self.rate)
        }
    }

    /// Where the halves are found, added up.
    private func course(_ paintings: [Painting]) throws -> (left: [Double], right: [Double]) {
        let chest = try #require(cv_chest_new())
        defer { cv_chest_free(chest) }
        var (left, right) = ([Double](), [Double]())
        for frame in try Clips.frames(paintings) {
            var (a, b) = (Float.nan, Float.nan)
            try edge { cv_chest_rise(chest, frame.handle, &a, &b, $0) }
            if left.isEmpty {
                #expect(a.isNaN && b.isNaN, "nothing was remembered")
                (a, b) = (0, 0)
            }
            left.append((left.last ?? 0) + Double(a))
            right.append((right.last ?? 0) + Double(b))
            try edge { cv_chest_remember(chest, frame.handle, Self.box, $0) }
        }
        return (left, right)
    }

    /// Correlation and slope of what was found over what is true.
    private func fit(_ found: [Double], _ truth: [Double]) -> (correlation: Double, slope: Double) {
        let count = Double(truth.count)
        let (a, b) = (found.reduce(0, +) / count, truth.reduce(0, +) / count)
        var (aa, bb, ab) = (0.0, 0.0, 0.0)
        for (x, y) in zip(found, truth) {
            aa += (x - a) * (x - a)
            bb += (y - b) * (y - b)
            ab += (x - a) * (y - b)
        }
        return (ab / (aa * bb).squareRoot(), ab / bb)
    }

    /// Half of what the chest moves from exhaled to inhaled: at a pixel a millimetre 1 mm is 1 pixel.
    @Test(arguments: [(1.0, 0.0), (0.5, 3.0), (0.2, 3.0), (0.1, 1.0), (0.1, 3.0)])
    func aChestIsFollowedUpAndDown(amplitude: Double, noise: Double) throws {
        let truth = breaths(amplitude)
        let found = try course(
            truth.enumerated().map {
                cloth(left: $1, right: $1, noise: noise, seed: UInt64($0 + 1))
            })
        for half in [found.left, found.right] {
            let fit = fit(half, truth)
            #expect(fit.correlation > 0.97, "\(fit)")
            #expect(abs(fit.slope - 1) < 0.1, "\(fit)")
        }
    }

    @Test func theHalvesAreToldApart() throws {
        let truth = breaths(0.5, seconds: 4)
        let found = try course(truth.map { cloth(left: $0, right: 0) })
        #expect(abs(fit(found.left, truth).slope - 1) < 0.05)
        #expect(found.right.allSatisfy { abs($0) < 0.05 })
    }

    @Test func lightIsNoMovement() throws {
        let found = try course(
            (0..<40).map { cloth(left: 0, right: 0, light: 1 + 0.02 * sin(Double($0) / 6)) })
        #expect((found.left + found.right).allSatisfy { abs($0) < 0.05 })
    }

    @Test func plainClothShowsNothing() throws {
        let chest = try #require(cv_chest_new())
        defer { cv_chest_free(chest) }
        let frames = try Clips.frames([Painting(240, 180), Painting(240, 180)])
        try edge { cv_chest_remember(chest, frames[0].handle, Self.box, $0) }
        var (left, right) = (Float(1), Float(1))
        try edge { cv_chest_rise(chest, frames[1].handle, &left, &right, $0) }
        #expect(left.isNaN && right.isNaN)
    }

    @Test func aBoxOutOfSightShowsNothing() throws {
        let chest = try #require(cv_chest_new())
        defer { cv_chest_free(chest) }
        let frames = try Clips.frames([cloth(left: 0, right: 0), cloth(left: 1, right: 1)])
        for box in [
            cv_rect(x: 200, y: 40, width: 120, height: 90),
            cv_rect(x: -1e30, y: 40, width: 1e31, height: 90),
            cv_rect(x: .nan, y: 40, width: 50, height: 90),
            cv_rect(x: 60, y: 40, width: 6, height: 6),
            cv_rect(x: 180, y: 40, width: -120, height: -90),
        ] {
            try edge { cv_chest_remember(chest, frames[0].handle, box, $0) }
            var (left, right) = (Float(1), Float(1))
            try edge { cv_chest_rise(chest, frames[1].handle, &left, &right, $0) }
            #expect(left.isNaN == right.isNaN)
            if box.width > 0 { #expect(left.isNaN, "\(box)") }
        }
    }

    @Test func anInstantTakesLittleTime() throws {
        // A chest as wide as half of a picture of 1280.
        var painting = Painting(1280, 720)
        painting.shade { x, y in 120 + 60 * sin(Double(y) / 9 + Double(x) / 31) }
        let frames = try Clips.frames([painting, painting])
        let chest = try #require(cv_chest_new())
        defer { cv_chest_free(chest) }
        let box = cv_rect(x: 300, y: 100, width: 640, height: 480)
        var (left, right) = (Float.nan, Float.nan)
        let clock = ContinuousClock()
        let times = try (0..<20).map { _ in
            try clock.measure {
                try edge { cv_chest_rise(chest, frames[1].handle, &left, &right, $0) }
                try edge { cv_chest_remember(chest, frames[0].handle, box, $0) }
            }
        }
        #expect(abs(left) < 0.001 && abs(right) < 0.001)
        print("chest: \(times.sorted()[10]) an instant")
        #expect((times.min() ?? .zero) < .milliseconds(25), "a debug build on a busy machine")
    }

    // MARK: The box

    private func pose(_ x: Float, _ y: Float, width: Float = 100, visibility: Float = 1) -> BodyPose
    {
        var points = [LandmarkPoint](
            repeating: LandmarkPoint(x: 0, y: 0, z: 0, visibility: 1), count: 33)
        points[Landmark.leftShoulder.rawValue] = LandmarkPoint(
            x: x + width / 2, y: y, z: 0, visibility: visibility)
        points[Landmark.rightShoulder.rawValue] = LandmarkPoint(
            x: x - width / 2, y: y, z: 0, visibility: visibility)
        return BodyPose(score: 1, points: points, world: [])
    }

    @Test func theBoxFollowsSlowly() {
        var track = ChestTrack()
        let first = track.follow(pose(200, 100), at: 0)
        #expect(first?.x == 150 && first?.width == 100 && first?.y == 85 && first?.height == 75)
        let jittered = track.follow(pose(210, 100), at: 0.1)
        #expect(abs((jittered?.x ?? 0) - 150.2) < 0.01, "a fiftieth of the way")
        let moved = track.follow(pose(260, 100), at: 0.2)
        #expect(moved?.x == 210, "laid anew")
        let hidden = track.follow(pose(260, 100, visibility: 0.4), at: 0.3)
        let narrow = track.follow(pose(260, 100, width: 20), at: 0.3)
        #expect(hidden == nil && narrow == nil)
    }

    @Test func aLongPauseOrAnotherPictureTellsNothing() throws {
        let meter = try ChestMeter()
        var track = ChestTrack()
        let frames = try Clips.frames([0.0, 0.5, 1, 1].map { cloth(left: $0, right: $0) })
        let pose = pose(120, 60)
        let first = try meter.measure(0, &track, pose, frames[0], at: 0)
        #expect(first == nil)
        let second = try meter.measure(0, &track, pose, frames[1], at: 0.08)
        let rise = try #require(second)
        #expect(abs(rise.left - 0.5) < 0.05 && abs(rise.right - 0.5) < 0.05)
        let another = try meter.measure(1, &track, pose, frames[1], at: 0.1)
        #expect(another == nil, "of somebody else nothing is remembered")
        let late = try meter.measure(0, &track, pose, frames[2], at: 1.5)
        #expect(late == nil)
        var other = track
        _ = try meter.measure(0, &other, self.pose(120, 60, visibility: 0), frames[3], at: 1.58)
        #expect(other.box == nil)
    }
}
