import Posture

/// Which landmarks are joined when a person is drawn.
enum Skeleton {
    /// BlazePose's own topology (Bazarevsky et al. 2020), the face by its eyes, ears and mouth.
    static let bones: [(Landmark, Landmark)] = [
        (.leftShoulder, .rightShoulder), (.leftHip, .rightHip),
        (.leftShoulder, .leftHip), (.rightShoulder, .rightHip),
        (.leftShoulder, .leftElbow), (.leftElbow, .leftWrist),
        (.rightShoulder, .rightElbow), (.rightElbow, .rightWrist),
        (.leftWrist, .leftIndex), (.leftWrist, .leftPinky), (.leftIndex, .leftPinky),
        (.leftWrist, .leftThumb),
        (.rightWrist, .rightIndex), (.rightWrist, .rightPinky), (.rightIndex, .rightPinky),
        (.rightWrist, .rightThumb),
        (.leftHip, .leftKnee), (.leftKnee, .leftAnkle),
        (.rightHip, .rightKnee), (.rightKnee, .rightAnkle),
        (.leftAnkle, .leftHeel), (.leftHeel, .leftFootIndex), (.leftAnkle, .leftFootIndex),
        (.rightAnkle, .rightHeel), (.rightHeel, .rightFootIndex), (.rightAnkle, .rightFootIndex),
        (.leftEar, .leftEye), (.leftEye, .nose), (.nose, .rightEye), (.rightEye, .rightEar),
        (.mouthLeft, .mouthRight),
    ]

    /// Where a joint is marked.
    static let joints: [Landmark] = [
        .leftShoulder, .rightShoulder, .leftElbow, .rightElbow, .leftWrist, .rightWrist, .leftHip,
        .rightHip, .leftKnee, .rightKnee, .leftAnkle, .rightAnkle,
    ]

    /// Landmarks of the head.
    static let head: [Landmark] = [.nose, .leftEye, .rightEye, .leftEar, .rightEar]
}
