import Base
import Foundation
import Posture
import Testing

@testable import Imports

/// Tables as Py-Feat 0.6 writes them, less what is not read.
@Suite struct PyFeatReaderTests {
    private static let header =
        "FaceRectX,FaceRectY,FaceRectWidth,FaceRectHeight,FaceScore,x_36,x_45,y_36,y_45,Pitch,Roll,Yaw,"
        + "AU01,AU02,AU04,AU06,AU12,happiness,input,frame,approx_time,Identity\n"

    /// - Parameters:
    ///   - x: of the face, pixels.
    ///   - tilt: of the head, degrees toward the own left, which is down on the right of the picture.
    private func row(
        _ frame: Int, x: Double, tilt: Double = 0, smile: Double = 0.5, score: Double = 0.99
    )
        -> String
    {
        let slope = tan(tilt * .pi / 180) * 100
        return "\(x),200,150,180,\(score),\(x + 20),\(x + 120),250,\(250 + slope),0.2,-0.1,-0.07,"
            + "0.6,0.4,0.1,0.3,\(smile),0.9,a.mp4,\(frame),00:00,\n"
    }

    private func nobody(_ frame: Int) -> String {
        String(repeating: ",", count: 18) + "a.mp4,\(frame),00:00,\n"
    }

    private func read(_ tables: [String]..., rate: Double? = 30) throws -> SeriesRecording {
        var paths: [String] = []
        defer { for path in paths { try? FileManager.default.removeItem(atPath: path) } }
        for rows in tables {
            let path = NSTemporaryDirectory() + "attune-pyfeat-\(UUID().uuidString).csv"
            try Data((Self.header + rows.joined()).utf8).write(to: URL(fileURLWithPath: path))
            paths.append(path)
            #expect(try SeriesFormat.detect(path) == .pyfeat)
        }
        return try SeriesReader(format: .pyfeat, rate: rate).read(paths)
    }

    @Test func actionUnitsAndTiltOfTwoTables() throws {
        let recording = try read(
            (0..<10).map { row($0 * 2, x: 300, tilt: 12, smile: Double($0) / 10) },
            (0..<10).map { row($0 * 2, x: 100, tilt: -7, smile: 1) })
        #expect(recording.measured == [.headTilt, .smile, .browRaise])
        #expect(recording.tracks[0].times[3] == 0.2)
        for index in 0..<10 {
            #expect(abs(recording.tracks[0][.headTilt][index] - 12) < 1e-6)
            #expect(abs(recording.tracks[1][.headTilt][index] + 7) < 1e-6)
            #expect(recording.tracks[0][.smile][index] == Double(index) / 10)
            #expect(abs(recording.tracks[0][.browRaise][index] - 0.4) < 1e-9)
        }
    }

    /// Rows of a frame come in any order.
    @Test func facesOfOneTableAreToldByTheirPlace() throws {
        let rows = (0..<20).flatMap { frame -> [String] in
            let pair = [row(frame, x: 100, smile: 0.1), row(frame, x: 600, smile: 0.9)]
            return frame % 2 == 0 ? pair : pair.reversed()
        }
        let recording = try read(rows)
        #expect(recording.tracks[0][.smile].allSatisfy { $0 == 0.1 })
        #expect(recording.tracks[1][.smile].allSatisfy { $0 == 0.9 })
    }

    /// A single face may be either person's, a third one a picture on the wall.
    @Test func framesWithOneFaceAreEmptyAndThirdFacesLeftOut() throws {
        var rows = (0..<10).flatMap { [row($0, x: 100, smile: 0.1), row($0, x: 600, smile: 0.9)] }
        rows += [row(10, x: 100), nobody(11), row(12, x: 600, score: 0.2), row(12, x: 100)]
        rows += [
            row(13, x: 300, smile: 0.5, score: 0.8), row(13, x: 100, smile: 0.1),
            row(13, x: 600, smile: 0.9),
        ]
        let recording = try read(rows)
        for frame in 10..<13 {
            #expect(
                recording.tracks.allSatisfy { $0[.smile][frame].isNaN && $0.presence[frame] == 0 })
        }
        #expect(recording.tracks.map { $0[.smile][13] } == [0.1, 0.9])
        #expect(recording.warnings.contains { $0.contains("fewer than 2 faces in 3 frames") })
        #expect(recording.warnings.contains { $0.contains("more than 2 faces in 1 frames") })
    }

    @Test func everyFaultIsNamed() throws {
        let good = [row(0, x: 100), row(0, x: 600)]
        expectFailure(64, "how often") { _ = try read(good, rate: nil) }
        expectFailure(65, "not after 3") {
            _ = try read([row(3, x: 1)], [row(3, x: 1), row(2, x: 1)])
        }
        expectFailure(65, "never found") { _ = try read([nobody(0)], good) }
        expectFailure(65, "no intensity") { _ = try read([row(0, x: 1, smile: 1.5)], good) }
        expectFailure(65, "more than 100 faces") {
            _ = try read((0..<101).map { row(0, x: Double($0)) })
        }
    }
}
