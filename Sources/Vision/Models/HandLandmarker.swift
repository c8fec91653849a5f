import Foundation
import Posture

/// Finds the 21 points of one hand, in the way of MediaPipe Holistic: the pose says roughly where the hand
/// is, a small network looks there for a closer region, and the hand network finds the points in that.
///
/// Constants are those of MediaPipe's graphs (0.10.21): `hand_landmarks_from_pose_to_recrop_roi` with
/// `HandDetectionsFromPoseToRectsCalculator`, `hand_recrop_by_roi_cpu` and `hand_landmark_cpu`.
final class HandLandmarker {
    private let recrop: Model
    private let landmarks: Model

    /// The two networks.
    var models: [Model] { [recrop, landmarks] }

    /// `threshold` of `hand_landmark_cpu`; the network's score is a probability already.
    static let minimumScore: Float = 0.5
    /// The region from the pose is enlarged by this much.
    static let regionScale: Float = 2.7
    /// Both regions are moved toward the fingertips by this share of their side, before it is enlarged.
    static let shift: Float = -0.1
    /// `normalize_z`: depth comes on a scale of its own.
    static let depthScale: Float = 0.4

    init(_ place: ModelPlace, slots: Int) throws {
        recrop = try Model(
            .init(
                file: "hand_recrop.tflite", outputs: [0], mean: 0, deviation: 1,
                blackBorder: false),
            place, slots: slots)
        landmarks = try Model(
            .init(
                file: "hand_landmark_lite.tflite", outputs: [0, 1, 2], mean: 0, deviation: 1,
                blackBorder: false),
            place, slots: slots)
    }

    /// Where the pose sees a hand: around the knuckle of the middle finger, which lies between those of the
    /// index and the little finger, twice as wide as it is from the wrist, upright from wrist to knuckle.
    static func region(of pose: BodyPose, _ side: Side, isMirrored: Bool = false) -> Region {
        func at(_ left: Landmark, _ right: Landmark) -> SIMD2<Float> {
            let point = pose[side == .left ? left : right]
            return SIMD2(point.x, point.y)
        }
        let wrist = at(.leftWrist, .rightWrist)
        let knuckle =
            (2 * at(.leftIndex, .rightIndex) + at(.leftPinky, .rightPinky)) / 3
        return Region.aligned(
            center: knuckle, top: 2 * knuckle - wrist, scale: 1, isMirrored: isMirrored
        ).moved(down: shift, scale: regionScale)
    }

    /// Looks for the hand in its own region.
    func startClose(slot: Int, frame: Frame, region: Region) throws {
        try landmarks.start(slot: slot, frame: frame, region: region)
    }

    /// Looks for the hand's own region in the one that the pose gives.
    func start(slot: Int, frame: Frame, region: Region) throws {
        try recrop.start(slot: slot, frame: frame, region: region)
    }

    /// Waits for the hand's own region and looks for the hand in it; `nil` when it is none that can be
    /// looked at.
    func refine(slot: Int, frame: Frame, region: Region) throws -> Region? {
        try recrop.wait(slot: slot)
        let raw = recrop.output(slot: slot, 0)
        guard raw.count == 4 else { return nil }
        let side = Float(recrop.inputWidth)
        let closer = Self.refined(
            center: SIMD2(raw[0], raw[1]) / side, scale: SIMD2(raw[2], raw[3]) / side, in: region)
        guard closer.isFinite, closer.width > 4 else { return nil }
        try landmarks.start(slot: slot, frame: frame, region: closer)
        return closer
    }

    /// The region that two points in shares of another give: its middle, and the middle of its lower edge
    /// (`AlignmentPointsRectsCalculator`, target angle −90°).
    static func refined(center: SIMD2<Float>, scale: SIMD2<Float>, in region: Region) -> Region {
        let middle = region.project(center.x, center.y)
        let below = region.project(scale.x, scale.y)
        return Region.aligned(
            center: middle, top: 2 * middle - below, scale: 1, isMirrored: region.isMirrored
        ).moved(down: shift, scale: 1)
    }

    /// What the network says of a region.
    struct Result {
        var mesh: HandMesh
        /// How likely it is a left hand, 0…1.
        var leftness: Float
    }

    /// Waits for the points; `nil` when there is no hand.
    func finish(slot: Int, region: Region) throws -> Result? {
        try landmarks.wait(slot: slot)
        let raw = landmarks.output(slot: slot, 0)
        let count = HandMesh.Point.allCases.count
        guard let score = landmarks.output(slot: slot, 1).first, score > Self.minimumScore,
            raw.count == count * 3
        else { return nil }
        let side = Float(landmarks.inputWidth)
        let points = (0..<count).map { index in
            let at = region.project(raw[index * 3] / side, raw[index * 3 + 1] / side)
            let depth = raw[index * 3 + 2] / side / Self.depthScale * region.width
            return SIMD3(at.x, at.y, depth)
        }
        // Of a picture that is not mirrored it says how likely the hand is a right one.
        let right = landmarks.output(slot: slot, 2).first ?? 0.5
        return Result(
            mesh: HandMesh(score: min(score, 1), points: points),
            leftness: 1 - right)
    }
}

extension Region {
    /// Moved downward along its own height by a share of it, then enlarged
    /// (`RectTransformationCalculator`).
    fileprivate func moved(down share: Float, scale: Float) -> Region {
        var region = self
        region.x -= height * share * sin(rotation)
        region.y += height * share * cos(rotation)
        region.width *= scale
        region.height *= scale
        return region
    }
}
