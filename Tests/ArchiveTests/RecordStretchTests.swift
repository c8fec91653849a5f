import Base
import Foundation
import GRDB
import Posture
import TestSupport
import Testing

@testable import Archive
@testable import SessionModel

/// Some seconds of a record are what the whole of it says of them.
struct RecordStretchTests {
    private typealias Fixture = RecordFixture

    /// 200 instants of 25 a second; people are exchanged by hand from 0.2 to 0.4 s, and were in the measurement.
    private func make(_ path: String) throws {
        let record = try SessionRecord.create(path, header: Fixture.header)
        let writer = try RecordWriter(record)
        for number in 0..<200 {
            try writer.append(Fixture.frame(number))
            if number == 120 { try writer.append(.swap) }
            if number % 70 == 69 { try writer.commit() }
        }
        try writer.finish(.complete, MeasurementOutcome(sources: [.init(duration: 8, frames: 200)]))
        try record.save(Fixture.session(), summary: "{}")
        try record.close()
    }

    @Test func theSameAsAllOfIt() throws {
        try Fixture.inPlace { path in
            try make(path)
            let record = try SessionRecord.open(path)
            var all: [SeatedFrame] = []
            try record.forEachSeatedFrame(swapAt: [0.2, 0.4]) { all.append($0) }
            try record.close()
            for (from, to) in [
                (0.0, 8.0), (0, 0.04), (0.12, 0.6), (2.5, 2.6), (4.7, 4.96), (7.96, 9), (-3, 0.1),
            ] {
                let stretch = try RecordStretch.read(
                    path, in: TimeSpan(start: from, end: to), atMost: 1000)
                let expected = all.filter { from <= $0.time && $0.time < to }
                #expect("\(stretch.frames)" == "\(expected)" && !expected.isEmpty, "\(from) \(to)")
                #expect(stretch.pictures.map(\.width) == [960])
            }
            for (from, to) in [(8.0, 9.0), (-2, 0), (3.01, 3.02)] {
                let span = TimeSpan(start: from, end: to)
                #expect(try RecordStretch.read(path, in: span, atMost: 10).frames.isEmpty)
            }
            let few = try RecordStretch.read(path, in: TimeSpan(start: 0, end: 8), atMost: 30)
            #expect(
                few.frames.map(\.time) == stride(from: 0, to: 200, by: 7).map { Double($0) / 25 })
        }
    }

    @Test func damageIsNoticedWhereItIs() throws {
        try Fixture.inPlace { path in
            try make(path)
            let record = try SessionRecord.open(path, for: .writing)
            try record.queue.write { database in
                try database.execute(
                    sql:
                        "UPDATE poses SET pose = (SELECT pose FROM poses WHERE id = 0) WHERE id = 300"
                )
            }
            try record.close()
            let sound = try RecordStretch.read(path, in: TimeSpan(start: 0, end: 1), atMost: 99)
            #expect(sound.frames.count == 25)
            let failure = #expect(throws: Failure.self) {
                try RecordStretch.read(path, in: TimeSpan(start: 5.9, end: 6.1), atMost: 99)
            }
            #expect(failure?.kind == .badInput)
        }
    }

    @Test func withoutLandmarksThereIsNothing() throws {
        try Fixture.inPlace { path in
            let span = TimeSpan(start: 0, end: 1)
            var failure = #expect(throws: Failure.self) {
                try RecordStretch.read(path, in: span, atMost: 9)
            }
            #expect(failure?.kind == .noInput)
            let record = try SessionRecord.create(path, header: Fixture.header)
            try record.close()
            failure = #expect(throws: Failure.self) {
                try RecordStretch.read(path, in: span, atMost: 9)
            }
            #expect(failure?.kind == .noInput)
            try Data("no record at all".utf8).write(to: URL(fileURLWithPath: path))
            failure = #expect(throws: Failure.self) {
                try RecordStretch.read(path, in: span, atMost: 9)
            }
            #expect(failure?.kind == .badInput)
        }
    }
}
