import CVision
import Posture

/// One seat's body over a stretch of instants that are all there to be looked at: inferred halfway and at its
/// end, and where an inference lies on the line between those on either side of it, the instants between
/// are that line's. Elsewhere the halves are halved, down to every instant.
///
/// It says which instant it wants inferred, and takes what was found there, until it wants none:
///
/// ```swift
/// while let place = stretch.wanted { stretch.take(try infer(place)) { from, to in … } }
/// ```
///
/// Place 0 is the instant before the stretch, whose body is known.
struct BodyStretch {
    typealias Found = PoseLandmarker.Result

    /// What is known, by place; `nil` where nothing is yet.
    private(set) var finds: [Found?]
    /// Whether it was inferred, by place.
    private(set) var isInferred: [Bool]
    /// How far an inference was from the line through its part, and over how many instants that went, by place.
    private(set) var distances: [Int: (distance: Float, instants: Int)] = [:]
    /// Seconds, by place.
    private let times: [Double]
    private let scene: Scene
    /// The place to be inferred next; `nil` when all is known, or nothing can be.
    private(set) var wanted: Int?
    /// Parts of which both ends are inferred and nothing else is known, and the one whose middle is wanted.
    private var open: [Range<Int>] = []
    private var halved: Range<Int>?
    /// Whether the body could not be followed so far: nothing is known.
    private(set) var isLost = false

    private static let parameters = TrackingParameters.standard.sparse

    /// - Parameters:
    ///   - first: the body at the instant before the stretch.
    ///   - times: of that instant and those of the stretch, seconds.
    init(from first: Found, times: [Double], scene: Scene) {
        finds = [first] + Array(repeating: nil, count: times.count - 1)
        isInferred = Array(repeating: false, count: times.count)
        self.times = times
        self.scene = scene
        // First halfway: the nearer the next look, the surer the body is still in its region.
        wanted = (times.count - 1) / 2
    }

    /// The longest stretch that these times allow: instants after the first, a power of two; `nil` where that
    /// spares nothing.
    ///
    /// - Parameter times: of the instant before it and of those that may be in it, seconds.
    static func count(of times: [Double]) -> Int? {
        var length = parameters.most
        while length >= parameters.fewest {
            if length < times.count, times[length] - times[0] <= parameters.longest {
                return length
            }
            length /= 2
        }
        return nil
    }

    /// Takes what was found at the place that was wanted.
    ///
    /// - Parameters:
    ///   - found: `nil` when nobody was.
    ///   - region: where it was looked for.
    ///   - strays: whether something came and went in the picture between two places.
    mutating func take(_ found: Found?, in region: Region, strays: (Range<Int>) -> Bool) {
        guard let place = wanted else { return }
        wanted = nil
        guard let found, Self.follows(found, region) else {
            (isLost, open) = (true, [])
            return
        }
        finds[place] = found
        isInferred[place] = true
        let end = times.count - 1
        if finds[end] == nil { return wanted = end }
        let part = halved ?? 0..<end
        settle(part, at: part.lowerBound + part.count / 2, strays)
        while wanted == nil, let part = open.popLast() {
            guard part.count >= 2 else { continue }
            wanted = part.lowerBound + part.count / 2
            halved = part
        }
    }

    /// The body of a place, taken out of the line where it lies on one, halves of which nothing strays from.
    private mutating func settle(
        _ part: Range<Int>, at middle: Int, _ strays: (Range<Int>) -> Bool
    ) {
        guard let found = finds[middle], let expected = line(part, at: middle) else { return }
        let distance = BodyMarks(expected.pose, in: scene)
            .distance(to: BodyMarks(found.pose, in: scene))
        distances[middle] = (distance, part.count)
        let isOnLine = distance <= Self.parameters.bound
        for half in [part.lowerBound..<middle, middle..<part.upperBound] where half.count >= 2 {
            if isOnLine, !strays(half) {
                for place in half.dropFirst() { finds[place] = line(half, at: place) }
            } else {
                open.append(half)
            }
        }
    }

    /// Where the straight line between the ends of a part is at a place.
    private func line(_ part: Range<Int>, at place: Int) -> Found? {
        guard let first = finds[part.lowerBound], let last = finds[part.upperBound] else {
            return nil
        }
        let whole = times[part.upperBound] - times[part.lowerBound]
        return first.toward(last, by: Float((times[place] - times[part.lowerBound]) / whole))
    }

    /// The points that place the region over the instants before a place, each with its time: as far as they
    /// are not known, on the line.
    func points(before place: Int) -> [(PoseLandmarker.Placing, time: Double)] {
        (1..<max(place, 1)).compactMap { at in
            if let find = finds[at] { return (find.placing, times[at]) }
            let from = (0..<at).last { finds[$0] != nil } ?? 0
            guard let to = (at..<finds.count).first(where: { finds[$0] != nil }) else {
                return nil
            }
            return line(from..<to, at: at).map { ($0.placing, times[at]) }
        }
    }

    /// Whether the body lies about where it was looked for: in a region that it has left the network errs.
    private static func follows(_ found: Found, _ region: Region) -> Bool {
        let own = Region.aligned(
            center: found.center, top: found.top, scale: PoseLandmarker.regionScale)
        let away = length(SIMD2(own.x, own.y) - SIMD2(region.x, region.y))
        let growth = own.width / region.width
        return away < parameters.away * region.width
            && (1 / parameters.growth...parameters.growth).contains(growth)
    }
}

extension PoseLandmarker.Result {
    /// What lies between this and a later one, by a share of the way, 0…1.
    fileprivate func toward(_ other: Self, by share: Float) -> Self {
        var result = self
        func between(_ a: Float, _ b: Float) -> Float { a + (b - a) * share }
        result.pose.score = between(pose.score, other.pose.score)
        for (index, (a, b)) in zip(pose.points, other.pose.points).enumerated() {
            result.pose.points[index] = LandmarkPoint(
                x: between(a.x, b.x), y: between(a.y, b.y), z: between(a.z, b.z),
                visibility: between(a.visibility, b.visibility))
        }
        for (index, (a, b)) in zip(pose.world, other.pose.world).enumerated() {
            result.pose.world[index] = a + (b - a) * share
        }
        result.center = center + (other.center - center) * share
        result.top = top + (other.top - top) * share
        return result
    }
}
