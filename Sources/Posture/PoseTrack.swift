/// The poses of one seat over time.
public struct PoseTrack: Sendable, Equatable {
    /// Presentation timestamps, seconds, strictly increasing.
    public var times: [Double]
    /// One per timestamp; `nil` where nobody was found.
    public var poses: [BodyPose?]

    public init(times: [Double] = [], poses: [BodyPose?] = []) {
        self.times = times
        self.poses = poses
    }

    /// The poses of one seat from what was seen of both.
    public init(_ frames: [DyadFrame], seat: Seat) {
        times = frames.map(\.time)
        poses = frames.map { frame in
            frame.poses.indices.contains(seat.rawValue) ? frame.poses[seat.rawValue] : nil
        }
    }

    public var count: Int { times.count }

    public mutating func append(time: Double, pose: BodyPose?) {
        times.append(time)
        poses.append(pose)
    }
}
