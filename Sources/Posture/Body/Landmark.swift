/// The 33 BlazePose landmarks, in the model's order; left and right are the person's own.
package enum Landmark: Int, Sendable, CaseIterable {
    case nose, leftEyeInner, leftEye, leftEyeOuter, rightEyeInner, rightEye, rightEyeOuter
    case leftEar, rightEar, mouthLeft, mouthRight
    case leftShoulder, rightShoulder, leftElbow, rightElbow, leftWrist, rightWrist
    case leftPinky, rightPinky, leftIndex, rightIndex, leftThumb, rightThumb
    case leftHip, rightHip, leftKnee, rightKnee, leftAnkle, rightAnkle
    case leftHeel, rightHeel, leftFootIndex, rightFootIndex

    /// BlazePose's own name, such as `left_eye_inner`.
    package var name: String {
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
package struct LandmarkPoint: Sendable, Codable, Equatable {
    package var x: Float
    package var y: Float
    package var z: Float
    /// Probability that the point is in the picture and not hidden, 0…1.
    package var visibility: Float

    package init(x: Float, y: Float, z: Float, visibility: Float) {
        self.x = x
        self.y = y
        self.z = z
        self.visibility = visibility
    }
}

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
    /// Share of the person's region whose grey value changed since the last frame, 0…1.
    package var motionEnergy: Float?

    package init(
        score: Float, points: [LandmarkPoint], world: [SIMD3<Float>], face: FaceMesh? = nil,
        motionEnergy: Float? = nil
    ) {
        self.score = score
        self.points = points
        self.world = world
        self.face = face
        self.motionEnergy = motionEnergy
    }

    package subscript(_ landmark: Landmark) -> LandmarkPoint { points[landmark.rawValue] }
}

/// Points of the MediaPipe face mesh (468 vertices), as many of them as the channels need.
package struct FaceMesh: Sendable, Codable, Equatable {
    /// The model's confidence that the region shows a face, 0…1.
    package var score: Float
    /// Points in picture pixels (square), in the order of `FaceMesh.kept`; x right, y down, z away
    /// from the camera on the scale of x.
    package var points: [SIMD3<Float>]

    package init(score: Float, points: [SIMD3<Float>]) {
        self.score = score
        self.points = points
    }
}

/// What was seen of both people at one instant.
package struct DyadFrame: Sendable, Equatable {
    /// Presentation timestamp, seconds.
    package var time: Double
    /// One per seat (`Seat.rawValue`), `nil` where nobody was found.
    package var poses: [BodyPose?]

    package init(time: Double, poses: [BodyPose?]) {
        self.time = time
        self.poses = poses
    }
}
