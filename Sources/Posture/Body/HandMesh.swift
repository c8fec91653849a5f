/// The 21 points of one hand in the picture, as the hand network places them.
///
/// Order and names are those of MediaPipe's hand landmarks (`hand_landmark.py`, Apache-2.0).
package struct HandMesh: Sendable, Codable, Equatable {
    /// The model's confidence that the region shows a hand, 0…1.
    package var score: Float
    /// 21 points in picture pixels (square), indexed by ``Point``; x right, y down, z away from the camera
    /// on the scale of x, 0 at the wrist.
    package var points: [SIMD3<Float>]

    package init(score: Float, points: [SIMD3<Float>]) {
        self.score = score
        self.points = points
    }

    /// A point of the hand; the raw value is its place in ``HandMesh/points``.
    package enum Point: Int, Sendable, CaseIterable {
        case wrist
        case thumbBase, thumbKnuckle, thumbJoint, thumbTip
        case indexKnuckle, indexMiddle, indexJoint, indexTip
        case middleKnuckle, middleMiddle, middleJoint, middleTip
        case ringKnuckle, ringMiddle, ringJoint, ringTip
        case littleKnuckle, littleMiddle, littleJoint, littleTip
    }

    /// The tips of the fingers and of the thumb.
    package static let tips: [Point] = [.thumbTip, .indexTip, .middleTip, .ringTip, .littleTip]

    /// Whether all 21 points are there.
    package var isComplete: Bool { points.count == Point.allCases.count }

    /// A point by name, picture pixels; all `NaN` in a mesh that is not complete.
    package subscript(_ point: Point) -> SIMD3<Float> {
        isComplete ? points[point.rawValue] : SIMD3(repeating: .nan)
    }
}
