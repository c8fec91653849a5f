import Foundation
import Posture
import Testing

@testable import Imports

/// Tables as OpenFace 2.2 writes them: blanks after the commas of the header, angles in radians.
@Suite struct OpenFaceReaderTests {
    private static let header =
        "frame, face_id, timestamp, confidence, success, gaze_0_x, gaze_angle_x, gaze_angle_y, pose_Tx, pose_Ty, "
        + "pose_Tz, pose_Rx, pose_Ry, pose_Rz, x_36, x_45, y_36, y_45, AU01_r, AU02_r, AU04_r, AU12_r, AU45_r, AU12_c"

    /// Corners of the eyes of OpenFace's face model (mm), right and left, seen by a camera of 500 px: the
    /// rotation as OpenFace defines it, worked out again here.
    private func eyes(_ rx: Double, _ ry: Double, _ rz: Double) -> [(x: Double, y: Double)] {
        func turn(_ x: Double, _ y: Double, _ angle: Double) -> (Double, Double) {
            (x * cos(angle) - y * sin(angle), x * sin(angle) + y * cos(angle))
        }
        return [-45.0, 45.0].map { side in
            var (x, y, z) = (side, -30.0, 20.0)
            (x, y) = turn(x, y, rz)
            (z, x) = turn(z, x, ry)
            (y, z) = turn(y, z, rx)
            return (500 * x / (z + 700), 500 * y / (z + 700))
        }
    }

    private func row(
        _ frame: Int, face: Int = 0, _ angles: [Double], confidence: Double = 0.98,
        success: Int = 1, x: Double = 0
    ) -> String {
        let eyes = eyes(angles[0], angles[1], angles[2])
        let pose = angles.map { String(format: "%.4f", $0) }.joined(separator: ", ")
        return
            "\(frame + 1), \(face), \(Double(frame) / 25), \(confidence), \(success), 0.1, 0.2, -0.1, \(x), "
            + "10, 700, \(pose), \(eyes[0].x), \(eyes[1].x), \(eyes[0].y), \(eyes[1].y), 2, 1, 0.5, 1.2, 3, 1\n"
    }

    private func table(_ rows: [String]) -> String { Self.header + "\n" + rows.joined() }

    private func read(_ texts: String...) throws -> SeriesRecording {
        var paths: [String] = []
        defer { for path in paths { try? FileManager.default.removeItem(atPath: path) } }
        for text in texts {
            let path = NSTemporaryDirectory() + "attune-openface-\(UUID().uuidString).csv"
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            paths.append(path)
            #expect(try SeriesFormat.detect(path) == .openface)
        }
        return try SeriesReader(format: .openface).read(paths)
    }

    /// The tilt is the slope of OpenFace's own eye corners, the turn and nod go the anatomical way.
    @Test func anglesHaveAnatomicalSigns() throws {
        let rolls = stride(from: -0.4, through: 0.4, by: 0.1).map { $0 }
        let one = table(rolls.enumerated().map { row($0.offset, [0, 0, $0.element]) })
        let other = table(rolls.enumerated().map { row($0.offset, [0.2, -0.3, $0.element]) })
        let recording = try read(one, other)
        #expect(
            recording.measured == [
                .headTilt, .headTurn, .headNod, .smile, .browRaise, .gazeTurn, .gazeNod,
            ])
        for (index, roll) in rolls.enumerated() {
            let eyes = eyes(0, 0, roll)
            // y is down: own left, the second corner, is lower when the head leans to it.
            let slope = atan2(eyes[1].y - eyes[0].y, eyes[1].x - eyes[0].x) * 180 / .pi
            #expect(abs(recording.tracks[0][.headTilt][index] - slope) < 0.1)
            #expect(abs(recording.tracks[0][.headTilt][index] - roll * 180 / .pi) < 0.1)
            #expect(abs(recording.tracks[0][.headTurn][index]) < 1e-6)
            #expect(abs(recording.tracks[0][.headNod][index]) < 1e-6)
            // Ry < 0: to the own left; Rx > 0: down.
            #expect((14...20).contains(recording.tracks[1][.headTurn][index]))
            #expect((-12 ... -10).contains(recording.tracks[1][.headNod][index]))
        }
        #expect(recording.tracks[0].times[2] == 0.08)
        // AU12 of 1.2, and AU1 of 2, AU2 of 1, AU4 of 0.5, of at most 5.
        #expect(recording.tracks.allSatisfy { $0[.smile].allSatisfy { abs($0 - 0.24) < 1e-9 } })
        #expect(recording.tracks.allSatisfy { $0[.browRaise].allSatisfy { abs($0 - 0.2) < 1e-9 } })
        // x is to the right of the picture, the own left, and y down.
        #expect(recording.tracks[0][.gazeTurn].allSatisfy { abs($0 - 0.2 * 180 / .pi) < 1e-9 })
        #expect(recording.tracks[0][.gazeNod].allSatisfy { abs($0 - 0.1 * 180 / .pi) < 1e-9 })
        #expect(recording.warnings.contains { $0.hasPrefix("other action units") })
        #expect(recording.warnings.contains { $0.contains("against the camera") })
    }

    @Test func framesThatFailedAreEmpty() throws {
        let rows = (0..<20).map { frame in
            row(
                frame, [0, 0, 0.1], confidence: frame == 5 ? 0.4 : 0.95,
                success: (8..<11).contains(frame) ? 0 : 1)
        }
        let recording = try read(table(rows), table((0..<20).map { row($0, [0, 0, 0.2]) }))
        for frame in 0..<20 {
            let isEmpty = frame == 5 || (8..<11).contains(frame)
            #expect(recording.tracks[0][.headTilt][frame].isNaN == isEmpty)
            #expect((recording.tracks[0].presence[frame] == 0) == isEmpty)
        }
        #expect(recording.warnings.contains { $0.contains("first face in 4 of 20 frames") })
    }

    @Test func aTableOfBothIsSplitByFace() throws {
        var rows: [String] = []
        for frame in 0..<30 {
            rows.append(row(frame, face: 0, [0, 0, 0.2], x: 300))
            if frame > 3 { rows.append(row(frame, face: 1, [0, 0, -0.2], x: -300)) }
            if frame == 9 { rows.append(row(frame, face: 2, [0, 0, 1], x: 0)) }
        }
        let recording = try read(table(rows))
        // The one on the left of the picture first.
        #expect(recording.tracks.map(\.count) == [26, 30])
        #expect(recording.tracks[0][.headTilt].allSatisfy { abs($0 + 11.46) < 0.1 })
        #expect(recording.tracks[1][.headTilt].allSatisfy { abs($0 - 11.46) < 0.1 })
        #expect(recording.warnings.contains { $0.contains("has 3 faces") })
    }

    @Test func everyFaultIsNamed() throws {
        let good = row(0, [0, 0, 0])
        expectFailure(65, "one face only", "two tables") { _ = try read(table([good])) }
        expectFailure(65, "not after") { _ = try read(table([good, good]), table([good])) }
        expectFailure(65, "never found") {
            _ = try read(table([good]), table([row(0, [0, 0, 0], success: 0)]))
        }
        let third = table(
            (0..<3).flatMap { face in (0..<9).map { row($0, face: face, [0, 0, 0]) } }
                .sorted())
        expectFailure(65, "3 faces") { _ = try read(third) }
    }
}
