/// Finds people in a picture (BlazePose detector), also from behind.
///
/// Constants are those of MediaPipe's `pose_detection` graph (0.10.21).
final class PersonDetector {
    private let detector: AnchorDetector
    var model: Model { detector.model }

    /// `min_score_thresh`.
    static let minimumScore: Float = 0.5
    /// The alignment box is enlarged by this much (`pose_detection_to_roi`).
    static let regionScale: Float = 1.25
    /// Strides 8, 16, 32, 32, 32 with two anchors per cell and layer, equal strides merged.
    static let grids = [(stride: 8, perCell: 2), (16, 2), (32, 6)]

    init(_ place: ModelPlace) throws {
        // Of the four points, two give the body's region.
        detector = try AnchorDetector(
            file: "pose_detection.tflite", .init(grids: Self.grids, values: 12, points: 0..<2),
            place)
    }

    /// A detected person: the region for the landmark model, and how sure the detector is.
    struct Person {
        var region: Region
        var head: Head
        var score: Float
    }

    /// Starts on the first of these squares of the picture.
    func begin(in frame: Frame, squares: [Region]) throws {
        try detector.begin(in: frame, Self.sure(squares)[...])
    }

    /// Waits for those that were begun, looks at the rest, and merges what they show; most certain first.
    func finish(in frame: Frame, squares: [Region]) throws -> [Person] {
        let isMirrored = squares.first?.isMirrored ?? false
        return try detector.finish(in: frame, Self.sure(squares)).map {
            Person(
                region: .aligned(
                    center: $0.points[0], top: $0.points[1], scale: Self.regionScale,
                    isMirrored: isMirrored),
                head: Head(center: $0.center, size: $0.side), score: $0.score)
        }
    }

    private static func sure(_ squares: [Region]) -> [AnchorDetector.Square] {
        squares.map { ($0, minimumScore) }
    }
}
