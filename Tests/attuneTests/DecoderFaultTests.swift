import Foundation
import TestSupport
import Testing

/// A decoder that crashes, hangs or is taken over costs nothing that was measured before, and the
/// message names the time. The real program runs, with a fault in its decoder.
@Suite(.tags(.program), .untilStuck)
struct DecoderFaultTests {
    /// `attune` beside an `attune-vision` with that fault at a frame; frames come 25 a second.
    private func analyze(
        _ fault: String, at frame: Int, in folder: URL, patience: Double = 60,
        under wrapper: [String] = []
    ) throws -> Program {
        let attune = try Self.install(
            in: folder, vision: "exec '\(Self.faulty)' \(fault) \(frame)")
        return try Program.run(
            ["env", "ATTUNE_PATIENCE=\(patience)"] + wrapper + [
                attune, "analyze", Program.example("helle.mp4"), "--consent",
                Program.example("helle.consent.json"), "--output",
                folder.appendingPathComponent("out").path, "--progress", "none",
            ])
    }

    private static let faulty = Program.products.appendingPathComponent("faulty-vision").path

    /// The built program in a folder of its own, where a script stands in attune-vision's place.
    static func install(in folder: URL, vision script: String) throws -> String {
        let manager = FileManager.default
        let bin = folder.appendingPathComponent("bin")
        let share = folder.appendingPathComponent("share/attune")
        try manager.createDirectory(at: bin, withIntermediateDirectories: true)
        try manager.createDirectory(at: share, withIntermediateDirectories: true)
        let built = Program.products.appendingPathComponent("attune").resolvingSymlinksInPath()
        let program = bin.appendingPathComponent("attune").path
        try manager.copyItem(atPath: built.path, toPath: program)
        try manager.createSymbolicLink(
            at: share.appendingPathComponent("d3.min.js"),
            withDestinationURL: Program.repository.appendingPathComponent(".deps/js/d3.min.js"))
        let vision = bin.appendingPathComponent("attune-vision")
        try Data("#!/bin/sh\n\(script)\n".utf8).write(to: vision)
        chmod(vision.path, 0o700)
        return program
    }

    /// Exit 65, one line that says what happened and when, and the part before it kept.
    private func expectKept(_ run: Program, in folder: URL, _ words: String...) throws {
        #expect(run.status == 65, "\(run.errors)")
        let line = run.messages.last ?? ""
        #expect(line.hasPrefix("attune: error: decoding "), "\(run.errors)")
        for word in words { #expect(line.contains(word), "\(line)") }
        let features = try String(
            contentsOf: folder.appendingPathComponent("out/features.csv"), encoding: .utf8)
        let times = features.split(separator: "\n").dropFirst().compactMap {
            Double($0.prefix { $0 != "," })
        }
        let last = try #require(times.last)
        // 100 frames at 25 a second; what lies in the stretch that is being looked at, and what is decoded ahead of it (up to 37 frames),
        // goes with the process.
        #expect(last > 1.5 && last < 4, "\(last)")
        #expect(line.contains(String(format: "at %.1f s", last)), "\(line)")
        let session = try String(
            contentsOf: folder.appendingPathComponent("out/session.json"), encoding: .utf8)
        #expect(session.contains("the measurement ended early"))
    }

    @Test func aCrashKeepsWhatCameBefore() throws {
        try Program.inFolder { folder in
            let run = try analyze("crash", at: 100, in: folder)
            try expectKept(run, in: folder, "crashed (\(AddressSanitizer.endOfCrash))")
        }
    }

    @Test func aHangIsEndedAndKeepsWhatCameBefore() throws {
        try Program.inFolder { folder in
            let run = try analyze("hang", at: 100, in: folder, patience: 20)
            try expectKept(run, in: folder, "hung (nothing came for 20 s)")
        }
    }

    @Test func aProcessThatClosesItsOutputIsNotWaitedFor() throws {
        try Program.inFolder { folder in
            let attune = try Self.install(in: folder, vision: "exec >&-; exec sleep 600")
            let run = try Program.run([
                attune, "analyze", Program.example("helle.mp4"), "--consent",
                Program.example("helle.consent.json"), "--output",
                folder.appendingPathComponent("out").path,
            ])
            #expect(run.status == 70 && run.errors.contains("signal 9"), "\(run.errors)")
        }
    }

    @Test(.enabled(if: Kernel.confines))
    func aTakenOverDecoderIsStoppedByItsConfinement() throws {
        try Program.inFolder { folder in
            let run = try analyze("execute", at: 100, in: folder)
            try expectKept(run, in: folder, "signal 31, stopped by its confinement")
        }
    }

    @Test func aFloodOfNoiseIsRefused() throws {
        try Program.inFolder { folder in
            let run = try analyze("flood", at: 100, in: folder)
            try expectKept(run, in: folder, "unreadable events")
        }
    }

    @Test func aCrashBeforeTheFirstFrameIsOfTheVideoToo() throws {
        try Program.inFolder { folder in
            let run = try analyze("crash", at: 0, in: folder)
            #expect(run.status == 65)
            #expect(run.messages.count == 1 && run.errors.contains("crashed"), "\(run.errors)")
            let left = try FileManager.default.contentsOfDirectory(
                atPath: folder.appendingPathComponent("out").path)
            #expect(left.isEmpty)
        }
    }

    /// Nobody is left to work for, and a decoder that hangs does not notice by itself.
    @Test func noProcessIsLeftWhenAttuneIsKilled() throws {
        try Program.inFolder { folder in
            let own = folder.appendingPathComponent("faulty")
            try FileManager.default.copyItem(atPath: Self.faulty, toPath: own.path)
            let attune = try Self.install(in: folder, vision: "exec '\(own.path)' hang 25")
            let run = try Program.run([
                "timeout", "-s", "KILL", "8", attune, "analyze", Program.example("helle.mp4"),
                "--consent", Program.example("helle.consent.json"), "--output",
                folder.appendingPathComponent("out").path, "--progress", "none",
            ])
            #expect(run.status != 0)
            usleep(500_000)
            let running = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter {
                let words = try? Data(contentsOf: URL(fileURLWithPath: "/proc/\($0)/cmdline"))
                return words.map { String(decoding: $0, as: UTF8.self) }?.hasPrefix(own.path)
                    == true
            }
            #expect(running.isEmpty, "\(running)")
        }
    }

    @Test func theEnvironmentIsNotHandedOn() throws {
        try Program.inFolder { folder in
            let seen = folder.appendingPathComponent("seen").path
            let attune = try Self.install(in: folder, vision: "env > '\(seen)'; exit 1")
            let run = try Program.run([
                "env", "SECRET_TOKEN=x", "LD_PRELOAD=/nowhere/x.so", "ATTUNE_MODELS=/models",
                attune, "analyze", Program.example("helle.mp4"), "--consent",
                Program.example("helle.consent.json"), "--output",
                folder.appendingPathComponent("out").path,
            ])
            #expect(run.status == 70)
            let names = try String(contentsOfFile: seen, encoding: .utf8)
            #expect(names.contains("ATTUNE_MODELS=/models"))
            #expect(!names.contains("SECRET_TOKEN") && !names.contains("LD_PRELOAD"))
        }
    }

    @Test(.enabled(if: Kernel.confines))
    func whatHeldIsInTheSession() throws {
        try Program.inFolder { folder in
            let clip = folder.appendingPathComponent("clip.mp4").path
            try Program.ffmpeg(["-t", "2", "-i", Program.example("helle.mp4"), "-c", "copy", clip])
            let out = folder.appendingPathComponent("out")
            let run = try Program.attune([
                "analyze", clip, "--consent", Program.example("helle.consent.json"), "--output",
                out.path, "--progress", "none",
            ])
            #expect(run.status == 0, "\(run.errors)")
            #expect(!run.errors.contains("confined"), "\(run.errors)")
            let data = try Data(contentsOf: out.appendingPathComponent("session.json"))
            let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            let settings = try #require(json["settings"] as? [String: Any])
            let held = try #require(settings["confinement"] as? [String: Any])
            #expect(held["landlock_abi"] as? Int ?? 0 >= 1)
            #expect(held["seccomp"] as? Bool == true)
        }
    }

    @Test func aPictureThatIsTooLongIsNotTaken() throws {
        try Program.inFolder { folder in
            let path = folder.appendingPathComponent("long.mkv").path
            try Program.ffmpeg([
                "-f", "lavfi", "-i", "color=size=40000x1000:rate=1:duration=1", "-c:v", "ffv1",
                "-pix_fmt", "gray", path,
            ])
            let run = try Program.attune([
                "analyze", path, "--consent", Program.example("helle.consent.json"), "--output",
                folder.appendingPathComponent("out").path,
            ])
            #expect(run.status == 65 && run.errors.contains("40000x1000"), "\(run.errors)")
        }
    }

    @Test func aPictureOfAnySizeIsNotTaken() throws {
        try Program.inFolder { folder in
            let path = folder.appendingPathComponent("huge.mkv").path
            try Program.ffmpeg([
                "-f", "lavfi", "-i", "color=size=16000x12000:rate=1:duration=1", "-c:v", "ffv1",
                "-pix_fmt", "gray", path,
            ])
            let run = try Program.attune([
                "analyze", path, "--consent", Program.example("helle.consent.json"), "--output",
                folder.appendingPathComponent("out").path,
            ])
            #expect(run.status == 65)
            #expect(run.errors.contains("16000x12000"), "\(run.errors)")
            #expect(run.errors.contains("100 megapixels"), "\(run.errors)")
        }
    }
}
