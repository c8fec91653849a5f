import Base
import Posture

/// Reads `frame,time,person,x0,y0,v0,…,x32,y32,v32`: MediaPipe's 33 landmarks in pixels.
struct MediaPipeReader {
    let path: String
    /// Width of a pixel ÷ its height.
    let aspect: Double
    var features = FeatureSettings()

    func read() throws(Failure) -> SeriesRecording {
        let table = try TableReader(series: path)
        let frame = try table.place(of: "frame")
        let time = try table.place(of: "time")
        let person = try table.place(of: "person")
        var columns: [(landmark: Landmark, x: Int, y: Int, v: Int)] = []
        for landmark in Landmark.allCases {
            let number = landmark.rawValue
            columns.append(
                (
                    landmark, try table.place(of: "x\(number)"), try table.place(of: "y\(number)"),
                    try table.place(of: "v\(number)")
                ))
        }
        var frames = FrameGatherer(path: path, features: features)
        while let row = try table.next() {
            try frames.begin(
                frame: try row.whole(frame), time: try row.required(time), row)
            let index = try frames.index(of: row.text(person), row)
            guard !frames.has(index) else {
                throw row.malformed(
                    "person \(row.text(person)) is in this frame twice",
                    remedy: "give a row per frame and person")
            }
            var points: [Landmark: PersonPoints.Point] = [:]
            for column in columns {
                let x = try row.number(column.x)
                let y = try row.number(column.y)
                let visibility = try row.number(column.v)
                guard !x.isNaN, !y.isNaN, !visibility.isNaN else { continue }
                points[column.landmark] = (Float(x * aspect), Float(y), Float(visibility))
            }
            frames.update(index) { $0.points = points }
        }
        frames.finish()
        return try frames.recorder.recording(
            .mediapipe, source: try SeriesReader.source(path), path: path)
    }
}
