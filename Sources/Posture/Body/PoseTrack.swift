/// The poses of one seat over time.
package struct PoseTrack: Sendable, Equatable {
    /// Presentation timestamps, seconds, strictly increasing.
    package var times: [Double]
    /// One per timestamp; `nil` where nobody was found.
    package var poses: [BodyPose?]

    package init(times: [Double] = [], poses: [BodyPose?] = []) {
        self.times = times
        self.poses = poses
    }

    /// The poses of one seat from what was seen of both.
    package init(_ frames: [DyadFrame], seat: Seat) {
        times = frames.map(\.time)
        poses = frames.map { frame in
            frame.poses.indices.contains(seat.rawValue) ? frame.poses[seat.rawValue] : nil
        }
    }

    package var count: Int { times.count }

    package mutating func append(time: Double, pose: BodyPose?) {
        times.append(time)
        poses.append(pose)
    }
}
