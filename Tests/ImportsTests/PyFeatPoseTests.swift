import Base
import Foundation
import Posture
import Testing

@testable import Imports

/// Tables whose landmarks are those of a head that turns, nods and leans, and whose angles are written as versions of
/// Py-Feat write them.
@Suite struct PyFeatPoseTests {
    private static let landmarks = [36, 45, 30, 48, 54]
    private static let header =
        "FaceRectX,FaceRectY,FaceRectWidth,FaceRectHeight,FaceScore,"
        + landmarks.flatMap { ["x_\($0)", "y_\($0)"] }.joined(separator: ",")
        + ",Pitch,Roll,Yaw,AU12,input,frame\n"
    /// Of those landmarks of a head that looks at the camera: to its own left, down and away from the camera, mm.
    private static let head: [SIMD3<Double>] = [
        SIMD3(-45, -30, 20), SIMD3(45, -30, 20), SIMD3(0, 8, -22), SIMD3(-26, 40, 12),
        SIMD3(26, 40, 12),
    ]

    /// How a version writes an angle that Attune's channel has in degrees.
    struct Writing {
        var unit: Double
        var yaw: Double
        var pitch: Double
    }

    /// Degrees: to the own left, up, toward the own left shoulder.
    private struct Angles {
        var turn: Double
        var nod: Double
        var tilt: Double
    }

    private func angles(_ frame: Int, swing: Double, seed: Double) -> Angles {
        let time = Double(frame) / 25 + seed
        return Angles(
            turn: swing * (0.3 + sin(time)), nod: swing * 0.6 * sin(1.7 * time + 1),
            tilt: swing * 0.5 * sin(0.6 * time + 2))
    }

    private func points(_ angles: Angles) -> [SIMD2<Double>] {
        func turned(_ a: Double, _ b: Double, _ degrees: Double) -> (Double, Double) {
            let angle = degrees * .pi / 180
            return (a * cos(angle) - b * sin(angle), a * sin(angle) + b * cos(angle))
        }
        return Self.head.map { point in
            var (x, y, z) = (point.x, point.y, point.z)
            // Up: what is toward the camera rises, which is less y.
            (z, y) = turned(z, y, angles.nod)
            // To the own left: what is toward the camera (less z) gains x.
            (x, z) = turned(x, z, angles.turn)
            (x, y) = turned(x, y, angles.tilt)
            return SIMD2(300 + x, 200 + y)
        }
    }

    private func table(
        _ writing: Writing, frames: Int = 200, swing: Double, seed: Double = 0
    ) -> String {
        Self.header
            + (0..<frames).map { frame in
                let angles = angles(frame, swing: swing, seed: seed)
                let points = points(angles).map { "\($0.x),\($0.y)" }.joined(separator: ",")
                return
                    "200,100,180,200,0.98,\(points),\(angles.nod * writing.pitch * writing.unit),"
                    + "\(angles.tilt * writing.unit),\(angles.turn * writing.yaw * writing.unit),"
                    + "0.4,a.mp4,\(frame)\n"
            }.joined()
    }

    private func read(_ tables: String...) throws -> SeriesRecording {
        var paths: [String] = []
        defer { for path in paths { try? FileManager.default.removeItem(atPath: path) } }
        for table in tables {
            let path = NSTemporaryDirectory() + "attune-pyfeat-\(UUID().uuidString).csv"
            try Data(table.utf8).write(to: URL(fileURLWithPath: path))
            paths.append(path)
        }
        return try SeriesReader(format: .pyfeat, rate: 25).read(paths)
    }

    /// The head as it is drawn above leans, turns and looks the way that the channels mean.
    @Test func theDrawnHeadGoesWhereItShould() {
        let left = points(Angles(turn: 20, nod: 0, tilt: 0))
        #expect(left[2].x > (left[0].x + left[1].x) / 2 + 5)
        let (up, level) = (
            points(Angles(turn: 0, nod: 20, tilt: 0)), points(Angles(turn: 0, nod: 0, tilt: 0))
        )
        #expect(up[2].y - up[0].y < level[2].y - level[0].y - 5)
        let leaning = points(Angles(turn: 0, nod: 0, tilt: 20))
        #expect(leaning[1].y > leaning[0].y + 5)
    }

    @Test(arguments: [
        Writing(unit: 1, yaw: 1, pitch: 1), Writing(unit: 1, yaw: -1, pitch: -1),
        Writing(unit: .pi / 180, yaw: -1, pitch: 1), Writing(unit: .pi / 180, yaw: 1, pitch: -1),
    ])
    func theUnitAndTheSignsAreTold(writing: Writing) throws {
        // The second one hardly moves: no angle reaches 3.14.
        let recording = try read(table(writing, swing: 20), table(writing, swing: 2, seed: 3))
        #expect(recording.measured == [.headTilt, .headTurn, .headNod, .smile])
        for (person, swing, seed) in [(0, 20.0, 0.0), (1, 2.0, 3.0)] {
            for frame in 0..<200 {
                let truth = angles(frame, swing: swing, seed: seed)
                #expect(abs(recording.tracks[person][.headTurn][frame] - truth.turn) < 1e-6)
                #expect(abs(recording.tracks[person][.headNod][frame] - truth.nod) < 1e-6)
            }
        }
        #expect(!recording.warnings.contains { $0.contains("not used") })
    }

    /// Degrees that stay below 3.14 are no radians.
    @Test func smallAnglesAreTakenForWhatTheyAre() throws {
        let writing = Writing(unit: 1, yaw: 1, pitch: 1)
        let recording = try read(
            table(writing, swing: 2), table(writing, swing: 1.5, seed: 2))
        #expect(abs(recording.tracks[0][.headTurn][40] - angles(40, swing: 2, seed: 0).turn) < 1e-6)
    }

    /// A head that does not move, or is there for a second, tells nothing.
    @Test func whatIsNotToldIsLeftOut() throws {
        let writing = Writing(unit: .pi / 180, yaw: 1, pitch: 1)
        for (frames, swing) in [(200, 0.0), (20, 20.0)] {
            let recording = try read(
                table(writing, frames: frames, swing: swing),
                table(writing, frames: frames, swing: swing))
            #expect(recording.measured == [.headTilt, .smile])
            #expect(
                recording.warnings.contains {
                    $0.contains("head_turn and head_nod of Py-Feat were not used")
                })
        }
    }
}
