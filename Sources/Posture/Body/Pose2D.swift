extension BodyPose {
    /// A pose of which only places in the picture are known, as other tools give it: no depth, no mesh
    /// of the face.
    ///
    /// What needs depth stays unmeasured. The head's tilt and the face come from eyes, ears and mouth
    /// (or nose), the hand is the wrist where there are no fingers, and the shoulder width is taken as
    /// seen.
    ///
    /// - Parameters:
    ///   - points: x to the right, y down, in square pixels; visibility 0…1. Landmarks that are left
    ///     out, or whose place is not finite, are not known.
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

extension BodyMeasures {
    /// Whether only places in the picture are known; see `BodyPose.init(flat:score:)`.
    var isFlat: Bool { pose.world[Landmark.leftShoulder.rawValue].x.isNaN }

    /// Roll of the head from the lines between both eyes and both ears in the picture, degrees; toward
    /// own left shoulder positive. `NaN` when neither line is seen, or from behind.
    var flatHeadRoll: Double {
        let pairs: [(left: Landmark, right: Landmark)] = [
            (.leftEye, .rightEye), (.leftEar, .rightEar),
        ]
        var across = Vector2.zero
        for pair in pairs where isVisible(pair.left) && isVisible(pair.right) {
            across += place(pair.left) - place(pair.right)
        }
        guard across.x > 0 else { return .nan }
        return Angle.degrees(y: across.y, x: across.x)
    }
}
