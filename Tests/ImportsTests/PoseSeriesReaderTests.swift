import Base
import Foundation
import Posture
import TestSupport
import Testing

@testable import Imports

/// Keypoints in JSON, of whatever program, in whatever order and coordinates.
@Suite struct PoseSeriesReaderTests {
    private typealias Frame = (_ frame: Int, _ person: Int) -> [(Double, Double, Double)]
    private static let count = 60

    private func openPose(_ points: Frame, _ frame: Int, others: [String] = []) -> String {
        let people = (0..<2).map { MovingFigure.flat(points(frame, $0)) } + others
        return #"{"version":1.3,"people":["#
            + people.map { #"{"person_id":[-1],"pose_keypoints_2d":\#($0)}"# }
            .joined(separator: ",") + "]}"
    }

    private func read(
        _ files: [String: String], format: SeriesFormat = .openpose, skeleton: Skeleton? = nil,
        frameSize: String? = nil, path: String = ""
    ) throws -> SeriesRecording {
        try TemporaryFolder.with { folder in
            for (name, text) in files {
                let file = folder.appendingPathComponent(name)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: file)
            }
            var reader = SeriesReader(format: format, rate: MovingFigure.rate)
            reader.reading.skeleton = skeleton
            reader.reading.frameSize = frameSize.flatMap(FrameSize.init)
            let place = folder.appendingPathComponent(path).path
            #expect(try SeriesFormat.detect(place) == format)
            return try reader.read([place])
        }
    }

    private func folder(_ points: Frame) -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: (0..<Self.count).map {
                ("clip_00000000000\($0)_keypoints.json", openPose(points, $0))
            })
    }

    private func expectTruth(
        _ recording: SeriesRecording, within: Double = 1.2, missing: Int = 0,
        location: SourceLocation = #_sourceLocation
    ) {
        let (error, count) = MovingFigure.error(recording)
        // The smoothing of channels costs a little at the peaks.
        #expect(error < within, sourceLocation: location)
        #expect(count >= 2 * Self.count - missing, sourceLocation: location)
    }

    @Test(arguments: Skeleton.allCases.filter { $0 != .mpi15 })
    func everyOrderIsFoundByItsPlaces(skeleton: Skeleton) throws {
        let recording = try read(folder { MovingFigure.points(skeleton, $0, person: $1) })
        #expect(recording.skeleton == skeleton.rawValue)
        expectTruth(recording)
        #expect(
            recording.warnings.contains { $0.contains("BODY_25B") } == (skeleton == .body25b))
    }

    @Test func ordersWithoutAFaceGiveTheBody() throws {
        let recording = try read(folder { MovingFigure.points(.mpi15, $0, person: $1) })
        #expect(recording.measured.contains(.trunkLean))
        #expect(!recording.measured.contains(.headTilt))
    }

    @Test func whatPlacesDoNotTellIsAskedFor() throws {
        // Two points are no body; with a name they are read.
        let two: Frame = { frame, person in
            MovingFigure.points(.body25, frame, person: person).enumerated().map {
                $0.offset == 2 || $0.offset == 5 ? $0.element : (0, 0, 0)
            }
        }
        expectFailure(65, "BODY_25 or BODY_25B", "<skeleton>") { _ = try read(folder(two)) }
        #expect(
            try read(folder(two), skeleton: .body25).tracks[0][.shoulderTilt].contains(
                where: \.isFinite))
        expectFailure(65, "25 keypoints", "COCO-17 has 17") {
            _ = try read(folder(two), skeleton: .coco17)
        }
        // COCO's 17 points and one more are not OpenPose's 18.
        let other: Frame = { frame, person in
            MovingFigure.points(.coco17, frame, person: person) + [(0, 0, 0)]
        }
        expectFailure(65, "do not lie as those of people", "<skeleton>") {
            _ = try read(folder(other))
        }
        let odd: Frame = { _, _ in Array(repeating: (100, 200, 1), count: 20) }
        expectFailure(65, "20 keypoints") { _ = try read(folder(odd)) }
    }

    @Test(arguments: [false, true])
    func sharesOfThePictureNeedItsSize(isCentred: Bool) throws {
        let files = folder { frame, person in
            MovingFigure.points(.body25, frame, person: person) { x, y in
                isCentred ? (x / 960 - 1, y / 540 - 1) : (x / 1920, y / 1080)
            }
        }
        expectFailure(65, "between \(isCentred ? -1 : 0) and 1", "<frameSize>", "keypoint_scale 0")
        { _ = try read(files) }
        let recording = try read(files, frameSize: "1920x1080")
        expectTruth(recording)
        #expect(recording.frameSize == "1920x1080")
        // Pixels need none.
        let pixels = try read(
            folder { MovingFigure.points(.body25, $0, person: $1) }, frameSize: "1920x1080")
        expectTruth(pixels)
        #expect(pixels.frameSize == nil)
        #expect(pixels.warnings.contains { $0.contains("pixels already") })
    }

    /// Runs of a few frames, of everything or of a part, of either person, at the ends too.
    @Test(arguments: [1, 2, 4, 7], ["all", "head", "arms"])
    func exchangedSidesAreExchangedBack(length: Int, part: String) throws {
        let pairs = MovingFigure.sides.filter { left, _ in
            switch part {
            case "head": left == .leftEye || left == .leftEar
            case "arms": left == .leftElbow || left == .leftWrist
            default: true
            }
        }
        let exchange: MovingFigure.Exchange = { frame, person in
            let starts = person == 0 ? [0, 30] : [45]
            return starts.contains { (0..<length).contains(frame - $0) } ? pairs : []
        }
        let clean = try read(folder { MovingFigure.points(.body25, $0, person: $1) })
        let mixed = try read(
            folder { MovingFigure.points(.body25, $0, person: $1, exchange: exchange) })
        // As text: missing values are not equal to themselves.
        #expect("\(mixed.tracks)" == "\(clean.tracks)")
        #expect(
            mixed.warnings.contains {
                $0.contains("person on the left were exchanged in \(2 * length) frame")
            })
        #expect(
            mixed.warnings.contains {
                $0.contains("person on the right were exchanged in \(length) frame")
            })
        #expect(!clean.warnings.contains { $0.contains("exchanged") })
    }

    @Test func fromBehindStaysFromBehind() throws {
        // Somebody who sits with the back to the camera all the time is not turned around.
        let recording = try read(
            folder { frame, person in
                MovingFigure.points(
                    .body25, frame, person: person,
                    exchange: { $1 == 1 ? MovingFigure.sides : [] })
            })
        #expect(recording.tracks[1][.headTilt].allSatisfy { $0.isNaN })
        #expect(!recording.warnings.contains { $0.contains("exchanged") })
    }

    // MARK: Places

    @Test(arguments: ["json/frame_%.json", "a/b/x%_keypoints.json", "s.v2_%_keypoints.json"])
    func filesMayLieDeeperAndBeNamedFreely(pattern: String) throws {
        var files: [String: String] = [:]
        for frame in 0..<Self.count where frame != 13 {
            let name = pattern.replacingOccurrences(of: "%", with: "\(frame)")
            files[name] = openPose({ MovingFigure.points(.body25, $0, person: $1) }, frame)
        }
        let recording = try read(files)
        expectTruth(recording, missing: 2)
        #expect(recording.frames == Self.count - 1)
        #expect(recording.tracks[0].times[13] == 14 / MovingFigure.rate)
    }

    @Test func oneFileMayHoldAllFrames() throws {
        let frames = (0..<Self.count).map {
            openPose({ MovingFigure.points(.body25, $0, person: $1) }, $0)
        }
        let list = "[" + frames.joined(separator: ",\n") + "]"
        expectTruth(try read(["all.json": list], path: "all.json"))
        let numbered = frames.enumerated().map {
            #"{"frame_id":\#($0.offset),"# + $0.element.dropFirst()
        }.reversed()
        expectTruth(
            try read(
                ["all.json": #"{"frames":["# + numbered.joined(separator: ",") + "]}"],
                path: "all.json"))
        expectFailure(65, "cut off") {
            _ = try read(["all.json": String(list.dropLast(40))], path: "all.json")
        }
    }

    @Test func twoSessionsInAFolderAreRefused() throws {
        let frame = openPose({ MovingFigure.points(.body25, $0, person: $1) }, 0)
        expectFailure(65, "2 folders of keypoints", "one session") {
            _ = try read(["a/x_0_keypoints.json": frame, "b/x_0_keypoints.json": frame])
        }
    }

    @Test func aCrowdCostsNoMoreThanLookingAtIt() throws {
        var files = folder { MovingFigure.points(.coco18, $0, person: $1) }
        let one = MovingFigure.flat((0..<18).map { (5 + Double($0), 7 + Double($0), 0.9) })
        files["clip_000000000005_keypoints.json"] = openPose(
            { MovingFigure.points(.coco18, $0, person: $1) }, 5,
            others: Array(repeating: one, count: 4000))
        let clock = ContinuousClock()
        let start = clock.now
        let recording = try read(files)
        #expect(clock.now - start < .seconds(60))
        expectTruth(recording)
        #expect(recording.warnings.contains { $0.contains("up to 4002 people") })
    }

    // MARK: AlphaPose

    private func alphaPose(_ skeleton: Skeleton, _ frame: Int, _ person: Int) -> String {
        let keypoints = MovingFigure.flat(MovingFigure.points(skeleton, frame, person: person))
        return
            #"{"image_id":"\#(frame).jpg","category_id":1,"keypoints":\#(keypoints),"score":2.9,"#
            + #""box":[1,2,3,4],"idx":[\#(person).0]}"#
    }

    @Test(arguments: [Skeleton.coco17, .halpe26, .halpe136])
    func alphaPoseListsPeople(skeleton: Skeleton) throws {
        var people = (0..<Self.count).flatMap { frame in
            (0..<2).map { alphaPose(skeleton, frame, (frame + $0) % 2) }
        }
        for order in 0..<2 {
            let recording = try read(
                ["results.json": "[" + people.joined(separator: ",") + "]"], format: .alphapose,
                path: "results.json")
            expectTruth(recording)
            #expect(recording.warnings.contains { $0.hasPrefix("AlphaPose does not follow") })
            if order == 0 { people.reverse() }
        }
        // In a folder of its own, and named as something else.
        let all = ["out/alphapose-results.json": "[" + people.joined(separator: ",") + "]"]
        expectTruth(try read(all, format: .alphapose))
    }

    @Test(arguments: [true, false], [true, false])
    func alphaPoseWritesTheFormsOfOthers(isOpen: Bool, inFiles: Bool) throws {
        func frame(_ frame: Int) -> String {
            let people = (0..<2).map {
                let points = MovingFigure.flat(MovingFigure.points(.coco18, frame, person: $0))
                return isOpen ? #"{"pose_keypoints_2d":\#(points)}"# : #"{"joints":\#(points)}"#
            }.joined(separator: ",")
            return #"{"version":"AlphaPose v0.3","\#(isOpen ? "people" : "bodies")":[\#(people)]}"#
        }
        var files: [String: String] = [:]
        if inFiles {
            for number in 0..<Self.count { files["sep-json/\(number).json"] = frame(number) }
        } else {
            files["r.json"] =
                "{"
                + (0..<Self.count).map { #""\#($0).jpg":"# + frame($0) }
                .joined(separator: ",") + "}"
        }
        expectTruth(try read(files, format: .alphapose, path: inFiles ? "" : "r.json"))
    }

    // MARK: MMPose

    private func instance(_ skeleton: Skeleton, _ frame: Int, _ person: Int) -> String {
        let points = MovingFigure.points(skeleton, frame, person: person)
        return #"{"keypoints":["# + points.map { "[\($0.0),\($0.1)]" }.joined(separator: ",")
            + #"],"keypoint_scores":["# + points.map { "\($0.2)" }.joined(separator: ",")
            + #"],"bbox":[[1,2,3,4]],"bbox_score":NaN}"#
    }

    @Test(arguments: [Skeleton.coco17, .halpe26, .wholeBody133], [0, 1])
    func mmPoseNumbersFrames(skeleton: Skeleton, origin: Int) throws {
        let frames = (0..<Self.count).map { frame in
            #"{"frame_id":\#(frame + origin),"instances":[\#(instance(skeleton, frame, 1)),"#
                + instance(skeleton, frame, 0) + "]}"
        }.joined(separator: ",\n")
        for text in [
            "[\(frames)]", #"{"meta_info":{"dataset_name":"x"},"instance_info":[\#(frames)]}"#,
        ] {
            expectTruth(try read(["p.json": text], format: .mmpose, path: "p.json"))
        }
    }

    @Test func mmPoseMayNameItsKeypoints() throws {
        // 21 points that no other program has.
        let names = Array(MovingFigure.places(0, person: 0).keys).sorted { $0.name > $1.name }
        let meta = (names.map(\.name) + (0..<8).map { "extra_\($0)" }).enumerated()
            .map { #""\#($0.offset)":"\#($0.element)""# }.joined(separator: ",")
        let frames = (0..<Self.count).map { frame in
            let people = (0..<2).map { person in
                let places = MovingFigure.places(frame, person: person)
                let points =
                    names.compactMap { places[$0] }.map { "[\($0.x),\($0.y)]" }
                    + Array(repeating: "[0,0]", count: 8)
                let scores = Array(repeating: "0.8", count: points.count).joined(separator: ",")
                return
                    #"{"keypoints":[\#(points.joined(separator: ","))],"keypoint_scores":[\#(scores)]}"#
            }.joined(separator: ",")
            return #"{"frame_id":\#(frame),"instances":[\#(people)]}"#
        }.joined(separator: ",")
        let text = #"{"meta_info":{"keypoint_id2name":{\#(meta)}},"instance_info":[\#(frames)]}"#
        expectTruth(try read(["p.json": text], format: .mmpose, path: "p.json"))
    }

    @Test(arguments: [
        "[]", "{}", "[1, 2]", "[[]]", "[{}]", #"{"people":[]\n}"#, #"{"instance_info":[]}"#,
        #"{"0.jpg":{"bodies":[]}}"#, "[null", "{\"a\":", "\u{FEFF} [", "[{\"image_id\":1}]",
    ])
    func whatHoldsNobodyIsRefused(text: String) throws {
        for format in [SeriesFormat.openpose, .alphapose, .mmpose] {
            try withFile(text) { path in
                _ = try SeriesFormat.detect(path)
                expectFailure(65) { _ = try SeriesReader(format: format, rate: 25).read([path]) }
            }
        }
    }

    @Test func anotherDialectIsNamed() throws {
        let text =
            "[" + (0..<4).map { alphaPose(.coco17, $0 / 2, $0 % 2) }.joined(separator: ",") + "]"
        try withFile(text) { path in
            expectFailure(65, "looks like alphapose", "<format> alphapose") {
                _ = try SeriesReader(format: .openpose, rate: 25).read([path])
            }
        }
    }
}
