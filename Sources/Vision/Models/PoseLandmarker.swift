import Base
import CVision
import Foundation
import Posture

/// Finds the 33 body landmarks of one person in a region (BlazePose GHUM, full).
///
/// Preprocess: the rotated region, scaled to the network's input. Postprocess: heatmap refinement
/// and projection back into the picture. Constants are those of MediaPipe's
/// `pose_landmark_by_roi` and `tensors_to_pose_landmarks_and_segmentation` graphs (0.10.21).
final class PoseLandmarker {
    let model: Model

    /// `min_score` of the pose flag.
    static let minimumScore: Float = 0.5
    /// Landmarks in the output: 33 of the body and two that give the next region, four unused.
    static let outputs = 39
    /// `RefineLandmarksFromHeatmapCalculator`'s own default; the graph sets none.
    static let refineKernel = 9
    static let refineConfidence: Float = 0.5
    /// The next region is the alignment box enlarged by this much (`pose_landmarks_to_roi`).
    static let regionScale: Float = 1.25

    init(_ place: ModelPlace, slots: Int) throws {
        shown = (0..<slots).map { _ in Shown() }
        // Outputs: landmarks, pose flag, (mask), heatmap, world landmarks.
        model = try Model(
            .init(
                file: "pose_landmark_full.tflite", outputs: [0, 1, 3, 4], mean: 0, deviation: 1,
                blackBorder: false),
            place, slots: slots)
    }

    /// The arithmetic it runs in, such as `f32` or `bf16`.
    var precision: String { model.precision }

    /// One person, and the two points that give the region of the next frame, pixels: the middle of
    /// the hips and a point that lies as far above it as the body reaches.
    struct Result {
        var pose: BodyPose
        var center: SIMD2<Float>
        var top: SIMD2<Float>
        /// The picture is mirrored.
        var isMirrored = false
        /// What the network was shown.
        var view: View?

        var placing: Placing { Placing(center: center, top: top) }
    }

    /// The two points of a ``Result``.
    struct Placing: Codable {
        var center: SIMD2<Float>
        var top: SIMD2<Float>
    }

    /// What the network is shown.
    struct View: Codable {
        var region: Region
        /// The part of the picture that is this person's alone; `nil` for all of it.
        var clip: Region?

        /// The same, from closer up.
        var closer: View {
            var view = self
            view.region.width *= TrackingParameters.standard.hands.closer
            view.region.height *= TrackingParameters.standard.hands.closer
            return view
        }
    }

    /// What a slot was shown; of each slot its own, so that two threads can use two slots.
    private final class Shown {
        /// `nil` for all of the picture.
        var clip: Region?
    }

    private let shown: [Shown]

    /// How many there are.
    var slots: Int { shown.count }

    /// - Parameter clip: the part of the picture that is this person's alone; `nil` for all of it.
    func start(slot: Int, frame: Frame, region: Region, clip: cv_rect? = nil) throws {
        shown[slot].clip = clip.map(Region.init(upright:))
        try model.start(slot: slot, frame: frame, region: region, clip: clip)
    }

    /// Waits for the slot; `nil` when nobody is in the region.
    func finish(slot: Int, region: Region) throws -> Result? {
        try model.wait(slot: slot)
        let flag = model.output(slot: slot, 1)
        guard let score = flag.first, score >= Self.minimumScore else { return nil }
        let raw = model.output(slot: slot, 0)
        let world = model.output(slot: slot, 3)
        guard raw.count == Self.outputs * 5, world.count == Self.outputs * 3 else { return nil }
        let heatmap = Heatmap(values: model.output(slot: slot, 2), channels: Self.outputs)
        let side = Float(model.inputWidth)
        func place(_ index: Int) -> SIMD2<Float> {
            let rough = SIMD2(raw[index * 5], raw[index * 5 + 1]) / side
            let fine = heatmap.refined(
                rough, channel: index, kernel: Self.refineKernel, confidence: Self.refineConfidence)
            return region.project(fine.x, fine.y)
        }
        let points = Landmark.allCases.map { landmark in
            let index = landmark.rawValue
            let at = place(index)
            return LandmarkPoint(
                x: at.x, y: at.y, z: raw[index * 5 + 2] / side * region.width,
                visibility: sigmoid(raw[index * 5 + 3]))
        }
        return Result(
            pose: BodyPose(
                score: score, points: points, world: Self.turned(world, in: region)),
            center: place(33), top: place(34), isMirrored: region.isMirrored,
            view: View(region: region, clip: shown[slot].clip))
    }

    /// World landmarks come in the region's orientation; turned back into the camera's
    /// (`WorldLandmarkProjectionCalculator`).
    private static func turned(_ raw: UnsafeBufferPointer<Float>, in region: Region)
        -> [SIMD3<Float>]
    {
        let c = cos(region.rotation)
        let s = sin(region.rotation)
        let sign: Float = region.isMirrored ? -1 : 1
        return Landmark.allCases.map {
            let x = sign * raw[$0.rawValue * 3]
            let y = raw[$0.rawValue * 3 + 1]
            return SIMD3(c * x - s * y, s * x + c * y, raw[$0.rawValue * 3 + 2])
        }
    }
}

/// Per-landmark likelihood maps, rows × columns × channels, as logits.
struct Heatmap {
    let values: UnsafeBufferPointer<Float>
    let channels: Int
    let side: Int

    init(values: UnsafeBufferPointer<Float>, channels: Int) {
        self.values = values
        self.channels = channels
        side = Int(Double(values.count / max(channels, 1)).squareRoot().rounded())
    }

    /// The likelihood-weighted mean around a landmark (shares of the input, 0…1), where the map is
    /// sure enough; the landmark itself otherwise (`RefineLandmarksFromHeatmapCalculator`).
    func refined(_ point: SIMD2<Float>, channel: Int, kernel: Int, confidence: Float)
        -> SIMD2<Float>
    {
        guard side * side * channels == values.count, point.x.isFinite, point.y.isFinite else {
            return point
        }
        let column = Int((point.x * Float(side)).clamped(to: -1e6...1e6))
        let row = Int((point.y * Float(side)).clamped(to: -1e6...1e6))
        guard (0..<side).contains(column), (0..<side).contains(row) else { return point }
        let offset = (kernel - 1) / 2
        var weight: Float = 0
        var best: Float = 0
        var sum = SIMD2<Float>.zero
        for r in max(0, row - offset)..<min(side, row + offset + 1) {
            for c in max(0, column - offset)..<min(side, column + offset + 1) {
                let likelihood = sigmoid(values[(r * side + c) * channels + channel])
                weight += likelihood
                best = max(best, likelihood)
                sum += SIMD2(Float(c), Float(r)) * likelihood
            }
        }
        guard best >= confidence, weight > 0 else { return point }
        return sum / weight / Float(side)
    }
}
