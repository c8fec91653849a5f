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
