import Base
import Foundation
import TestSupport
import Testing
import VisionProtocol

/// What becomes of a session whose camera goes away, as the vision process tells it.
@Suite(.tags(.program, .timed), .untilStuck)
struct LiveCameraTests {
    private func text(_ script: ScriptedLive, _ name: String) throws -> String {
        try String(
            contentsOf: script.folder.appendingPathComponent("out/\(name)"), encoding: .utf8)
    }

    private func times(_ script: ScriptedLive) throws -> [Double] {
        try text(script, "features.csv").split(separator: "\n").dropFirst()
            .compactMap { Double($0.prefix { $0 != "," }) }
    }

    private let lost = ScriptedLive.Part.event(.camera(CameraNotice(.lost, reason: "unplugged")))

    @Test func aGapIsMarkedAndNothingIsMadeUpInIt() throws {
        try Program.inFolder { folder in
            let script = try ScriptedLive(in: folder)
            let run = try script.run([
                .frames(from: 0, seconds: 2), lost, .silence(seconds: 0.5),
                .event(.camera(CameraNotice(.back, seconds: 5))), .frames(from: 7, seconds: 2),
                ScriptedLive.end,
            ])
            #expect(run.status == 0, "\(run.errors)")
            let times = try times(script)
            #expect(!times.contains { $0 > 1.95 && $0 < 7 })
            #expect(times.contains { $0 > 8.5 })
            #expect(
                try text(script, "session.json").contains(
                    "nothing was measured from 1.9 to 7.0 s: the camera was away"))
        }
    }

    @Test func aCameraThatIsLostForGoodEndsTheSessionAndKeepsIt() throws {
        try Program.inFolder { folder in
            let script = try ScriptedLive(in: folder)
            let run = try script.run(
                [.frames(from: 0, seconds: 3), lost, .wait, ScriptedLive.end], ["--wait", "1"])
            #expect(run.status == 69, "\(run.errors)")
            #expect(run.errors.contains("has sent no picture for 1 s"))
            #expect(try Data(contentsOf: folder.appendingPathComponent("order")) == Data("s".utf8))
            #expect(try times(script).count > 50)
            #expect(try text(script, "session.json").contains("the measurement ended early"))
            #expect(
                !FileManager.default.fileExists(
                    atPath: folder.appendingPathComponent("out/session.partial.sqlite").path))
        }
    }

    @Test func aVisionProcessThatDiesLosesNothingThatWasMeasured() throws {
        try Program.inFolder { folder in
            let script = try ScriptedLive(in: folder)
            let run = try script.run([.frames(from: 0, seconds: 3), .silence(seconds: 0.2)])
            #expect(run.status == 65, "\(run.errors)")
            #expect(run.errors.contains("attune-vision ended unexpectedly"))
            #expect(run.errors.contains("clip.mp4 at 3.0 s; "), "\(run.errors)")
            #expect(try times(script).count > 50)
        }
    }

    @Test func aVisionProcessThatDoesNotEndIsNotWaitedForForEver() throws {
        try Program.inFolder { folder in
            let script = try ScriptedLive(in: folder)
            let run = try script.run(
                [.frames(from: 0, seconds: 3), .wait, .silence(seconds: 60)],
                ["--max-duration", "1"])
            #expect(run.status == 0, "\(run.errors)")
            #expect(try times(script).count > 50)
        }
    }

    @Test func nothingIsLeftOfASessionWithoutAPicture() throws {
        try Program.inFolder { folder in
            let script = try ScriptedLive(in: folder)
            let run = try script.run([
                .event(
                    .failure(
                        Failure.unavailable("it is in use", remedy: "close the call"))
                )
            ])
            #expect(run.status == 69)
            #expect(run.errors == "attune: error: it is in use; close the call\n")
            let left = try FileManager.default.contentsOfDirectory(
                atPath: folder.appendingPathComponent("out").path)
            #expect(left.isEmpty)
        }
    }
}
