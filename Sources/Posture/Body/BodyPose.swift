/// One person at one instant, as the models see them.
package struct BodyPose: Sendable, Codable, Equatable {
    /// The model's confidence that a person is there, 0…1.
    package var score: Float
    /// 33 points, indexed by `Landmark.rawValue`.
    package var points: [LandmarkPoint]
    /// The same 33 points in metres, origin between the hips; x right, y down, z away from the
    /// camera, in the camera's orientation.
    package var world: [SIMD3<Float>]
    /// `nil` when no face was found.
    package var face: FaceMesh?
    /// The person's own hands; `nil` where the hand network was not asked or found none.
    package var leftHand: HandMesh?
    package var rightHand: HandMesh?
    /// The hand is hidden or out of the picture, and was looked for at the face in vain.
    package var isLeftHandAway = false
    package var isRightHandAway = false
    /// Share of the person's region whose grey value changed since the last frame, 0…1.
    package var motionEnergy: Float?
    /// How far the chest rose since the instant before; `nil` unless breathing is measured and the chest is
    /// seen.
    package var chest: ChestRise?

    package init(
        score: Float, points: [LandmarkPoint], world: [SIMD3<Float>], face: FaceMesh? = nil,
        leftHand: HandMesh? = nil, rightHand: HandMesh? = nil, motionEnergy: Float? = nil
    ) {
        self.score = score
        self.points = points
        self.world = world
        self.face = face
        self.leftHand = leftHand
        self.rightHand = rightHand
        self.motionEnergy = motionEnergy
    }

    package subscript(_ landmark: Landmark) -> LandmarkPoint { points[landmark.rawValue] }

    /// Whether a hand that the pose misses was looked for at the face in vain.
    package subscript(isAway side: Side) -> Bool {
        get { side == .left ? isLeftHandAway : isRightHandAway }
        set {
            if side == .left { isLeftHandAway = newValue } else { isRightHandAway = newValue }
        }
    }

    /// The mesh of one hand.
    package subscript(hand side: Side) -> HandMesh? {
        get { side == .left ? leftHand : rightHand }
        set {
            if side == .left { leftHand = newValue } else { rightHand = newValue }
        }
    }
}

extension BodyPose {
    /// A pose in the picture plane only, as other tools give it: no depth, no face mesh.
    ///
    /// What needs depth stays unmeasured. The head's tilt and the face come from eyes, ears and mouth
    /// (or nose), the hand is the wrist where there are no fingers, and the shoulder width is taken as
    /// seen.
    ///
    /// - Parameters:
    ///   - points: x to the right, y down, in square pixels; visibility 0…1. Landmarks that are
    ///     missing, or whose place is not finite, are unknown.
    ///   - score: confidence that a person is there, 0…1.
    package init(flat points: [Landmark: (x: Float, y: Float, visibility: Float)], score: Float) {
        let unknown = LandmarkPoint(x: .nan, y: .nan, z: .nan, visibility: 0)
        self.init(
            score: score,
            points: Landmark.allCases.map { landmark in
                guard let point = points[landmark], point.x.isFinite, point.y.isFinite else {
                    return unknown
                }
                return LandmarkPoint(
                    x: point.x, y: point.y, z: .nan, visibility: point.visibility)
            },
            world: Array(repeating: SIMD3(repeating: .nan), count: Landmark.allCases.count))
    }
}

extension BodyPose {
    /// In place of the pose of somebody who was not filmed: a camera that is off, or another layout of a
    /// call. Nothing is known, not even that nobody is there.
    package static let unfilmed = BodyPose(flat: [:], score: .nan)

    /// Whether this stands for somebody who was not filmed.
    package var isUnfilmed: Bool { score.isNaN }
}

/// How far the chest rose from one instant to the next, picture pixels, up positive.
package struct ChestRise: Sendable, Codable, Equatable {
    /// The half of the chest on the left of the picture, and that on its right.
    package var left: Float
    package var right: Float

    package init(left: Float, right: Float) {
        self.left = left
        self.right = right
    }

    /// Left and right half; `NaN` where nothing is known.
    static func sides(_ rise: ChestRise?) -> SIMD2<Float> {
        rise.map { SIMD2($0.left, $0.right) } ?? SIMD2(repeating: .nan)
    }
}

/// What was seen of both people at one instant.
package struct DyadFrame: Sendable, Equatable {
    /// Presentation timestamp, seconds.
    package var time: Double
    /// One per seat (`Seat.rawValue`), `nil` where nobody was found, ``BodyPose/unfilmed`` where nobody can
    /// say.
    package var poses: [BodyPose?]

    package init(time: Double, poses: [BodyPose?]) {
        self.time = time
        self.poses = poses
    }
}
