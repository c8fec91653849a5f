import Foundation
import Posture
import TestSupport
import Testing

@testable import Imports

@Suite struct KeypointReaderTests {
    private func read(_ text: String, aspect: Double = 1) throws -> SeriesRecording {
        try withFile(text) {
            try SeriesReader(format: .keypoints, rate: 10, pixelAspect: aspect).read([$0])
        }
    }

    /// A table of 20 frames; the person labelled `A` sits at the right.
    private func table(_ name: (Landmark) -> String?) -> String {
        var text = "frame,person,keypoint,x,y\n"
        for frame in 0..<20 {
            for (person, x, tilt) in [("A", 500.0, -2.0), ("B", 200.0, 2.0)] {
                for landmark in Landmark.allCases {
                    guard let place = LandmarkFigure.places(at: x, tilt: tilt)[landmark],
                        let name = name(landmark)
                    else { continue }
                    text += "\(frame),\(person),\(name),\(place.x),\(place.y)\n"
                }
            }
        }
        return text
    }

    @Test func namesAndNumbersGiveTheSameAndTheLeftPersonIsFirst() throws {
        let named = try read(table { $0.name })
        let camel = try read(table { "\($0)" })
        let numbered = try read(
            table { landmark in
                Skeleton.coco17.landmarks.firstIndex(of: landmark).map { "\($0)" }
            })
        // BlazePose numbers reach beyond 24 only with knees and feet: add one that is not there.
        let blaze = try read(table { "\($0.rawValue)" } + "19,A,32,0,0\n")
        for recording in [named, camel, numbered, blaze] {
            #expect(recording.tracks[0][.headTilt].allSatisfy { abs($0 - 7.7) < 0.2 })
            #expect(recording.tracks[1][.headTilt].allSatisfy { abs($0 + 7.7) < 0.2 })
        }
        // As text: missing values are not equal to themselves.
        let same = ["\(numbered.tracks)", "\(blaze.tracks)"].map { $0 == "\(named.tracks)" }
        #expect(same == [true, true])
        #expect(numbered.warnings.first?.contains("COCO-17") == true)
        #expect(blaze.warnings.first?.contains("BlazePose") == true)
        #expect(named.warnings.isEmpty)
    }

    @Test func namesOfOpenPoseAreKnown() {
        #expect(Skeleton.name("RShoulder") == .landmark(.rightShoulder))
        #expect(Skeleton.name("Left Eye") == .landmark(.leftEye))
        #expect(Skeleton.name("MidHip") == .other)
        #expect(Skeleton.name("tail") == nil)
    }

    @Test func zeroZeroIsMissing() throws {
        let recording = try read(
            table { $0.name }.replacingOccurrences(
                of: "B,left_wrist,250.0,350.0", with: "B,left_wrist,0,0"))
        #expect(recording.tracks[0][.leftHandX].allSatisfy { $0.isNaN })
        #expect(recording.tracks[0][.rightHandX].allSatisfy { $0.isFinite })
    }

    @Test func anAspectTurnsPixelsSquare() throws {
        let text = table { $0.name }
        let plain = try read(text)
        let wide = try read(text, aspect: 2)
        #expect(abs(plain.tracks[0][.shoulderTilt][5]) < 1e-6)
        // Eyes and ears twice as far apart: half the slope.
        #expect(abs(wide.tracks[0][.headTilt][5] - 3.87) < 0.1)
    }

    @Test func everyFaultNamesItsLine() {
        let head = "frame,person,keypoint,x,y\n"
        let faults: [(String, [String])] = [
            (head + "0,A,tail,1,2\n", ["line 2", "keypoint tail"]),
            (head + "0,A,999,1,2\n", ["line 2", "keypoint 999"]),
            (head + "0,A,nose,1\n", ["line 2", "4 cells"]),
            (head + "0,A,nose,1,x\n", ["line 2", "column y", "(x)"]),
            (head + "0.5,A,nose,1,2\n", ["line 2", "whole number"]),
            (head + "1,A,nose,1,2\n0,A,nose,1,2\n", ["line 3", "frame 0 comes after frame 1"]),
            (head + "0,A,nose,1,2\n0,A,nose,1,2\n", ["line 3", "twice"]),
            (head + "0,A,nose,1,2\n0,B,nose,1,2\n0,C,nose,1,2\n", ["line 4", "third person"]),
            (head + "0,A,nose,1,2\n", ["only one person"]),
            (head + "0,A,nose,0,0\n0,B,nose,0,0\n", ["shows nobody"]),
            (head, ["shows nobody"]),
            ("frame,person,x,y\n0,A,1,2\n", ["no column keypoint"]),
        ]
        for (text, words) in faults {
            for word in words { expectFailure(65, word) { _ = try read(text) } }
        }
    }
}

@Suite struct MediaPipeReaderTests {
    private static let header =
        "frame,time,person,"
        + (0..<33).map { "x\($0),y\($0),v\($0)" }.joined(separator: ",") + "\n"

    private func row(_ frame: Int, _ person: Int, x: Double, tilt: Double) -> String {
        let places = LandmarkFigure.places(at: x, tilt: tilt)
        let cells = Landmark.allCases.map { landmark in
            places[landmark].map { "\($0.x),\($0.y),0.95" } ?? ",,"
        }
        return "\(frame),\(Double(frame) / 10),\(person),\(cells.joined(separator: ","))\n"
    }

    private func read(_ text: String) throws -> SeriesRecording {
        try withFile(text) { try SeriesReader(format: .mediapipe).read([$0]) }
    }

    @Test func landmarksBecomeChannels() throws {
        var text = Self.header
        for frame in 0..<20 {
            text += row(frame, 0, x: 200, tilt: 2)
            if frame != 10 { text += row(frame, 1, x: 500, tilt: -2) }
        }
        let recording = try read(text)
        #expect(recording.frames == 20)
        #expect(recording.tracks[0].times[3] == 0.3)
        #expect(recording.tracks[0][.headTilt].allSatisfy { abs($0 - 7.7) < 0.2 })
        #expect(abs(recording.tracks[0].presence[0] - 0.95) < 1e-6)
        #expect(recording.tracks[1].presence[10] == 0)
        #expect(recording.tracks[1][.headTilt][10].isNaN)
    }

    @Test func everyFaultNamesItsLine() {
        let good = row(0, 0, x: 200, tilt: 0)
        let faults: [(String, [String])] = [
            (Self.header + good + good, ["line 3", "twice"]),
            (Self.header + row(1, 0, x: 1, tilt: 0) + good, ["line 3", "frame 0"]),
            (
                Self.header + good + "1,0.0,0" + String(repeating: ",1", count: 99) + "\n",
                ["line 3", "not after"]
            ),
            (Self.header + "0,0,0,1\n", ["line 2", "4 cells", "102"]),
            ("frame,time,person,x0,y0,v0\n", ["no column x1"]),
        ]
        for (text, words) in faults {
            for word in words { expectFailure(65, word) { _ = try read(text) } }
        }
    }
}

@Suite struct SeriesFormatTests {
    @Test func aTableIsToldByItsHeader() throws {
        let headers: [(String, SeriesFormat)] = [
            ("time,seat,presence,head_tilt\n", .attune),
            ("frame,person,keypoint,x,y\n", .keypoints),
            ("frame,time,person,x0,y0,v0\n", .mediapipe), ("\"pat\" \"th\"\n1 2\n", .mea),
            ("1 2\n", .mea), ("", .mea),
        ]
        for (text, format) in headers {
            let detected = try withFile(text) { try SeriesFormat.detect($0) }
            #expect(detected == format, "\(text)")
        }
        #expect(try TemporaryFolder.with { try SeriesFormat.detect($0.path) } == .openpose)
        expectFailure(66, "does not exist") { _ = try SeriesFormat.detect("/nowhere") }
    }
}
