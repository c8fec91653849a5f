import DequeModule
import Posture

/// Undoes exchanges of left and right that last for some frames, of a whole person or of a part.
///
/// Pose networks mistake one side for the other now and then (openpose#865). Between two frames nobody
/// turns around: when the left points are where the right ones were and the other way round, the names have
/// changed and not the person. The names that most frames within a second hold are the right ones, so that
/// a run of fewer frames is exchanged back, and one that lasts stays as it is. Head, shoulders, arms, hips
/// and legs are judged on their own.
struct SideKeeper {
    /// Parts whose names change together.
    enum Part: Int, CaseIterable {
        case head, shoulders, arms, hips, legs

        var pairs: [(left: Landmark, right: Landmark)] {
            switch self {
            case .head:
                [
                    (.leftEye, .rightEye), (.leftEar, .rightEar), (.mouthLeft, .mouthRight),
                    (.leftEyeInner, .rightEyeInner), (.leftEyeOuter, .rightEyeOuter),
                ]
            case .shoulders: [(.leftShoulder, .rightShoulder)]
            case .arms:
                [
                    (.leftElbow, .rightElbow), (.leftWrist, .rightWrist),
                    (.leftIndex, .rightIndex), (.leftPinky, .rightPinky),
                    (.leftThumb, .rightThumb),
                ]
            case .hips: [(.leftHip, .rightHip)]
            case .legs:
                [
                    (.leftKnee, .rightKnee), (.leftAnkle, .rightAnkle), (.leftHeel, .rightHeel),
                    (.leftFootIndex, .rightFootIndex),
                ]
            }
        }
    }

    /// How far around a frame names are counted, seconds: an exchange lasts a few frames.
    private static let reach = 1.0
    /// At low rates at least so many frames on either side.
    private static let fewest = 8
    /// Beyond this, people may have moved as far as their sides lie apart, seconds.
    private static let longestStep = 0.21
    /// Sides nearer to each other than this share of the person are hard to tell apart, and exchanging them
    /// changes little.
    private static let leastApart = 0.04

    private struct Frame {
        var time: Double
        var person: PersonPoints?
        /// Per part: whether it is seen, whether its names are those of the first frame, and which stretch
        /// without a gap it belongs to.
        var isSeen: [Bool]
        var isChanged: [Bool]
        var stretch: [Int]
    }

    private var frames: Deque<Frame> = []
    /// How many of them, from the first, have been handed out and only count as neighbours.
    private var given = 0
    private var last: [(time: Double, points: [Landmark: PersonPoints.Point])?]
    private var isChanged: [Bool]
    private var stretch: [Int]
    /// Frames in which something was exchanged back.
    private(set) var exchanged = 0

    init() {
        last = Part.allCases.map { _ in nil }
        isChanged = Part.allCases.map { _ in false }
        stretch = Part.allCases.map { _ in 0 }
    }

    /// An instant with the right names.
    typealias Decided = (time: Double, person: PersonPoints?)

    /// Takes the next instant.
    ///
    /// - Returns: those that are decided, in order.
    mutating func append(time: Double, _ person: PersonPoints?) -> [Decided] {
        for part in Part.allCases { follow(part, time, person) }
        let isSeen = Part.allCases.map { last[$0.rawValue]?.time == time }
        frames.append(
            Frame(
                time: time, person: person, isSeen: isSeen, isChanged: isChanged,
                stretch: stretch))
        var decided: [Decided] = []
        while frames.count - given > Self.fewest, time - frames[given].time > Self.reach {
            decided.append(next())
        }
        return decided
    }

    /// What is left.
    mutating func finish() -> [Decided] {
        var decided: [Decided] = []
        while given < frames.count { decided.append(next()) }
        frames = []
        given = 0
        return decided
    }

    /// Whether the names of a part have changed since it was seen last.
    private mutating func follow(_ part: Part, _ time: Double, _ person: PersonPoints?) {
        let index = part.rawValue
        guard let points = person?.points,
            part.pairs.contains(where: { points[$0.left] != nil && points[$0.right] != nil })
        else { return }
        defer { last[index] = (time, points) }
        guard let before = last[index], time - before.time <= Self.longestStep else {
            stretch[index] += 1
            isChanged[index] = false
            return
        }
        var same = 0.0
        var crossed = 0.0
        for (left, right) in part.pairs {
            guard let l = points[left], let r = points[right], let oldL = before.points[left],
                let oldR = before.points[right]
            else { continue }
            same += Self.distance(l, oldL) + Self.distance(r, oldR)
            crossed += Self.distance(l, oldR) + Self.distance(r, oldL)
        }
        if crossed < same / 2, same > 2 * Self.leastApart * (person?.size ?? 0) {
            isChanged[index].toggle()
        }
    }

    private static func distance(_ one: PersonPoints.Point, _ other: PersonPoints.Point) -> Double {
        let x = Double(one.x - other.x)
        let y = Double(one.y - other.y)
        return (x * x + y * y).squareRoot()
    }

    private mutating func next() -> Decided {
        let frame = frames[given]
        var person = frame.person
        var hasChanged = false
        for part in Part.allCases where frame.isSeen[part.rawValue] && isMinority(part.rawValue) {
            hasChanged = true
            for (left, right) in part.pairs { person?.exchange(left, right) }
        }
        if hasChanged { exchanged += 1 }
        given += 1
        while given > Self.fewest, frames[given - 1].time - frames[0].time > Self.reach {
            frames.removeFirst()
            given -= 1
        }
        return (frame.time, person)
    }

    /// Whether fewer frames around the next one name a part as it does than the other way round.
    private func isMinority(_ part: Int) -> Bool {
        let frame = frames[given]
        var balance = 0
        for (index, other) in frames.enumerated()
        where other.isSeen[part] && other.stretch[part] == frame.stretch[part] {
            let isNear =
                abs(other.time - frame.time) <= Self.reach || abs(index - given) <= Self.fewest
            guard isNear else { continue }
            balance += other.isChanged[part] == frame.isChanged[part] ? 1 : -1
        }
        return balance < 0
    }
}

extension PersonPoints {
    fileprivate mutating func exchange(_ one: Landmark, _ other: Landmark) {
        (points[one], points[other]) = (points[other], points[one])
    }
}
