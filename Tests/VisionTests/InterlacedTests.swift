import Foundation
import Testing

@testable import Vision

/// Pictures of two half-pictures, marked as such or not.
@Suite struct InterlacedTests {
    /// Half a second of the example at 50 half-pictures, as it is stored by `options`.
    private func clip(_ folder: URL, _ name: String, _ options: [String]) throws -> String {
        let path = folder.appendingPathComponent(name).path
        try Clips.ffmpeg(
            ["-f", "lavfi", "-i", Self.bar] + options + ["-c:v", "libx264", "-qp", "12", path])
        return path
    }

    /// A bright bar that moves by 8 pixels from one half-picture to the next.
    private static let bar =
        "color=gray:size=320x240:rate=50:duration=1,format=yuv420p,"
        + "geq=lum='if(between(X,20+N*4,60+N*4),220,60)':cb=128:cr=128"

    /// How much neighbouring lines differ at the bar's edge, grey values of 255.
    private func raggedness(_ path: String) throws -> (Float, Clips.Reading) {
        let source = try FileSource(path: path)
        let frame = try Frame()
        for _ in 0..<12 { _ = try source.read(into: frame) }
        var most: Float = 0
        for x in stride(from: Float(40), to: 280, by: 1) {
            let one = try frame.brightness(x, 120.5, size: 1)
            let other = try frame.brightness(x, 121.5, size: 1)
            most = max(most, abs(one - other))
        }
        return (most, try Clips.read(path))
    }

    @Test(arguments: [
        ["-vf", "tinterlace=interleave_top"],
        ["-vf", "tinterlace=interleave_top,setfield=tff", "-flags", "+ildct+ilme"],
        ["-vf", "tinterlace=interleave_bottom,setfield=bff", "-flags", "+ildct+ilme"],
    ])
    func combsAreTakenOut(options: [String]) throws {
        try Clips.inFolder { folder in
            let (ragged, reading) = try raggedness(clip(folder, "a.mkv", options))
            #expect(ragged < 60)
            #expect(reading.times.count == 25)
            for (index, time) in reading.times.enumerated() {
                #expect(abs(time - Double(index) / 25) < 2e-3)
            }
            #expect(reading.findings.contains { $0.contains("is interlaced") })
            let isMarked = options.contains("-flags")
            #expect(reading.findings.contains { $0.contains("not marked") } != isMarked)
        }
    }

    @Test func wholePicturesAreLeftAlone() throws {
        try Clips.inFolder { folder in
            let reading = try Clips.read(clip(folder, "a.mkv", []))
            #expect(reading.findings.isEmpty)
        }
        #expect(try Clips.read(Clips.example).findings.isEmpty)
    }
}
