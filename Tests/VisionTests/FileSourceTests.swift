import CVision
import Foundation
import Testing
import VisionProtocol

@testable import Vision

@Suite struct FileSourceTests {
    private func times(_ source: FileSource) throws -> [Double] {
        let frame = try Frame()
        var times: [Double] = []
        while let time = try source.read(into: frame) { times.append(time) }
        return times
    }

    private func pattern(_ seconds: Int = 1, size: String = "64x48", rate: String = "25")
        -> [String]
    {
        ["-f", "lavfi", "-i", "testsrc=duration=\(seconds):size=\(size):rate=\(rate)"]
    }

    @Test func everyFrameOfTheExampleHasItsOwnTime() throws {
        let source = try FileSource(path: Clips.example)
        #expect(source.description.width == 960 && source.description.height == 540)
        #expect(source.description.rate == 25)
        #expect(abs(source.description.duration - 50) < 1e-6)
        let times = try times(source)
        #expect(times.count == 1250)
        for (index, time) in times.enumerated() { #expect(abs(time - Double(index) / 25) < 1e-6) }
        #expect(source.damaged == 0)
    }

    @Test(arguments: ["mp4", "mkv", "avi", "webm", "mov"])
    func containersAreRead(ending: String) throws {
        try Clips.inFolder { folder in
            let path = folder.appendingPathComponent("clip.\(ending)").path
            try Clips.ffmpeg(pattern() + [path])
            let times = try times(FileSource(path: path))
            #expect(times.count == 25)
            #expect(abs(times[0]) < 1e-3 && abs(times[24] - 0.96) < 2e-3)
        }
    }

    @Test func pixelsAreMadeSquare() throws {
        try Clips.inFolder { folder in
            let path = folder.appendingPathComponent("clip.mp4").path
            try Clips.ffmpeg(pattern() + ["-vf", "setsar=128/117", path])
            let source = try FileSource(path: path)
            // The filter keeps the ratio as a fraction of small numbers.
            #expect(abs(source.description.width - 64 * 128.0 / 117) < 0.01)
            #expect(source.description.height == 48)
        }
    }

    @Test(arguments: [90, 180, 270])
    func rotatedVideosAreUpright(degrees: Int) throws {
        try Clips.inFolder { folder in
            let plain = folder.appendingPathComponent("plain.mp4").path
            let turned = folder.appendingPathComponent("turned.mp4").path
            try Clips.ffmpeg(pattern() + [plain])
            try Clips.ffmpeg(
                ["-i", plain, "-c", "copy", "-metadata:s:v:0", "rotate=\(degrees)", turned])
            let description = try FileSource(path: turned).description
            let sideways = degrees != 180
            #expect(description.width == (sideways ? 48 : 64))
            #expect(description.height == (sideways ? 64 : 48))
        }
    }

    @Test func variableFrameRateKeepsItsTimes() throws {
        try Clips.inFolder { folder in
            let path = folder.appendingPathComponent("clip.mkv").path
            // Every third frame is dropped.
            try Clips.ffmpeg(
                pattern(2) + ["-vf", "select='mod(n,3)'", "-fps_mode", "vfr", path])
            let times = try times(FileSource(path: path))
            #expect(times.count == 33)
            #expect(abs(times[1] - times[0] - 0.04) < 2e-3)
            #expect(abs(times[2] - times[1] - 0.08) < 2e-3)
        }
    }

    @Test func greyAndTenBitVideosAreRead() throws {
        try Clips.inFolder { folder in
            for format in ["gray", "yuv422p", "yuv444p10le"] {
                let path = folder.appendingPathComponent("\(format).mkv").path
                try Clips.ffmpeg(pattern() + ["-c:v", "ffv1", "-pix_fmt", format, path])
                #expect(try times(FileSource(path: path)).count == 25)
            }
        }
    }

    @Test func aColonInTheNameMakesNoProtocolOfIt() throws {
        try Clips.inFolder { folder in
            let plain = folder.appendingPathComponent("plain.mp4")
            let named = folder.appendingPathComponent("10:30.mp4")
            try Clips.ffmpeg(pattern() + [plain.path])
            try FileManager.default.moveItem(at: plain, to: named)
            #expect(try times(FileSource(path: named.path)).count == 25)
        }
    }

    @Test func aListOfOtherFilesIsNotFollowed() throws {
        try Clips.inFolder { folder in
            let clip = folder.appendingPathComponent("clip.mp4")
            try Clips.ffmpeg(pattern() + [clip.path])
            let list = folder.appendingPathComponent("list.mp4")
            try Data("ffconcat version 1.0\nfile clip.mp4\n".utf8).write(to: list)
            #expect { try FileSource(path: list.path) } throws: {
                ($0 as? VisionError)?.kind == .badInput
            }
        }
    }

    @Test func aMissingFileIsUnreadable() {
        #expect { try FileSource(path: "/nowhere/clip.mp4") } throws: {
            ($0 as? VisionError)?.kind == .unreadable
        }
    }

    @Test func whatIsNoVideoIsRefused() throws {
        try Clips.inFolder { folder in
            let text = folder.appendingPathComponent("text.mp4")
            try Data("this is not a video\n".utf8).write(to: text)
            let empty = folder.appendingPathComponent("empty.mp4")
            try Data().write(to: empty)
            let sound = folder.appendingPathComponent("sound.m4a")
            try Clips.ffmpeg(["-f", "lavfi", "-i", "sine=duration=1", sound.path])
            for file in [text, empty, sound] {
                #expect { try FileSource(path: file.path) } throws: {
                    ($0 as? VisionError)?.kind == .badInput
                }
            }
        }
    }

    @Test func aFileCutInTheMiddleIsReadUpToTheCut() throws {
        try Clips.inFolder { folder in
            let whole = folder.appendingPathComponent("whole.mkv")
            try Clips.ffmpeg(pattern(4, size: "320x240") + [whole.path])
            let data = try Data(contentsOf: whole)
            let cut = folder.appendingPathComponent("cut.mkv")
            try data.prefix(data.count / 2).write(to: cut)
            let source = try FileSource(path: cut.path)
            let count = try times(source).count
            #expect(count > 20 && count < 90)
            #expect(abs(source.description.duration - 4) < 0.1)
        }
    }

    @Test func damageInTheMiddleDoesNotStopReading() throws {
        try Clips.inFolder { folder in
            let whole = folder.appendingPathComponent("whole.mkv")
            try Clips.ffmpeg(pattern(4, size: "320x240") + ["-g", "10", whole.path])
            var data = try Data(contentsOf: whole)
            let middle = data.count / 2
            data.replaceSubrange(
                middle..<middle + 2000, with: (0..<2000).map { UInt8(truncatingIfNeeded: $0 * 37) })
            let broken = folder.appendingPathComponent("broken.mkv")
            try data.write(to: broken)
            let times = try times(FileSource(path: broken.path))
            #expect(times.count > 50)
            let last = try #require(times.last)
            #expect(last > 3.5)
            #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
        }
    }
}

/// Timestamps are a stranger's too.
@Suite struct TimestampTests {
    /// Seconds of 25 frames, with the timestamps that an expression of their number `N` and their own
    /// time `PTS` makes, in microseconds.
    private func times(_ expression: String, seconds: Int = 1) throws -> (
        times: [Double], damaged: Int
    ) {
        try Clips.inFolder { folder in
            let path = folder.appendingPathComponent("clip.nut").path
            try Clips.ffmpeg([
                "-f", "lavfi", "-i", "testsrc=duration=\(seconds):size=64x48:rate=25", "-vf",
                "settb=1/1000000,setpts='\(expression)'", "-fps_mode", "passthrough",
                "-enc_time_base", "1:1000000", "-c:v", "ffv1", path,
            ])
            let source = try FileSource(path: path)
            let frame = try Frame()
            var times: [Double] = []
            while let time = try source.read(into: frame) { times.append(time) }
            return (times, source.damaged)
        }
    }

    @Test func framesThatAreTooCloseAreNotTaken() throws {
        // Ten frames 2 µs apart, then 0.04 s as they should be.
        let (times, damaged) = try times("if(lt(N,10),N*2,N*40000)")
        #expect(times.count == 16 && damaged == 9)
        #expect(zip(times, times.dropFirst()).allSatisfy { $1 - $0 >= CV_SHORTEST_STEP })
    }

    @Test func theFastestCameraIsTaken() throws {
        let (times, damaged) = try times("N*1000")
        #expect(times.count == 25 && damaged == 0)
    }

    @Test func aClockThatLeapsForMonthsGoesOn() throws {
        let (times, damaged) = try times("if(lt(N,10),N*40000,N*40000+3000000000000)")
        #expect(times.count == 25 && damaged == 0)
        #expect(zip(times, times.dropFirst()).allSatisfy { abs($1 - $0 - 0.04) < 1e-6 })
    }

    @Test func aRecordingDoesNotLastForDays() throws {
        #expect { _ = try times("N*400000000", seconds: 20) } throws: {
            guard let error = $0 as? VisionError else { return false }
            return error.kind == .badInput && error.description.contains("beyond 48 hours")
        }
    }

    @Test func bothEndsOfThePipeKeepToTheSameTimes() {
        #expect(CV_LONGEST_RECORDING == EventLimits.longestRecording)
        #expect(CV_SHORTEST_STEP == EventLimits.shortestStep)
    }
}
