import Base
import Foundation
import Testing
import VisionProtocol

@testable import Vision

/// Which pictures of a file are measured, and in what shape.
@Suite struct VideoStreamTests {
    private func inFolder(_ body: (_ path: (String) -> String) throws -> Void) throws {
        try Clips.inFolder { folder in try body { folder.appendingPathComponent($0).path } }
    }

    /// A film and one picture, in this order of streams.
    private func withCover(
        _ path: (String) -> String, _ name: String, coverFirst: Bool, attached: Bool
    ) throws -> String {
        try Clips.ffmpeg(Clips.pattern(1, size: "200x200") + ["-frames:v", "1", path("cover.jpg")])
        try Clips.ffmpeg(Clips.pattern(2) + ["-c:v", "libx264", path("film.mp4")])
        let order = coverFirst ? ["-map", "1", "-map", "0"] : ["-map", "0", "-map", "1"]
        let cover = coverFirst ? "0" : "1"
        try Clips.ffmpeg(
            ["-i", path("film.mp4"), "-i", path("cover.jpg")] + order + ["-c", "copy"]
                + (attached ? ["-disposition:v:\(cover)", "attached_pic"] : []) + [path(name)])
        return path(name)
    }

    @Test(arguments: ["mp4", "mkv", "mov"], [true, false])
    func aCoverIsPassedOver(ending: String, first: Bool) throws {
        try inFolder { path in
            for attached in ending == "mp4" ? [true, false] : [false] {
                let clip = try withCover(
                    path, "clip.\(ending)", coverFirst: first, attached: attached)
                let reading = try Clips.read(clip)
                #expect(reading.times.count == 50 && reading.source.description.width == 160)
                #expect(reading.source.remarks.isEmpty)
            }
        }
    }

    @Test func ofTwoVideosTheOneThatPlayersShowIsTakenOrTheOneAskedFor() throws {
        try inFolder { path in
            try Clips.ffmpeg(
                Clips.pattern(2) + Clips.pattern(1, size: "320x240")
                    + ["-map", "0", "-map", "1", "-c:v", "libx264", path("two.mkv")])
            let usual = try Clips.read(path("two.mkv"))
            #expect(usual.source.description.width == 160 && usual.times.count == 50)
            let remark = try #require(usual.source.remarks.first)
            #expect(remark.contains("1: 160x120 h264, 2: 320x240 h264"))
            #expect(remark.contains("number 1 is measured"))
            let second = try Clips.read(path("two.mkv"), stream: 2)
            #expect(second.source.description.width == 320 && second.times.count == 25)
            #expect { _ = try Clips.read(path("two.mkv"), stream: 3) } throws: {
                let error = $0 as? VisionError
                return error?.kind == .noStream && error?.description.contains("2: 320x240") == true
            }
        }
    }

    @Test func aStreamThatIsMissingIsRefusedWithThoseThereAre() throws {
        try inFolder { path in
            try Clips.ffmpeg(Clips.pattern(1) + [path("one.mp4")])
            var failure: Failure?
            try Tracking.run(TrackingRequest(videos: [path("one.mp4")], stream: 2)) {
                if case .failure(let reported) = $0 { failure = reported }
            }
            #expect(failure?.kind == .badInput)
            #expect(
                failure?.what.contains("no video stream of that number (it has 1: 160x120") == true)
        }
    }

    @Test(arguments: [("240x320", 240.0, 320.0), ("480x120", 480, 120), ("80x60", 80, 60)])
    func aPictureThatChangesItsShapeIsNotStretched(size: String, width: Double, height: Double)
        throws
    {
        try inFolder { path in
            for (name, size) in [("a.ts", "320x240"), ("b.ts", size)] {
                // A square in the middle, an eighth of the height.
                try Clips.ffmpeg([
                    "-f", "lavfi", "-i", "color=black:size=\(size):duration=1:rate=25", "-vf",
                    "drawbox=x=iw/2-ih/8:y=ih/2-ih/8:w=ih/4:h=ih/4:color=white:t=fill",
                    "-c:v", "libx264", "-qp", "10", path(name),
                ])
            }
            try Clips.join(
                [URL(fileURLWithPath: path("a.ts")), URL(fileURLWithPath: path("b.ts"))],
                into: URL(fileURLWithPath: path("whole.ts")))
            let source = try FileSource(path: path("whole.ts"))
            let frame = try Frame()
            var changes: [VideoBreak] = []
            var last: [Double] = []
            while let time = try source.read(into: frame) {
                if let broken = frame.broken(at: time), broken.size != nil {
                    changes.append(broken)
                }
                #expect(frame.width == 320 && frame.height == 240)
                last = whiteBox(frame)
            }
            #expect(changes.count == 1)
            #expect(changes.first?.size?.width == width && changes.first?.size?.height == height)
            let scale = min(320 / width, 240 / height)
            #expect(abs(last[0] - height / 4 * scale) < 5, "width \(last[0])")
            #expect(abs(last[1] - height / 4 * scale) < 5, "height \(last[1])")
        }
    }

    /// Width and height of what is white in the middle row and column of the upright picture.
    private func whiteBox(_ frame: Frame) -> [Double] {
        let width = Int(frame.width), height = Int(frame.height)
        let row = stride(from: 2, to: width - 2, by: 2).count {
            isWhite(frame, Float($0), Float(height / 2))
        }
        let column = stride(from: 2, to: height - 2, by: 2).count {
            isWhite(frame, Float(width / 2), Float($0))
        }
        return [Double(row * 2), Double(column * 2)]
    }

    /// Beside the picture it is black.
    private func isWhite(_ frame: Frame, _ x: Float, _ y: Float) -> Bool {
        (try? frame.brightness(x, y)).map { $0 > 128 } ?? false
    }
}
