import Posture

/// Finds faces in a picture (BlazeFace, full range), also where little more than heads is to be seen.
///
/// Constants are those of MediaPipe's `face_detection_full_range` graph (0.10.21).
final class FaceDetector {
    private let detector: AnchorDetector
    var model: Model { detector.model }

    /// `min_score_thresh` is 0.6; the landmark network, which decides, allows for less, and faces seen
    /// from the side need it.
    static let minimumScore: Float = 0.5
    /// In a part of the picture a face is larger, and so is everything that may be taken for one (in trials
    /// on 3219 frames of real clips 29 times at 0.6, 18 times at 0.7).
    static let minimumScoreInPart: Float = 0.7
    /// One anchor per cell of a grid of stride 4.
    static let grids = [(stride: 4, perCell: 1)]

    /// Where the body of a face is, in face boxes: its middle below the face's, and the side of the
    /// square. The landmark network centres on the middle of the hips, and that is where they are in
    /// somebody who sits upright (found in trials on clips of real people).
    static let bodyBelow: Float = 4.2
    static let bodySide: Float = 13
    /// The same of somebody who stands or walks: an adult's hips are 0.72 m below the middle of the face, whose
    /// box is 0.13 m high, and the soles 1 m below the hips; with the margin of the landmark network's own
    /// region.
    static let standingBelow: Float = 5.5
    static let standingSide: Float = 19

    init(_ place: ModelPlace) throws {
        detector = try AnchorDetector(
            file: "face_detection_full_range_sparse.tflite",
            .init(grids: Self.grids, values: 16, points: 0..<0), place)
    }

    /// Looks at a picture and at parts of it and merges what they show; most certain first.
    func detect(in frame: Frame, whole: [Region], parts: [Region]) throws -> [Head] {
        try begin(in: frame, whole: whole, parts: parts)
        return try finish(in: frame, whole: whole, parts: parts)
    }

    /// Starts on the first of them.
    func begin(in frame: Frame, whole: [Region], parts: [Region]) throws {
        try detector.begin(in: frame, Self.squares(whole, parts)[...])
    }

    /// Waits for those that were begun, and looks at the rest.
    func finish(in frame: Frame, whole: [Region], parts: [Region]) throws -> [Head] {
        try detector.finish(in: frame, Self.squares(whole, parts)).map {
            Head(center: $0.center, size: $0.side)
        }
    }

    private static func squares(_ whole: [Region], _ parts: [Region]) -> [AnchorDetector.Square] {
        whole.map { ($0, minimumScore) } + parts.map { ($0, minimumScoreInPart) }
    }

    /// Where the body of a face is looked for first.
    static func bodyRegion(below face: Head, in scene: Scene, isMirrored: Bool) -> Region {
        let (below, side) =
            scene == .walking ? (standingBelow, standingSide) : (bodyBelow, bodySide)
        return Region(
            x: face.center.x, y: face.center.y + below * face.size,
            width: side * face.size, height: side * face.size, isMirrored: isMirrored)
    }
}
