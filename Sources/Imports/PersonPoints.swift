import Base
import Posture

/// One person's landmarks in one frame of another tool.
struct PersonPoints {
    typealias Point = (x: Float, y: Float, visibility: Float)

    var points: [Landmark: Point] = [:]

    /// Confidence below which a keypoint counts as not found: the default from which MMPose draws
    /// keypoints (`kpt_thr`). OpenPose's values are not probabilities and have no better bound.
    static let minimumConfidence: Float = 0.3

    /// Adds a keypoint with a confidence; places of exactly 0,0 mean that there is none.
    mutating func add(_ landmark: Landmark, x: Double, y: Double, confidence: Double) {
        guard x != 0 || y != 0, x.isFinite, y.isFinite,
            Float(confidence) >= Self.minimumConfidence
        else { return }
        points[landmark] = (Float(x), Float(y), 1)
    }

    var pose: BodyPose? {
        guard !points.isEmpty else { return nil }
        return BodyPose(flat: points, score: score)
    }

    /// How much of face and shoulders is seen, 0…1: the mean of the visibility of nose (or an eye) and
    /// both shoulders.
    private var score: Float {
        let face = [Landmark.nose, .leftEye, .rightEye].compactMap { points[$0]?.visibility }.max()
        let parts = [
            face, points[.leftShoulder]?.visibility, points[.rightShoulder]?.visibility,
        ]
        return parts.reduce(0) { $0 + ($1 ?? 0) } / 3
    }

    /// The centre of the visible head, shoulders and hips; `nil` when none is visible.
    var center: (x: Double, y: Double)? {
        let core: [Landmark] = [.nose, .leftShoulder, .rightShoulder, .leftHip, .rightHip]
        let seen = core.compactMap { points[$0] }
        let used = seen.isEmpty ? Array(points.values) : seen
        guard !used.isEmpty else { return nil }
        let count = Double(used.count)
        return (
            used.reduce(0) { $0 + Double($1.x) } / count,
            used.reduce(0) { $0 + Double($1.y) } / count
        )
    }

    /// Diagonal of the box around all points.
    var size: Double {
        let xs = points.values.map { Double($0.x) }
        let ys = points.values.map { Double($0.y) }
        guard let left = xs.min(), let right = xs.max(), let top = ys.min(), let bottom = ys.max()
        else { return 0 }
        return ((right - left) * (right - left) + (bottom - top) * (bottom - top)).squareRoot()
    }
}

/// Turns both people's points, frame by frame, into their channels, the person at the left of the
/// picture first.
struct DyadRecorder {
    private var recorders: [FeatureRecorder]
    private var sums = [0.0, 0.0]
    private var counts = [0.0, 0.0]

    init(_ features: FeatureSettings) {
        recorders = [FeatureRecorder(settings: features), FeatureRecorder(settings: features)]
    }

    var count: Int { recorders[0].count }
    var lastTime: Double? { recorders[0].lastTime }

    mutating func append(time: Double, _ people: [PersonPoints?]) {
        for (index, person) in people.enumerated() {
            recorders[index].append(time: time, pose: person?.pose)
            guard let center = person?.center else { continue }
            sums[index] += center.x
            counts[index] += 1
        }
    }

    /// Whether a person was ever seen.
    func hasSeen(_ index: Int) -> Bool { counts[index] > 0 }

    /// Channels of the person at the left and of the person at the right, by mean place.
    var tracks: [FeatureTrack] {
        let tracks = recorders.map { $0.track() }
        let isSwapped =
            counts.allSatisfy { $0 > 0 } && sums[0] / counts[0] > sums[1] / counts[1]
        return isSwapped ? [tracks[1], tracks[0]] : tracks
    }

    /// - Throws: ``Failure/Kind/badInput`` when one of the two was never seen.
    func recording(
        _ format: SeriesFormat, source: SeriesRecording.Source, path: String,
        warnings: [String] = []
    ) throws(Failure) -> SeriesRecording {
        guard count > 0, hasSeen(0) || hasSeen(1) else {
            throw Failure.badInput(
                "\(path) shows nobody", remedy: "give the landmarks of two people")
        }
        guard hasSeen(0), hasSeen(1) else {
            throw Failure.badInput(
                "\(path) shows only one person", remedy: "give the landmarks of two people")
        }
        let first = recorders[0].firstTime ?? 0
        return SeriesRecording(
            format: format, tracks: tracks, sources: [source], frames: count,
            duration: (lastTime ?? 0) - first, warnings: warnings)
    }
}
