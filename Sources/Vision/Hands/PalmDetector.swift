import Foundation

/// Finds the palms of hands without a pose that says where they are: at the face of somebody whose arms are
/// below the edge of the picture.
///
/// Constants are those of MediaPipe's `palm_detection_cpu` and `palm_detection_detection_to_roi` graphs
/// (0.10.21).
final class PalmDetector {
    private let detector: AnchorDetector
    var model: Model { detector.model }

    /// `min_score_thresh`.
    static let minimumScore: Float = 0.5
    /// Two anchors per cell of each layer; the layers have strides 8, 16, 16 and 16.
    static let grids = [(stride: 8, perCell: 2), (stride: 16, perCell: 6)]
    /// The hand is this much larger than its palm…
    static let regionScale: Float = 2.6
    /// …and its middle lies toward the fingers by this share of the palm.
    static let shift: Float = -0.5
    /// Of the seven points: the wrist, and the knuckle of the middle finger.
    private static let wrist = 0
    private static let knuckle = 2

    init(_ place: ModelPlace) throws {
        detector = try AnchorDetector(
            file: "palm_detection_lite.tflite", .init(grids: Self.grids, values: 18, points: 0..<7),
            range: .unit, place)
    }

    /// The region of the hand that is found most surely in a part of the picture; `nil` where there is none.
    func hand(in frame: Frame, _ part: Region) throws -> Region? {
        let found = try detector.detect(in: frame, [(part, Self.minimumScore)]).first
        guard let found, found.points.count == 7 else { return nil }
        let way = found.points[Self.knuckle] - found.points[Self.wrist]
        guard length(way) > 0 else { return nil }
        let up = way / length(way)
        let middle = found.center - Self.shift * found.side * up
        let side = Self.regionScale * found.side
        return Region(
            x: middle.x, y: middle.y, width: side, height: side,
            rotation: atan2(up.x, -up.y), isMirrored: part.isMirrored)
    }
}
