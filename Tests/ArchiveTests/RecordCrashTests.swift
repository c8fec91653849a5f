import Posture
import Foundation
import Testing

@testable import Archive

/// A record that was cut off at any instant has all but the last batch.
@Suite struct RecordCrashTests {
    private typealias Fixture = RecordFixture

    /// Frames per batch here.
    private static let batch = 7

    /// The record and its log as they lie on the disk while a run writes.
    private struct Snapshot {
        var file: Data
        var log: Data
        /// Frames in the batches that were written.
        var frames: Int
    }

    private func snapshots(_ path: String, batches: Int) throws -> [Snapshot] {
        let record = try SessionRecord.create(path, header: Fixture.header)
        let writer = try RecordWriter(record)
        var snapshots: [Snapshot] = []
        for batch in 0..<batches {
            for number in batch * Self.batch..<(batch + 1) * Self.batch {
                try writer.append(Fixture.frame(number))
            }
            if batch % 3 == 1 { try writer.append(.swap) }
            try writer.append(checkpoint: Data(repeating: UInt8(batch), count: 3000), time: 0)
            try writer.commit()
            // Frames that wait for their batch must not be in it.
            if batch % 2 == 0 {
                snapshots.append(
                    Snapshot(
                        file: try Data(contentsOf: URL(fileURLWithPath: path)),
                        log: try Data(contentsOf: URL(fileURLWithPath: path + "-wal")),
                        frames: writer.frames))
            }
        }
        return snapshots
    }

    private func put(_ snapshot: Snapshot, log: Data, at path: String) throws {
        SessionRecord.remove(path)
        try snapshot.file.write(to: URL(fileURLWithPath: path))
        try log.write(to: URL(fileURLWithPath: path + "-wal"))
    }

    @Test func aKilledRunLeavesEveryBatchThatWasWritten() throws {
        try Fixture.inPlace { path in
            for snapshot in try snapshots(path + ".source", batches: 12) {
                try put(snapshot, log: snapshot.log, at: path)
                let record = try SessionRecord.open(path, for: .writing)
                #expect(try record.frameCount() == snapshot.frames)
                #expect(
                    try record.checkpoint()?.state.first == UInt8(snapshot.frames / Self.batch - 1))
                try record.close()
            }
        }
    }

    /// What a power cut may do to the end of the log: cut it anywhere, or leave blocks of it unwritten.
    @Test func aPowerCutCostsWholeBatchesAtTheEnd() throws {
        try Fixture.inPlace { path in
            let snapshots = try snapshots(path + ".source", batches: 12)
            let last = try #require(snapshots.last)
            var random = SystemRandomNumberGenerator()
            var counts: Set<Int> = []
            for round in 0..<40 {
                let cut = Int.random(in: 0...last.log.count, using: &random)
                var log = last.log.prefix(cut)
                if round % 2 == 1, cut > 4096 {
                    let start = Int.random(in: cut - 4096..<cut, using: &random)
                    log.replaceSubrange(start..., with: Data(count: cut - start))
                }
                try put(last, log: Data(log), at: path)
                guard SessionRecord.isBegun(path) else {
                    // Cut before the first transaction was on the disk: nothing had been promised.
                    continue
                }
                let record = try SessionRecord.open(path, for: .writing)
                let count = try record.frameCount()
                counts.insert(count)
                #expect(count % Self.batch == 0 && count <= last.frames, "cut at \(cut)")
                let frames = try Fixture.frames(record)
                #expect(frames.map(\.time) == (0..<count).map { Fixture.frame($0).time })
                // It goes on from there.
                let writer = try RecordWriter(record)
                try writer.append(Fixture.frame(count))
                try writer.commit()
                #expect(try record.frameCount() == count + 1)
                try record.close()
            }
            #expect(counts.count > 3, "\(counts)")
        }
    }

    @Test func aBatchWaitsNoLongerThanItMay() throws {
        try Fixture.inPlace { path in
            let record = try SessionRecord.create(path, header: Fixture.header)
            let writer = try RecordWriter(record)
            try writer.append(Fixture.frame(0))
            #expect(try record.frameCount() == 0)
            Thread.sleep(forTimeInterval: RecordWriter.longestDelay + 0.05)
            try writer.commitIfDue()
            #expect(try record.frameCount() == 1)
            #expect(RecordWriter.longestDelay + 0.2 < 1)
        }
    }
}
