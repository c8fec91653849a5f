import Archive
import Base
import Consents
import Foundation
import Posture
import SessionModel
import TestSupport
import Testing
import VisionProtocol

@testable import Workflows

/// Events of the vision process, scripted, into a record.
@Suite struct MeasurementRecorderTests {
    private let reports = CollectedReports()
    private let consent = ConsentSummary(session: "S01", participants: [], digest: "cd")
    private let source = SourceDescription(
        width: 960, height: 540, rate: 25, duration: 4, precision: "f32",
        models: ["body.tflite": "12"], storedWidth: 720,
        storedHeight: 540, pixelAspect: 4.0 / 3, rotation: 0)

    private func header(_ files: [String] = ["a.mp4"], live: Bool = false) -> RecordHeader {
        RecordHeader(
            sources: files.map { .init(file: $0, sha256: "") },
            request: .init(rate: "12.5", layout: "auto", precision: "fastest"),
            live: live ? LiveHeader(seats: ["a", "b"], isCamera: true) : nil)
    }

    private func recorder<Sink: RecordSink>(
        _ folder: URL, _ header: RecordHeader, of places: [String] = ["/home/anna/a.mp4"],
        _ kind: Sink.Type = RecordWriter.self
    ) -> MeasurementRecorder<Sink> {
        MeasurementRecorder(
            header, of: places, path: folder.path + "/session.partial.sqlite", consent: consent,
            reporter: reports)
    }

    private func frame(_ time: Double) -> DyadFrame { DyadFrame(time: time, poses: [nil, nil]) }

    @Test func theRecordIsMadeWithTheLastSource() throws {
        try TemporaryFolder.with { folder in
            var recorder = recorder(
                folder, header(["a.mp4", "b.mp4"]), of: ["/home/anna/a.mp4", "/home/anna/b.mp4"])
            try recorder.take(.confinement(.init(landlockAbi: 0, seccomp: true)))
            #expect(reports.warnings.count == 1)
            try recorder.take(.source(source))
            #expect(recorder.record == nil)
            var second = source
            second.rotation = 90
            try recorder.take(.source(second))
            let record = try #require(recorder.record)
            let header = try record.header()
            #expect(header.arithmetic == "f32" && header.models == ["body.tflite": "12"])
            #expect(header.confinement == .init(landlockAbi: 0, seccomp: true))
            #expect(header.width == 960 && header.height == 540 && header.declaredDuration == 4)
            #expect(
                header.pictures == [
                    StoredPicture(width: 720, height: 540, pixelAspect: 4.0 / 3),
                    StoredPicture(width: 720, height: 540, pixelAspect: 4.0 / 3, rotation: 90),
                ])
            #expect(try record.consent() == consent)
        }
    }

    /// As `attune export` needs for the landmarks of a live session, too.
    @Test func aLiveRecordSaysHowThePictureIsStored() throws {
        try TemporaryFolder.with { folder in
            var recorder = recorder(
                folder, header(live: true), of: ["/dev/video0"], LiveRecorder.self)
            try recorder.take(.source(source))
            // A camera that comes back describes itself again.
            try recorder.take(.source(source))
            try recorder.take(
                .liveFrame(frame(1), LiveTiming(captured: 0)))
            try recorder.complete([.init(duration: 0, frames: 1)], people: 2, live: LiveEnding())
            let record = try #require(recorder.record)
            #expect(
                try record.header().pictures == [
                    StoredPicture(width: 720, height: 540, pixelAspect: 4.0 / 3)
                ])
            #expect(try record.frameCount() == 1)
            #expect(try record.state() == .complete)
        }
    }

    @Test func whatIsLearnedLateIsNotedWithoutNamesOfFolders() throws {
        try TemporaryFolder.with { folder in
            var recorder = recorder(folder, header())
            try recorder.take(.source(source))
            try recorder.take(.frame(frame(0.5)))
            try recorder.take(.swap)
            try recorder.take(.forget(1))
            try recorder.take(.forget(7))
            try recorder.take(.uncertain(.init(start: 0.1, end: 0.4, cause: .overlap)))
            try recorder.take(.warning("/home/anna/a.mp4 is short"))
            try recorder.complete([.init(duration: 1, frames: 1)], people: 2)
            let record = try #require(recorder.record)
            #expect(try record.warnings() == ["a.mp4 is short"])
            #expect(try record.uncertainStretches() == [TimeSpan(start: 0.1, end: 0.4)])
            #expect(try record.ending()?.people == 2)
        }
    }

    @Test func anEarlyEndKeepsWhatWasMeasured() throws {
        try TemporaryFolder.with { folder in
            var recorder = recorder(folder, header())
            let crash = Failure.badInput("decoding /home/anna/a.mp4 crashed", remedy: "convert it")
            try recorder.take(.source(source))
            // There is nothing to keep yet.
            #expect(throws: crash) { try recorder.stop(crash) }
            try recorder.take(.frame(frame(0.5)))
            try recorder.take(.frame(frame(2.5)))
            let stopped = try recorder.stop(crash, " of the video")
            #expect(stopped.what == "decoding /home/anna/a.mp4 crashed at 2.5 s")
            let record = try #require(recorder.record)
            #expect(try record.state() == .stopped)
            let ending = try #require(try record.ending())
            #expect(ending.sources == [.init(duration: 2, frames: 2)])
            #expect(
                ending.warnings == [
                    "the measurement ended early, at 2.5 s of the video: decoding a.mp4 crashed"
                ])
        }
    }

    /// Two cameras: one with three chapters, one with one file that began 0.5 s later.
    private var chapters: RecordHeader {
        var header = header(["a1.mp4", "a2.mp4", "a3.mp4", "b.mp4"])
        for (index, camera) in [0, 0, 0, 1].enumerated() { header.sources[index].camera = camera }
        header.request.offset = 0.5
        return header
    }

    @Test func chaptersAreKeptWithTheirPlaces() throws {
        try TemporaryFolder.with { folder in
            var recorder = recorder(folder, chapters)
            try recorder.take(.source(source))
            #expect(recorder.record == nil)
            try recorder.take(.source(source))
            for (file, start) in [0, 4.0, 9].enumerated() {
                try recorder.take(.chapter(.init(camera: 0, file: file, start: start)))
            }
            try recorder.take(.frame(frame(0.5)))
            let lengths = recorder.lengths([
                .init(
                    frames: 9, duration: 12,
                    chapters: [
                        .init(frames: 4, duration: 4), .init(frames: 3, duration: 4),
                        .init(frames: 2, duration: 3),
                    ]), .init(frames: 8, duration: 10),
            ])
            try recorder.complete(lengths, people: 2)
            let record = try #require(recorder.record)
            #expect(try record.header().cameras == 2 && record.header().pictures?.count == 2)
            #expect(
                try record.ending()?.sources == [
                    .init(duration: 4, frames: 4, start: 0),
                    .init(duration: 4, frames: 3, start: 4),
                    .init(duration: 3, frames: 2, start: 9), .init(duration: 10, frames: 8),
                ])
        }
    }

    @Test func anEarlyEndSaysHowFarTheChaptersWereMeasured() throws {
        try TemporaryFolder.with { folder in
            var recorder = recorder(folder, chapters)
            for _ in 0..<2 { try recorder.take(.source(source)) }
            try recorder.take(.chapter(.init(camera: 0, file: 0, start: 0)))
            for time in [0.0, 1, 2] { try recorder.take(.frame(frame(time))) }
            try recorder.take(.chapter(.init(camera: 0, file: 1, start: 4)))
            for time in [4.0, 5] { try recorder.take(.frame(frame(time))) }
            _ = try recorder.stop(.interrupted("interrupted", remedy: "resume"))
            #expect(
                try recorder.record?.ending()?.sources == [
                    .init(duration: 4, frames: 3, start: 0),
                    .init(duration: 1, frames: 2, start: 4),
                    .init(duration: 0, frames: 0), .init(duration: 5, frames: 5),
                ])
        }
    }

    @Test func aRecordIsResumedWithTheSameMeansOnly() throws {
        try TemporaryFolder.with { folder in
            var first = recorder(folder, header())
            try first.take(.source(source))
            try first.take(.frame(frame(0.5)))
            _ = try first.stop(.interrupted("interrupted", remedy: "resume"))
            let record = try #require(first.record)

            func resumed(
                _ source: SourceDescription, _ models: [String: String]
            ) throws -> MeasurementRecorder<RecordWriter> {
                var source = source
                source.models = models
                var recorder = try MeasurementRecorder<RecordWriter>(
                    resuming: record, of: ["/home/anna/a.mp4"], reporter: reports)
                try recorder.take(.source(source))
                return recorder
            }
            var other = source
            other.precision = "bf16"
            #expect(throws: Failure.self) { try resumed(other, ["body.tflite": "12"]) }
            #expect(throws: Failure.self) { try resumed(source, ["body.tflite": "34"]) }
            var second = try resumed(source, ["body.tflite": "12"])
            #expect(second.firstTime == 0.5 && second.lastTime == 0.5 && second.frames == 1)
            try second.take(.frame(frame(1)))
            try second.complete([.init(duration: 1, frames: 2)], people: 2)
            #expect(try record.frameCount() == 2)
            #expect(try record.state() == .complete)
        }
    }
}
