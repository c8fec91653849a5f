import Foundation
import Testing

@testable import Vision

/// Times are those that ffprobe gives, counted from where a player begins, in every container.
@Suite struct ContainerTimesTests {
    /// How a recorder chose its frames.
    private static let rhythms = [
        // Two to thirty frames a second, as telephones in changing light.
        "select='gt(random(1),0.6)'",
        // Stored on change only: long holds.
        "select='lt(mod(n,50),3)+gt(mod(n,50),44)'",
        "null",
    ]

    private func expectProbed(_ path: String, _ note: Comment) throws {
        let reading = try Clips.read(path)
        let probed = try Clips.probedTimes(path).filter { $0 > -0.0005 }
        #expect(reading.times.count == probed.count, note)
        #expect(zip(reading.times, probed).allSatisfy { abs($0 - $1) < 1.1e-3 }, note)
        #expect(reading.damaged == 0 && reading.breaks.isEmpty, note)
        #expect(reading.findings.allSatisfy { $0.contains("no picture is stored") }, note)
    }

    private func codec(_ ending: String) -> [String] {
        ["webm": ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8"]][ending]
            ?? ["-c:v", "libx264", "-preset", "ultrafast", "-bf", "2"]
    }

    @Test(arguments: ["mp4", "mkv", "webm", "ts", "mov", "flv"], rhythms)
    func everyFrameHasItsTime(ending: String, rhythm: String) throws {
        try Clips.inFolder { folder in
            let path = folder.appendingPathComponent("clip.\(ending)").path
            try Clips.ffmpeg(
                Clips.pattern(6, rate: "30") + Clips.sound(6)
                    + ["-vf", rhythm, "-fps_mode", "vfr", "-g", "30"] + codec(ending) + [path])
            try expectProbed(path, "\(ending), \(rhythm)")
        }
    }

    /// As browsers and recorders write them that never come back to the beginning of the file.
    @Test(arguments: [
        ("webm", ["-live", "1"]), ("mkv", ["-live", "1"]),
        ("mp4", ["-movflags", "frag_keyframe+empty_moov"]),
        ("mp4", ["-movflags", "frag_keyframe+empty_moov+default_base_moof"]),
    ])
    func withoutALengthAllIsRead(ending: String, options: [String]) throws {
        try Clips.inFolder { folder in
            let path = folder.appendingPathComponent("clip.\(ending)").path
            let format = ending == "mkv" ? "matroska" : ending
            try Clips.ffmpeg(
                Clips.pattern(5, rate: "30") + Clips.sound(5)
                    + ["-vf", Self.rhythms[1], "-fps_mode", "vfr", "-g", "15"] + codec(ending)
                    + options
                    + ["-f", format, "pipe:1"], into: path)
            try expectProbed(path, "\(ending) \(options)")
        }
    }

    @Test(arguments: [1000.0, 8000]) func aWrongLengthHidesNothing(milliseconds: Double) throws {
        try Clips.inFolder { folder in
            let path = folder.appendingPathComponent("clip.mkv")
            try Clips.ffmpeg(
                Clips.pattern(40) + [
                    "-vf", "select='lt(t,8)+gt(t,25)'", "-fps_mode", "passthrough",
                ]
                    + codec("mkv") + [path.path])
            var data = try Data(contentsOf: path)
            let mark = try #require(data.range(of: Data([0x44, 0x89, 0x88])))
            let value = withUnsafeBytes(of: milliseconds.bitPattern.bigEndian, Array.init)
            data.replaceSubrange(mark.upperBound..<mark.upperBound + 8, with: value)
            try data.write(to: path)
            try expectProbed(path.path, "\(milliseconds)")
            #expect(abs((try Clips.read(path.path).times.last ?? 0) - 39.96) < 2e-3)
        }
    }

    /// Cut without encoding, from between two keyframes.
    @Test(arguments: ["mp4", "mkv", "mov", "ts"]) func aCutBeginsWhereAPlayerBegins(ending: String)
        throws
    {
        try Clips.inFolder { folder in
            let whole = folder.appendingPathComponent("whole.mp4").path
            try Clips.ffmpeg(
                Clips.pattern(6) + Clips.sound(6) + ["-g", "50"] + codec("mp4") + [whole])
            let cut = folder.appendingPathComponent("cut.\(ending)").path
            try Clips.ffmpeg(["-ss", "2.7", "-i", whole, "-t", "2", "-c", "copy", cut])
            try expectProbed(cut, "\(ending)")
        }
    }

    @Test(arguments: ["mp4", "mkv", "ts"]) func aPictureThatBeginsAfterTheSoundIsLate(
        ending: String
    ) throws {
        try Clips.inFolder { folder in
            let path = folder.appendingPathComponent("late.\(ending)").path
            try Clips.ffmpeg(
                ["-itsoffset", "1.5"] + Clips.pattern(3) + Clips.sound(5) + codec(ending)
                    + ["-fps_mode", "passthrough", "-map", "0", "-map", "1", path])
            try expectProbed(path, "\(ending)")
            #expect(abs((try Clips.read(path).times.first ?? 0) - 1.5) < 0.05)
        }
    }
}
