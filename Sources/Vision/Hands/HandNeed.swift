import CVision
import Posture

/// Whether a hand has to be looked at: where it may touch a face, the other hand or the other arm, or where
/// the pose is in doubt about it. Hands that lie or move by themselves are left to the pose.
///
/// Lengths are in face boxes, the width of ``FaceLandmarker/region(of:isMirrored:)``: some 30 cm of an
/// adult. From the middle of the hand to the fingertips are 14.
enum HandNeed {
    private static let parameters = TrackingParameters.standard.hands

    /// - Parameters:
    ///   - other: the other person in the same picture.
    ///   - width: of the picture, pixels, and its height: outside it is nothing to be seen.
    static func isNeeded(
        _ side: Side, of pose: BodyPose, other: BodyPose?, width: Float, height: Float
    ) -> Bool {
        guard isInPicture(side, of: pose, width: width, height: height) else { return false }
        let palm = pose.palm(side)
        return isInDoubt(side, of: pose) || isAtFace(palm, of: pose)
            || other.map { isAtFace(palm, of: $0) } ?? false || isAtOtherArm(side, of: pose)
    }

    /// The pose misses the hand altogether, and where it supposes it lies outside the picture or is hidden:
    /// it may be at the face all the same, where the arm is cut off by the edge of the picture.
    static func isMissed(_ side: Side, of pose: BodyPose, width: Float, height: Float) -> Bool {
        pose.handVisibility(side) < parameters.doubt.lowerBound
            || !isInPicture(side, of: pose, width: width, height: height)
    }

    static func isInPicture(
        _ side: Side, of pose: BodyPose, width: Float, height: Float
    ) -> Bool {
        let palm = pose.palm(side)
        return palm.x >= 0 && palm.y >= 0 && palm.x <= width && palm.y <= height
    }

    /// The pose neither sees the hand clearly nor misses it altogether.
    static func isInDoubt(_ side: Side, of pose: BodyPose) -> Bool {
        parameters.doubt.contains(pose.handVisibility(side))
    }

    /// Fingers of this hand may be on that face.
    static func isAtFace(_ palm: SIMD2<Float>, of pose: BodyPose) -> Bool {
        let face = FaceLandmarker.region(of: pose)
        return length(palm - SIMD2(face.x, face.y)) < parameters.face * face.width
    }

    /// The hand is at the other hand, or the wrist at the other forearm or elbow.
    private static func isAtOtherArm(_ side: Side, of pose: BodyPose) -> Bool {
        let box = FaceLandmarker.region(of: pose).width
        let palm = pose.palm(side)
        if length(palm - pose.palm(side.opposite)) < parameters.otherHand * box { return true }
        let arm = pose.forearm(side.opposite)
        return distance(from: palm, to: arm) < parameters.otherArm * box
    }

    private static func distance(
        from point: SIMD2<Float>, to line: (from: SIMD2<Float>, to: SIMD2<Float>)
    ) -> Float {
        let way = line.to - line.from
        let square = (way * way).sum()
        let share = square > 0 ? ((point - line.from) * way).sum() / square : 0
        return length(point - (line.from + way * min(max(share, 0), 1)))
    }
}

extension BodyPose {
    private func at(_ landmark: Landmark) -> SIMD2<Float> {
        SIMD2(self[landmark].x, self[landmark].y)
    }

    func wrist(_ side: Side) -> SIMD2<Float> { at(side == .left ? .leftWrist : .rightWrist) }

    func forearm(_ side: Side) -> (from: SIMD2<Float>, to: SIMD2<Float>) {
        (at(side == .left ? .leftElbow : .rightElbow), wrist(side))
    }

    private static func hand(_ side: Side) -> [Landmark] {
        side == .left
            ? [.leftWrist, .leftIndex, .leftPinky] : [.rightWrist, .rightIndex, .rightPinky]
    }

    /// About the middle of the palm: the mean of wrist and knuckles, pixels.
    func palm(_ side: Side) -> SIMD2<Float> {
        Self.hand(side).reduce(.zero) { $0 + at($1) } / 3
    }

    /// Mean visibility of wrist and knuckles, 0…1.
    func handVisibility(_ side: Side) -> Float {
        Self.hand(side).reduce(0) { $0 + self[$1].visibility } / 3
    }
}
