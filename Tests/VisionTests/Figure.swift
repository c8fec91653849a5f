import Posture

@testable import Vision

/// Somebody as the landmark network would describe them: facing the camera, sitting upright.
enum Figure {
    /// - Parameters:
    ///   - place: mid-shoulder, pixels.
    ///   - width: of the shoulders, pixels.
    ///   - mirrored: left and right exchanged, as in a looking glass.
    static func pose(at place: SIMD2<Float>, width: Float = 100, mirrored: Bool = false) -> BodyPose
    {
        var points = [LandmarkPoint](
            repeating: LandmarkPoint(x: place.x, y: place.y, z: 0, visibility: 1),
            count: Landmark.allCases.count)
        func put(_ landmark: Landmark, _ x: Float, _ y: Float) {
            points[landmark.rawValue].x = place.x + x * width * (mirrored ? -1 : 1)
            points[landmark.rawValue].y = place.y + y * width
        }
        put(.nose, 0, -0.5)
        // The person's own left is the picture's right.
        for (left, right, x, y) in [
            (Landmark.leftEyeOuter, Landmark.rightEyeOuter, Float(0.12), Float(-0.58)),
            (.leftEye, .rightEye, 0.08, -0.58), (.leftEyeInner, .rightEyeInner, 0.04, -0.58),
            (.leftEar, .rightEar, 0.2, -0.52), (.mouthLeft, .mouthRight, 0.06, -0.38),
            (.leftShoulder, .rightShoulder, 0.5, 0), (.leftElbow, .rightElbow, 0.6, 0.8),
            (.leftWrist, .rightWrist, 0.4, 1.3), (.leftIndex, .rightIndex, 0.35, 1.4),
            (.leftPinky, .rightPinky, 0.35, 1.4), (.leftThumb, .rightThumb, 0.35, 1.35),
            (.leftHip, .rightHip, 0.35, 1.5), (.leftKnee, .rightKnee, 0.4, 2.2),
            (.leftAnkle, .rightAnkle, 0.4, 3), (.leftHeel, .rightHeel, 0.4, 3.1),
            (.leftFootIndex, .rightFootIndex, 0.45, 3.2),
        ] {
            put(left, x, y)
            put(right, -x, y)
        }
        return BodyPose(
            score: 1, points: points,
            world: Array(repeating: .zero, count: Landmark.allCases.count))
    }

    /// What the landmark network gives for them.
    static func result(at place: SIMD2<Float>, width: Float = 100) -> PoseLandmarker.Result {
        let pose = pose(at: place, width: width)
        let hips = SIMD2(place.x, place.y + 1.5 * width)
        return PoseLandmarker.Result(
            pose: pose, center: hips, top: SIMD2(hips.x, hips.y - 2.5 * width))
    }

    /// Paints hair, face and shirt of somebody at that place.
    static func paint(
        _ painting: inout Painting, at place: SIMD2<Float>, width: Float = 100,
        shirt: Painting.Colour, hair: Painting.Colour
    ) {
        func range(_ middle: Float, _ from: Float, _ to: Float) -> Range<Int> {
            Int(middle + from * width)..<Int(middle + to * width)
        }
        painting.fill(range(place.x, -0.3, 0.3), range(place.y, -1, -0.15), hair)
        painting.fill(
            range(place.x, -0.15, 0.15), range(place.y, -0.7, -0.25),
            .init(y: 160, u: 115, v: 145))
        painting.fill(range(place.x, -0.6, 0.6), range(place.y, -0.1, 1.5), shirt)
    }
}
