import Base
import Foundation
import TestSupport
import Testing
import VisionProtocol

@testable import Vision

/// Offsets from the sound of files that ffmpeg made: another container, codec and rate each.
@Suite struct SoundsTests {
    /// A recording of the voice from `start` on; a camera of its own has its own codec and noise.
    private static func record(
        _ voice: URL, from start: Double, _ seconds: Int, _ arguments: [String], in folder: URL,
        as name: String
    ) throws -> String {
        let path = folder.appendingPathComponent(name).path
        try Clips.ffmpeg(
            [
                "-f", "lavfi", "-i", "color=gray:s=64x64:r=5", "-ss", "\(start)", "-f", "s16le",
                "-ar", "8000",
                "-ac", "1", "-i", voice.path, "-t", "\(seconds)",
            ] + arguments + [path])
        return path
    }

    private static func answer(_ first: String, _ second: String) throws -> SoundAnswer? {
        var last: SoundAnswer?
        try Sounds.answer(SoundRequest(first: first, second: second)) { last = $0 }
        return last
    }

    @Test func findsOffsetAndDriftOfTwoCameras() throws {
        try Clips.inFolder { folder in
            let voice = folder.appendingPathComponent("voice.raw")
            try TalkingVoice.samples(140, seed: 5).write(to: voice)
            let first = try Self.record(
                voice, from: 10, 100, ["-af", "volume=0.5", "-c:a", "aac", "-ar", "48000"],
                in: folder,
                as: "first.mp4")
            // Its clock runs 0.1 % slow: it takes 100.1 s for 100.
            let second = try Self.record(
                voice, from: 17.32, 100,
                [
                    "-af", "asetrate=8008,aresample=44100,highpass=f=400", "-ac", "2", "-c:a",
                    "libopus", "-ar", "48000",
                ],
                in: folder, as: "second.mkv")
            guard case .aligned(let found)? = try Self.answer(first, second) else {
                Issue.record("no alignment")
                return
            }
            #expect(abs(found.offset - 7.32) < 0.01, "\(found)")
            #expect(abs(found.drift - 0.001) < 0.000_05, "\(found)")
        }
    }

    @Test func countsFromTheStartThatPlayersShow() throws {
        try Clips.inFolder { folder in
            let voice = folder.appendingPathComponent("voice.raw")
            try TalkingVoice.samples(70, seed: 6).write(to: voice)
            let first = try Self.record(
                voice, from: 5, 50, ["-c:a", "aac"], in: folder, as: "a.mp4")
            // The sound of this one begins two seconds into the recording.
            let second = folder.appendingPathComponent("b.ts").path
            try Clips.ffmpeg([
                "-f", "lavfi", "-i", "color=gray:s=64x64:r=5", "-itsoffset", "2", "-ss", "9", "-f",
                "s16le", "-ar", "8000", "-ac", "1", "-i", voice.path, "-t", "50", "-c:a", "aac",
                "-ar",
                "48000", "-output_ts_offset", "3000", second,
            ])
            guard case .aligned(let found)? = try Self.answer(first, second) else {
                Issue.record("no alignment")
                return
            }
            #expect(abs(found.offset - 2) < 0.02, "\(found)")
        }
    }

    @Test func saysWhatIsMissing() throws {
        try Clips.inFolder { folder in
            let voice = folder.appendingPathComponent("voice.raw")
            try TalkingVoice.samples(70, seed: 7).write(to: voice)
            let first = try Self.record(
                voice, from: 5, 40, ["-c:a", "aac"], in: folder, as: "a.mp4")
            let mute = try Self.record(voice, from: 5, 40, ["-an"], in: folder, as: "mute.mp4")
            let silent = try Self.record(
                voice, from: 5, 40, ["-af", "volume=0", "-c:a", "aac"], in: folder, as: "silent.mp4"
            )
            let other = folder.appendingPathComponent("other.raw")
            try TalkingVoice.samples(70, seed: 8).write(to: other)
            let elsewhere = try Self.record(
                other, from: 5, 40, ["-c:a", "aac"], in: folder, as: "elsewhere.mp4")
            for (second, words) in [
                (mute, "no sound"), (silent, "nothing is to be heard"),
                (elsewhere, "little in common"),
            ] {
                guard case .failure(let failure)? = try Self.answer(first, second) else {
                    Issue.record("no failure for \(second)")
                    continue
                }
                #expect(failure.kind == .badInput && failure.what.contains(words), "\(failure)")
                #expect(failure.remedy.description.contains("<offset>"))
            }
        }
    }
}
