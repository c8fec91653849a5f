import CVision
import Posture

/// Where a person's chest is looked at, carried from instant to instant.
struct ChestTrack: Codable {
    /// Slow shoulders: they only place the box, in which the same place of both pictures is compared.
    private var middle: SIMD2<Float>?
    private var width: Float = 0
    /// When the chest was last looked at, seconds.
    private(set) var time = -Double.infinity

    /// The box follows the shoulders with this time constant, seconds: slower than anybody breathes.
    private static let memory = 5.0
    /// Shoulders this far from where the box hangs have moved, widths: it is laid anew.
    private static let astray: Float = 0.2
    /// Above and below the line of the shoulders, in shoulder widths. By experiment on still people, where
    /// the collar and the upper chest rise most.
    private static let above: Float = 0.15
    private static let below: Float = 0.6
    /// Narrower shoulders show too little, pixels.
    private static let narrowest: Float = 24
    /// Shoulders that the network is less sure of place no box, 0…1; as for every landmark.
    private static let visible: Float = 0.5

    /// Takes where the shoulders are; the box of the chest, `nil` where they are not seen.
    mutating func follow(_ pose: BodyPose, at now: Double) -> cv_rect? {
        let shoulders = [pose[.leftShoulder], pose[.rightShoulder]]
        let seen = pose.shoulderWidth
        guard shoulders.allSatisfy({ $0.visibility >= Self.visible }),
            seen >= Self.narrowest, seen.isFinite
        else { return nil }
        if let old = middle, length(old - pose.midShoulder) < Self.astray * width,
            abs(seen - width) < Self.astray * width
        {
            let weight = Float(min(1, max(0, now - time) / Self.memory))
            middle = old + weight * (pose.midShoulder - old)
            width += weight * (seen - width)
        } else {
            middle = pose.midShoulder
            width = seen
        }
        time = now
        return box
    }

    /// The box as it was followed last.
    var box: cv_rect? {
        middle.map {
            cv_rect(
                x: $0.x - width / 2, y: $0.y - Self.above * width,
                width: width, height: (Self.above + Self.below) * width)
        }
    }
}

/// How the chests of both people rise and sink from one instant to the next.
final class ChestMeter {
    private let handles: [OpaquePointer]

    /// Instants farther apart say nothing of a shift, seconds: pictures at 5 Hz are enough for a breath.
    static let longest = 0.35

    init() throws {
        var handles: [OpaquePointer] = []
        for _ in Seat.allCases {
            guard let handle = cv_chest_new() else {
                handles.forEach(cv_chest_free)
                throw VisionError(CV_FAILED, "out of memory")
            }
            handles.append(handle)
        }
        self.handles = handles
    }

    deinit { handles.forEach(cv_chest_free) }

    /// Takes a seat's next picture.
    ///
    /// - Returns: how far the chest rose since the instant before; `nil` where that is not known.
    func measure(
        _ seat: Int, _ track: inout ChestTrack, _ pose: BodyPose, _ frame: Frame, at time: Double
    ) throws -> ChestRise? {
        var rise: ChestRise?
        if time - track.time <= Self.longest {
            var (left, right) = (Float.nan, Float.nan)
            try edge { cv_chest_rise(handles[seat], frame.handle, &left, &right, $0) }
            if left.isFinite, right.isFinite { rise = ChestRise(left: left, right: right) }
        }
        if let box = track.follow(pose, at: time) {
            try remember(seat, box, frame)
        } else {
            track = ChestTrack()
        }
        return rise
    }

    /// Remembers what the next picture is held against.
    func remember(_ seat: Int, _ box: cv_rect, _ frame: Frame) throws {
        try edge { cv_chest_remember(handles[seat], frame.handle, box, $0) }
    }
}
