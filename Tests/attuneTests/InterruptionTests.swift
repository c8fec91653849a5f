import Archive
import Base
import Foundation
import Posture
import TestSupport
import Testing

/// Ctrl-C keeps what was measured, and never replaces a whole result by half of one.
@Suite(.tags(.program), .untilStuck)
struct InterruptionTests {
    private func interrupted(
        in folder: URL, by signal: String = "INT", _ more: [String] = []
    ) throws -> Program {
        // Long enough to be interrupted on any machine. `timeout` sends SIGINT after fifteen seconds,
        // when a busy machine has seen some frames too, and hands the program's own status on.
        let long = folder.deletingLastPathComponent().appendingPathComponent("long.mp4").path
        try Program.ffmpeg(
            ["-stream_loop", "19", "-i", Program.example("helle.mp4"), "-c", "copy", long])
        return try Program.attune(
            [
                "analyze", long, "--consent",
                Program.example("helle.consent.json"), "--output", folder.path, "--progress",
                "none",
            ] + more, under: ["timeout", "--preserve-status", "-s", signal, "15"])
    }

    /// Closing the terminal, or shutting down the reader of what is printed, loses nothing.
    @Test func aClosedTerminalKeepsWhatWasMeasured() throws {
        try Program.inFolder { folder in
            let output = folder.appendingPathComponent("out")
            let run = try interrupted(in: output, by: "HUP")
            #expect(run.status == 130)
            #expect(run.errors.contains("attune: error: interrupted at "))
            #expect(FileManager.default.fileExists(atPath: output.path + "/features.csv"))
        }
    }

    @Test func aClosedPipeEndsNothing() throws {
        try Program.inFolder { folder in
            let status = folder.appendingPathComponent("status")
            let run = try Program.run([
                "sh", "-c", "{ sleep 0.5; \"$0\" --help; echo $? > \"$1\"; } | true",
                Program.products.appendingPathComponent("attune").path, status.path,
            ])
            #expect(run.errors.isEmpty, "\(run.errors)")
            #expect(try String(contentsOf: status, encoding: .utf8) == "0\n")
        }
    }

    @Test func whatWasMeasuredIsKept() throws {
        try Program.inFolder { folder in
            let output = folder.appendingPathComponent("out")
            let run = try interrupted(in: output)
            #expect(run.status == 130)
            #expect(run.errors.contains("attune: error: interrupted at "))
            let features = try String(
                contentsOf: output.appendingPathComponent("features.csv"), encoding: .utf8)
            #expect(features.split(separator: "\n").count > 10)
            let session = try String(
                contentsOf: output.appendingPathComponent("session.json"), encoding: .utf8)
            #expect(session.contains("the measurement ended early"))
            // The same command again does not only offer to throw it away.
            let again = try interrupted(in: output)
            #expect(again.status == 73 && again.errors.contains("pass --resume to go on"))
        }
    }

    /// What is left to do once the video has been measured can be long too.
    @Test func scoringStopsAndIsTakenUpAgain() throws {
        try Program.inFolder { folder in
            let output = folder.appendingPathComponent("out")
            let video = folder.appendingPathComponent("clip.mp4")
            try Data("measured long ago".utf8).write(to: video)
            try Self.measured(video, in: output)
            // Ten times the usual work.
            let config = folder.appendingPathComponent("config.json")
            try Data(#"{"schema": 1, "surrogates": {"count": 10000}}"#.utf8).write(to: config)
            let command = [
                "analyze", video.path, "--consent", Program.example("helle.consent.json"),
                "--output", output.path, "--resume", "--progress", "none",
                "--config", config.path,
            ]
            let start = ContinuousClock.now
            let run = try Program.attune(
                command, under: ["timeout", "--preserve-status", "-s", "INT", "3"])
            #expect(run.status == 130, "\(run.errors)")
            // A fast computer has scored by then, and writes.
            #expect(
                run.errors.contains("attune: error: interrupted while scoring; ")
                    && run.errors.contains("--resume")
                    || run.errors.contains("attune: error: interrupted while writing"))
            #expect(ContinuousClock.now - start < .seconds(30))
            let names = try FileManager.default.contentsOfDirectory(atPath: output.path)
            #expect(names.allSatisfy { $0.hasPrefix(SessionRecord.unfinishedName) }, "\(names)")
            #expect(SessionRecord.isBegun(output.path + "/" + SessionRecord.unfinishedName))
        }
    }

    /// A complete measurement of eight minutes that has no results yet.
    private static func measured(_ video: URL, in output: URL) throws {
        try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
        let source = RecordHeader.Source(
            file: video.lastPathComponent, sha256: try Digest.sha256(ofFile: video.path))
        let record = try SessionRecord.create(
            output.appendingPathComponent(SessionRecord.unfinishedName).path,
            header: RecordHeader(
                sources: [source],
                request: .init(rate: "12.5", layout: "auto", precision: "fastest"),
                arithmetic: "f32", width: 640, height: 360, declaredDuration: 480))
        let writer = try RecordWriter(record)
        for number in 0..<2400 {
            let poses = Seat.allCases.map { seat in
                let way = Float(number * (7 + seat.rawValue) % 101)
                return BodyPose(
                    score: 0.9,
                    points: (0..<33).map { index in
                        LandmarkPoint(
                            x: Float(200 + 300 * seat.rawValue + index * index % 37) + way / 10,
                            y: Float(100 + 5 * index) + way / 7, z: 0, visibility: 1)
                    },
                    world: (0..<33).map { SIMD3(Float($0) / 64 + way / 999, 0, 0) }, face: nil,
                    motionEnergy: way / 101)
            }
            try writer.append(DyadFrame(time: Double(number) / 5, poses: poses))
        }
        try writer.finish(
            .complete, MeasurementOutcome(sources: [.init(duration: 480, frames: 2400)]))
        try record.close()
    }

    @Test func aWholeResultIsNotReplacedByHalfOfOne() throws {
        try Program.inFolder { folder in
            let output = folder.appendingPathComponent("out")
            try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
            let old = output.appendingPathComponent("episodes.csv")
            try Data("whole\n".utf8).write(to: old)
            let run = try interrupted(in: output, by: "INT", ["--force"])
            #expect(run.status == 130)
            #expect(try Data(contentsOf: old) == Data("whole\n".utf8))
        }
    }
}
