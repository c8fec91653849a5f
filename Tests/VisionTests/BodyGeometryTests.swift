import CVision
@testable import Vision
import Posture
import Testing

@Suite struct BodyGeometryTests {
    private func pose(at x: Float, _ y: Float = 200, width: Float = 100) -> BodyPose {
        Figure.pose(at: SIMD2(x, y), width: width)
    }

    @Test func whoStandsOnTheirHeadIsUpsideDownAndWhoLeansIsNot() {
        var body = pose(at: 300)
        func hips(_ x: Float, _ y: Float) -> Bool {
            for hip in [Landmark.leftHip, .rightHip] {
                body.points[hip.rawValue].x = x
                body.points[hip.rawValue].y = y
            }
            return body.isUpsideDown
        }
        let upright = hips(300, 350)
        let lying = hips(150, 200)
        let bentFarDown = hips(170, 160)
        let headstand = hips(260, 100)
        #expect(!upright && !lying && !bentFarDown && headstand)
    }

    @Test func headAndShouldersTogetherMakeThePerson() {
        #expect(pose(at: 300).isSamePerson(as: pose(at: 329)))
        #expect(!pose(at: 300).isSamePerson(as: pose(at: 331)))
        var bowed = pose(at: 300)
        bowed.points[Landmark.nose.rawValue].x += 60
        #expect(!bowed.isSamePerson(as: pose(at: 300)))
    }

    @Test func theBorderLiesHalfwayBetweenTheArms() throws {
        // Elbows stand out by a tenth of a shoulder width: 360 and 640.
        let gap = try #require(BodyPose.gap(between: pose(at: 300), pose(at: 700)))
        #expect(gap.shoulders == 350...650 && abs(gap.border - 500) < 1e-3)
        // An arm that reaches over moves it aside, a hidden one does not.
        var reaching = pose(at: 300)
        reaching.points[Landmark.leftWrist.rawValue].x = 480
        let moved = try #require(BodyPose.gap(between: reaching, pose(at: 700)))
        #expect(abs(moved.border - 560) < 1e-3)
        reaching.points[Landmark.leftWrist.rawValue].visibility = 0.2
        let hidden = try #require(BodyPose.gap(between: pose(at: 700), reaching))
        #expect(abs(hidden.border - 500) < 1e-3)
    }

    @Test func whoOverlapsLeavesNoGap() {
        #expect(BodyPose.gap(between: pose(at: 300), pose(at: 390)) == nil)
    }

    @Test func theBoxHoldsHeadTrunkAndArmsWithAMargin() {
        let box = pose(at: 300).bounds
        // Elbows 120 apart, eyes 58 above the shoulders, hips 150 below; an eighth on every side.
        #expect(abs(box.x - (240 - 15)) < 1e-3 && abs(box.width - 150) < 1e-3)
        #expect(abs(box.y - (142 - 26)) < 1e-3 && abs(box.height - 260) < 1e-3)
    }
}
