/// The 33 BlazePose landmarks, in the model's order; left and right are the person's own.
public enum Landmark: Int, Sendable, CaseIterable {
    case nose, leftEyeInner, leftEye, leftEyeOuter, rightEyeInner, rightEye, rightEyeOuter
    case leftEar, rightEar, mouthLeft, mouthRight
    case leftShoulder, rightShoulder, leftElbow, rightElbow, leftWrist, rightWrist
    case leftPinky, rightPinky, leftIndex, rightIndex, leftThumb, rightThumb
    case leftHip, rightHip, leftKnee, rightKnee, leftAnkle, rightAnkle
    case leftHeel, rightHeel, leftFootIndex, rightFootIndex

    /// BlazePose's own name, such as `left_eye_inner`.
    public var name: String {
        var result = ""
        for character in String(describing: self) {
            if character.isUppercase { result += "_" }
            result += character.lowercased()
        }
        return result
    }
}

/// A landmark in the picture with square pixels: x to the right, y down, z away from the camera (on
/// the scale of x, origin between the hips).
public struct LandmarkPoint: Sendable, Codable, Equatable {
    public var x: Float
    public var y: Float
    public var z: Float
    /// Probability that the point is in the picture and not hidden, 0…1.
    public var visibility: Float

    public init(x: Float, y: Float, z: Float, visibility: Float) {
        self.x = x
        self.y = y
        self.z = z
        self.visibility = visibility
    }
}

/// One person at one instant, as the models see them.
public struct BodyPose: Sendable, Codable, Equatable {
    /// The model's confidence that a person is there, 0…1.
    public var score: Float
    /// 33 points, indexed by `Landmark.rawValue`.
    public var points: [LandmarkPoint]
    /// The same 33 points in metres, origin between the hips; x right, y down, z away from the
    /// camera, in the camera's orientation.
    public var world: [SIMD3<Float>]
    /// `nil` when no face was found.
    public var face: FaceMesh?
    /// Share of the person's region whose grey value changed since the last frame, 0…1.
    public var motionEnergy: Float?

    public init(
        score: Float, points: [LandmarkPoint], world: [SIMD3<Float>], face: FaceMesh? = nil,
        motionEnergy: Float? = nil
    ) {
        self.score = score
        self.points = points
        self.world = world
        self.face = face
        self.motionEnergy = motionEnergy
    }

    public subscript(_ landmark: Landmark) -> LandmarkPoint { points[landmark.rawValue] }
}

/// Points of the MediaPipe face mesh (468 vertices), as many of them as the channels need.
public struct FaceMesh: Sendable, Codable, Equatable {
    /// The model's confidence that the region shows a face, 0…1.
    public var score: Float
    /// Points in picture pixels (square), in the order of `FaceMesh.kept`; x right, y down, z away
    /// from the camera on the scale of x.
    public var points: [SIMD3<Float>]

    public init(score: Float, points: [SIMD3<Float>]) {
        self.score = score
        self.points = points
    }
}

/// What was seen of both people at one instant.
public struct DyadFrame: Sendable, Equatable {
    /// Presentation timestamp, seconds.
    public var time: Double
    /// One per seat (`Seat.rawValue`), `nil` where nobody was found.
    public var poses: [BodyPose?]

    public init(time: Double, poses: [BodyPose?]) {
        self.time = time
        self.poses = poses
    }
}
