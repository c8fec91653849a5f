import VisionProtocol
import Foundation
import Testing

@testable import Vision

@Suite struct PreviewEncoderTests {
    /// What the JPEG shows, as RGB, and its width and height.
    private func decoded(_ jpeg: [UInt8]) throws -> (pixels: [UInt8], width: Int, height: Int) {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("attune-picture-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (from, to) = (
            folder.appendingPathComponent("p.jpg"), folder.appendingPathComponent("p")
        )
        try Data(jpeg).write(to: from)
        // A picture alone is not read as a video.
        let film = folder.appendingPathComponent("p.avi")
        try Clips.ffmpeg(
            ["-loop", "1", "-i", from.path, "-c", "copy", "-frames:v", "2", film.path])
        let size = try FileSource(path: film.path).description
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "ffmpeg", "-v", "error", "-i", from.path, "-f", "rawvideo", "-pix_fmt", "rgb24",
            to.path,
        ]
        try process.run()
        process.waitUntilExit()
        return (Array(try Data(contentsOf: to)), Int(size.width), Int(size.height))
    }

    @Test func aFrameBecomesASmallUprightJPEG() throws {
        var painting = Painting(1600, 900, .grey)
        painting.fill(0..<400, 0..<450, .red)
        painting.fill(1200..<1600, 450..<900, .blue)
        let maker = try PreviewEncoder()
        let jpeg = try maker.jpeg(of: Clips.frame(painting))
        #expect(jpeg.prefix(2) == [0xFF, 0xD8] && jpeg.suffix(2) == [0xFF, 0xD9])
        #expect(jpeg.count < 60_000)
        let (pixels, width, height) = try decoded(jpeg)
        #expect(width == 640 && height == 360)
        func colour(_ x: Int, _ y: Int) -> [Int] {
            (0..<3).map { Int(pixels[(y * width + x) * 3 + $0]) }
        }
        let (red, blue, grey) = (colour(60, 60), colour(580, 300), colour(320, 180))
        #expect(red[0] > red[1] + 60 && red[0] > red[2] + 60, "\(red)")
        #expect(blue[2] > blue[0] + 60, "\(blue)")
        // Limited range 128 is (128 − 16) · 255 ÷ 219 of the full one.
        #expect(grey.allSatisfy { abs($0 - 130) <= 4 }, "\(grey)")
    }

    /// Of a recording, for somebody who says who is who.
    @Test func aPictureOfEachCameraComesNowAndThen() throws {
        let (one, other) = (
            try Clips.frame(Painting(64, 48, .green)), try Clips.frame(Painting(32, 48, .red))
        )
        var stills = try Stills()
        #expect(try stills.take(Instant(time: 0, first: one, second: nil)) == [])
        let both = try stills.take(Instant(time: 0.1, first: one, second: other))
        #expect(both.count == 2 && both[0] != both[1])
        #expect(try stills.take(Instant(time: 0.3, shared: one)) == [])
        #expect(try stills.take(Instant(time: 0.6, shared: one)).count == 1)
    }

    @Test func aSmallPictureIsNotMadeLargerAndSizesMayChange() throws {
        let maker = try PreviewEncoder()
        for size in [(321, 241), (64, 48), (640, 480)] {
            let jpeg = try maker.jpeg(of: Clips.frame(Painting(size.0, size.1, .green)))
            let (_, width, height) = try decoded(jpeg)
            #expect(width == size.0 & ~1 && height == size.1 & ~1)
        }
    }
}
