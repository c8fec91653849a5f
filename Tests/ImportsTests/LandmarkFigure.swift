import Posture

@testable import Imports

/// Two people side by side, facing the camera, shoulders 100 px apart; the left one has a hand raised
/// beside the head.
enum LandmarkFigure {
    typealias Place = (x: Double, y: Double)

    static func places(at x: Double, tilt: Double = 0) -> [Landmark: Place] {
        [
            .nose: (x, 140), .leftEye: (x + 15, 128 + tilt), .rightEye: (x - 15, 128 - tilt),
            .leftEar: (x + 36, 136 + 2.4 * tilt), .rightEar: (x - 36, 136 - 2.4 * tilt),
            .leftShoulder: (x + 50, 220), .rightShoulder: (x - 50, 220),
            .leftElbow: (x + 70, 300), .rightElbow: (x - 70, 300),
            .leftWrist: (x + 50, 350), .rightWrist: (x - 50, 180),
            .leftHip: (x + 35, 350), .rightHip: (x - 35, 350),
        ]
    }

    /// One person's `pose_keypoints_2d`.
    static func openPose(_ skeleton: Skeleton, at x: Double, tilt: Double = 0) -> String {
        let places = places(at: x, tilt: tilt)
        let numbers = skeleton.landmarks.map { landmark in
            landmark.flatMap { places[$0] }.map { "\($0.x),\($0.y),0.8" } ?? "0,0,0"
        }
        return "[\(numbers.joined(separator: ","))]"
    }
}
