import Base
import Foundation
import Testing

@testable import Vision

/// Of FFmpeg's readers and decoders, those are used that cameras, telephones, calls and editing programs need.
@Suite struct ReadFormatsTests {
    /// Makes a clip of half a second and opens it; how many frames it has.
    private func frames(_ file: String, _ coding: [String]) throws -> Int {
        try Clips.inFolder { folder in
            let path = folder.appendingPathComponent(file).path
            try Clips.ffmpeg(
                ["-f", "lavfi", "-i", "testsrc2=size=352x288:rate=25:duration=0.4"] + coding + [
                    path
                ])
            let source = try FileSource(path: path)
            let frame = try Frame()
            var count = 0
            while try source.read(into: frame) != nil { count += 1 }
            return count
        }
    }

    @Test(
        arguments: [
            ("a.mp4", ["-c:v", "libx264"]), ("a.mp4", ["-c:v", "libx265"]),
            ("a.mov", ["-c:v", "prores"]), ("a.mov", ["-c:v", "mjpeg"]),
            ("a.mkv", ["-c:v", "libvpx-vp9"]), ("a.webm", ["-c:v", "libvpx"]),
            ("a.mkv", ["-c:v", "ffv1"]), ("a.avi", ["-c:v", "mpeg4"]),
            ("a.avi", ["-c:v", "huffyuv"]), ("a.avi", ["-c:v", "rawvideo"]),
            ("a.ts", ["-c:v", "libx264"]), ("a.mpg", ["-c:v", "mpeg2video"]),
            ("a.wmv", ["-c:v", "wmv2"]), ("a.flv", ["-c:v", "flv"]),
            ("a.mxf", ["-c:v", "mpeg2video"]), ("a.3gp", ["-c:v", "h263"]),
            ("a.y4m", []), ("a.h264", ["-c:v", "libx264"]), ("a.gif", []),
            (
                "a.mxf",
                [
                    "-s", "1920x1080", "-c:v", "dnxhd", "-b:v", "120M", "-pix_fmt", "yuv422p",
                ]
            ),
        ])
    func whatPeopleHaveIsRead(file: String, coding: [String]) throws {
        #expect(try frames(file, coding) >= 9)
    }

    @Test(
        arguments: [
            ("a.mov", ["-c:v", "png"], "codec (png)"), ("a.avi", ["-c:v", "zmbv"], "codec (zmbv)"),
            ("a.mkv", ["-c:v", "cinepak"], "codec (cinepak)"),
            ("a.mov", ["-c:v", "qtrle"], "codec (qtrle)"),
            ("a.ivf", ["-c:v", "libvpx"], "format (ivf)"),
            ("a.rm", ["-c:v", "rv10"], "format (rm)"),
            ("a.png", ["-frames:v", "1"], "format (png_pipe)"),
            ("a.bmp", ["-frames:v", "1"], "format (bmp_pipe)"),
        ])
    func othersAreNamed(file: String, coding: [String], words: String) throws {
        let error = try #require(throws: VisionError.self) { try frames(file, coding) }
        #expect(error.kind == .notRead && error.description.contains(words), "\(error)")
        let failure = Tracking.failure(for: error, file)
        #expect(failure.kind == .badInput && failure.description.contains("ffmpeg -i"))
    }

    @Test(
        arguments: [
            ("a.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nother.ts\n#EXT-X-ENDLIST\n"),
            ("a.ffconcat", "ffconcat version 1.0\nfile '/etc/passwd'\n"),
            ("a.sdp", "v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 5000 RTP/AVP 96\n"),
        ])
    func listsOfOtherFilesAreNotFollowed(file: String, text: String) throws {
        try Clips.inFolder { folder in
            let path = folder.appendingPathComponent(file)
            try Data(text.utf8).write(to: path)
            let error = try #require(throws: VisionError.self) { try FileSource(path: path.path) }
            #expect(error.kind == .badInput, "\(error)")
        }
    }

    /// The sound of two recordings, too.
    @Test func soundIsHeldToTheList() throws {
        try Clips.inFolder { folder in
            for (file, coding, isRead) in [
                ("a.mkv", ["-c:a", "aac"], true),
                ("b.mkv", ["-c:a", "truehd", "-strict", "-2"], false),
            ] {
                let path = folder.appendingPathComponent(file).path
                try Clips.ffmpeg(["-f", "lavfi", "-i", "sine=duration=1"] + coding + [path])
                let read = try? SoundLevels(OpenVideo(path: path))
                #expect((read != nil) == isRead, "\(file)")
            }
        }
    }

    /// OpenCV counts pixels in 16 bits.
    @Test(arguments: [(40_000, 1000), (1000, 40_000), (32_768, 64), (64, 32_767)])
    func aPictureThatIsTooLongIsRefused(width: Int, height: Int) throws {
        let error = try #require(throws: VisionError.self) {
            _ = try frames(
                "a.mkv", ["-vf", "scale=\(width):\(height)", "-c:v", "ffv1", "-frames:v", "1"])
        }
        #expect(error.kind == .badInput && error.description.contains("\(width)x\(height)"))
    }

    @Test(arguments: [(32_766, 64), (64, 32_766)])
    func theLongestThatIsReadCanBeLookedAt(width: Int, height: Int) throws {
        try Clips.inFolder { folder in
            let path = folder.appendingPathComponent("a.mkv").path
            try Clips.ffmpeg([
                "-f", "lavfi", "-i", "color=gray:size=\(width)x\(height):rate=1:duration=1", "-c:v",
                "ffv1", "-pix_fmt", "yuv420p", path,
            ])
            let source = try FileSource(path: path)
            let frame = try Frame()
            try #require(try source.read(into: frame) != nil)
            let model = try Model(
                .init(
                    file: "face_landmark.tflite", outputs: [0, 1], mean: 0, deviation: 1,
                    blackBorder: false), ModelPlace(), slots: 1)
            try model.start(
                slot: 0, frame: frame,
                region: Region(
                    x: Float(width) / 2, y: Float(height) / 2, width: Float(width),
                    height: Float(height)))
            try model.wait(slot: 0)
        }
    }
}
