/// Whose picture is mirrored, as one's own tile in a video call often is: what looks like the right hand
/// is the left.
package enum Mirroring: String, Sendable, Codable, CaseIterable {
    case first, second, both

    /// Whether this seat's picture is mirrored.
    package func covers(_ seat: Seat) -> Bool {
        switch self {
        case .first: seat == .first
        case .second: seat == .second
        case .both: true
        }
    }

    /// By seat, whether the picture is mirrored.
    package static func seats(_ mirroring: Mirroring?) -> [Bool] {
        Seat.allCases.map { mirroring?.covers($0) ?? false }
    }
}

extension BodyPose {
    /// The pose of somebody seen in a mirrored picture as an unmirrored one would have shown it, but for
    /// where in the picture that is: left and right of the person stay, x turns its sign.
    package var unmirrored: BodyPose {
        var pose = self
        for index in pose.points.indices { pose.points[index].x.negate() }
        for index in pose.world.indices { pose.world[index].x.negate() }
        if var face = pose.face {
            for index in face.points.indices { face.points[index].x.negate() }
            pose.face = face
        }
        for side in Side.allCases {
            guard var hand = pose[hand: side] else { continue }
            for index in hand.points.indices { hand.points[index].x.negate() }
            pose[hand: side] = hand
        }
        return pose
    }
}
