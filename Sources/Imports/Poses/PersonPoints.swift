import Base
import Posture

/// One person's landmarks in one frame of another tool.
struct PersonPoints {
    typealias Point = (x: Float, y: Float, visibility: Float)

    var points: [Landmark: Point] = [:]

    /// Confidence below which a keypoint counts as not found: the default from which MMPose draws
    /// keypoints (`kpt_thr`). OpenPose's values are not probabilities and have no better bound.
    static let minimumConfidence: Float = 0.3

    init() {}

    /// The points of a person in square pixels.
    ///
    /// - Parameter landmarks: of each keypoint.
    init(_ raw: RawPerson, _ landmarks: [Landmark?], _ transform: PointTransform) {
        for (point, landmark) in zip(raw.points, landmarks) {
            guard let landmark, point.isFound else { continue }
            points[landmark] = (Float(transform.x(point.x)), Float(transform.y(point.y)), 1)
        }
    }

    var pose: BodyPose? {
        guard !points.isEmpty else { return nil }
        return BodyPose(flat: points, score: score)
    }

    /// How much of face and shoulders is seen, 0…1: the mean of the visibility of nose (or an eye) and
    /// both shoulders.
    private var score: Float {
        let face = [Landmark.nose, .leftEye, .rightEye].compactMap { points[$0]?.visibility }.max()
        let parts = [
            face, points[.leftShoulder]?.visibility, points[.rightShoulder]?.visibility,
        ]
        return parts.reduce(0) { $0 + ($1 ?? 0) } / 3
    }

    /// The centre of the visible head, shoulders and hips; `nil` when none is visible.
    var center: (x: Double, y: Double)? {
        let core: [Landmark] = [.nose, .leftShoulder, .rightShoulder, .leftHip, .rightHip]
        let seen = core.compactMap { points[$0] }
        let used = seen.isEmpty ? Array(points.values) : seen
        guard !used.isEmpty else { return nil }
        let count = Double(used.count)
        return (
            used.reduce(0) { $0 + Double($1.x) } / count,
            used.reduce(0) { $0 + Double($1.y) } / count
        )
    }

    /// Diagonal of the box around all points.
    var size: Double {
        let xs = points.values.map { Double($0.x) }
        let ys = points.values.map { Double($0.y) }
        guard let left = xs.min(), let right = xs.max(), let top = ys.min(), let bottom = ys.max()
        else { return 0 }
        return ((right - left) * (right - left) + (bottom - top) * (bottom - top)).squareRoot()
    }
}
