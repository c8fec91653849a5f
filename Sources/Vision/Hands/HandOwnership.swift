import Posture

/// Whose hand it is. The network finds the hand that is there, whoever's arm it is on; the pose of somebody
/// whose own hand is hidden is often led to another's that is near, as to one that strokes a child's cheek.
enum HandOwnership {
    private static let parameters = TrackingParameters.standard.hands

    /// The poses of two people in one picture, without hands that are another's and without a second mesh
    /// of one hand.
    static func settled(_ poses: [BodyPose?]) -> [BodyPose?] {
        poses.indices.map { seat in
            guard var pose = poses[seat] else { return nil }
            let other = poses.count == 2 ? poses[1 - seat] : nil
            for side in Side.allCases {
                guard let hand = poses[seat]?[hand: side] else { continue }
                let sight = sight(poses[seat], side)
                if other.map({ isHand(hand, of: $0, seenBetterThan: sight) }) ?? false {
                    pose[hand: side] = nil
                } else if let second = poses[seat]?[hand: side.opposite], isOne(hand, second),
                    (sight, side == .left ? 1 : 0)
                        < (self.sight(poses[seat], side.opposite), side == .left ? 0 : 1)
                {
                    pose[hand: side] = nil
                }
            }
            return pose
        }
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
