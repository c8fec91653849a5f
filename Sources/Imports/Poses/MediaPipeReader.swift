import Base
import Posture

/// Reads tables of MediaPipe's 33 landmarks, a row per frame and person: `x0, y0, v0, …, x32, y32, v32`, or
/// `nose_x, nose_y, nose_visibility, …`; z may stand between. Two files hold a person each.
///
/// Coordinates are pixels, or shares of the picture as MediaPipe itself gives them.
struct MediaPipeReader {
    let paths: [String]
    /// Samples per second, for tables that number frames only.
    let rate: Double?
    /// Width of a pixel ÷ its height.
    let aspect: Double
    var features = FeatureSettings()
    var reading = SeriesReading()

    /// Where a landmark's numbers are.
    private struct Place {
        var landmark: Landmark
        var x, y, visibility: Int
    }

    private struct Columns {
        let common: PoseTable
        private(set) var places: [Place] = []

        init(_ table: TableReader, rate: Double?) throws(Failure) {
            for landmark in Landmark.allCases {
                let number = landmark.rawValue
                let name = landmark.name
                func column(_ parts: [String]) throws(Failure) -> Int {
                    let names = parts.flatMap {
                        ["\($0)\(number)", "\($0)_\(number)", "\(name)_\($0)", "\(number)_\($0)"]
                    }
                    guard let place = table.column(anyOf: names) else {
                        throw LinePlace(table.path, 1).malformed(
                            "there is no column \(parts[0])\(number)",
                            remedy: "check the file, or say with \(.format) what it is")
                    }
                    return place
                }
                places.append(
                    Place(
                        landmark: landmark, x: try column(["x"]), y: try column(["y"]),
                        visibility: try column(["v", "visibility", "vis"])))
            }
            common = try PoseTable(table, rate: rate)
        }

        /// The points of a row in the tool's coordinates; missing ones are not there.
        func raw(
            _ row: TableReader.Row
        ) throws(Failure) -> [(landmark: Landmark, point: RawPerson.Point)] {
            var points: [(landmark: Landmark, point: RawPerson.Point)] = []
            for place in places {
                let x = try row.number(place.x)
                let y = try row.number(place.y)
                let visibility = try row.number(place.visibility)
                guard !x.isNaN, !y.isNaN, !visibility.isNaN else { continue }
                points.append(
                    (place.landmark, RawPerson.Point(x: x, y: y, confidence: visibility)))
            }
            return points
        }
    }

    func read() throws(Failure) -> SeriesRecording {
        if try isLong() {
            return try KeypointReader(
                path: paths[0], rate: rate, aspect: aspect, features: features, reading: reading,
                format: .mediapipe
            ).read()
        }
        var recording =
            if paths.count == 1 { try both(paths[0]) } else { try oneEach() }
        let frameSize = try transform(paths[0]).frameSize
        recording.frameSize = frameSize?.description
        return recording
    }

    /// A row per landmark instead of a row per person.
    private func isLong() throws(Failure) -> Bool {
        let table = try TableReader(series: paths[0])
        return paths.count == 1 && table.column(anyOf: KeypointReader.names) != nil
    }

    /// Both people in one table.
    private func both(_ path: String) throws(Failure) -> SeriesRecording {
        let transform = try transform(path)
        let table = try TableReader(series: path)
        let columns = try Columns(table, rate: rate)
        guard columns.common.person != nil else {
            throw LinePlace(path, 1).malformed(
                "there is no column person",
                remedy: "add one that says whose a row is, or give two files with one person each")
        }
        var frames = FrameGatherer(path: path, features: features)
        while let row = try table.next() {
            let (frame, time) = try columns.common.instant(row)
            try frames.begin(frame: frame, time: time, row)
            let index = try frames.index(of: columns.common.label(row), row)
            guard !frames.has(index) else {
                throw row.malformed(
                    "person \(columns.common.label(row)) is in this frame twice",
                    remedy: "give a row per frame and person")
            }
            let points = try points(columns.raw(row), transform)
            frames.update(index) { $0.points = points }
        }
        frames.finish()
        return try frames.recorder.recording(
            .mediapipe, source: try SeriesReader.source(path), path: path)
    }

    /// A table per person.
    private func oneEach() throws(Failure) -> SeriesRecording {
        var people: [PersonRecorder] = []
        var sources: [SeriesRecording.Source] = []
        for path in paths {
            let transform = try transform(path)
            let table = try TableReader(series: path)
            let columns = try Columns(table, rate: rate)
            var person = PersonRecorder(features)
            var rows = 0
            while let row = try table.next() {
                rows += 1
                guard rows <= SeriesReader.mostInstants else { throw SeriesReader.tooLong(path) }
                let time = try columns.common.instant(row).time
                if let last = person.lastTime, time <= last {
                    throw row.malformed(
                        "the time \(time) is not after \(last)",
                        remedy: "give one person's rows in each file, sorted by time")
                }
                let points = try points(columns.raw(row), transform)
                var found = PersonPoints()
                found.points = points
                person.append(time: time, points.isEmpty ? nil : found)
            }
            guard person.hasBeenSeen else {
                throw Failure.badInput(
                    "\(path) shows nobody", remedy: "give the landmarks of two people")
            }
            people.append(person)
            sources.append(try SeriesReader.source(path))
        }
        return SeriesRecording(people, .mediapipe, sources)
    }

    private func points(
        _ raw: [(landmark: Landmark, point: RawPerson.Point)], _ transform: PointTransform
    ) -> [Landmark: PersonPoints.Point] {
        var points: [Landmark: PersonPoints.Point] = [:]
        for (landmark, point) in raw {
            points[landmark] = (
                Float(transform.x(point.x)), Float(transform.y(point.y)), Float(point.confidence)
            )
        }
        return points
    }

    /// How the coordinates of a file become pixels.
    private func transform(_ path: String) throws(Failure) -> PointTransform {
        let table = try TableReader(series: path)
        let columns = try Columns(table, rate: rate)
        var survey = KeypointSurvey([])
        while let row = try table.next() {
            for (_, point) in try columns.raw(row) { survey.add(point) }
        }
        return try survey.transform(
            path, aspect: aspect, frameSize: reading.frameSize, isCentred: false)
    }
}
