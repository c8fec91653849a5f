import Base
import Posture

/// Reads `frame,person,keypoint,x,y`, a row per keypoint; a column `confidence` (or `score`, `visibility`)
/// may follow, and `time` may stand for `frame`.
///
/// Keypoints are named or numbered. Numbers are those of the smallest skeleton that has the largest of
/// them, and where two are as large, of the one that fits the people; passes over the file find it. 0,0
/// means that the keypoint is missing.
struct KeypointReader {
    let path: String
    /// Samples per second, for tables that number frames only.
    let rate: Double?
    /// Width of a pixel ÷ its height.
    let aspect: Double
    var features = FeatureSettings()
    var reading = SeriesReading()
    /// MediaPipe's landmarks have a visibility that is kept, and its numbers are BlazePose's.
    var format = SeriesFormat.keypoints

    /// Names of the column that names a keypoint.
    static let names = ["keypoint", "landmark", "landmark_name", "landmark_id", "landmark_index"]

    func read() throws(Failure) -> SeriesRecording {
        let meaning = try meaning()
        let table = try TableReader(series: path)
        let columns = try Columns(table, rate: rate)
        var frames = FrameGatherer(path: path, features: features)
        var seen: Set<String> = []
        var last: Double?
        while let row = try table.next() {
            let (frame, time) = try columns.common.instant(row)
            if time != last { seen = [] }
            last = time
            try frames.begin(frame: frame, time: time, row)
            let label = columns.common.label(row)
            let index = try frames.index(of: label, row)
            let name = row.text(columns.keypoint)
            guard seen.insert("\(index) \(name)").inserted else {
                throw row.malformed(
                    "keypoint \(name) of person \(label) is in this frame twice",
                    remedy: "give a row per frame, person and keypoint")
            }
            let point = try columns.point(row)
            let landmark = try landmark(name, meaning.skeleton, row)
            frames.update(index) { person in
                guard let landmark else { return }
                let x = meaning.transform.x(point.x)
                let y = meaning.transform.y(point.y)
                if format == .mediapipe, x.isFinite, y.isFinite, point.confidence.isFinite {
                    person.points[landmark] = (Float(x), Float(y), Float(point.confidence))
                } else if format != .mediapipe, point.isFound {
                    person.points[landmark] = (Float(x), Float(y), 1)
                }
            }
        }
        frames.finish()
        var recording = try frames.recorder.recording(
            format, source: try SeriesReader.source(path), path: path,
            warnings: meaning.skeleton.map {
                ["keypoint numbers were read as those of \($0.rawValue)"]
            } ?? [])
        recording.skeleton = meaning.skeleton?.rawValue
        recording.frameSize = meaning.transform.frameSize?.description
        return recording
    }

    private struct Columns {
        let common: PoseTable
        let keypoint, x, y: Int
        let confidence: Int?

        init(_ table: TableReader, rate: Double?) throws(Failure) {
            guard let keypoint = table.column(anyOf: KeypointReader.names) else {
                throw LinePlace(table.path, 1).malformed(
                    "there is no column keypoint",
                    remedy: "check the file, or say with \(.format) what it is")
            }
            self.keypoint = keypoint
            x = try table.place(of: "x")
            y = try table.place(of: "y")
            confidence = table.column(anyOf: ["confidence", "score", "visibility"])
            common = try PoseTable(table, rate: rate)
            guard common.person != nil else {
                throw LinePlace(table.path, 1).malformed(
                    "there is no column person",
                    remedy: "add one that says whose a row is")
            }
        }

        func point(_ row: TableReader.Row) throws(Failure) -> RawPerson.Point {
            let confidence = try confidence.map { column throws(Failure) in
                try row.number(column)
            }
            return RawPerson.Point(
                x: try row.number(x), y: try row.number(y), confidence: confidence ?? 1)
        }
    }

    // MARK: What the keypoints are

    /// The skeleton of the numbers, `nil` when keypoints are named; and how coordinates become pixels.
    private func meaning() throws(Failure) -> (skeleton: Skeleton?, transform: PointTransform) {
        let table = try TableReader(series: path)
        let columns = try Columns(table, rate: rate)
        var largest: Int?
        var spread = KeypointSurvey([])
        while let row = try table.next() {
            spread.add(try columns.point(row))
            guard let number = Int(row.text(columns.keypoint)) else { continue }
            largest = max(largest ?? 0, number)
            guard number >= 0, !Skeleton.holding(number).isEmpty,
                reading.skeleton.map({ number < $0.count }) ?? true
            else {
                throw row.malformed(
                    "there is no keypoint \(number)",
                    remedy: "use the numbers of COCO-17, OpenPose or BlazePose, or names")
            }
        }
        let transform = try spread.transform(
            path, aspect: aspect, frameSize: reading.frameSize,
            isCentred: format == .mediapipe ? false : nil)
        guard let largest else { return (nil, transform) }
        if let asked = reading.skeleton { return (asked, transform) }
        if format == .mediapipe, largest < Skeleton.blazePose.count {
            return (.blazePose, transform)
        }
        return (try surveyed(Skeleton.holding(largest)), transform)
    }

    /// The skeleton that fits the people.
    private func surveyed(_ candidates: [Skeleton]) throws(Failure) -> Skeleton? {
        let table = try TableReader(series: path)
        let columns = try Columns(table, rate: rate)
        var survey = KeypointSurvey(candidates)
        var people: [String: [Int: RawPerson.Point]] = [:]
        var now: Double?
        func flush() {
            for points in people.values {
                let missing = RawPerson.Point(x: 0, y: 0, confidence: 0)
                let last = points.keys.max() ?? 0
                survey.add(RawPerson(points: (0...last).map { points[$0] ?? missing }))
            }
            people = [:]
        }
        while let row = try table.next() {
            let time = try columns.common.instant(row).time
            if time != now { flush() }
            now = time
            guard let number = Int(row.text(columns.keypoint)) else { continue }
            let label = columns.common.label(row)
            // Who is one too many is named below.
            guard people[label] != nil || people.count <= 2 else { continue }
            people[label, default: [:]][number] = try columns.point(row)
        }
        flush()
        return try survey.skeleton(in: path)
    }

    private func landmark(
        _ name: String, _ skeleton: Skeleton?, _ row: TableReader.Row
    ) throws(Failure) -> Landmark? {
        if let number = Int(name), let skeleton {
            let landmarks = skeleton.landmarks
            return number < landmarks.count ? landmarks[number] : nil
        }
        switch Skeleton.name(name) {
        case .landmark(let landmark): return landmark
        case .other: return nil
        case nil:
            throw row.malformed(
                "there is no keypoint \(name.isEmpty ? "without a name" : name)",
                remedy: "use the names of COCO, OpenPose or BlazePose, such as left_shoulder")
        }
    }
}
