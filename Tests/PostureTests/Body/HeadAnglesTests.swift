import Foundation
import Testing

@testable import Posture

@Suite struct HeadAnglesTests {
    private func mesh(_ angles: HeadAngles) -> FaceMesh {
        FaceMesh(score: 1, points: Figure.face(angles, at: SIMD2(300, 140)))
    }

    @Test func aHeadThatLooksIntoTheCameraHasNoAngles() throws {
        let head = try #require(HeadAngles(mesh(HeadAngles(yaw: 0, pitch: 0, roll: 0))))
        #expect(isClose(head.yaw, 0, 1e-4))
        #expect(isClose(head.pitch, 0, 1e-4))
        #expect(isClose(head.roll, 0, 1e-4))
    }

    @Test(arguments: [-40.0, -15, 0, 15, 40], [-30.0, -10, 0, 10, 30])
    func anglesAreReadIndependently(yaw: Double, pitch: Double) throws {
        for roll in [-35.0, -12, 0, 12, 35] {
            let told = HeadAngles(yaw: yaw, pitch: pitch, roll: roll)
            let head = try #require(HeadAngles(mesh(told)))
            #expect(isClose(head.yaw, yaw, 1e-4))
            #expect(isClose(head.pitch, pitch, 1e-4))
            #expect(isClose(head.roll, roll, 1e-4))
        }
    }

    @Test func tiltToOwnLeftTurnsTheHeadClockwiseInThePicture() throws {
        // Clockwise in a picture whose y points down: (x, y) -> (x cos - y sin, x sin + y cos).
        let angle = 20 * Double.pi / 180
        let upright = Figure.face(HeadAngles(yaw: 0, pitch: 0, roll: 0), at: .zero)
        let turned = upright.map { point in
            SIMD3<Float>(
                Float(Double(point.x) * cos(angle) - Double(point.y) * sin(angle)),
                Float(Double(point.x) * sin(angle) + Double(point.y) * cos(angle)), point.z)
        }
        let head = try #require(HeadAngles(FaceMesh(score: 1, points: turned)))
        #expect(isClose(head.roll, 20, 1e-4))
    }

    @Test func turningToOwnLeftCarriesTheNoseToTheRightOfThePicture() throws {
        let turned = mesh(HeadAngles(yaw: 20, pitch: 0, roll: 0))
        #expect(turned[.noseTip].x > 300)
        let raised = mesh(HeadAngles(yaw: 0, pitch: 20, roll: 0))
        #expect(raised[.noseTip].y < 140)
    }

    @Test func aMeshThatIsNotCompleteOrHasNoExtentGivesNothing() {
        #expect(HeadAngles(FaceMesh(score: 1, points: [])) == nil)
        let flat = FaceMesh(score: 1, points: FaceMesh.kept.map { _ in SIMD3(1, 1, 1) })
        #expect(HeadAngles(flat) == nil)
    }
}
