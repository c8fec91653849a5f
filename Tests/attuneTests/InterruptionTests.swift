import Foundation
import Testing

/// Ctrl-C keeps what was measured, and never replaces a whole result by half of one.
@Suite struct InterruptionTests {
    private func interrupted(in folder: URL, _ more: [String] = []) throws -> Program {
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
            ] + more, under: ["timeout", "--preserve-status", "-s", "INT", "15"])
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
        }
    }

    @Test func aWholeResultIsNotReplacedByHalfOfOne() throws {
        try Program.inFolder { folder in
            let output = folder.appendingPathComponent("out")
            try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
            let old = output.appendingPathComponent("episodes.csv")
            try Data("whole\n".utf8).write(to: old)
            let run = try interrupted(in: output, ["--force"])
            #expect(run.status == 130)
            #expect(try Data(contentsOf: old) == Data("whole\n".utf8))
        }
    }
}
