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

    /// Looks at squares of the picture and merges what they show; most certain first.
    func detect(in frame: Frame, squares: [Region]) throws -> [Person] {
        let isMirrored = squares.first?.isMirrored ?? false
        return try detector.detect(in: frame, squares.map { ($0, Self.minimumScore) }).map {
            Person(
                region: .aligned(
                    center: $0.points[0], top: $0.points[1], scale: Self.regionScale,
                    isMirrored: isMirrored),
                head: Head(center: $0.center, size: $0.side), score: $0.score)
        }
    }
}
