import Base
import Foundation
import Testing

@testable import Vision

/// A picture painted for a test: planes of luma and chroma, all of full size.
struct Painting {
    /// Luma and the two chroma values, limited range.
    struct Colour {
        var y: UInt8
        var u: UInt8 = 128
        var v: UInt8 = 128

        static let grey = Colour(y: 128)
        static let wall = Colour(y: 180)
        static let black = Colour(y: 20)
        static let blond = Colour(y: 150, u: 90, v: 150)
        static let red = Colour(y: 90, u: 110, v: 200)
        static let green = Colour(y: 110, u: 100, v: 90)
        static let blue = Colour(y: 70, u: 190, v: 110)
    }

    let width: Int
    let height: Int
    private(set) var planes: [[UInt8]]

    init(_ width: Int, _ height: Int, _ colour: Colour = .grey) {
        self.width = width
        self.height = height
        planes = [colour.y, colour.u, colour.v].map { Array(repeating: $0, count: width * height) }
    }

    /// Paints a rectangle, as far as it lies in the picture.
    mutating func fill(_ x: Range<Int>, _ y: Range<Int>, _ colour: Colour) {
        for row in y.clamped(to: 0..<height) {
            for column in x.clamped(to: 0..<width) {
                planes[0][row * width + column] = colour.y
                planes[1][row * width + column] = colour.u
                planes[2][row * width + column] = colour.v
            }
        }
    }

    /// Sets every grey value from its column and row.
    mutating func shade(_ value: (Int, Int) -> Double) {
        for row in 0..<height {
            for column in 0..<width {
                planes[0][row * width + column] = UInt8(
                    min(max(value(column, row).rounded(), 0), 255))
            }
        }
    }

    /// Adds the noise of a sensor: normally distributed, with that standard deviation in grey values.
    mutating func roughen(_ deviation: Double, seed: UInt64) {
        var noise = Noise(seed: seed)
        for index in planes[0].indices {
            let value = Double(planes[0][index]) + deviation * noise.next()
            planes[0][index] = UInt8(min(max(value.rounded(), 0), 255))
        }
    }

    /// As in a looking glass.
    var mirrored: Painting {
        var copy = self
        for plane in planes.indices {
            for row in 0..<height {
                let line = row * width..<(row + 1) * width
                copy.planes[plane].replaceSubrange(line, with: planes[plane][line].reversed())
            }
        }
        return copy
    }
}

/// Normally distributed numbers, the same ones again for the same seed.
struct Noise {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// Uniform in 0..<1 (SplitMix64, Steele, Lea & Flood 2014).
    mutating func uniform() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((mixed ^ (mixed >> 31)) >> 11) * 0x1p-53
    }

    mutating func next() -> Double {
        let radius = (-2 * log(1 - uniform())).squareRoot()
        return radius * cos(2 * .pi * uniform())
    }
}

extension Clips {
    /// Writes paintings of one size as a video that holds every pixel as it is (YUV4MPEG2).
    static func write(_ paintings: [Painting], rate: Int = 25, to file: URL) throws {
        let first = try #require(paintings.first)
        var data = Data("YUV4MPEG2 W\(first.width) H\(first.height) F\(rate):1 Ip A1:1 C444\n".utf8)
        for painting in paintings {
            data += Data("FRAME\n".utf8)
            for plane in painting.planes { data += plane }
        }
        try data.write(to: file)
    }

    /// The paintings as frames that a source has decoded.
    static func frames(_ paintings: [Painting]) throws -> [Frame] {
        try inFolder { folder in
            let file = folder.appendingPathComponent("painted.y4m")
            try write(paintings, to: file)
            let source = try FileSource(path: file.path)
            return try paintings.map { _ in
                let frame = try Frame()
                _ = try #require(try source.read(into: frame))
                return frame
            }
        }
    }

    static func frame(_ painting: Painting) throws -> Frame { try frames([painting])[0] }
}
