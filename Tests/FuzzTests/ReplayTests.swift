import Foundation
import Testing

/// Every target that `make fuzz` runs keeps its promises on what it begins with, on that damaged in a
/// few dozen ways, and on every input that ever broke one (`Tests/Fuzz/regressions/TARGET/`).
@Suite struct ReplayTests {
    @Test(arguments: Replay.targets) func promisesAreKept(target: String) throws {
        let run = try Replay.run([target] + Replay.regressions(of: target))
        #expect(run.status == 0, "\(run.lastLine): \(run.errors)")
        #expect(run.lastLine == "done")
    }

    /// Videos are made here, in the containers that people bring.
    @Test(arguments: ["mp4", "mkv", "avi", "mov", "webm"])
    func promisesAreKeptOnVideos(container: String) throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("attune-replay-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let video = folder.appendingPathComponent("small.\(container)").path
        let made = try Replay.start(
            "/usr/bin/env",
            [
                "ffmpeg", "-v", "error", "-f", "lavfi", "-i",
                "testsrc2=size=48x32:rate=10:duration=0.5",
            ]
                + (container == "webm" ? [] : ["-c:v", "mpeg4"]) + [video])
        try #require(made.status == 0, "\(made.errors)")
        let run = try Replay.run(["video", video])
        #expect(run.status == 0, "\(run.lastLine): \(run.errors)")
        #expect(run.lastLine == "done")
    }
}
