package import Base
package import Foundation
import GRDB
package import Posture

/// A state from which the measurement can be resumed.
package struct RecordCheckpoint: Sendable, Equatable {
    /// Time of the last frame before it, seconds.
    package var time: Double
    /// The state of the vision process, which only that process reads.
    package var state: Data

    package init(time: Double, state: Data) {
        self.time = time
        self.state = state
    }
}

extension SessionRecord {
    /// How many instants were measured.
    package func frameCount() throws(Failure) -> Int {
        try reading { database in
            (try Int.fetchOne(database, sql: "SELECT max(frame) FROM frames")).map { $0 + 1 } ?? 0
        }
    }

    /// How many instants from `start` on, and before `end`, were measured.
    package func frameCount(in span: TimeSpan) throws(Failure) -> Int {
        try reading { database in
            try Int.fetchOne(
                database, sql: "SELECT count(*) FROM frames WHERE time >= ? AND time < ?",
                arguments: [span.start, span.end]) ?? 0
        }
    }

    /// The time of the first frame, seconds.
    package func firstTime() throws(Failure) -> Double? {
        try reading {
            try Double.fetchOne($0, sql: "SELECT time FROM frames ORDER BY frame LIMIT 1")
        }
    }

    /// The time of the last frame, seconds.
    package func lastTime() throws(Failure) -> Double? {
        try reading {
            try Double.fetchOne($0, sql: "SELECT time FROM frames ORDER BY frame DESC LIMIT 1")
        }
    }

    /// Calls `body` with every frame in order of time, each person at the seat that the finished
    /// measurement assigns to them. Corrections by hand (`Settings.swapAt`) are not applied.
    ///
    /// - Throws: ``Failure/Kind/badInput``, before the first frame, when any is damaged.
    package func forEachFrame(
        _ body: (DyadFrame) throws(Failure) -> Void
    ) throws(Failure) {
        try checkFrames()
        try reading { database in
            let poses = try Row.fetchCursor(
                database, sql: "SELECT frame, seat, pose FROM placed_poses ORDER BY id")
            var next = try poses.next()
            let frames = try Row.fetchCursor(
                database, sql: "SELECT frame, time FROM frames ORDER BY frame")
            while let row = try frames.next() {
                let number: Int = try row.decode(atIndex: 0)
                var frame = DyadFrame(time: try row.decode(atIndex: 1), poses: [nil, nil])
                while let pose = next, try pose.decode(Int.self, atIndex: 0) == number {
                    guard let seat = Seat(rawValue: try pose.decode(atIndex: 1)) else {
                        throw RecordFailure.damaged(path, "seat of frame \(number)")
                    }
                    frame.poses[seat.rawValue] = try pose.withUnsafeData(atIndex: 2) { data in
                        guard let pose = data.flatMap(PoseBlob.decode) else {
                            throw RecordFailure.damaged(path, "pose of frame \(number)")
                        }
                        return pose
                    }
                    next = try poses.next()
                }
                try body(frame)
            }
        }
    }

    /// Stretches in which a swap of the two people cannot be ruled out, merged and in order.
    package func uncertainStretches() throws(Failure) -> [TimeSpan] {
        let spans = try reading { database in
            try Row.fetchAll(
                database, sql: "SELECT start, \"end\" FROM notes WHERE kind = 'uncertain'"
            ).map { TimeSpan(start: try $0.decode(atIndex: 0), end: try $0.decode(atIndex: 1)) }
        }
        return TimeSpan.union(spans)
    }

    /// Warnings for the reader from the measurement, in order.
    package func warnings() throws(Failure) -> [String] {
        try reading {
            try String.fetchAll(
                $0, sql: "SELECT text FROM notes WHERE kind = 'warning' ORDER BY id")
        }
    }

    /// From where the measurement can be resumed; `nil` when only from the start.
    package func checkpoint() throws(Failure) -> RecordCheckpoint? {
        try reading { database in
            try Row.fetchOne(database, sql: "SELECT time, state FROM checkpoint").map {
                RecordCheckpoint(
                    time: try $0.decode(atIndex: 0), state: try $0.decode(atIndex: 1))
            }
        }
    }

    /// Rolls the record back to its checkpoint: whatever came after it will be measured again.
    ///
    /// - Throws: ``Failure/Kind/badInput`` when a frame is damaged.
    /// - Returns: the checkpoint; `nil` when there is none. Then nothing has been changed.
    package func rewind() throws(Failure) -> RecordCheckpoint? {
        guard let checkpoint = try checkpoint() else { return nil }
        try checkFrames()
        try writing(sealsFrames: false) { database in
            try database.execute(
                sql: """
                    DELETE FROM poses WHERE id >= (SELECT 2 * frames FROM checkpoint);
                    DELETE FROM frames WHERE frame >= (SELECT frames FROM checkpoint);
                    DELETE FROM notes WHERE id > (SELECT notes FROM checkpoint);
                    UPDATE measurement SET state = 'unfinished', ending = NULL;
                    """)
            let count = try Int.fetchOne(database, sql: "SELECT frames FROM checkpoint") ?? 0
            try RecordSeals(database: database).cutSpans(to: count)
        }
        return checkpoint
    }
}
