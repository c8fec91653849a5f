import Archive
import Base
import Consents
import Foundation
import Posture
import SessionModel
import TestSupport
import Testing

@testable import Workflows

@Suite struct LiveRecorderTests {
    private func inFolder(_ body: (String) throws -> Void) throws {
        try TemporaryFolder.with { try body($0.path) }
    }

    private let header = RecordHeader(
        sources: [.init(file: "/dev/video0", sha256: "")],
        request: .init(rate: "12.5", layout: "auto", precision: "fastest"),
        live: LiveHeader(seats: ["a", "b"], isCamera: true))

    @Test func whatIsPutInIsOnTheDiskWithinASecond() throws {
        try inFolder { folder in
            let path = folder + "/session.partial.sqlite"
            let recorder = try LiveRecorder(SessionRecord.create(path, header: header))
            for step in 0..<10 {
                recorder.append(DyadFrame(time: Double(step) / 10, poses: [nil, nil]))
            }
            recorder.append(Marker(time: 0.5, text: "here"))
            recorder.append(.warning("a sentence"))
            Thread.sleep(forTimeInterval: 1)
            // As another process would find it.
            let other = try SessionRecord.open(path)
            #expect(try other.frameCount() == 10)
            #expect(try other.markers() == [Marker(time: 0.5, text: "here")])
            #expect(try other.warnings() == ["a sentence"])
            #expect(try other.header().live == header.live)
            #expect(try other.state() == .unfinished)
            try other.close()
            recorder.append(DyadFrame(time: 1, poses: [nil, nil]))
            let ending = MeasurementOutcome(
                sources: [.init(duration: 1, frames: 11)],
                live: LiveEnding(
                    missed: 3, gaps: [.init(start: 0.2, end: 0.4, reason: .pause)]))
            try recorder.finish(.complete, ending)
            #expect(try recorder.record.frameCount() == 11)
            #expect(try recorder.record.ending() == ending)
            recorder.append(DyadFrame(time: 2, poses: [nil, nil]))
            #expect(try recorder.record.frameCount() == 11)
        }
    }

    @Test func whatTheDiskReportsIsHandedOn() throws {
        try inFolder { folder in
            let path = folder + "/session.partial.sqlite"
            let record = try SessionRecord.create(path, header: header)
            let recorder = try LiveRecorder(record)
            try record.close()
            recorder.append(DyadFrame(time: 0, poses: [nil, nil]))
            for _ in 0..<100 where recorder.failure == nil { Thread.sleep(forTimeInterval: 0.05) }
            #expect(recorder.failure != nil)
            #expect(throws: Failure.self) {
                try recorder.finish(.complete, MeasurementOutcome(sources: []))
            }
        }
    }
}
