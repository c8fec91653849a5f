import Base
import Foundation
import Posture
import Testing
import VisionProtocol

@testable import Vision

@Suite struct ClipRenderingTests {
    /// A person who stands upright at `x`, all of them in sight or not.
    private func figure(_ x: Float, picture: UInt8 = 0, visibility: UInt8 = 255)
        -> ClipFrame.Figure
    {
        ClipFrame.Figure(
            picture: picture,
            points: Landmark.allCases.map { landmark in
                let isLeft = landmark.name.hasPrefix("left") ? Float(1) : -1
                return .init(
                    x: x + 20 * isLeft, y: 60 + 8 * Float(landmark.rawValue),
                    visibility: visibility)
            })
    }

    private func request(
        _ path: String, seats: [String] = ["therapist", "client"],
        captions: [ClipRequest.Caption] = [], pictures: Int = 1
    ) -> ClipRequest {
        ClipRequest(
            path: path, seats: seats,
            pictures: Array(repeating: .init(width: 640, height: 360), count: pictures),
            captions: captions)
    }

    private func make(_ request: ClipRequest, _ frames: [ClipFrame]) throws {
        var rendering = ClipRendering()
        for message in [.request(request)] + frames.map(ClipMessage.frame) {
            #expect(try !rendering.take(message))
        }
        #expect(try rendering.take(.end))
        #expect(rendering.frames == frames.count)
    }

    /// Luma of every picture, 0…255 for black to white.
    private func pictures(_ path: String) throws -> [[UInt8]] {
        let raw = path + ".raw"
        try Clips.ffmpeg([
            "-i", path, "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "gray", raw,
        ])
        let data = try Data(contentsOf: URL(fileURLWithPath: raw))
        let size = 1280 * 874
        try #require(data.count % size == 0)
        return stride(from: 0, to: data.count, by: size).map { Array(data[$0..<$0 + size]) }
    }

    private func times(_ path: String) throws -> [Double] {
        let source = try FileSource(path: path)
        let frame = try Frame()
        var times: [Double] = []
        while let time = try source.read(into: frame) { times.append(time) }
        return times
    }

    @Test func everyInstantKeepsItsTime() throws {
        try Clips.inFolder { folder in
            let path = folder.appendingPathComponent("10:30 ü.mp4").path
            let instants = [0, 0.04, 0.0801, 0.4, 0.4334, 2, 10.01]
            try make(request(path), instants.map { ClipFrame(time: $0, figures: [nil, nil]) })
            let times = try times(path)
            #expect(times.count == instants.count)
            for (time, instant) in zip(times, instants) { #expect(abs(time - instant) < 1e-5) }
            let source = try FileSource(path: path)
            #expect(source.description.width == 1280 && source.description.height == 874)
            // The last picture lasts as long as the one before it.
            #expect(abs(source.description.duration - 18.02) < 1e-3)
        }
    }

    @Test func aRecordingThatBeginsLateBeginsWithNobody() throws {
        try Clips.inFolder { folder in
            let path = folder.appendingPathComponent("clip.mp4").path
            try make(
                request(path),
                [1.5, 1.54].map { ClipFrame(time: $0, figures: [figure(200), nil]) })
            let times = try times(path)
            #expect(times.count == 3 && times[0] == 0 && abs(times[1] - 1.5) < 1e-5)
            let pictures = try pictures(path)
            #expect(pictures[0][..<(1280 * 720)].allSatisfy { $0 < 16 })
            #expect(pictures[1][..<(1280 * 720)].contains { $0 > 100 })
        }
    }

    @Test func whatWasNotInSightIsFaint() throws {
        try Clips.inFolder { folder in
            let light = try [255, 128, 127, 0].map { visibility in
                let path = folder.appendingPathComponent("clip\(visibility).mp4").path
                let figure = figure(200, visibility: UInt8(visibility))
                try make(request(path), [ClipFrame(time: 0, figures: [figure, nil])])
                let picture = try #require(try pictures(path).first)
                return picture[..<(1280 * 720)].reduce(0) { $0 + Int($1) }
            }
            #expect(light[0] == light[1] && light[2] == light[3])
            #expect(Double(light[2]) < 0.5 * Double(light[0]))
        }
    }

    @Test func eachPersonIsInTheirOwnPicture() throws {
        try Clips.inFolder { folder in
            let path = folder.appendingPathComponent("clip.mp4").path
            let request = request(path, pictures: 2)
            try make(
                request,
                [ClipFrame(time: 0, figures: [nil, figure(200, picture: 1)])])
            let layout = ClipLayout(request.pictures)
            let raw = path + ".raw"
            try Clips.ffmpeg(["-i", path, "-f", "rawvideo", "-pix_fmt", "gray", raw])
            let data = [UInt8](try Data(contentsOf: URL(fileURLWithPath: raw)))
            let rows = 0..<Int(layout.band.y)
            #expect(
                rows.allSatisfy { row in
                    (0..<640).allSatisfy { data[row * layout.width + $0] < 16 }
                })
            #expect(
                rows.contains { row in
                    (640..<1280).contains { data[row * layout.width + $0] > 100 }
                })
        }
    }

    @Test func captionsComeAndGo() throws {
        try Clips.inFolder { folder in
            let path = folder.appendingPathComponent("clip.mp4").path
            let captions = (0..<5).map {
                ClipRequest.Caption(start: 1 + Double($0), end: 6, text: "größer → 🙂 <&> \($0)")
            }
            try make(
                request(path, captions: captions),
                (0..<8).map { ClipFrame(time: Double($0), figures: [nil, nil]) })
            // Lines of captions that hold white, per picture.
            let lines = try pictures(path).map { picture in
                (0..<3).count { line in
                    let top = 720 + 34 * (line + 1) + 9
                    return picture[(top * 1280)..<((top + 32) * 1280)].contains { $0 > 200 }
                }
            }
            #expect(lines == [0, 1, 2, 3, 3, 3, 0, 0])
        }
    }

    @Test func namesAreDrawnInTheirOwnLetters() throws {
        try Clips.inFolder { folder in
            let drawn = try ["Muller", "Müller", "מילר", "Muller"].enumerated().map { index, name in
                let path = folder.appendingPathComponent("\(index).mp4").path
                try make(
                    request(path, seats: [name, "client"]),
                    [ClipFrame(time: 0, figures: [nil, nil])])
                return try pictures(path)[0]
            }
            #expect(drawn[0] != drawn[1] && drawn[1] != drawn[2] && drawn[0] == drawn[3])
        }
    }

    @Test func aPlaceThatCannotBeWrittenIsToldApart() {
        var rendering = ClipRendering()
        #expect {
            _ = try rendering.take(.request(request("/nowhere/clip.mp4")))
        } throws: {
            ($0 as? Failure)?.exitCode == 73
        }
    }

    @Test func theClockCountsLikeAClock() {
        #expect(ClipDrawing.clock(0) == "0:00:00.0")
        #expect(ClipDrawing.clock(59.999) == "0:00:59.9")
        #expect(ClipDrawing.clock(0.3) == "0:00:00.3")
        #expect(ClipDrawing.clock(3723.25) == "1:02:03.2")
    }
}
