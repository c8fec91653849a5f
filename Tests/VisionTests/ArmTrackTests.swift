import Posture
import Testing

@testable import Vision

/// What a closer look at the arms corrects.
@Suite struct ArmTrackTests {
    private let first = Figure.pose(at: SIMD2(300, 200))

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

    @Test func theShiftIsGoneWhereTheHandHasMovedOnButItsVisibilityStays() {
        var arms = ArmTrack()
        arms.correct(first, by: moved(.leftWrist, 8, visibility: 0.4))
        var later = first
        later.points[Landmark.leftWrist.rawValue].y += 4
        let half = arms.corrected(later)
        #expect(abs(half[.leftWrist].x - first[.leftWrist].x - 4) < 1e-3)
        later.points[Landmark.leftWrist.rawValue].y += 10
        let gone = arms.corrected(later)
        #expect(gone[.leftWrist].x == first[.leftWrist].x)
        #expect(abs(gone[.leftWrist].visibility - 0.4) < 1e-6)
    }

    @Test func aNewLookCountsAsMuchAsWhatIsKnown() {
        var arms = ArmTrack()
        arms.correct(first, by: moved(.leftWrist, 8, visibility: 1))
        arms.correct(first, by: moved(.leftWrist, 4, visibility: 1))
        #expect(abs(arms.corrected(first)[.leftWrist].x - first[.leftWrist].x - 6) < 1e-3)
    }

    @Test func theCloserLookIsAtTheSamePlace() {
        let view = PoseLandmarker.View(
            region: Region(x: 10, y: 20, width: 100, height: 100, rotation: 0.1))
        #expect(
            view.closer.region == Region(x: 10, y: 20, width: 85, height: 85, rotation: 0.1))
    }
}
