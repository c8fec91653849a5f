import Foundation
import Testing
import VisionProtocol

@testable import Vision

/// The eight ways in which a container can ask for a stored picture to be shown.
@Suite struct DisplayMatrixTests {
    /// Numbers of the matrix (x' = ax + cy, y' = bx + dy, y down), and what becomes of it.
    struct Way: CustomTestStringConvertible {
        var a, b, c, d: Int32
        var rotation: Int
        var reflection: PictureReflection
        /// The stored corner that is shown at the upper left: `tl`, `tr`, `bl`, `br`.
        var corner: String
        var testDescription: String { "\(a) \(b) \(c) \(d)" }
    }

    static let ways = [
        Way(a: 1, b: 0, c: 0, d: 1, rotation: 0, reflection: .absent, corner: "tl"),
        Way(a: 0, b: 1, c: -1, d: 0, rotation: 90, reflection: .absent, corner: "bl"),
        Way(a: -1, b: 0, c: 0, d: -1, rotation: 180, reflection: .absent, corner: "br"),
        Way(a: 0, b: -1, c: 1, d: 0, rotation: 270, reflection: .absent, corner: "tr"),
        // Mirrored after the turn: only the turn is done.
        Way(a: -1, b: 0, c: 0, d: 1, rotation: 0, reflection: .undone, corner: "tl"),
        Way(a: 0, b: 1, c: 1, d: 0, rotation: 90, reflection: .undone, corner: "bl"),
        Way(a: 0, b: -1, c: -1, d: 0, rotation: 270, reflection: .undone, corner: "tr"),
        // Stored upside down.
        Way(a: 1, b: 0, c: 0, d: -1, rotation: 0, reflection: .flipped, corner: "bl"),
    ]

    /// A grey picture with one white corner, the upper left one as it is stored, with another matrix.
    private func clip(_ way: Way, corner: String, in folder: URL) throws -> String {
        let plain = folder.appendingPathComponent("plain-\(corner).mp4")
        let x = corner.hasSuffix("l") ? 0 : 48
        let y = corner.hasPrefix("t") ? 0 : 32
        try Clips.ffmpeg([
            "-f", "lavfi", "-i", "color=gray:size=64x48:duration=0.2:rate=25", "-vf",
            "drawbox=x=\(x):y=\(y):w=16:h=16:color=white:t=fill", plain.path,
        ])
        var data = try Data(contentsOf: plain)
        // The second matrix of the file is the track's: numbers of 16.16 bits, in the order a b u c d v.
        let unity = Data([0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0])
        let movie = try #require(data.range(of: unity))
        let track = try #require(data.range(of: unity, in: movie.upperBound..<data.count))
        let matrix = [way.a, way.b, 0, way.c, way.d].flatMap { number in
            withUnsafeBytes(of: (number * 0x10000).bigEndian, Array.init)
        }
        data.replaceSubrange(track, with: matrix)
        let path = folder.appendingPathComponent("turned-\(corner).mp4")
        try data.write(to: path)
        return path.path
    }

    @Test(arguments: ways) func aPictureIsUprightAndItsLeftStaysLeft(way: Way) throws {
        try Clips.inFolder { folder in
            let path = try clip(way, corner: way.corner, in: folder)
            let source = try FileSource(path: path)
            #expect(source.description.rotation == way.rotation)
            #expect(source.description.reflection == way.reflection)
            #expect(source.remarks.isEmpty == (way.reflection == .absent))
            let turned = way.rotation % 180 != 0
            #expect(source.description.width == (turned ? 48 : 64))
            let frame = try Frame()
            _ = try #require(try source.read(into: frame))
            #expect(try frame.brightness(8, 8) > 200, "the corner is not at the upper left")
            #expect(try frame.brightness(Float(source.description.width) - 8, 8) < 160)
        }
    }
}
