import CVision
import Foundation
import Posture
import TestSupport
import Testing

@testable import Vision

/// What following people who walk takes for granted, and what of people who sit.
@Suite struct SceneTests {
    private func pose(heading: Double) throws -> BodyPose {
        var walker = SimulatedWalker(steps: 4)
        walker.heading = heading
        walker.noise = 0
        var pose = try #require(walker.poses(rate: 10).poses.first)
        // The drawn walker has no toes.
        for index in pose.points.indices where !pose.points[index].x.isFinite {
            (pose.points[index].x, pose.points[index].y) = (600, 300)
        }
        return pose
    }

    @Test func theBoxOfAWalkerHoldsTheFeet() throws {
        let pose = try pose(heading: 0)
        let ankle = pose[.leftAnkle].y
        let seated = pose.bounds(in: .seated)
        let walking = pose.bounds(in: .walking)
        #expect(seated.y + seated.height < ankle)
        #expect(walking.y + walking.height > ankle)
        #expect(pose.bounds.height == seated.height)
    }

    @Test func whoWalksPastKeepsTheirWidth() throws {
        let front = try pose(heading: 0).width(in: .walking)
        let side = try pose(heading: 90)
        #expect(side.width(in: .seated) < 0.2 * front)
        #expect(abs(side.width(in: .walking) / front - 1) < 0.1)
    }

    /// A walker in profile is one person, however thin the shoulders look.
    @Test func twoFindsOfAWalkerAreOne() throws {
        let one = try pose(heading: 90)
        var other = one
        for index in other.points.indices { other.points[index].x += 4 }
        #expect(one.isSamePerson(as: other, in: .walking))
    }
}
