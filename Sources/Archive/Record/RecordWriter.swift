package import Base
package import Foundation
import GRDB
package import Posture
package import SessionModel

/// Writes frames and notes into a record, in batches.
///
/// A batch is one transaction: all of it is in the record and on disk, or none of it. It is written when
/// its oldest piece is ``longestDelay`` old, so a killed run or a power cut costs no more than that. Used
/// by one thread at a time.
///
///     let writer = RecordWriter(record)
///     try writer.append(frame)
///     try writer.commitIfDue()        // also while nothing arrives
///     try writer.finish(.complete, ending)
package final class RecordWriter {
    /// How long a piece may wait for its transaction, seconds. With the fifth of a second between calls of
    /// ``commitIfDue()``, the total stays well below one second.
    package static let longestDelay = 0.5

    /// A note on the frames so far.
    package enum Note: Sendable, Equatable {
        /// In all frames before, the two seats are swapped.
        case swap
        /// In all frames before, this seat showed somebody who is not part of the session.
        case forget(Seat)
        /// A stretch in which a swap of the two people cannot be ruled out, and its cause in a word.
        case uncertain(TimeSpan, cause: String)
        /// A sentence for the reader.
        case warning(String)
    }

    private enum Piece {
        case frame(Int, Double, [Data?])
        case note(Int, Note)
        case checkpoint(Int, Double, Data)
        case marker(Marker)
    }

    private let record: SessionRecord
    private var pieces: [Piece] = []
    private var oldest = ContinuousClock.now
    /// Number of frames, including those that wait.
    package private(set) var frames: Int
    /// Number of frames in the record, sealed.
    private var sealed: Int

    /// Continues a record after its last frame.
    package init(_ record: SessionRecord) throws(Failure) {
        self.record = record
        frames = try record.frameCount()
        sealed = frames
    }

    /// Adds one frame; a pose with incomplete landmarks counts as nobody.
    package func append(_ frame: DyadFrame) throws(Failure) {
        add(.frame(frames, frame.time, frame.poses.map { $0.flatMap(PoseBlob.encode) }))
        frames += 1
        try commitIfDue()
    }

    /// Adds a note on the frames so far.
    package func append(_ note: Note) throws(Failure) {
        add(.note(frames, note))
        try commitIfDue()
    }

    /// Adds a marker.
    package func append(_ marker: Marker) throws(Failure) {
        add(.marker(marker))
        try commitIfDue()
    }

    /// Stores the state from which the measurement after the last frame, at `time` seconds, can be
    /// repeated.
    package func append(checkpoint state: Data, time: Double) throws(Failure) {
        add(.checkpoint(frames, time, state))
        try commitIfDue()
    }

    /// Writes the waiting batch when it is due.
    package func commitIfDue() throws(Failure) {
        guard !pieces.isEmpty, (ContinuousClock.now - oldest) >= .seconds(Self.longestDelay) else {
            return
        }
        try commit()
    }

    /// Writes the waiting batch.
    package func commit() throws(Failure) {
        guard !pieces.isEmpty else { return }
        let batch = pieces
        let checkpoints = batch.compactMap { piece in
            if case .checkpoint(let number, _, _) = piece { number } else { nil }
        }
        let sealed = self.sealed
        try record.writing(sealsFrames: false) { database in
            let insert = try Statements(database)
            for piece in batch { try insert.insert(piece) }
            try RecordSeals(database: database).appendSpans(from: sealed, bounds: checkpoints)
        }
        self.sealed = frames
        pieces.removeAll(keepingCapacity: true)
    }

    /// Writes the waiting batch and how the measurement ended.
    package func finish(_ state: RecordState, _ ending: MeasurementOutcome) throws(Failure) {
        try commit()
        try record.writing { database in
            try database.execute(
                sql: "UPDATE measurement SET state = ?, ending = ?",
                arguments: [state.rawValue, try RecordJSON.text(ending)])
            // A complete measurement is never resumed.
            if state == .complete { try database.execute(sql: "DELETE FROM checkpoint") }
        }
    }

    private func add(_ piece: Piece) {
        if pieces.isEmpty { oldest = .now }
        pieces.append(piece)
    }

    /// Statements, prepared once per connection.
    private struct Statements {
        private let database: Database
        private let frame: Statement
        private let pose: Statement

        init(_ database: Database) throws {
            self.database = database
            frame = try database.cachedStatement(
                sql: "INSERT INTO frames (frame, time) VALUES (?, ?)")
            pose = try database.cachedStatement(
                sql: "INSERT INTO poses (id, pose) VALUES (?, ?)")
        }

        func insert(_ piece: Piece) throws {
            switch piece {
            case .frame(let number, let time, let poses):
                try frame.execute(arguments: [number, time])
                for (seat, data) in poses.enumerated() {
                    guard let data else { continue }
                    try pose.execute(arguments: [2 * number + seat, data])
                }
            case .note(let number, let note): try insert(note, number)
            case .marker(let marker):
                try database.execute(
                    sql: "INSERT INTO markers (time, text) VALUES (?, ?)",
                    arguments: [marker.time, marker.text])
            case .checkpoint(let number, let time, let state):
                try database.execute(
                    sql: """
                        INSERT OR REPLACE INTO checkpoint (id, time, frames, notes, state)
                        VALUES (1, ?, ?, (SELECT count(*) FROM notes), ?)
                        """,
                    arguments: [time, number, state])
            }
        }

        private func insert(_ note: Note, _ number: Int) throws {
            var columns: (kind: String, seat: Int?, span: TimeSpan?, text: String?)
            switch note {
            case .swap: columns = ("exchange", nil, nil, nil)
            case .forget(let seat): columns = ("forget", seat.rawValue, nil, nil)
            case .uncertain(let span, let cause): columns = ("uncertain", nil, span, cause)
            case .warning(let text): columns = ("warning", nil, nil, text)
            }
            try database.execute(
                sql: """
                    INSERT INTO notes (id, frame, kind, seat, start, "end", text)
                    VALUES ((SELECT count(*) FROM notes) + 1, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    number, columns.kind, columns.seat, columns.span?.start, columns.span?.end,
                    columns.text,
                ])
        }
    }
}
