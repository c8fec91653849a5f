package import Base
import Foundation
import GRDB
import Posture
import SessionModel

/// Some seconds of a record, to be shown: each person at the seat that the results assign to them.
///
/// A record of an hour is looked into every few seconds while its recording plays. So only what is read is checked, the
/// frames against their seals, and the record is closed again: one that is erased meanwhile is gone.
package struct RecordStretch: Sendable {
    /// Size of the upright picture of each camera, pixels.
    package var pictures: [(width: Double, height: Double)]
    /// In order of time.
    package var frames: [SeatedFrame]

    /// - Parameters:
    ///   - span: seconds; its end is not in it.
    ///   - most: instants; of more, every second, third … one is read.
    /// - Throws: ``Failure/Kind/noInput`` when there is no record, or none with landmarks; ``Failure/Kind/badInput`` when it
    ///   is damaged.
    package static func read(
        _ path: String, in span: TimeSpan, atMost most: Int
    ) throws(Failure) -> RecordStretch {
        try SessionRecord.requireThere(path)
        let record = try SessionRecord.openForShowing(path)
        let header = try record.header()
        guard !header.isOfSeries, try record.frameCount() > 0 else {
            throw Failure.noInput(
                "the session holds no landmarks", remedy: "look at the recording instead")
        }
        let swaps = try record.swapAt()
        let frames = try record.seatedFrames(in: span, atMost: most, swapAt: swaps)
        try record.close()
        let sizes = header.pictures?.map(\.upright) ?? []
        return RecordStretch(
            pictures: sizes.count == header.cameras
                ? sizes : (0..<header.cameras).map { _ in (header.width, header.height) },
            frames: frames)
    }
}

extension SessionRecord {
    /// Opens a record without looking at all of it; one of an earlier version is brought up to date in memory.
    fileprivate static func openForShowing(_ path: String) throws(Failure) -> SessionRecord {
        try checkAccess(path, .reading)
        let record = try connect(path, .reading)
        let isCurrent = try record.reading { database in
            let application = try Int32.fetchOne(database, sql: "PRAGMA application_id")
            return try application == RecordSchema.applicationID
                && userVersion(database) == RecordSchema.version
        }
        if isCurrent { return record }
        try record.close()
        return try open(path)
    }

    /// The times from which on the two people are exchanged by hand in the results, seconds, rising; empty before there are
    /// results.
    package func swapAt() throws(Failure) -> [Double] {
        try reading { database in
            try String.fetchOne(
                database, sql: "SELECT json FROM documents WHERE name = ?",
                arguments: [ResultDocument.settings]
            ).map { try RecordJSON.value(ExchangeTimes.self, $0).swapAt.sorted() } ?? []
        }
    }

    /// Instants of a stretch that are looked at: ten seconds of a camera with a thousand pictures a second.
    private static var mostShown: Int { 10_000 }

    fileprivate func seatedFrames(
        in span: TimeSpan, atMost most: Int, swapAt: [Double]
    ) throws(Failure) -> [SeatedFrame] {
        let numbers = try reading { database in
            try Int.fetchAll(
                database,
                sql: "SELECT frame FROM frames WHERE time >= ? AND time < ? ORDER BY frame LIMIT ?",
                arguments: [span.start, span.end, Self.mostShown + 1])
        }
        guard numbers.count <= Self.mostShown else {
            throw RecordFailure.damaged(path, "no camera takes so many pictures in a second")
        }
        guard let first = numbers.first, let last = numbers.last else { return [] }
        try checkFrames(first..<last + 1)
        let step = (numbers.count + most - 1) / most
        var seats = try SeatingOrder(self, swapAt: swapAt)
        var frames: [SeatedFrame] = []
        try forEachFrame(from: first, before: last + 1) { frame, number throws(Failure) in
            let seated = seats.seated(frame)
            if (number - first).isMultiple(of: step) { frames.append(seated) }
        }
        return frames
    }

    /// Checks the frames of these numbers, and those that are sealed with them.
    private func checkFrames(_ numbers: Range<Int>) throws(Failure) {
        let fault = try reading { database -> Int? in
            let seals = RecordSeals(database: database)
            let spans = try seals.spans()
            let reached = spans.indices.filter { spans[$0].frames.overlaps(numbers) }
            guard let first = reached.first, let last = reached.last,
                spans[first].frames.lowerBound <= numbers.lowerBound,
                spans[last].end >= numbers.upperBound
            else { return numbers.lowerBound }
            for index in reached {
                let before = index == 0 ? .init() : spans[index - 1].digest
                guard
                    try seals.digest(ofFrames: spans[index].frames, after: before)
                        == spans[index].digest
                else { return spans[index].frames.lowerBound }
            }
            return nil
        }
        if let fault { throw RecordFailure.damaged(path, "frame \(fault) is not what was written") }
    }
}

/// The part of the settings that says when people were exchanged.
private struct ExchangeTimes: Decodable {
    var swapAt: [Double]
}
