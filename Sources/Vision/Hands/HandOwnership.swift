import Posture

/// Whose hand it is. The network finds the hand that is there, whoever's arm it is on; the pose of somebody
/// whose own hand is hidden is often led to another's that is near, as to one that strokes a child's cheek.
enum HandOwnership {
    private static let parameters = TrackingParameters.standard.hands

    /// The poses of two people in one picture, without hands that are another's and without a second mesh
    /// of one hand: where a pose was led to them, nobody knows where its own is.
    ///
    /// - Parameter leftness: per pose, how likely its meshes are of a left hand, 0…1, where they are of one.
    static func settled(_ poses: [BodyPose?], leftness: [Float] = []) -> [BodyPose?] {
        poses.indices.map { seat in
            guard var pose = poses[seat] else { return nil }
            let other = poses.count == 2 ? poses[1 - seat] : nil
            for side in Side.allCases {
                guard let hand = poses[seat]?[hand: side] else { continue }
                let sight = sight(poses[seat], side)
                if other.map({ isHand(hand, of: $0, seenBetterThan: sight) }) ?? false {
                    pose.hide(side)
                } else if let second = poses[seat]?[hand: side.opposite], isOne(hand, second),
                    self.side(
                        sight, side, self.sight(poses[seat], side.opposite),
                        leftness: leftness.count > seat ? leftness[seat] : 0.5) != side
                {
                    pose.hide(side)
                }
            }
            return pose
        }
    }

    /// Whose of one person's arms a hand is that was found at both: what the hand itself looks like says
    /// it, else the arm that the pose sees better.
    private static func side(
        _ sight: Float, _ side: Side, _ other: Float, leftness: Float
    ) -> Side {
        if abs(leftness - 0.5) > parameters.handedness { return leftness > 0.5 ? .left : .right }
        if sight == other { return .left }
        return sight > other ? side : side.opposite
    }

    /// True when a mesh that was found at a hand which the own pose hardly sees lies on a hand or at the
    /// wrist of somebody whose pose sees theirs.
    private static func isHand(
        _ hand: HandMesh, of other: BodyPose, seenBetterThan sight: Float
    ) -> Bool {
        guard sight < parameters.doubt.upperBound else { return false }
        return Side.allCases.contains { side in
            let theirs = self.sight(other, side)
            guard theirs > sight else { return false }
            if let mesh = other[hand: side], isOne(hand, mesh) { return true }
            let wrist = hand[.wrist]
            return theirs > parameters.seen
                && Vision.length(other.wrist(side) - SIMD2(wrist.x, wrist.y))
                    < parameters.sameWrist * length(hand)
        }
    }

    /// True when two meshes are of one hand: their points lie on each other.
    private static func isOne(_ one: HandMesh, _ other: HandMesh) -> Bool {
        guard one.isComplete, other.isComplete else { return false }
        let apart = zip(one.points, other.points).map {
            Vision.length(SIMD2($0.x - $1.x, $0.y - $1.y))
        }
        let mean = apart.reduce(0, +) / Float(apart.count)
        return mean < parameters.sameHand * max(length(one), length(other))
    }

    /// About the length of a hand, pixels: twice that of its palm.
    private static func length(_ hand: HandMesh) -> Float {
        let palm = hand[.middleKnuckle] - hand[.wrist]
        return 2 * Vision.length(SIMD2(palm.x, palm.y))
    }

    private static func sight(_ pose: BodyPose?, _ side: Side) -> Float {
        pose?.handVisibility(side) ?? 0
    }
}
