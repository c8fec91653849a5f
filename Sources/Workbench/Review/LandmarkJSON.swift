import Archive
import Base
import Posture

/// What `GET /review/landmarks` answers: where people's joints were in a stretch of a session.
enum LandmarkJSON {
    /// Seconds of a stretch.
    static let longest = 10.0
    /// Instants of a stretch; of more, every second, third … one is given.
    static let mostInstants = 300

    /// Those that are drawn.
    static let shown: [Landmark] = [
        .nose, .leftEar, .rightEar, .leftShoulder, .rightShoulder, .leftElbow, .rightElbow,
        .leftWrist, .rightWrist, .leftIndex, .rightIndex, .leftHip, .rightHip, .leftKnee,
        .rightKnee, .leftAnkle, .rightAnkle,
    ]

    static func value(_ stretch: RecordStretch) -> JSONValue {
        [
            "pictures": .array(
                stretch.pictures.map {
                    ["width": .rounded($0.width), "height": .rounded($0.height)]
                }),
            "landmarks": .array(shown.map { .integer($0.rawValue) }),
            "instants": .array(stretch.frames.map { value($0, stretch.pictures) }),
        ]
    }

    /// `[time, first, second]`; of a person the number of the picture, then of each landmark its place in ten-thousandths of
    /// the picture's width and height, and how surely it is in sight, percent. `null` where nobody is seen.
    private static func value(
        _ frame: SeatedFrame, _ pictures: [(width: Double, height: Double)]
    ) -> JSONValue {
        let people = zip(frame.poses, frame.recordings).map { pose, picture -> JSONValue in
            guard let pose, !pose.isUnfilmed, pictures.indices.contains(picture) else {
                return .null
            }
            let size = pictures[picture]
            return .array(
                [.integer(picture)]
                    + shown.flatMap { landmark -> [JSONValue] in
                        let point = pose[landmark]
                        return [
                            whole(10_000 * Double(point.x) / size.width),
                            whole(10_000 * Double(point.y) / size.height),
                            whole(100 * Double(point.visibility)),
                        ]
                    })
        }
        return .array([.rounded(frame.time)] + people)
    }

    /// What is far outside of the picture is far outside.
    private static func whole(_ value: Double) -> JSONValue {
        .integer(value.isFinite ? Int(min(max(value, -100_000), 100_000).rounded()) : -100_000)
    }
}
