import Posture
import Testing

@testable import Vision

/// What a closer look at the arms corrects.
@Suite struct ArmTrackTests {
    /// Neither hand is seen clearly.
    private let first: BodyPose = {
        var pose = Figure.pose(at: SIMD2(300, 200))
        for landmark in ArmTrack.arms { pose.points[landmark].visibility = 0.5 }
        return pose
    }()

    private func moved(_ landmark: Landmark, _ x: Float, visibility: Float) -> BodyPose {
        var pose = first
        pose.points[landmark.rawValue].x += x
        pose.points[landmark.rawValue].visibility = visibility
        return pose
    }

    @Test func armsAreWhereTheCloserLookFindsThem() {
        var arms = ArmTrack()
        #expect(arms.corrected(first) == first)
        let second = moved(.leftWrist, 8, visibility: 0.4)
        arms.correct(first, by: second)
        let shown = arms.corrected(first)
        #expect(abs(shown[.leftWrist].x - second[.leftWrist].x) < 1e-3)
        #expect(abs(shown[.leftWrist].visibility - 0.4) < 1e-6)
        arms.forget()
        #expect(arms.corrected(first) == first)
    }

    @Test func shouldersHeadAndHipsAreThoseOfTheFirstLook() {
        var arms = ArmTrack()
        arms.correct(first, by: Figure.pose(at: SIMD2(305, 200)))
        let shown = arms.corrected(first)
        for landmark in [Landmark.nose, .leftShoulder, .rightShoulder, .leftHip, .rightHip] {
            #expect(shown[landmark] == first[landmark])
        }
        #expect(abs(shown[.rightElbow].x - first[.rightElbow].x - 5) < 1e-3)
    }

    @Test func anArmInDoubtStaysWhereItWasSeenAndMovesWithTheShoulders() {
        var arms = ArmTrack()
        let second = moved(.leftWrist, 8, visibility: 0.9)
        arms.correct(first, by: second)
        // The first look's wrist jumps by the width of the shoulders, and the person by 3 pixels.
        var later = first
        for landmark in later.points.indices { later.points[landmark].x += 3 }
        later.points[Landmark.leftWrist.rawValue].y += 100
        let shown = arms.corrected(later)
        #expect(abs(shown[.leftWrist].x - second[.leftWrist].x - 3) < 1e-3)
        #expect(shown[.leftWrist].y == second[.leftWrist].y)
        #expect(arms.hasMoved(later) && !arms.hasMoved(first))
    }

    @Test func anArmThatIsSeenClearlyIsLeftToTheFirstLook() {
        var arms = ArmTrack()
        arms.correct(first, by: moved(.leftWrist, 8, visibility: 0.9))
        var later = first
        for landmark in ArmTrack.arms where !landmark.isMultiple(of: 2) {
            later.points[landmark].visibility = 0.95
        }
        #expect(arms.corrected(later)[.leftWrist] == later[.leftWrist])
    }

    @Test func theCloserLookIsAtTheSamePlace() {
        let view = PoseLandmarker.View(
            region: Region(x: 10, y: 20, width: 100, height: 100, rotation: 0.1))
        #expect(
            view.closer.region == Region(x: 10, y: 20, width: 85, height: 85, rotation: 0.1))
    }
}
