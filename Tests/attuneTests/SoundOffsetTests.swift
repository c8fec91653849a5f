import Foundation
import TestSupport
import Testing

/// Two cameras on one clock, from the command line to the files.
@Suite(.tags(.program), .untilStuck)
struct SoundOffsetTests {
    /// Half of the example's picture from `start` on, with what was said meanwhile.
    private static func camera(
        _ half: Int, from start: Double, seconds: Double, voice: URL?, _ path: String
    ) throws {
        let sound = voice.map {
            [
                "-ss", "\(start)", "-f", "s16le", "-ar", "8000", "-ac", "1", "-i", $0.path, "-c:a",
                "aac",
            ]
        }
        let picture = [
            "ffmpeg", "-v", "error", "-ss", "\(start)", "-i", Program.example("helle.mp4"),
        ]
        let coding = [
            "-vf", "crop=iw/2:ih:\(half)*iw/2:0", "-r", "5", "-t", "\(seconds)", "-c:v", "libx264",
            "-preset", "ultrafast", path,
        ]
        let run = try Program.run(picture + (sound ?? []) + coding)
        try #require(run.status == 0, "\(run.errors)")
    }

    @Test func theSoundTellsWhenTheSecondCameraStarted() throws {
        try Program.inFolder { folder in
            let voice = folder.appendingPathComponent("voice.raw")
            try TalkingVoice.samples(30, seed: 3).write(to: voice)
            let first = folder.appendingPathComponent("first.mp4").path
            let second = folder.appendingPathComponent("second.mp4").path
            try Self.camera(0, from: 0, seconds: 22, voice: voice, first)
            try Self.camera(1, from: 4, seconds: 18, voice: voice, second)
            let output = folder.appendingPathComponent("session")
            let command = [
                "analyze", first, second, "--rate", "1", "--consent",
                Program.example("helle.consent.json"), "--output", output.path, "--progress",
                "none",
            ]
            let run = try Program.attune(command + ["--offset", "auto"])
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.errors.contains("the second recording started 4.0"))

            let summary = try Data(contentsOf: output.appendingPathComponent("session.json"))
            let json = try #require(
                try JSONSerialization.jsonObject(with: summary) as? [String: Any])
            let settings = try #require(json["settings"] as? [String: Any])
            let offset = try #require(settings["offset"] as? Double)
            #expect(abs(offset - 4) < 0.04)
            let basis = try #require(settings["offset_basis"] as? [String: Any])
            #expect(basis["source"] as? String == "sound" && basis["error"] as? Double ?? 1 < 0.05)

            // Before the second camera ran, nobody is in its seat; from then on somebody is.
            let rows = try String(
                contentsOf: output.appendingPathComponent("features.csv"), encoding: .utf8
            ).split(separator: "\n").dropFirst().map {
                $0.split(separator: ",", omittingEmptySubsequences: false)
            }
            let seen = rows.filter { $0[1] == "client" && (Double($0[2]) ?? 0) > 0.5 }
            let begin = try #require(seen.compactMap { Double($0[0]) }.min())
            #expect(begin >= 3.9 && begin < 7)
        }
    }

    @Test func nobodySaidWhenTheSecondCameraStarted() throws {
        try Program.inFolder { folder in
            let first = folder.appendingPathComponent("first.mp4").path
            let second = folder.appendingPathComponent("second.mp4").path
            try Self.camera(0, from: 0, seconds: 2, voice: nil, first)
            try Self.camera(1, from: 0, seconds: 2, voice: nil, second)
            let command = [
                "analyze", first, second, "--rate", "2", "--consent",
                Program.example("helle.consent.json"), "--output",
                folder.appendingPathComponent("out").path, "--progress", "none",
            ]
            let run = try Program.attune(command)
            #expect(run.errors.contains("taken to have started at the same moment"))
            let mute = try Program.attune(command + ["--offset", "auto", "--force"])
            #expect(mute.status == 65 && mute.errors.contains("it has no sound"))
            #expect(mute.errors.contains("give --offset in seconds"))
        }
    }
}
