import Foundation
import Testing

@testable import Vision

/// Times go on where a recording's own clock does not.
@Suite struct RecordingClockTests {
    private func part(
        _ folder: URL, _ name: String, seconds: Double, sound: Bool, options: [String] = []
    ) throws -> URL {
        let path = folder.appendingPathComponent(name)
        try Clips.ffmpeg(
            Clips.pattern(seconds) + (sound ? Clips.sound(seconds) : [])
                + ["-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-g", "25"] + options
                + [path.path])
        return path
    }

    private func expectSteady(
        _ reading: Clips.Reading, count: Int, _ note: Comment, step: Double = 0.04
    ) {
        #expect(reading.times.count == count, note)
        for (before, after) in zip(reading.times, reading.times.dropFirst()) {
            #expect(abs(after - before - step) < 2e-3, note)
        }
        #expect(reading.damaged == 0, note)
    }

    @Test(arguments: [0.0, 1000, 95440, 20], [true, false])
    func aJoinedTransportStreamGoesOn(offset: Double, sound: Bool) throws {
        try Clips.inFolder { folder in
            let first = try part(folder, "a.ts", seconds: 4, sound: sound)
            let second = try part(
                folder, "b.ts", seconds: 6, sound: sound,
                options: ["-output_ts_offset", "\(offset)"])
            let whole = folder.appendingPathComponent("whole.ts")
            try Clips.join([first, second], into: whole)
            let reading = try Clips.read(whole.path)
            expectSteady(reading, count: 250, "offset \(offset), sound \(sound)")
            #expect(reading.breaks.count == 1)
            let broken = try #require(reading.breaks.first)
            #expect(abs(broken.time - reading.times[100]) < 1e-6)
            let way = offset == 0 || offset == 95440 ? "restarts" : "jumps ahead"
            #expect(broken.sentence.contains(way))
        }
    }

    @Test func manyJointsAreAllNamed() throws {
        try Clips.inFolder { folder in
            let part = try part(folder, "a.ts", seconds: 2, sound: true)
            let whole = folder.appendingPathComponent("whole.ts")
            try Clips.join(Array(repeating: part, count: 14), into: whole)
            let reading = try Clips.read(whole.path)
            expectSteady(reading, count: 700, "14 parts")
            #expect(reading.breaks.map(\.number) == Array(1...13))
            #expect(reading.findings.contains { $0.contains("in 3 more places") })
        }
    }

    /// Other programmes have their streams in another order, or another codec.
    @Test(arguments: [
        ["-mpegts_start_pid", "0x200"],
        ["-c:v", "mpeg2video", "-mpegts_start_pid", "0x300"],
    ]) func anotherProgrammeThatFollowsIsReadToo(options: [String]) throws {
        try Clips.inFolder { folder in
            let first = try part(folder, "a.ts", seconds: 4, sound: true)
            let second = try part(folder, "b.ts", seconds: 6, sound: true, options: options)
            let third = try part(folder, "c.ts", seconds: 1, sound: true)
            let whole = folder.appendingPathComponent("whole.ts")
            try Clips.join([first, second, third], into: whole)
            let reading = try Clips.read(whole.path)
            // A decoder that starts in mid-file may lose a few frames.
            #expect((268...275).contains(reading.times.count))
            #expect(zip(reading.times, reading.times.dropFirst()).allSatisfy { $1 - $0 < 0.17 })
            #expect(reading.breaks.count == 2)
        }
    }

    @Test(arguments: [95440.0, 95443.0]) func aClockThatWrapsIsNoBreak(offset: Double) throws {
        try Clips.inFolder { folder in
            let clip = try part(
                folder, "a.ts", seconds: 6, sound: true,
                options: ["-output_ts_offset", "\(offset)"])
            let reading = try Clips.read(clip.path)
            expectSteady(reading, count: 150, "offset \(offset)")
            #expect(reading.breaks.isEmpty && (0..<0.1).contains(reading.times[0]))
        }
    }

    @Test(arguments: ["mkv", "avi", "mpg"]) func otherJoinedFilesGoOn(ending: String) throws {
        try Clips.inFolder { folder in
            let codec = ending == "mpg" ? ["-c:v", "mpeg2video"] : []
            let first = try part(folder, "a.\(ending)", seconds: 4, sound: true, options: codec)
            let second = try part(folder, "b.\(ending)", seconds: 6, sound: true, options: codec)
            let whole = folder.appendingPathComponent("whole.\(ending)")
            try Clips.join([first, second], into: whole)
            let reading = try Clips.read(whole.path)
            #expect(reading.damaged == 0)
            #expect(reading.times.count == 250)
            #expect(abs((reading.times.last ?? 0) - 9.96) < 0.1)
        }
    }

    /// Players, too, stop at the end of the first.
    @Test(arguments: ["flv", "mp4", "ogv"]) func whatCannotBeReachedIsTold(ending: String) throws {
        try Clips.inFolder { folder in
            let codec = ending == "ogv" ? ["-c:v", "libtheora"] : []
            let first = try part(folder, "a.\(ending)", seconds: 4, sound: true, options: codec)
            let second = try part(folder, "b.\(ending)", seconds: 6, sound: true, options: codec)
            let whole = folder.appendingPathComponent("whole.\(ending)")
            try Clips.join([first, second], into: whole)
            #expect(try Clips.read(first.path).findings.isEmpty)
            let reading = try Clips.read(whole.path)
            #expect(reading.times.count < 110)
            #expect(reading.findings.contains { $0.contains("% of the file cannot be reached") })
        }
    }

    // MARK: Tags of a flash video, whose times can be set one by one

    /// A video of 10 s, 25 frames a second, with its times (ms) changed.
    private func retimed(_ change: (Int) -> Int) throws -> Clips.Reading {
        try Clips.inFolder { folder in
            let clip = try part(
                folder, "a.flv", seconds: 10, sound: false,
                options: ["-bf", "0", "-flvflags", "no_metadata"])
            var bytes = [UInt8](try Data(contentsOf: clip))
            var place = 13
            var number = 0
            while place + 11 < bytes.count {
                let size = bytes[place + 1..<place + 4].reduce(0) { $0 << 8 | Int($1) }
                // The first of the video's tags holds the decoder's configuration.
                let isPicture = bytes[place] == 9 && bytes[place + 12] == 1
                let time = UInt32(isPicture ? change(number) : 0)
                bytes[place + 4] = UInt8(truncatingIfNeeded: time >> 16)
                bytes[place + 5] = UInt8(truncatingIfNeeded: time >> 8)
                bytes[place + 6] = UInt8(truncatingIfNeeded: time)
                bytes[place + 7] = UInt8(truncatingIfNeeded: time >> 24)
                number += isPicture ? 1 : 0
                place += 15 + size
            }
            let path = folder.appendingPathComponent("b.flv")
            try Data(bytes).write(to: path)
            return try Clips.read(path.path)
        }
    }

    @Test func timestampsThatStartAgainGoOn() throws {
        expectSteady(try retimed { $0 < 100 ? $0 * 40 : ($0 - 100) * 40 }, count: 250, "to 0")
        expectSteady(try retimed { $0 < 100 ? $0 * 40 : ($0 - 20) * 40 }, count: 250, "by 0.8 s")
        expectSteady(
            try retimed { $0 < 100 ? $0 * 40 : $0 * 40 + 5_000_000 }, count: 250, "far ahead")
    }

    @Test func oneWrongTimestampIsDamage() throws {
        for wrong in [0, 3_900, 8_000_000] {
            let reading = try retimed { $0 == 100 ? wrong : $0 * 40 }
            #expect(reading.times.count == 249 && reading.damaged == 1, "\(wrong)")
            #expect(reading.breaks.isEmpty)
            #expect(abs((reading.times.last ?? 0) - 9.96) < 2e-3)
        }
    }

    @Test(arguments: ["ts", "mkv", "mp4", "webm", "flv"], [true, false])
    func aPauseKeepsItsLength(ending: String, sound: Bool) throws {
        try Clips.inFolder { folder in
            let clip = folder.appendingPathComponent("a.\(ending)").path
            try Clips.ffmpeg(
                Clips.pattern(40) + (sound ? Clips.sound(40) : [])
                    + [
                        "-vf", "select='lt(t,3)+gt(t,37)'", "-fps_mode", "passthrough", "-g", "25",
                        clip,
                    ])
            let reading = try Clips.read(clip)
            let probed = try Clips.probedTimes(clip)
            #expect(reading.times.count == probed.count)
            #expect(zip(reading.times, probed).allSatisfy { abs($0 - $1) < 1.1e-3 })
            #expect(reading.breaks.isEmpty && reading.damaged == 0)
            #expect(reading.findings.contains { $0.contains("no picture is stored for 34") })
        }
    }
}
