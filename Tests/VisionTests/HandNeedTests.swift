import Posture
import Testing

@testable import Vision

/// Which hands the hand networks are asked about.
@Suite struct HandNeedTests {
    /// Somebody whose hands lie by themselves and are clearly seen; shoulders 100 wide, face box 86.
    private func pose(at x: Float = 300) -> BodyPose {
        var pose = Figure.pose(at: SIMD2(x, 200))
        move(&pose, .left, to: SIMD2(x + 120, 330))
        move(&pose, .right, to: SIMD2(x - 120, 330))
        return pose
    }

    private func move(_ pose: inout BodyPose, _ side: Side, to place: SIMD2<Float>) {
        let landmarks: [Landmark] =
            side == .left
            ? [.leftWrist, .leftIndex, .leftPinky] : [.rightWrist, .rightIndex, .rightPinky]
        for landmark in landmarks {
            pose.points[landmark.rawValue].x = place.x
            pose.points[landmark.rawValue].y = place.y
        }
    }

    private func see(_ pose: inout BodyPose, _ side: Side, _ visibility: Float) {
        let landmarks: [Landmark] =
            side == .left
            ? [.leftWrist, .leftIndex, .leftPinky] : [.rightWrist, .rightIndex, .rightPinky]
        for landmark in landmarks { pose.points[landmark.rawValue].visibility = visibility }
    }

    private func needed(_ pose: BodyPose, _ other: BodyPose? = nil) -> [Bool] {
        Side.allCases.map {
            HandNeed.isNeeded($0, of: pose, other: other, width: 960, height: 540)
        }
    }

    @Test func handsThatLieByThemselvesAreNot() {
        #expect(needed(pose()) == [false, false])
        #expect(needed(pose(), pose(at: 700)) == [false, false])
    }

    @Test func aHandAtTheOwnFaceIs() {
        var touching = pose()
        move(&touching, .left, to: SIMD2(330, 190))
        #expect(needed(touching) == [true, false])
    }

    @Test func aHandAtTheOthersFaceIs() {
        var reaching = pose()
        move(&reaching, .left, to: SIMD2(650, 160))
        #expect(needed(reaching) == [false, false])
        #expect(needed(reaching, pose(at: 700)) == [true, false])
    }

    @Test func handsOnEachOtherAre() {
        var clasping = pose()
        move(&clasping, .left, to: SIMD2(320, 340))
        move(&clasping, .right, to: SIMD2(290, 340))
        #expect(needed(clasping) == [true, true])
    }

    @Test func aHandAtTheOtherElbowIs() {
        var crossing = pose()
        // The right elbow is 60 left of the middle and 80 below the shoulders.
        move(&crossing, .left, to: SIMD2(245, 275))
        #expect(needed(crossing) == [true, false])
    }

    @Test func aHandThatThePoseDoubtsIsAndAHiddenOneIsNot() {
        var doubtful = pose()
        see(&doubtful, .right, 0.5)
        #expect(needed(doubtful) == [false, true])
        see(&doubtful, .right, 0.02)
        #expect(needed(doubtful) == [false, false])
    }

    @Test func aHandBelowThePictureIsNot() {
        var low = pose()
        move(&low, .right, to: SIMD2(200, 560))
        see(&low, .right, 0.5)
        #expect(needed(low) == [false, false])
    }
}
