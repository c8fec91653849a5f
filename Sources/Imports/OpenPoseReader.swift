import Base
import Foundation
import Posture

/// Reads a folder of OpenPose's `*_keypoints.json` (BODY_25, or COCO with 18 or 17 points), a file per
/// frame.
///
/// OpenPose does not follow people from frame to frame: their order in a file means nothing, and
/// `DyadMatcher` finds who is who. The folder is read twice, with one frame in memory at a time.
struct OpenPoseReader {
    let folder: String
    let rate: Double
    /// Width of a pixel ÷ its height.
    let aspect: Double
    var features = FeatureSettings()

    private static let suffix = "_keypoints.json"

    /// One file.
    private struct Frame {
        var name: String
        var number: Int
    }

    func read() throws(Failure) -> SeriesRecording {
        let frames = try frames()
        var homes = HomePlaces()
        var digests = ""
        for frame in frames {
            let bytes = try bytes(frame)
            digests += "\(Digest.sha256(bytes))  \(frame.name)\n"
            homes.add(try people(bytes, frame))
        }
        guard var matcher = DyadMatcher(homes) else {
            throw Failure.badInput(
                "\(folder) never shows two people at once",
                remedy: "give the keypoints of two people")
        }
        var recorder = DyadRecorder(features)
        for frame in frames {
            let time = Double(frame.number) / rate
            recorder.append(
                time: time, matcher.assign(try people(try bytes(frame), frame), time: time))
        }
        return try recorder.recording(
            .openpose,
            source: SeriesRecording.Source(
                file: SeriesReader.lastName(folder),
                sha256: Digest.sha256(Array(digests.utf8))),
            path: folder, warnings: matcher.warnings)
    }

    /// The folder's files, in order of their frames.
    private func frames() throws(Failure) -> [Frame] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw Failure.noInput(
                FileManager.default.fileExists(atPath: folder)
                    ? "\(folder) is not a folder that can be read" : "\(folder) does not exist",
                remedy: "give the folder of OpenPose's *_keypoints.json files")
        }
        let own = names.filter { $0.hasSuffix(Self.suffix) }.sorted()
        guard !own.isEmpty else {
            throw Failure.badInput(
                "\(folder) holds no *_keypoints.json",
                remedy: "give the folder of *_keypoints.json that OpenPose writes")
        }
        let numbers = own.map { Self.number($0) }
        let frames = zip(own, numbers).enumerated().map { index, entry in
            // Names without numbers: in their order.
            Frame(name: entry.0, number: numbers.contains(nil) ? index : entry.1 ?? index)
        }.sorted { $0.number < $1.number }
        for (frame, next) in zip(frames, frames.dropFirst()) where frame.number == next.number {
            throw Failure.badInput(
                "\(folder) holds frame \(frame.number) twice, \(frame.name) and \(next.name)",
                remedy: "keep the files of one recording in a folder")
        }
        return frames
    }

    /// 12 of `session_000000000012_keypoints.json`.
    private static func number(_ name: String) -> Int? {
        let stem = name.dropLast(suffix.count)
        let digits = stem.reversed().prefix { $0.isASCII && $0.isNumber }.reversed()
        return Int(String(digits))
    }

    /// A frame with a whole crowd in it has a tenth of that.
    private static let largestFile = 16 << 20

    private func bytes(_ frame: Frame) throws(Failure) -> [UInt8] {
        let path = "\(folder)/\(frame.name)"
        do { return try RegularFile.contents(of: path, upTo: Self.largestFile) } catch {
            guard error != .tooLarge else {
                throw bad(
                    frame, "is larger than \(Self.largestFile >> 20) MB",
                    "let OpenPose write it again")
            }
            throw Failure.noInput(
                "cannot read \(path) (\(error.text))",
                remedy: "give a folder whose files you may read")
        }
    }

    private func people(_ bytes: [UInt8], _ frame: Frame) throws(Failure) -> [PersonPoints] {
        guard let value = JSONValue(parsing: bytes), case .array(let people) = value["people"]
        else {
            throw bad(frame, "is not a file of OpenPose", "let OpenPose write it again")
        }
        var result: [PersonPoints] = []
        for person in people {
            let numbers = person["pose_keypoints_2d"] ?? person["pose_keypoints"]
            guard case .array(let list) = numbers else {
                throw bad(
                    frame, "has a person without pose_keypoints_2d", "run OpenPose's body model")
            }
            if list.isEmpty { continue }
            let points = try points(list, frame)
            if !points.points.isEmpty { result.append(points) }
        }
        return result
    }

    private func points(_ list: [JSONValue], _ frame: Frame) throws(Failure) -> PersonPoints {
        guard list.count % 3 == 0, let skeleton = Skeleton(count: list.count / 3) else {
            throw bad(
                frame, "has a person with \(list.count) numbers",
                "use the BODY_25 or COCO model (75, 54 or 51 numbers)")
        }
        var points = PersonPoints()
        for (index, landmark) in skeleton.landmarks.enumerated() {
            var numbers: [Double] = []
            for value in list[3 * index..<3 * index + 3] {
                switch value {
                case .integer(let integer): numbers.append(Double(integer))
                case .number(let number): numbers.append(number)
                default:
                    throw bad(
                        frame, "has a keypoint that is not a number",
                        "let OpenPose write it again")
                }
            }
            guard let landmark else { continue }
            points.add(landmark, x: numbers[0] * aspect, y: numbers[1], confidence: numbers[2])
        }
        return points
    }

    private func bad(_ frame: Frame, _ what: String, _ remedy: Remedy) -> Failure {
        Failure.badInput("\(folder)/\(frame.name) \(what)", remedy: remedy)
    }
}
