import Foundation
import Posture

/// Finds the face mesh of one person in a region (MediaPipe Face Mesh, 468 points).
///
/// Constants are those of MediaPipe's `face_landmark` graph (0.10.21).
final class FaceLandmarker {
    let model: Model

    static let minimumScore: Float = 0.5
    /// The next region is the mesh's bounding box enlarged by this much.
    static let regionScale: Float = 1.5
    /// Outer eye corners, which give the region's rotation.
    static let rightEye = 33
    static let leftEye = 263

    init(_ place: ModelPlace, slots: Int) throws {
        model = try Model(
            .init(
                file: "face_landmark.tflite", outputs: [0, 1], mean: 0, deviation: 1,
                blackBorder: false),
            place, slots: slots)
    }

    struct Result {
        var mesh: FaceMesh
        var next: Region
    }

    /// - Parameter relit: with the contrast raised place by place, for a face that was refused.
    func start(slot: Int, frame: Frame, region: Region, relit: Bool = false) throws {
        try model.start(slot: slot, frame: frame, region: region, relit: relit)
    }

    /// Waits for the slot; `nil` when no face is in the region.
    func finish(slot: Int, region: Region) throws -> Result? {
        try model.wait(slot: slot)
        let raw = model.output(slot: slot, 0)
        guard let logit = model.output(slot: slot, 1).first, raw.count == 468 * 3 else {
            return nil
        }
        let score = sigmoid(logit)
        guard score >= Self.minimumScore else { return nil }
        let side = Float(model.inputWidth)
        func point(_ index: Int) -> SIMD3<Float> {
            let at = region.project(raw[index * 3] / side, raw[index * 3 + 1] / side)
            return SIMD3(at.x, at.y, raw[index * 3 + 2] / side * region.width)
        }
        let next = Self.region(around: raw, side: side, in: region)
        guard next.isFinite, next.width > 4 else { return nil }
        return Result(mesh: FaceMesh(score: score, points: FaceMesh.kept.map(point)), next: next)
    }

    /// The square around the mesh, turned with the eyes.
    private static func region(
        around raw: UnsafeBufferPointer<Float>, side: Float, in region: Region
    ) -> Region {
        func at(_ index: Int) -> SIMD2<Float> { SIMD2(raw[index * 3], raw[index * 3 + 1]) }
        let eyes = at(leftEye) - at(rightEye)
        let turn = atan2(eyes.y, eyes.x)
        let c = cos(turn)
        let s = sin(turn)
        // The bounding box in the face's own axes, so that a tilted head gets no larger box.
        var low = SIMD2<Float>(repeating: .infinity)
        var high = SIMD2<Float>(repeating: -.infinity)
        for index in 0..<468 {
            let p = at(index)
            let own = SIMD2(c * p.x + s * p.y, -s * p.x + c * p.y)
            low = pointwiseMin(low, own)
            high = pointwiseMax(high, own)
        }
        let middle = (low + high) / 2
        let center = SIMD2(c * middle.x - s * middle.y, s * middle.x + c * middle.y) / side
        let size = (high - low).max() / side * region.width * regionScale
        let place = region.project(center.x, center.y)
        return Region(
            x: place.x, y: place.y, width: size, height: size,
            rotation: wrapped(region.rotation + (region.isMirrored ? -turn : turn)),
            isMirrored: region.isMirrored)
    }

    /// How much larger the mesh, which reaches up to the hair, is than the detector's box (measured:
    /// 1.0 to 1.1).
    static let meshScale: Float = 1.05

    /// Where to look for the face that the detector of faces found.
    static func region(of face: Head, isMirrored: Bool) -> Region {
        let side = face.size * meshScale * regionScale
        return Region(
            x: face.center.x, y: face.center.y, width: side, height: side, isMirrored: isMirrored)
    }

    /// Where to look for the face of a pose whose face was not seen in the frame before. An adult's
    /// outer eye corners are some 9 cm apart and 7 cm above the mouth; the box is 30 cm wide.
    ///
    /// - Parameter isMirrored: the picture is, so that the left eye lies left.
    static func region(of pose: BodyPose, isMirrored: Bool = false) -> Region {
        func at(_ landmark: Landmark) -> SIMD2<Float> {
            SIMD2(pose[landmark].x, pose[landmark].y)
        }
        let eyes =
            isMirrored
            ? at(.rightEyeOuter) - at(.leftEyeOuter) : at(.leftEyeOuter) - at(.rightEyeOuter)
        let eye = (at(.leftEyeOuter) + at(.rightEyeOuter)) / 2
        let mouth = (at(.mouthLeft) + at(.mouthRight)) / 2
        let down = mouth - eye
        let size = max(3.3 * length(eyes), 4.3 * length(down))
        let center = eye + down * 0.6
        return Region(
            x: center.x, y: center.y, width: size, height: size, rotation: atan2(eyes.y, eyes.x),
            isMirrored: isMirrored)
    }
}
