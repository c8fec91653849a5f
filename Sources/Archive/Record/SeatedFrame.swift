package import Base
package import Posture

/// The poses of one instant, each person at the seat that the results assign to them.
package struct SeatedFrame: Sendable, Equatable {
    /// Presentation timestamp, seconds.
    package var time: Double
    /// By seat (`Seat.rawValue`); `nil` where nobody was found.
    package var poses: [BodyPose?]
    /// By seat: which camera shows this person, an index of ``RecordHeader/pictures``.
    package var recordings: [Int]
    /// By seat: whether the picture of this person is mirrored.
    package var mirrored: [Bool]

    package init(
        time: Double, poses: [BodyPose?], recordings: [Int] = [0, 0],
        mirrored: [Bool] = [false, false]
    ) {
        self.mirrored = mirrored
        self.time = time
        self.poses = poses
        self.recordings = recordings
    }
}

extension SessionRecord {
    /// Calls `body` with every frame in order of time, each person at the seat that the measurement and the
    /// corrections by hand assign to them; one frame is in memory at a time.
    ///
    /// - Parameter swapAt: times from which on the two seats are swapped, seconds, rising.
    package func forEachSeatedFrame(
        swapAt: [Double], _ body: (SeatedFrame) throws(Failure) -> Void
    ) throws(Failure) {
        var order = try SeatingOrder(self, swapAt: swapAt)
        try forEachFrame { frame throws(Failure) in try body(order.seated(frame)) }
    }
}

/// Who sits where, as the corrections by hand have it.
struct SeatingOrder {
    private let recordings: [Int]
    private let mirrored: [Bool]
    private var swaps: ArraySlice<Double>
    private var isSwapped = false

    /// - Parameter swapAt: times from which on the two seats are swapped, seconds, rising.
    init(_ record: SessionRecord, swapAt: [Double]) throws(Failure) {
        let header = try record.header()
        recordings = header.cameras == 2 ? [0, 1] : [0, 0]
        // A picture is mirrored whoever is seen in it.
        mirrored = Mirroring.seats(header.request.mirrored)
        swaps = swapAt[...]
    }

    /// - Parameter frame: not before that of the last call.
    mutating func seated(_ frame: DyadFrame) -> SeatedFrame {
        while let swap = swaps.first, swap <= frame.time {
            isSwapped.toggle()
            swaps.removeFirst()
        }
        return SeatedFrame(
            time: frame.time, poses: isSwapped ? frame.poses.reversed() : frame.poses,
            recordings: isSwapped ? recordings.reversed() : recordings,
            mirrored: isSwapped ? mirrored.reversed() : mirrored)
    }
}
