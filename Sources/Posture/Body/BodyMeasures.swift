import Base
import Foundation

/// The usable points of one pose, in the picture and in space, and what is measured between them.
///
/// Lengths are picture pixels. A measure is `NaN` when a landmark that it needs is hidden.
struct BodyMeasures {
    let pose: BodyPose
    let settings: FeatureSettings
    /// The mesh, if there is a trustworthy one, and how it lies.
    private(set) var face: FaceMesh?
    private(set) var alignment: FaceAlignment?

    /// `nil` when the pose as a whole cannot be trusted.
    init?(_ pose: BodyPose, settings: FeatureSettings) {
        guard Double(pose.score) >= settings.minimumScore,
            pose.points.count == Landmark.allCases.count,
            pose.world.count == Landmark.allCases.count
        else { return nil }
        self.pose = pose
        self.settings = settings
        face = trustedMesh
        alignment = face.flatMap(FaceAlignment.init)
    }

    func isVisible(_ landmark: Landmark) -> Bool {
        Double(pose[landmark].visibility) >= settings.minimumVisibility
    }

    /// Place in the picture; `NaN` when hidden.
    func picture(_ landmark: Landmark) -> Vector2 {
        isVisible(landmark) ? place(landmark) : Vector2(repeating: .nan)
    }

    /// Place in the picture, whether seen or guessed.
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
    /// The pose's own ear points move when a hand comes to the head; they serve only without depth.
    var neck: Double {
        guard let face else {
            guard !hasDepth else { return .nan }
            return ((picture(.leftEar) + picture(.rightEar)) / 2 - midShoulder).length
        }
        let ears = (face.picture(.leftTragus) + face.picture(.rightTragus)) / 2
        return (ears - midShoulder).length
    }

    /// Length that the shoulder line would have if the person faced the camera; `nil` when it is
    /// hidden or turned by more than `largestTurn` degrees. Without depth, its length as seen.
    func frontalShoulderWidth(largestTurn: Double) -> Double? {
        let width = shoulderLine.length
        let turn = hasDepth ? trunkTurn : 0
        guard width > 0, abs(turn) <= largestTurn else { return nil }
        return width / Angle.cosine(turn)
    }

    /// Yaw of the shoulder line in space, degrees; turned to own left positive, when the left
    /// shoulder is farther from the camera than the right one.
    var trunkTurn: Double {
        let line = world(.leftShoulder) - world(.rightShoulder)
        return Angle.degrees(y: line.z, x: line.x)
    }

    private var trustedMesh: FaceMesh? {
        guard let face = pose.face, face.isComplete,
            Double(face.score) >= settings.minimumFaceScore,
            !(faceMismatch(face) > settings.largestFaceMismatch)
        else { return nil }
        return face
    }

    /// Height of the mesh of the face as if it looked into the camera, pixels; `NaN` without a mesh.
    var meshHeight: Double { alignment?.faceHeight ?? .nan }

    /// Height of the face from hairline to chin, pixels: of the mesh, else from the pose's eyes and mouth by
    /// the proportions of the canonical MediaPipe face. `NaN` without either.
    var faceHeight: Double {
        face == nil ? upwardCentimetre.length * (8.26 + 9.40) : meshHeight
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

extension BodyMeasures {
    /// Slope of the shoulder line in the picture, degrees; own left shoulder higher positive. `NaN`
    /// when a shoulder is hidden.
    var shoulderTilt: Double {
        let line = shoulderLine
        return Angle.degrees(y: -line.y, x: abs(line.x))
    }

    /// Sideways lean from mid-hip to mid-shoulder in the picture, degrees; own left positive.
    ///
    /// `NaN` when a hip or shoulder is hidden, as behind a table.
    var trunkLean: Double {
        let up = midShoulder - midHip
        return Angle.degrees(y: up.x, x: -up.y)
    }

    /// Forward lean from mid-hip to mid-shoulder in space, degrees; forward, the way the chest
    /// faces, is positive. `NaN` when a hip or shoulder is hidden.
    var trunkPitch: Double {
        let shoulders = (world(.leftShoulder) + world(.rightShoulder)) / 2
        let hips = (world(.leftHip) + world(.rightHip)) / 2
        let line = world(.leftShoulder) - world(.rightShoulder)
        // Level and square to the shoulder line: toward the camera when the person faces it.
        let forward = Vector3(line.z, 0, -line.x).direction
        let up = shoulders - hips
        return Angle.degrees(y: up.dot(forward), x: -up.y)
    }
}

extension BodyMeasures {
    /// False when only places in the picture are known; see `BodyPose.init(flat:score:)`.
    var hasDepth: Bool { !pose.world[Landmark.leftShoulder.rawValue].x.isNaN }

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

extension BodyMeasures {
    /// What the turn of a head in profile may be, degrees: the mesh of the face is lost beyond the first, and
    /// from behind there is no nose.
    private static let profileTurns = 60.0...110.0

    /// Turn of a head in profile, of which there is no face mesh, from nose and ears in space, degrees; to own left
    /// positive. `NaN` when the pose shows none; rough, but beyond every turn that counts as frontal.
    var profileTurn: Double {
        guard hasDepth, face == nil, posesInProfile else { return .nan }
        let ears =
            (Vector3(pose.world[Landmark.leftEar.rawValue])
                + Vector3(pose.world[Landmark.rightEar.rawValue])) / 2
        let forward = Vector3(pose.world[Landmark.nose.rawValue]) - ears
        let turn = abs(Angle.degrees(y: forward.x, x: -forward.z)).clamped(to: Self.profileTurns)
        let eyes = (place(.leftEyeOuter).x + place(.rightEyeOuter).x) / 2
        return place(.nose).x > eyes ? turn : -turn
    }

    /// Whether the pose's nose lies beside both eyes, as in a profile: the eyes of a head that faces the camera
    /// lie on either side of it.
    var posesInProfile: Bool {
        let (left, right) = (place(.leftEyeOuter), place(.rightEyeOuter))
        let nose = place(.nose)
        guard nose.x.isFinite, isVisible(.nose) else { return false }
        return nose.x > max(left.x, right.x) || nose.x < min(left.x, right.x)
    }
}

extension BodyMeasures {
    /// The outline of the face in the picture: that of the mesh, else an ellipse around the pose's own
    /// eyes and mouth; `nil` without either.
    var faceOutline: Polygon? {
        if let face {
            return Polygon(corners: FaceMesh.oval.map(face.picture))
        }
        return faceEllipse
    }

    /// Proportions of the canonical MediaPipe face model (cm): eyes at height 2.66, tip of the nose at
    /// −0.46, mouth at −4.34, forehead at 8.26, chin at −9.40, widest at ±7.66.
    private var faceEllipse: Polygon? {
        let eyes = (picture(.leftEye) + picture(.rightEye)) / 2
        let unit = upwardCentimetre
        guard unit.length > 0 else { return nil }
        let center = eyes + unit * ((8.26 - 9.40) / 2 - 2.66)
        let long = unit * (8.26 + 9.40) / 2
        let wide = Vector2(-unit.y, unit.x) * 7.66
        let corners = (0..<36).map { step in
            let angle = Double(step) * .pi / 18
            return center + cos(angle) * long + sin(angle) * wide
        }
        return Polygon(corners: corners)
    }
}

extension BodyMeasures {
    /// A centimetre of the canonical face from chin to forehead, pixels, from the pose's eyes and mouth;
    /// skeletons without a mouth have a nose. `NaN` where these are hidden.
    private var upwardCentimetre: Vector2 {
        let eyes = (picture(.leftEye) + picture(.rightEye)) / 2
        let mouth = (picture(.mouthLeft) + picture(.mouthRight)) / 2
        let unit = (eyes - mouth) / (2.66 + 4.34)
        return !hasDepth && unit.x.isNaN ? (eyes - picture(.nose)) / (2.66 + 0.46) : unit
    }
}

extension FaceMesh {
    /// Place of a vertex in the picture, pixels.
    func picture(_ point: Point) -> Vector2 {
        Vector2(Double(self[point].x), Double(self[point].y))
    }
}
