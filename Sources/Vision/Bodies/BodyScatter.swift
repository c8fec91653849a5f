import Posture

/// The landmarks that posture is measured by, of one body at one instant.
struct BodyMarks: Codable {
    /// x and y, pixels, and visibility, 0…1.
    private var points: [SIMD3<Float>]
    /// Shoulder width, pixels.
    private var width: Float

    private static let landmarks: [Landmark] = [
        .nose, .leftShoulder, .rightShoulder, .leftElbow, .rightElbow, .leftWrist, .rightWrist,
        .leftHip, .rightHip,
    ]

    init(_ pose: BodyPose, in scene: Scene) {
        points = Self.landmarks.map { SIMD3(pose[$0].x, pose[$0].y, pose[$0].visibility) }
        width = pose.width(in: scene)
    }

    /// What lies between this and a later one, by a share of the way, 0…1.
    func toward(_ other: BodyMarks, by share: Float) -> BodyMarks {
        var marks = self
        marks.points = zip(points, other.points).map { $0 + ($1 - $0) * share }
        marks.width += (other.width - width) * share
        return marks
    }

    /// How far two bodies are from one another: root of the mean square over the landmarks that either is sure
    /// of, in shoulder widths.
    func distance(to other: BodyMarks) -> Float {
        var (sum, count): (Float, Float) = (0, 0)
        for (one, two) in zip(points, other.points)
        where max(one.z, two.z) > TrackingParameters.standard.sparse.visible {
            let way = SIMD2(one.x - two.x, one.y - two.y)
            sum += (way * way).sum()
            count += 1
        }
        let unit = max(width, other.width)
        guard count > 0, unit > 0 else { return .infinity }
        return (sum / count).squareRoot() / unit
    }
}

/// How far the network scatters on one seat's person in this recording: the median distance of an inference from
/// the line between its neighbours, learned as the recording goes on.
///
/// Small, blurred or half hidden people scatter so much that a line between two inferences is another measurement:
/// they are inferred at every instant.
struct BodyScatter: Codable {
    /// Shoulder widths.
    private(set) var level = TrackingParameters.standard.sparse.scatter.upperBound
    /// The last inferences, one instant after the other, at most two.
    private var last: [Sample] = []

    private struct Sample: Codable {
        var marks: BodyMarks
        var time: Double
    }

    private static let parameters = TrackingParameters.standard.sparse

    var isLow: Bool { level < Self.parameters.scatter.lowerBound }

    /// Takes what was inferred at an instant, seconds.
    mutating func note(_ pose: BodyPose, at time: Double, in scene: Scene) {
        let sample = Sample(marks: BodyMarks(pose, in: scene), time: time)
        if let before = last.last, time - before.time > Self.parameters.apart { last = [] }
        if last.count == 2 {
            let share = (last[1].time - last[0].time) / (time - last[0].time)
            let line = last[0].marks.toward(sample.marks, by: Float(share))
            note(line.distance(to: last[1].marks))
            last.removeFirst()
        }
        last.append(sample)
    }

    /// Takes how far an inference in a stretch was from the line through its part.
    ///
    /// - Parameter instants: between the ends of the part.
    mutating func note(_ distance: Float, over instants: Int) {
        // Whoever does not scatter is half as far from the line over one instant as over several (medians).
        note(instants > 2 ? distance / 2 : distance)
        last = []
    }

    /// At this instant nothing was inferred.
    mutating func skip() { last = [] }

    /// The median by small steps, which outliers do not move far.
    private mutating func note(_ distance: Float) {
        level += distance > level ? Self.parameters.step : -Self.parameters.step
        level = min(level, 2 * Self.parameters.scatter.upperBound)
    }
}
