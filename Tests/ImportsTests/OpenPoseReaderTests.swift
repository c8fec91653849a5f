import Posture
import Foundation
import Testing

@testable import Imports

@Suite struct OpenPoseReaderTests {
    private func inFolder(_ files: [String: String], _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("attune-openpose-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            try text.write(
                to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
        }
        try body(folder.path)
    }

    private func read(_ files: [String: String], rate: Double = 10) throws -> SeriesRecording {
        var result: SeriesRecording?
        try inFolder(files) {
            result = try SeriesReader(format: .openpose, rate: rate).read([$0])
        }
        return try #require(result)
    }

    private func name(_ frame: Int) -> String {
        "s01_\(String(repeating: "0", count: 12 - "\(frame)".count))\(frame)_keypoints.json"
    }

    private func frame(_ people: [String]) -> String {
        let people = people.map { #"{"person_id":[-1],"pose_keypoints_2d":\#($0)}"# }
        return #"{"version":1.3,"people":[\#(people.joined(separator: ","))]}"#
    }

    @Test(arguments: [Skeleton.body25, .coco18, .coco17])
    func theTwoAreToldApartByPlaceWhateverTheirOrder(skeleton: Skeleton) throws {
        var files: [String: String] = [:]
        for index in 0..<40 {
            let left = LandmarkFigure.openPose(skeleton, at: 200, tilt: 2)
            let right = LandmarkFigure.openPose(skeleton, at: 500, tilt: -2)
            files[name(index)] = frame(index.isMultiple(of: 3) ? [right, left] : [left, right])
        }
        let recording = try read(files)
        #expect(recording.frames == 40)
        #expect(recording.tracks[0].times[25] == 2.5)
        // A left ear that is lower: toward own left.
        for value in recording.tracks[0][.headTilt] { #expect(abs(value - 7.7) < 0.2) }
        for value in recording.tracks[1][.headTilt] { #expect(abs(value + 7.7) < 0.2) }
        #expect(recording.warnings.first?.contains("place and continuity") == true)
        #expect(recording.measured.contains(.trunkLean))
        #expect(!recording.measured.contains(.trunkTurn))
        // 100 px shoulders: the raised right wrist is 0.5 sw to the right and 0.4 sw up.
        for value in recording.tracks[0][.rightHandX] { #expect(abs(value + 0.5) < 0.01) }
        for value in recording.tracks[0][.rightHandY] { #expect(abs(value - 0.4) < 0.01) }
    }

    @Test func somebodyWhoLeavesKeepsTheirSeat() throws {
        var files: [String: String] = [:]
        for index in 0..<60 {
            let left = LandmarkFigure.openPose(.body25, at: 200)
            let right = LandmarkFigure.openPose(.body25, at: 500)
            files[name(index)] = frame((20..<40).contains(index) ? [right] : [right, left])
        }
        let recording = try read(files)
        #expect(recording.tracks[0].presence[30] == 0)
        #expect(recording.tracks[1].presence[30] == 1)
        #expect(recording.tracks[0].presence[50] == 1)
        #expect(recording.tracks[0][.trunkLean][30].isNaN)
    }

    @Test func aThirdPersonAndALonePointChangeNothing() throws {
        var files: [String: String] = [:]
        for index in 0..<20 {
            files[name(index)] = frame([
                LandmarkFigure.openPose(.body25, at: 900).replacingOccurrences(
                    of: "0.8", with: "0.05"),
                LandmarkFigure.openPose(.body25, at: 500),
                LandmarkFigure.openPose(.body25, at: 200),
            ])
        }
        let recording = try read(files)
        #expect(recording.tracks.allSatisfy { $0.presence.allSatisfy { $0 == 1 } })
    }

    @Test func framesThatAreMissingLeaveTheirTime() throws {
        let both = frame([
            LandmarkFigure.openPose(.body25, at: 200), LandmarkFigure.openPose(.body25, at: 500),
        ])
        let recording = try read([name(3): both, name(4): both, name(9): both])
        #expect(recording.tracks[0].times == [0.3, 0.4, 0.9])
    }

    private func crowd(_ count: Int) -> String {
        let one =
            "{\"pose_keypoints_2d\":[" + Array(repeating: "1", count: 75).joined(separator: ",")
            + "]}"
        return "{\"people\":[" + Array(repeating: one, count: count).joined(separator: ",") + "]}"
    }

    @Test func whatIsNotOpenPosesIsRefused() throws {
        let one = frame([LandmarkFigure.openPose(.body25, at: 200)])
        let faults: [([String: String], [String])] = [
            (["notes.txt": "x"], ["no *_keypoints.json"]),
            ([name(0): one], ["never shows two people"]),
            ([name(0): "{"], [name(0), "not a file of openpose"]),
            ([name(0): ""], [name(0), "not a file of openpose"]),
            ([name(0): String(repeating: " ", count: 17 << 20)], ["larger than 4 MB"]),
            ([name(0): #"{"people":[{"pose_keypoints_2d":[1,2,3]}]}"#], ["3 numbers"]),
            ([name(0): #"{"people":[{}]}"#], ["without pose_keypoints_2d"]),
            ([name(0): crowd(5001)], [name(0), "more than 5000 people"]),
            ([name(1): one, "other_000000000001_keypoints.json": one], ["frame 1 twice"]),
        ]
        for (files, words) in faults {
            for word in words { expectFailure(65, word) { _ = try read(files) } }
        }
        expectFailure(66, "does not exist") {
            _ = try SeriesReader(format: .openpose, rate: 25).read(["/nowhere/json"])
        }
    }
}
