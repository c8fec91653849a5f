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
        try forEachFrame(from: 0, before: .max) { frame, _ throws(Failure) in try body(frame) }
    }

    /// The same of the frames of these numbers, which the caller has checked.
    func forEachFrame(
        from first: Int, before end: Int, _ body: (DyadFrame, Int) throws(Failure) -> Void
    ) throws(Failure) {
        try reading { database in
            // As the view `placed_poses` has it, whose cost grows with the square of the notes.
            var moves = try SeatMoves(database, path: path)
            let poses = try Row.fetchCursor(
                database, sql: "SELECT frame, seat, pose FROM poses WHERE id >= ? ORDER BY id",
                arguments: [2 * first])
            var next = try poses.next()
            let frames = try Row.fetchCursor(
                database,
                sql: "SELECT frame, time FROM frames WHERE frame >= ? AND frame < ? ORDER BY frame",
                arguments: [first, end])
            while let row = try frames.next() {
                let number: Int = try row.decode(atIndex: 0)
                var frame = DyadFrame(time: try row.decode(atIndex: 1), poses: [nil, nil])
                while let pose = next, try pose.decode(Int.self, atIndex: 0) == number {
                    try place(pose, at: number, moves: &moves, in: &frame)
                    next = try poses.next()
                }
                try body(frame, number)
            }
        }
    }

    /// Puts the person of a row at the seat that the finished measurement assigns to them, if any.
    private func place(
        _ row: Row, at number: Int, moves: inout SeatMoves, in frame: inout DyadFrame
    ) throws {
        let stored: Int = try row.decode(atIndex: 1)
        guard Seat(rawValue: stored) != nil else {
            throw RecordFailure.damaged(path, "seat of frame \(number)")
        }
        guard let seat = moves.seat(of: stored, frame: number) else { return }
        frame.poses[seat.rawValue] = try row.withUnsafeData(atIndex: 2) { data in
            guard let pose = data.flatMap(PoseBlob.decode) else {
                throw RecordFailure.damaged(path, "pose of frame \(number)")
            }
            return pose
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

/// Where the finished measurement puts the poses that were recorded: after later notes that the two had been
/// exchanged, or that somebody was nobody of the two.
private struct SeatMoves {
    /// What the notes from one on do to a pose from before them.
    private struct Effect {
        var isExchanged = false
        /// By the seat at which the pose was recorded.
        var isForgotten = [false, false]
    }

    /// Frames from which on the notes hold, rising.
    private let frames: [Int]
    /// What all notes from each of them on do together; one more, of none.
    private let effects: [Effect]
    /// The first note after the latest pose.
    private var next = 0

    init(_ database: Database, path: String) throws {
        var notes: [(frame: Int, forgotten: Int?)] = []
        let rows = try Row.fetchCursor(
            database,
            sql:
                "SELECT kind, frame, seat FROM notes WHERE kind IN ('exchange', 'forget') ORDER BY id"
        )
        while let row = try rows.next() {
            let (kind, frame): (String, Int) = (
                try row.decode(atIndex: 0), try row.decode(atIndex: 1)
            )
            let seat: Int? = kind == "forget" ? try row.decode(atIndex: 2) : nil
            guard frame >= notes.last?.frame ?? frame, (0...1).contains(seat ?? 0) else {
                throw RecordFailure.damaged(path, "its notes are")
            }
            notes.append((frame, seat))
        }
        var effects = [Effect()]
        for note in notes.reversed() {
            var effect = effects[effects.count - 1]
            if let seat = note.forgotten {
                effect.isForgotten[seat] = true
            } else {
                effect.isExchanged.toggle()
                effect.isForgotten.swapAt(0, 1)
            }
            effects.append(effect)
        }
        frames = notes.map(\.frame)
        self.effects = effects.reversed()
    }

    /// The seat of a pose; `nil` when it is of nobody.
    ///
    /// - Parameters:
    ///   - seat: at which it was recorded, 0 or 1.
    ///   - frame: not before that of the last call.
    mutating func seat(of seat: Int, frame: Int) -> Seat? {
        while next < frames.count, frames[next] <= frame { next += 1 }
        let effect = effects[next]
        guard !effect.isForgotten[seat] else { return nil }
        return Seat(rawValue: effect.isExchanged ? 1 - seat : seat)
    }
}
