/// Finds people in a picture (BlazePose detector).
///
/// Preprocess: a square of the picture, black outside it. Postprocess: anchors, threshold, weighted
/// non-maximum suppression. Constants are those of MediaPipe's `pose_detection` graph (0.10.21).
final class PersonDetector {
    let model: Model
    private let anchors: [SIMD2<Float>]

    /// Slots that can be in flight at once.
    static let slots = 2

    /// `min_score_thresh`.
    static let minimumScore: Float = 0.5
    /// `min_suppression_threshold`, intersection over union.
    static let sameness: Float = 0.3
    /// The alignment box is enlarged by this much (`pose_detection_to_roi`).
    static let regionScale: Float = 1.25

    init(_ place: ModelPlace) throws {
        model = try Model(
            .init(
                file: "pose_detection.tflite", outputs: [0, 1], mean: 0.5, deviation: 0.5,
                blackBorder: true),
            place, slots: Self.slots)
        anchors = Self.makeAnchors(side: model.inputWidth)
    }

    /// A detected person: the region for the landmark model, and how sure the detector is.
    struct Person {
        var region: Region
        /// Centre of the face, pixels.
        var face: SIMD2<Float>
        var score: Float
    }

    /// Looks at squares of the picture, as many at once as there are slots, and merges what they
    /// show; most certain first.
    func detect(in frame: Frame, squares: [Region]) throws -> [Person] {
        var boxes: [Box] = []
        var next = 0
        while next < squares.count {
            let batch = squares[next..<min(next + Self.slots, squares.count)]
            for (slot, square) in batch.enumerated() {
                try model.start(slot: slot, frame: frame, region: square)
            }
            for (slot, square) in batch.enumerated() {
                try model.wait(slot: slot)
                boxes += decode(slot: slot, square: square)
            }
            next += batch.count
        }
        let isMirrored = squares.first?.isMirrored ?? false
        return Self.suppressed(boxes).map {
            Person(
                region: .aligned(
                    center: $0.center, top: $0.top, scale: Self.regionScale,
                    isMirrored: isMirrored),
                face: ($0.low + $0.high) / 2, score: $0.score)
        }
    }

    /// A face box (the detector's own box) with the two points that give the body's region, pixels.
    struct Box {
        var low: SIMD2<Float>
        var high: SIMD2<Float>
        var center: SIMD2<Float>
        var top: SIMD2<Float>
        var score: Float
    }

    /// SSD anchors of `pose_detection.tflite`: strides 8, 16, 32, 32, 32 with two anchors per cell
    /// and layer, equal strides merged, fixed size 1, offset one half.
    static func makeAnchors(side: Int) -> [SIMD2<Float>] {
        var anchors: [SIMD2<Float>] = []
        for (stride, perCell) in [(8, 2), (16, 2), (32, 6)] {
            let cells = (side + stride - 1) / stride
            for y in 0..<cells {
                for x in 0..<cells {
                    let center = SIMD2<Float>(
                        (Float(x) + 0.5) / Float(cells), (Float(y) + 0.5) / Float(cells))
                    anchors += Array(repeating: center, count: perCell)
                }
            }
        }
        return anchors
    }

    private func decode(slot: Int, square: Region) -> [Box] {
        let raw = model.output(slot: slot, 0)
        let scores = model.output(slot: slot, 1)
        guard scores.count == anchors.count, raw.count == anchors.count * 12 else { return [] }
        let side = Float(model.inputWidth)
        var boxes: [Box] = []
        for (index, anchor) in anchors.enumerated() {
            let score = sigmoid(min(max(scores[index], -100), 100))
            guard score >= Self.minimumScore else { continue }
            let values = raw[(index * 12)..<(index * 12 + 12)]
            func point(_ at: Int) -> SIMD2<Float> {
                SIMD2(values[values.startIndex + at], values[values.startIndex + at + 1]) / side
            }
            let middle = point(0) + anchor
            let half = point(2) / 2
            func pixel(_ share: SIMD2<Float>) -> SIMD2<Float> {
                square.project(share.x, share.y)
            }
            boxes.append(
                Box(
                    low: pointwiseMin(pixel(middle - half), pixel(middle + half)),
                    high: pointwiseMax(pixel(middle - half), pixel(middle + half)),
                    center: pixel(point(4) + anchor), top: pixel(point(6) + anchor), score: score))
        }
        return boxes
    }

    /// Weighted non-maximum suppression: boxes that overlap the best one are averaged into it.
    static func suppressed(_ boxes: [Box]) -> [Box] {
        var rest = boxes.sorted { $0.score > $1.score }
        var kept: [Box] = []
        while !rest.isEmpty {
            let best = rest.removeFirst()
            let same = rest.filter { overlap($0, best) > sameness }
            rest.removeAll { overlap($0, best) > sameness }
            kept.append(average([best] + same, score: best.score))
        }
        return kept
    }

    private static func average(_ boxes: [Box], score: Float) -> Box {
        let total = boxes.reduce(0) { $0 + $1.score }
        func mean(_ path: KeyPath<Box, SIMD2<Float>>) -> SIMD2<Float> {
            boxes.reduce(SIMD2<Float>.zero) { $0 + $1[keyPath: path] * $1.score } / total
        }
        return Box(
            low: mean(\.low), high: mean(\.high), center: mean(\.center), top: mean(\.top),
            score: score)
    }

    private static func overlap(_ a: Box, _ b: Box) -> Float {
        let inner = pointwiseMin(a.high, b.high) - pointwiseMax(a.low, b.low)
        guard inner.x > 0, inner.y > 0 else { return 0 }
        func area(_ size: SIMD2<Float>) -> Float { size.x * size.y }
        let both = area(inner)
        return both / (area(a.high - a.low) + area(b.high - b.low) - both)
    }
}
