import CVision
import Posture
import Testing

@testable import Vision

/// Where a hand is looked for; the numbers were computed by a program of its own from the definitions of
/// MediaPipe's calculators.
@Suite struct HandLandmarkerTests {
    private func pose() -> BodyPose {
        var pose = Figure.pose(at: SIMD2(300, 200))
        func put(_ landmark: Landmark, _ x: Float, _ y: Float) {
            pose.points[landmark.rawValue].x = x
            pose.points[landmark.rawValue].y = y
        }
        put(.leftWrist, 100, 200)
        put(.leftIndex, 130, 150)
        put(.leftPinky, 120, 155)
        return pose
    }

    private func expect(_ region: Region, _ x: Float, _ y: Float, _ side: Float, _ turn: Float) {
        #expect(abs(region.x - x) < 1e-3 && abs(region.y - y) < 1e-3, "\(region)")
        #expect(abs(region.width - side) < 1e-2 && region.width == region.height, "\(region)")
        #expect(abs(region.rotation - turn) < 1e-5, "\(region)")
    }

    @Test func thePoseSaysWhereAHandIs() {
        expect(HandLandmarker.region(of: pose(), .left), 132, 142, 298.089, 0.504166)
    }

    @Test func aMirroredPictureHasTheSameRegionReadTheOtherWay() {
        let plain = HandLandmarker.region(of: pose(), .left)
        var mirrored = HandLandmarker.region(of: pose(), .left, isMirrored: true)
        #expect(mirrored.isMirrored && mirrored.edge.width == -mirrored.width)
        mirrored.isMirrored = false
        #expect(mirrored == plain)
    }

    @Test func eachSideHasItsOwnHand() {
        let right = HandLandmarker.region(of: pose(), .right)
        // Wrist 40 left of and 130 below the shoulders' middle, knuckles 5 to the right and 10 below it.
        #expect(abs(right.x - 266) < 1 && right.y > 300)
    }

    @Test func theCloserRegionIsWhereTheNetworkPutsItsMiddleAndItsLowerEdge() {
        let region = Region(x: 300, y: 200, width: 200, height: 200, rotation: 0.5)
        let closer = HandLandmarker.refined(
            center: SIMD2(0.45, 0.55), scale: SIMD2(0.5, 0.8), in: region)
        expect(closer, 289.469, 194.247, 101.98, 0.302604)
    }

    @Test func inAMirroredRegionTheNetworksRightIsThePicturesLeft() {
        let region = Region(
            x: 300, y: 200, width: 200, height: 200, rotation: -0.5, isMirrored: true)
        let closer = HandLandmarker.refined(
            center: SIMD2(0.45, 0.55), scale: SIMD2(0.5, 0.8), in: region)
        // What the plain region gives, seen in a looking glass that stands at x = 300.
        #expect(closer.isMirrored)
        expect(closer, 600 - 289.469, 194.247, 101.98, -0.302604)
    }
}
