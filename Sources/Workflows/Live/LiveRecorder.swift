package import Archive
package import Base
import Foundation
package import Posture
package import SessionModel

/// Writes a live session into its record on a thread of its own, so that a slow disk does not delay the
/// page. What is appended is on the disk within a second, as long as the disk keeps up.
///
/// `@unchecked Sendable`: the writer is used by its thread alone until that has ended; what changes is
/// touched with the lock held.
package final class LiveRecorder: @unchecked Sendable {
    private enum Piece {
        case frame(DyadFrame)
        case note(RecordWriter.Note)
        case marker(Marker)
    }

    package let record: SessionRecord
    private let writer: RecordWriter
    private let condition = NSCondition()
    private var pieces: [Piece] = []
    private var isFinished = false
    private var isIdle = false
    private var fault: Failure?

    /// The most pieces that may wait: minutes of a session, a hundred megabytes.
    static let limit = 20_000
    /// How often due writes are checked for, seconds.
    static let interval = 0.2

    package init(_ record: SessionRecord) throws(Failure) {
        self.record = record
        writer = try RecordWriter(record)
        let thread = Thread { [self] in run() }
        thread.name = "recorder"
        thread.start()
    }

    package func append(_ frame: DyadFrame) { put(.frame(frame)) }
    package func append(_ note: RecordWriter.Note) { put(.note(note)) }
    package func append(_ marker: Marker) { put(.marker(marker)) }

    /// What the disk reported; nothing is recorded any more.
    package var failure: Failure? { condition.withLock { fault } }

    /// Writes what waits, notes how the session ended, and ends the thread.
    package func finish(_ state: RecordState, _ ending: MeasurementOutcome) throws(Failure) {
        let fault = condition.withLock {
            isFinished = true
            condition.broadcast()
            while !isIdle { condition.wait() }
            return self.fault
        }
        if let fault { throw fault }
        try writer.finish(state, ending)
    }

    private func put(_ piece: Piece) {
        condition.withLock {
            guard !isFinished, fault == nil else { return }
            pieces.append(piece)
            if pieces.count > Self.limit {
                fault = Failure.cannotCreate(
                    "the disk does not keep up with what is measured (\(record.path))",
                    remedy: "choose an \(.output) on a faster disk")
            }
            condition.signal()
        }
    }

    private func run() {
        while let batch = next() {
            do {
                for piece in batch { try write(piece) }
                try writer.commitIfDue()
            } catch {
                condition.withLock { fault = fault ?? error }
            }
        }
        condition.withLock {
            isIdle = true
            condition.broadcast()
        }
    }

    private func write(_ piece: Piece) throws(Failure) {
        switch piece {
        case .frame(let frame): try writer.append(frame)
        case .note(let note): try writer.append(note)
        case .marker(let marker): try writer.append(marker)
        }
    }

    /// What was appended, after a while nothing; `nil` at the end.
    private func next() -> [Piece]? {
        condition.withLock {
            if pieces.isEmpty, !isFinished {
                _ = condition.wait(until: Date(timeIntervalSinceNow: Self.interval))
            }
            if fault != nil || isFinished && pieces.isEmpty { return nil }
            defer { pieces = [] }
            return pieces
        }
    }
}
