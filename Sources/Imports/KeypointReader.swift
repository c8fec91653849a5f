import Base
import Posture

/// Reads `frame,person,keypoint,x,y`, a row per keypoint; a column `confidence` (or `score`,
/// `visibility`) may follow.
///
/// Keypoints are named or numbered. Numbers are those of the smallest skeleton that has the largest of
/// them: COCO-17, COCO-18, BODY_25 or BlazePose; a first pass over the file finds it. 0,0 means that
/// the keypoint is missing.
struct KeypointReader {
    let path: String
    let rate: Double
    /// Width of a pixel ÷ its height.
    let aspect: Double
    var features = FeatureSettings()

    func read() throws(Failure) -> SeriesRecording {
        let skeleton = try skeleton()
        let table = try TableReader(series: path)
        let columns = try Columns(table)
        var frames = FrameGatherer(path: path, features: features)
        var seen: Set<String> = []
        var last: Int?
        while let row = try table.next() {
            let frame = try row.whole(columns.frame)
            if frame != last { seen = [] }
            last = frame
            try frames.begin(frame: frame, time: Double(frame) / rate, row)
            let index = try frames.index(of: row.text(columns.person), row)
            let name = row.text(columns.keypoint)
            guard seen.insert("\(index) \(name)").inserted else {
                throw row.malformed(
                    "keypoint \(name) of person \(row.text(columns.person)) is in this frame twice",
                    remedy: "give a row per frame, person and keypoint")
            }
            let x = try row.number(columns.x) * aspect
            let y = try row.number(columns.y)
            let confidence = try columns.confidence.map { column throws(Failure) in
                try row.number(column)
            }
            let landmark = try landmark(name, skeleton, row)
            frames.update(index) { person in
                guard let landmark else { return }
                person.add(landmark, x: x, y: y, confidence: confidence ?? 1)
            }
        }
        frames.finish()
        return try frames.recorder.recording(
            .keypoints, source: try SeriesReader.source(path), path: path,
            warnings: skeleton.map { ["keypoint numbers were read as those of \($0.rawValue)"] }
                ?? [])
    }

    private struct Columns {
        let frame, person, keypoint, x, y: Int
        let confidence: Int?

        init(_ table: TableReader) throws(Failure) {
            frame = try table.place(of: "frame")
            person = try table.place(of: "person")
            keypoint = try table.place(of: "keypoint")
            x = try table.place(of: "x")
            y = try table.place(of: "y")
            confidence =
                table.column("confidence") ?? table.column("score") ?? table.column("visibility")
        }
    }

    /// The skeleton of the numbers; `nil` when keypoints are named.
    private func skeleton() throws(Failure) -> Skeleton? {
        let table = try TableReader(series: path)
        let column = try Columns(table).keypoint
        var largest: Int?
        while let row = try table.next() {
            guard let number = Int(row.text(column)) else { continue }
            largest = max(largest ?? 0, number)
            guard number >= 0, Skeleton(holding: number) != nil else {
                throw row.malformed(
                    "there is no keypoint \(number)",
                    remedy: "use the numbers of COCO-17, OpenPose or BlazePose, or names")
            }
        }
        return largest.flatMap { Skeleton(holding: $0) }
    }

    private func landmark(
        _ name: String, _ skeleton: Skeleton?, _ row: TableReader.Row
    ) throws(Failure) -> Landmark? {
        if let number = Int(name), let skeleton { return skeleton.landmarks[number] }
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
