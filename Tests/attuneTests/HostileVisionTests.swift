import Base
import Foundation
import Posture
import TestSupport
import Testing
import VisionProtocol

/// A vision process that was taken over says what it likes: the real `attune` beside one that says it.
/// Whatever that is, attune neither crashes nor grows, keeps what came before, and names the time.
@Suite(.tags(.program), .untilStuck)
struct HostileVisionTests {
    private static func pose(_ frame: Int) -> BodyPose {
        BodyPose(
            score: 0.9,
            points: (0..<33).map {
                LandmarkPoint(
                    x: Float(100 + $0 + frame % 7), y: Float(100 + 2 * $0), z: 0, visibility: 0.99)
            },
            world: (0..<33).map { SIMD3(Float($0) * 0.01, Float($0) * 0.02, 0) }, motionEnergy: 0.1)
    }

    private static func frame(_ time: Double, _ count: Int = 2) -> DyadFrame {
        DyadFrame(time: time, poses: (0..<count).map { pose($0) })
    }

    /// What an honest one says of two seconds.
    private static let honest: [TrackingEvent] =
        [
            .confinement(ConfinementReport(landlockAbi: 6, seccomp: true)),
            .source(
                SourceDescription(
                    width: 640, height: 360, rate: 25, duration: 10, precision: "f32",
                    storedWidth: 640, storedHeight: 360)),
        ] + (0..<50).map { .frame(frame(Double($0) / 25)) }

    private static let end = TrackingEvent.end(
        TrackingEnd(videos: [.init(frames: 50, duration: 2)], measured: 50, damaged: 0, people: 2))

    private func analyze(
        _ events: [TrackingEvent], then script: String = "", in folder: URL, patience: Double = 60
    ) throws -> Program {
        let bytes = try events.flatMap { try WireFormat.encode($0) }
        let said = folder.appendingPathComponent("said")
        try Data(bytes).write(to: said)
        let attune = try DecoderFaultTests.install(
            in: folder,
            vision: script.isEmpty ? "exec cat '\(said.path)'" : "cat '\(said.path)'\n\(script)")
        // Four gigabytes and a minute are far more than it takes.
        return try Program.run([
            "timeout", "-s", "KILL", "60", "env", "ATTUNE_PATIENCE=\(patience)", "sh", "-c",
            AddressSanitizer.bound("-d", kilobytes: 4_000_000) + "exec \"$@\"", "sh", attune,
            "analyze",
            Program.example("helle.mp4"), "--consent", Program.example("helle.consent.json"),
            "--output", folder.appendingPathComponent("out").path, "--progress", "none",
        ])
    }

    private func expectKept(_ run: Program, in folder: URL, _ words: String) throws {
        #expect(run.status == 65, "\(run.errors)")
        let line = run.messages.last ?? ""
        #expect(line.hasPrefix("attune: error: ") && line.contains(words), "\(run.errors)")
        #expect(line.contains("at 2.0 s"), "\(line)")
        let features = try String(
            contentsOf: folder.appendingPathComponent("out/features.csv"), encoding: .utf8)
        #expect(features.split(separator: "\n").count == 101)
        let session = try String(
            contentsOf: folder.appendingPathComponent("out/session.json"), encoding: .utf8)
        #expect(session.contains("the measurement ended early"))
    }

    @Test(
        arguments: [
            .frame(frame(.infinity)), .frame(frame(1e300)), .frame(frame(.nan)),
            .frame(frame(-1e9)), .frame(frame(3e6)), .frame(frame(1)), .frame(frame(3, 3)),
            .uncertain(UncertainSpan(start: -1e308, end: 1e308, cause: .cut)),
            .checkpoint(TrackingCheckpoint(time: .nan, state: Data(count: 65_000))),
            .end(
                TrackingEnd(
                    videos: [.init(frames: .max, duration: 1e308)], measured: 50, damaged: 0,
                    people: .max)),
        ] as [TrackingEvent])
    func whatCannotBeIsRefusedWithTheTime(_ event: TrackingEvent) throws {
        try Program.inFolder { folder in
            let run = try analyze(Self.honest + [event, Self.end], in: folder)
            try expectKept(run, in: folder, "decoding ")
            try expectKept(run, in: folder, "unreadable events")
        }
    }

    /// Each within its limits, and together a full disk: half a millisecond apart, without end.
    @Test func framesWithoutEndAreRefused() throws {
        try Program.inFolder { folder in
            let flood = (1...20_000).map {
                TrackingEvent.frame(Self.frame(2 + Double($0) * 0.0005))
            }
            let run = try analyze(Self.honest + flood + [Self.end], in: folder)
            #expect(run.status == 65 && run.errors.contains("unreadable events"), "\(run.errors)")
            let out = folder.appendingPathComponent("out").path
            let sizes = try FileManager.default.contentsOfDirectory(atPath: out).map { name in
                let found = try FileManager.default.attributesOfItem(atPath: out + "/" + name)
                return (found[.size] as? NSNumber)?.intValue ?? .max
            }
            #expect(sizes.reduce(0, +) < 4_000_000)
        }
    }

    @Test func aVideoThatCannotBeIsRefused() throws {
        try Program.inFolder { folder in
            let source = SourceDescription(
                width: 1e308, height: -5, rate: 1e308, duration: 1e308, rotation: .max)
            let run = try analyze([.source(source)] + Self.honest + [Self.end], in: folder)
            #expect(run.status == 65 && run.messages.count == 1, "\(run.errors)")
            #expect(run.errors.contains("unreadable events"))
        }
    }

    @Test(arguments: [.usage, .cannotCreate, .noConsent, .interrupted] as [Failure.Kind])
    func anExitCodeThatIsNotItsToGiveIsNotTaken(kind: Failure.Kind) throws {
        try Program.inFolder { folder in
            // As a process would send it that does not use our initialiser.
            var failure = Failure(kind: kind, what: "", remedy: "")
            failure.what = "x\u{1B}[2J\u{202E}\nattune: done"
            failure.remedy = "y\u{7}"
            let run = try analyze(Self.honest + [.failure(failure)], in: folder)
            try expectKept(run, in: folder, #"x\u{1b}[2J\u{202e}\u{a}attune: done"#)
            for bad in ["\u{1B}", "\u{202E}", "\u{7}"] { #expect(!run.errors.contains(bad)) }
        }
    }

    @Test func itHasNoTerminal() throws {
        try Program.inFolder { folder in
            let run = try analyze(
                Self.honest, then: "printf 'attune: error: forged\\n\\033[2J' >&2; exit 3",
                in: folder)
            try expectKept(run, in: folder, "crashed (status 3)")
            #expect(!run.errors.contains("forged") && !run.errors.contains("\u{1B}"))
        }
    }

    /// More than a pipe holds, and nobody reads it.
    @Test func whatItComplainsOfWithoutEndIsLost() throws {
        try Program.inFolder { folder in
            let run = try analyze(
                Self.honest, then: "head -c 1000000 /dev/zero >&2; exit 3", in: folder)
            try expectKept(run, in: folder, "crashed (status 3)")
        }
    }

    @Test func oneThatDoesNotBeginSaysWhy() throws {
        try Program.inFolder { folder in
            let run = try analyze(
                [], then: "printf 'cannot load \\033libopenvino.so\\nmore\\n' >&2; exit 127",
                in: folder)
            #expect(run.status == 70)
            #expect(
                run.errors.contains(
                    #"attune-vision does not run here (status 127: cannot load \u{1b}libopenvino.so); "#
                ),
                "\(run.errors)")
        }
    }

    @Test func signsOfLifeAreNoProgress() throws {
        try Program.inFolder { folder in
            let alive = folder.appendingPathComponent("alive")
            try Data(WireFormat.encode(.alive)).write(to: alive)
            let run = try analyze(
                Self.honest, then: "while cat '\(alive.path)'; do sleep 0.1; done", in: folder,
                patience: 1)
            // Ten times the patience, and 4 s for each megabyte of the example's 1.3.
            try expectKept(run, in: folder, "hung (no picture was measured for 15 s)")
        }
    }

    // MARK: Live

    private func expectKeptLive(_ parts: [ScriptedLive.Part], _ words: String) throws {
        try Program.inFolder { folder in
            let script = try ScriptedLive(in: folder)
            let run = try script.run([.frames(from: 0, seconds: 2)] + parts, patience: 3)
            #expect(run.status == 65, "\(run.errors)")
            let line = run.messages.last ?? ""
            #expect(line.contains(words) && line.contains(" at 1.9 s; "), "\(run.errors)")
            let features = try String(
                contentsOf: folder.appendingPathComponent("out/features.csv"), encoding: .utf8)
            #expect(features.split(separator: "\n").count == 51)
        }
    }

    @Test(arguments: [frame(3, 1), frame(1e300), frame(1e7), frame(1)])
    func whatCannotBeIsRefusedLiveToo(_ frame: DyadFrame) throws {
        try expectKeptLive(
            [.event(.liveFrame(frame, LiveTiming(captured: 1))), ScriptedLive.end],
            "ended unexpectedly (unreadable events) playing ")
    }

    @Test func anExitCodeThatIsNotItsToGiveIsNotTakenLiveEither() throws {
        var failure = Failure.usage("", remedy: "")
        failure.what = "x\u{1B}[2J"
        failure.remedy = "y\u{202E}z"
        try expectKeptLive([.event(.failure(failure))], #"error: x\u{1b}[2J at 1.9 s; y\u{202e}z"#)
    }

    @Test func aVideoThatIsPlayedIsNotWaitedForForEver() throws {
        try expectKeptLive([.silence(seconds: 30)], "hung (nothing came for 3 s) playing ")
    }

    /// A real one: nothing is seen for longer than a hang may last, and the process says that it lives.
    @Test func aHoleInAVideoThatIsPlayedIsNoHang() throws {
        try Program.inFolder { folder in
            let video = folder.appendingPathComponent("hole.mkv").path
            try Program.ffmpeg([
                "-t", "4", "-i", Program.example("helle.mp4"), "-vf",
                "setpts='PTS+gte(N,50)*14/TB'", "-fps_mode", "passthrough", "-an", video,
            ])
            let run = try Program.attune(
                [
                    "live", "--camera", video, "--consent",
                    Program.example("helle.consent.json"), "--output",
                    folder.appendingPathComponent("out").path,
                ], under: ["env", "ATTUNE_PATIENCE=10"])
            #expect(run.status == 0, "\(run.errors)")
            let features = try String(
                contentsOf: folder.appendingPathComponent("out/features.csv"), encoding: .utf8)
            #expect(features.contains("\n1.") && features.contains("\n17."))
        }
    }
}
