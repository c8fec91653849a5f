/// What one pose gives to measure: points that may be used, in the picture and in space.
///
/// Lengths are picture pixels. A measure is `NaN` when a landmark that it needs is hidden.
struct BodyMeasures {
    let pose: BodyPose
    let settings: FeatureSettings

    /// `nil` when the pose is not to be trusted as a whole.
    init?(_ pose: BodyPose, settings: FeatureSettings) {
        guard Double(pose.score) >= settings.minimumScore,
            pose.points.count == Landmark.allCases.count,
            pose.world.count == Landmark.allCases.count
        else { return nil }
        self.pose = pose
        self.settings = settings
    }

    func isVisible(_ landmark: Landmark) -> Bool {
        Double(pose[landmark].visibility) >= settings.minimumVisibility
    }

    /// Place in the picture; `NaN` when hidden.
    func picture(_ landmark: Landmark) -> Vector2 {
        isVisible(landmark) ? place(landmark) : Vector2(repeating: .nan)
    }

    /// Place in the picture, seen or guessed.
    func place(_ landmark: Landmark) -> Vector2 {
        Vector2(Double(pose[landmark].x), Double(pose[landmark].y))
    }

    /// Place in space, metres; `NaN` when hidden.
    func world(_ landmark: Landmark) -> Vector3 {
        guard isVisible(landmark) else { return Vector3(repeating: .nan) }
        return Vector3(pose.world[landmark.rawValue])
    }

    var midShoulder: Vector2 { (picture(.leftShoulder) + picture(.rightShoulder)) / 2 }
    var midHip: Vector2 { (picture(.leftHip) + picture(.rightHip)) / 2 }

    /// From the right to the left shoulder in the picture.
    var shoulderLine: Vector2 { picture(.leftShoulder) - picture(.rightShoulder) }

    /// From mid-shoulder to the middle between the tragi (the fronts of the ears) of the face mesh.
    ///
    /// The pose's own ear points move more when a hand comes to the head; they are used when there is
    /// nothing else.
    var neck: Double {
        guard let face else {
            guard isFlat else { return .nan }
            return ((picture(.leftEar) + picture(.rightEar)) / 2 - midShoulder).length
        }
        let ears = (face.picture(.leftTragus) + face.picture(.rightTragus)) / 2
        return (ears - midShoulder).length
    }

    /// Length that the shoulder line would have if the person faced the camera; `nil` when it is
    /// hidden or turned by more than `largestTurn` degrees. Without depth, its length as seen.
    func frontalShoulderWidth(largestTurn: Double) -> Double? {
        let width = shoulderLine.length
        let turn = isFlat ? 0 : trunkTurn
        guard width > 0, abs(turn) <= largestTurn else { return nil }
        return width / Angle.cosine(turn)
    }

    /// Yaw of the shoulder line in space, degrees; turned to own left positive, when the left
    /// shoulder is farther from the camera than the right one.
    var trunkTurn: Double {
        let line = world(.leftShoulder) - world(.rightShoulder)
        return Angle.degrees(y: line.z, x: line.x)
    }

    /// The mesh, if there is one to be trusted.
    var face: FaceMesh? {
        guard let face = pose.face, face.isComplete,
            Double(face.score) >= settings.minimumFaceScore,
            !(faceMismatch(face) > settings.largestFaceMismatch)
        else { return nil }
        return face
    }

    /// How far the middle of eyes and mouth in the mesh lies from that of the pose, in heights of the
    /// face; `NaN` when the pose's own are hidden.
    private func faceMismatch(_ face: FaceMesh) -> Double {
        let posed: [Landmark] = [.leftEye, .rightEye, .mouthLeft, .mouthRight]
        let meshed: [FaceMesh.Point] = [
            .leftEyeOuter, .leftEyeInner, .rightEyeOuter, .rightEyeInner,
            .leftMouthCorner, .leftMouthCorner, .rightMouthCorner, .rightMouthCorner,
        ]
        let own = posed.map(picture).reduce(.zero, +) / Double(posed.count)
        let other = meshed.map(face.picture).reduce(.zero, +) / Double(meshed.count)
        return (own - other).length / (face.picture(.forehead) - face.picture(.chin)).length
    }
}

extension FaceMesh {
    /// Place of a vertex in the picture, pixels.
    func picture(_ point: Point) -> Vector2 {
        Vector2(Double(self[point].x), Double(self[point].y))
    }
}
