/// Something that a detector found: a box and the points that go with it, pixels.
struct DetectedBox: Equatable {
    var low: SIMD2<Float>
    var high: SIMD2<Float>
    var points: [SIMD2<Float>]
    var score: Float

    var center: SIMD2<Float> { (low + high) / 2 }
    /// The longer side.
    var side: Float { (high - low).max() }

    /// `min_suppression_threshold` of MediaPipe's graphs, intersection over union.
    static let sameness: Float = 0.3

    /// Weighted non-maximum suppression: boxes that overlap the best one are averaged into it.
    static func suppressed(_ boxes: [DetectedBox]) -> [DetectedBox] {
        var rest = boxes.sorted { $0.score > $1.score }
        var kept: [DetectedBox] = []
        while !rest.isEmpty {
            let best = rest.removeFirst()
            let same = rest.filter { $0.overlap(best) > sameness }
            rest.removeAll { $0.overlap(best) > sameness }
            kept.append(average([best] + same, score: best.score))
        }
        return kept
    }

    private static func average(_ boxes: [DetectedBox], score: Float) -> DetectedBox {
        let total = boxes.reduce(0) { $0 + $1.score }
        func mean(_ value: (DetectedBox) -> SIMD2<Float>) -> SIMD2<Float> {
            boxes.reduce(SIMD2<Float>.zero) { $0 + value($1) * $1.score } / total
        }
        return DetectedBox(
            low: mean(\.low), high: mean(\.high),
            points: boxes[0].points.indices.map { index in mean { $0.points[index] } },
            score: score)
    }

    private func overlap(_ other: DetectedBox) -> Float {
        let inner = pointwiseMin(high, other.high) - pointwiseMax(low, other.low)
        guard inner.x > 0, inner.y > 0 else { return 0 }
        func area(_ size: SIMD2<Float>) -> Float { size.x * size.y }
        let both = area(inner)
        return both / (area(high - low) + area(other.high - other.low) - both)
    }
}

/// A network that says for each anchor on fixed grids whether something is there, and where (SSD).
///
/// Preprocess: a square of the picture, black outside it. Postprocess: the boxes of the anchors
/// that are sure enough. All of MediaPipe's detectors are of this kind.
final class AnchorDetector {
    let model: Model
    private let anchors: [SIMD2<Float>]
    private let layout: Layout

    /// Slots that can be in flight at once.
    static let slots = 2

    /// How a network's outputs are laid out.
    struct Layout {
        /// Strides of the grids in input pixels, and anchors per cell.
        var grids: [(stride: Int, perCell: Int)]
        /// Numbers per anchor: a box (4) and its points (2 each).
        var values: Int
        /// The points that are kept.
        var points: Range<Int>
    }

    /// The values that a network takes for black and white.
    enum ValueRange {
        /// −1…1.
        case symmetric
        /// 0…1.
        case unit
    }

    init(file: String, _ layout: Layout, range: ValueRange = .symmetric, _ place: ModelPlace) throws
    {
        let shift: Float = range == .symmetric ? 0.5 : 0
        model = try Model(
            .init(
                file: file, outputs: [0, 1], mean: shift, deviation: 1 - shift, blackBorder: true),
            place, slots: Self.slots)
        self.layout = layout
        anchors = Self.makeAnchors(layout.grids, side: model.inputWidth)
    }

    /// Centres of the cells in shares of the input: SSD anchors of fixed size 1 with offset one half.
    static func makeAnchors(_ grids: [(stride: Int, perCell: Int)], side: Int) -> [SIMD2<Float>] {
        var anchors: [SIMD2<Float>] = []
        for (stride, perCell) in grids {
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

    /// A square to be looked at, with the score from which something is believed to be there, 0…1.
    typealias Square = (region: Region, minimum: Float)

    /// Looks at squares of the picture, as many at once as there are slots, and merges what they show;
    /// most certain first.
    func detect(in frame: Frame, _ squares: [Square]) throws -> [DetectedBox] {
        try begin(in: frame, squares[...])
        return try finish(in: frame, squares)
    }

    /// Starts on the first of the squares, as many as there are slots.
    func begin(in frame: Frame, _ squares: ArraySlice<Square>) throws {
        for (slot, square) in squares.prefix(Self.slots).enumerated() {
            try model.start(slot: slot, frame: frame, region: square.region)
        }
    }

    /// Waits for the squares that were begun, and looks at the rest of them.
    func finish(in frame: Frame, _ squares: [Square]) throws -> [DetectedBox] {
        var boxes: [DetectedBox] = []
        var rest = squares[...]
        while !rest.isEmpty {
            for (slot, square) in rest.prefix(Self.slots).enumerated() {
                try model.wait(slot: slot)
                boxes += decode(slot: slot, square.region, square.minimum)
            }
            rest = rest.dropFirst(Self.slots)
            try begin(in: frame, rest)
        }
        return DetectedBox.suppressed(boxes)
    }

    private func decode(slot: Int, _ square: Region, _ minimum: Float) -> [DetectedBox] {
        let raw = model.output(slot: slot, 0)
        let scores = model.output(slot: slot, 1)
        guard scores.count == anchors.count, raw.count == anchors.count * layout.values else {
            return []
        }
        let side = Float(model.inputWidth)
        var boxes: [DetectedBox] = []
        for (index, anchor) in anchors.enumerated() {
            // `score_clipping_thresh`
            let score = sigmoid(min(max(scores[index], -100), 100))
            guard score >= minimum else { continue }
            let first = index * layout.values
            func point(_ at: Int) -> SIMD2<Float> {
                SIMD2(raw[first + 2 * at], raw[first + 2 * at + 1]) / side
            }
            func pixel(_ share: SIMD2<Float>) -> SIMD2<Float> {
                square.project(share.x, share.y)
            }
            let middle = point(0) + anchor
            let half = point(1) / 2
            let corners = (pixel(middle - half), pixel(middle + half))
            boxes.append(
                DetectedBox(
                    low: pointwiseMin(corners.0, corners.1),
                    high: pointwiseMax(corners.0, corners.1),
                    points: layout.points.map { pixel(point(2 + $0) + anchor) }, score: score))
        }
        return boxes
    }
}
