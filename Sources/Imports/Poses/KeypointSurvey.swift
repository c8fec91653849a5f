import Base
import Posture

/// What the keypoints of a recording are, by their places: the order they come in, and what x and y are
/// measured in. Nothing in the files says so.
struct KeypointSurvey {
    /// Orders that are possible, the commonest first.
    private let candidates: [Skeleton]
    /// Per candidate: how well the people fit, and how many of them it fits better than all others.
    private var fits: [Double]
    private var wins: [Int]
    private var judged = 0
    private var spread = CoordinateSpread()

    /// Fewer people show nothing.
    private static let fewestJudged = 4
    /// Of those who tell the orders apart, so many must agree.
    private static let leastAgreement = 0.8
    /// A whole recording of people of whom less fits is of something else, where there are enough of them.
    private static let leastFit = 0.65
    private static let enoughJudged = 20

    init(_ candidates: [Skeleton]) {
        self.candidates = candidates
        fits = Array(repeating: 0, count: candidates.count)
        wins = Array(repeating: 0, count: candidates.count)
    }

    /// A point whose number does not matter.
    mutating func add(_ point: RawPerson.Point) { if point.isFound { spread.add(point) } }

    mutating func add(_ person: RawPerson) {
        for point in person.points { add(point) }
        let scores = candidates.map { BodyPlausibility(person, $0).score }
        guard !scores.contains(where: \.isNaN), let best = scores.max() else { return }
        judged += 1
        for index in scores.indices {
            fits[index] += scores[index]
            if scores.count(where: { $0 == best }) == 1, scores[index] == best { wins[index] += 1 }
        }
    }

    /// The order of the keypoints.
    ///
    /// - Throws: ``Failure/Kind/badInput`` when places do not tell, or fit none.
    func skeleton(in path: String) throws(Failure) -> Skeleton? {
        guard let first = candidates.first else { return nil }
        guard candidates.count > 1 else {
            if judged >= Self.enoughJudged, fits[0] / Double(judged) < Self.leastFit {
                throw Failure.badInput(
                    "the keypoints of \(path) do not lie as those of people in the order of "
                        + "\(first.rawValue)",
                    remedy: "say with \(.skeleton) which order they have")
            }
            return first
        }
        let decided = wins.reduce(0, +)
        let winner = wins.indices.max { wins[$0] < wins[$1] } ?? 0
        // One frame or two are no recording: whoever has them sees what comes out.
        guard decided >= Self.fewestJudged || (decided > 0 && judged < Self.fewestJudged),
            Double(wins[winner]) >= Self.leastAgreement * Double(decided),
            fits[winner] / Double(max(judged, 1)) >= Self.leastFit
        else {
            let names = candidates.map(\.rawValue).joined(separator: " or ")
            throw Failure.badInput(
                "\(path) has \(first.count) keypoints a person, and their places do not tell whether "
                    + "they are in the order of \(names)",
                remedy: "say it with \(.skeleton) \(first.rawValue), or the other")
        }
        return candidates[winner]
    }

    /// How coordinates become pixels.
    func transform(
        _ path: String, aspect: Double, frameSize: FrameSize?, isCentred: Bool? = nil
    ) throws(Failure) -> PointTransform {
        guard spread.areShares else { return PointTransform(scaleX: aspect) }
        let isCentred = isCentred ?? spread.areCentred
        guard let frameSize else {
            throw Failure.badInput(
                "the coordinates of \(path) lie between \(isCentred ? -1 : 0) and 1: they are shares of "
                    + "the picture, whose shape is not known",
                remedy:
                    "give its size with \(.frameSize), such as \(.frameSize) 1920x1080, or write "
                    + "them again in pixels (keypoint_scale 0 of OpenPose)")
        }
        let half = isCentred ? 0.5 : 1
        return PointTransform(
            scaleX: frameSize.width * half * aspect, scaleY: frameSize.height * half,
            offset: isCentred ? 1 : 0, frameSize: frameSize)
    }
}

/// From a tool's coordinates to square pixels.
struct PointTransform {
    var scaleX = 1.0
    var scaleY = 1.0
    /// Added before.
    var offset = 0.0
    /// The size that was needed.
    var frameSize: FrameSize?

    func x(_ value: Double) -> Double { (value + offset) * scaleX }
    func y(_ value: Double) -> Double { (value + offset) * scaleY }
}

/// What the coordinates of a recording can be.
private struct CoordinateSpread {
    private var count = 0
    private var small = 0
    private var negative = 0

    /// Shares of a picture lie within ±1, a little beyond for points outside of it; pixels reach hundreds.
    private static let largestShare = 2.0
    /// Rounding and points just outside of the picture make a few negative ones.
    private static let mostNegative = 0.02

    mutating func add(_ point: RawPerson.Point) {
        for value in [point.x, point.y] {
            count += 1
            if abs(value) <= Self.largestShare { small += 1 }
            if value < -1e-3 { negative += 1 }
        }
    }

    /// Fewer coordinates show nothing: those of a person are 50.
    private static let fewest = 40

    var areShares: Bool { count >= Self.fewest && Double(small) >= 0.99 * Double(count) }
    /// -1…1 instead of 0…1.
    var areCentred: Bool { Double(negative) > Self.mostNegative * Double(count) }
}

/// How well points lie as those of a person who sits or stands upright: the share of tests passed.
///
/// Each test compares lengths or heights of one body, so that neither distance nor units matter, and all of
/// them hold of profiles too.
private struct BodyPlausibility {
    private var points: [Landmark: Vector] = [:]
    private var neck: Vector?
    private typealias Vector = SIMD2<Double>

    /// Fewer tests say nothing of a person.
    private static let fewest = 3

    init(_ person: RawPerson, _ skeleton: Skeleton) {
        let landmarks = skeleton.landmarks
        for (number, point) in person.points.enumerated() where point.isFound {
            if number == skeleton.neck { neck = Vector(point.x, point.y) }
            guard number < landmarks.count, let landmark = landmarks[number] else { continue }
            points[landmark] = Vector(point.x, point.y)
        }
    }

    /// 0…1; `NaN` when too little is seen.
    var score: Double {
        let tests = (head + trunk + sides).compactMap { $0 }
        guard tests.count >= Self.fewest else { return .nan }
        return Double(tests.count { $0 }) / Double(tests.count)
    }

    private func middle(_ left: Landmark, _ right: Landmark) -> Vector? {
        guard let left = points[left], let right = points[right] else { return nil }
        return (left + right) / 2
    }

    private func between(_ one: Vector?, _ other: Vector?) -> Double? {
        guard let one, let other else { return nil }
        let line = one - other
        return (line.x * line.x + line.y * line.y).squareRoot()
    }

    private func less(_ one: Double?, _ other: Double?) -> Bool? {
        guard let one, let other else { return nil }
        return one < other
    }

    private var shoulders: Vector? { middle(.leftShoulder, .rightShoulder) }
    private var width: Double? { between(points[.leftShoulder], points[.rightShoulder]) }
    private var eyes: Vector? { middle(.leftEye, .rightEye) }
    private var height: Double? { between(points[.nose], shoulders) }

    private var head: [Bool?] {
        [
            less(points[.nose]?.y, shoulders?.y),
            less(eyes?.y, shoulders?.y),
            // The face is a small part of what lies above the shoulders.
            less(between(points[.nose], eyes), height.map { 0.5 * $0 }),
            less(between(points[.leftEye], points[.rightEye]), height.map { 0.7 * $0 }),
            less(between(points[.leftEar], points[.rightEar]), height.map { 1.6 * $0 }),
        ]
    }

    private var trunk: [Bool?] {
        let hips = middle(.leftHip, .rightHip)
        let size = [width, height.map { 0.7 * $0 }].compactMap { $0 }.max()
        let slope = both(points[.leftShoulder], points[.rightShoulder]).map { abs($0.y - $1.y) }
        return [
            less(shoulders?.y, hips?.y),
            less(between(neck, shoulders), size.map { 0.25 * $0 }),
            // Nobody's shoulder line is as steep as the way from them to the nose is long.
            less(slope, size.map { 0.7 * $0 }),
        ]
    }

    /// Left and right in the same order from head to hip.
    private var sides: [Bool?] {
        let pairs: [(Landmark, Landmark)] = [
            (.leftEye, .rightEye), (.leftEar, .rightEar), (.leftHip, .rightHip),
        ]
        guard let line = both(points[.leftShoulder], points[.rightShoulder]).map({ $0.x - $1.x })
        else { return [] }
        return pairs.map { left, right in
            both(points[left], points[right]).map { ($0.x - $1.x) * line > 0 }
        }
    }

    private func both(_ one: Vector?, _ other: Vector?) -> (Vector, Vector)? {
        guard let one, let other else { return nil }
        return (one, other)
    }
}
