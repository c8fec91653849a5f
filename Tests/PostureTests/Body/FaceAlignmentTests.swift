import Foundation
import Testing

@testable import Posture

@Suite struct FaceAlignmentTests {
    private func mesh(_ angles: HeadAngles, height: Double = 90) -> FaceMesh {
        FaceMesh(score: 1, points: Figure.face(angles, at: SIMD2(300, 140), height: height))
    }

    @Test(arguments: [
        HeadAngles(yaw: 0, pitch: 0, roll: 0), HeadAngles(yaw: 40, pitch: -20, roll: 15),
        HeadAngles(yaw: -75, pitch: 30, roll: -40), HeadAngles(yaw: 10, pitch: 5, roll: 120),
    ])
    func rotationAndScaleOfTheCanonicalFaceAreExact(angles: HeadAngles) throws {
        let face = try #require(FaceAlignment(mesh(angles, height: 135)))
        #expect(isClose(face.faceHeight, 135, 1e-3))
        #expect(isClose(face.scale, 135 / FaceAlignment.height, 1e-3))
        let head = try #require(HeadAngles(face))
        #expect(isClose(head.yaw, angles.yaw, 1e-4) && isClose(head.pitch, angles.pitch, 1e-4))
        #expect(isClose(head.roll, angles.roll, 1e-4))
        for axis in [face.left, face.down, face.back] { #expect(isClose(axis.length, 1, 1e-9)) }
        #expect(isClose(face.left.cross(face.down).dot(face.back), 1, 1e-9))
    }

    @Test func theHeightIsFromForeheadToChin() throws {
        let (forehead, chin) = (
            try #require(CanonicalFace.places[.forehead]), try #require(CanonicalFace.places[.chin])
        )
        #expect(isClose((chin - forehead).length, FaceAlignment.height, 5e-4))
    }

    /// The line between the eyes in the picture is not level in a head that looks down and aside.
    @Test func rollIsThatOfTheHeadWhereTheLineOfTheEyesIsNot() throws {
        let mesh = mesh(HeadAngles(yaw: 40, pitch: -15, roll: 15))
        let line = mesh.picture(.leftEyeOuter) - mesh.picture(.rightEyeOuter)
        #expect(abs(Angle.degrees(y: line.y, x: line.x) - 15) > 4)
        let head = try #require(HeadAngles(mesh))
        #expect(isClose(head.roll, 15, 0.5))
        #expect(
            isClose(
                try #require(HeadAngles(self.mesh(HeadAngles(yaw: 40, pitch: 0, roll: 15)))).roll,
                15, 0.5))
    }

    @Test func anOpenMouthDoesNotMoveIt() throws {
        let angles = HeadAngles(yaw: 20, pitch: 5, roll: -10)
        var open = mesh(angles)
        let down = SIMD3<Float>(try #require(FaceAlignment(open)).down)
        for (index, point) in FaceMesh.Point.allCases.enumerated()
        where [.lowerLip, .chinDimple, .chinFront, .chin, .leftJaw, .rightOval17].contains(point) {
            open.points[index] += 15 * down
        }
        let head = try #require(HeadAngles(open))
        #expect(isClose(head.pitch, 5, 1e-4) && isClose(head.roll, -10, 1e-4))
        #expect(isClose(try #require(FaceAlignment(open)).faceHeight, 90, 1e-3))
    }

    @Test func aMeshWithoutARotationHasNone() {
        let still = HeadAngles(yaw: 0, pitch: 0, roll: 0)
        #expect(FaceAlignment(FaceMesh(score: 1, points: [])) == nil)
        let one = FaceMesh(score: 1, points: FaceMesh.kept.map { _ in SIMD3(3, 4, 5) })
        #expect(FaceAlignment(one) == nil)
        let lost = FaceMesh(score: 1, points: FaceMesh.kept.map { _ in SIMD3(.nan, 4, 5) })
        #expect(FaceAlignment(lost) == nil)
        // Flat or in line: any turn about it fits as well.
        let flat = FaceMesh(score: 1, points: mesh(still).points.map { SIMD3($0.x, $0.y, 0) })
        #expect(FaceAlignment(flat) == nil)
        let line = FaceMesh(score: 1, points: mesh(still).points.map { SIMD3(0, $0.y, 0) })
        #expect(FaceAlignment(line) == nil)
        // Left and right exchanged: no head can be turned so.
        let reflected = FaceMesh(
            score: 1, points: mesh(still).points.map { SIMD3(600 - $0.x, $0.y, $0.z) })
        #expect(FaceAlignment(reflected) == nil)
    }
}
