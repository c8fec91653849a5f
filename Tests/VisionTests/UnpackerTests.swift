import CVision
import Foundation
import Testing

@testable import Vision

/// A camera's bytes, unpacked, against the same picture read from a video file.
@Suite struct UnpackerTests {
    /// Blocks of four colours; everything on even pixels, so that halving the chroma loses nothing.
    private var painting: Painting {
        var picture = Painting(48, 32, .wall)
        picture.fill(0..<24, 0..<16, .red)
        picture.fill(24..<48, 16..<32, .blue)
        picture.fill(8..<20, 20..<28, .green)
        return picture
    }

    /// The painting's bytes in a format, with `padding` bytes of rubbish behind every row.
    private func bytes(_ format: String, _ picture: Painting, padding: Int = 0) -> [UInt8] {
        let raw = RawPicture(picture: picture, padding: padding)
        let luma = raw.plane(0, padding: padding)
        switch format {
        case "YUYV": return raw.interleaved([0, 1, 0, 2])
        case "YVYU": return raw.interleaved([0, 2, 0, 1])
        case "UYVY": return raw.interleaved([1, 0, 2, 0])
        case "VYUY": return raw.interleaved([2, 0, 1, 0])
        case "NV12": return luma + raw.pairs(1, 2)
        case "NV21": return luma + raw.pairs(2, 1)
        case "YU12": return luma + raw.quarter(1) + raw.quarter(2)
        case "YV12": return luma + raw.quarter(2) + raw.quarter(1)
        case "422P": return luma + raw.half(1) + raw.half(2)
        default: return luma
        }
    }

    private func unpack(
        _ format: String, _ bytes: [UInt8], width: Int = 48, height: Int = 32, stride: Int = 0,
        display: (Double, Double) = (0, 0)
    ) throws -> Frame {
        var layout = cv_picture_layout()
        layout.format = PixelFormat(format).code
        layout.width = Int32(width)
        layout.height = Int32(height)
        layout.bytes_per_row = Int32(stride)
        layout.pixel_aspect = 1
        (layout.display_width, layout.display_height) = display
        var made: OpaquePointer?
        try edge { cv_unpacker_new(&layout, &made, $0) }
        let unpacker = try #require(made)
        defer { cv_unpacker_free(unpacker) }
        let frame = try Frame()
        try edge { cv_unpacker_fill(unpacker, bytes, bytes.count, frame.handle, $0) }
        return frame
    }

    /// Share of the pixels whose luma differs by more than `threshold`.
    private func changed(_ a: Frame, _ b: Frame, threshold: Float = 0.5) throws -> Float {
        let motion = try #require(cv_motion_new())
        defer { cv_motion_free(motion) }
        try edge { cv_motion_push(motion, a.handle, $0) }
        try edge { cv_motion_push(motion, b.handle, $0) }
        let whole = cv_rect(x: 0, y: 0, width: a.width, height: a.height)
        return cv_motion_share(motion, 0, whole, nil, threshold)
    }

    /// How far the shares of the classes of colour are apart, 0…2.
    private func colourDistance(_ a: Frame, _ b: Frame) throws -> Float {
        let shares = try [a, b].map { frame in
            var shares = [Float](repeating: 0, count: Int(CV_COLOUR_BINS))
            let region = cv_region(
                center_x: frame.width / 2, center_y: frame.height / 2, width: frame.width,
                height: frame.height, rotation: 0)
            try edge { cv_frame_colours(frame.handle, region, &shares, $0) }
            return shares
        }
        return zip(shares[0], shares[1]).reduce(0) { $0 + abs($1.0 - $1.1) }
    }

    @Test(arguments: ["YUYV", "YVYU", "UYVY", "VYUY", "NV12", "NV21", "YU12", "YV12", "422P"])
    func everyFormatShowsTheSamePicture(format: String) throws {
        let reference = try Clips.frame(painting)
        for padding in [0, 16] {
            let rows =
                (format.contains("Y") && format.hasSuffix("V") || format.hasSuffix("U")
                    || format == "UYVY" || format == "VYUY") ? 96 : 48
            let frame = try unpack(
                format, bytes(format, painting, padding: padding), stride: rows + padding)
            #expect(frame.width == 48 && frame.height == 32)
            #expect(try changed(reference, frame) == 0, "\(format)")
            #expect(try colourDistance(reference, frame) < 0.02, "\(format)")
        }
    }

    @Test func greyHasNoColour() throws {
        let frame = try unpack("GREY", bytes("GREY", painting))
        var grey = painting
        grey.shade { Double(painting.planes[0][$1 * 48 + $0]) }
        #expect(try changed(Clips.frame(painting), frame) == 0)
        #expect(try colourDistance(Clips.frame(painting), frame) > 0.5)
    }

    private func pixels(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> [UInt8] {
        let row = Array(repeating: [first, second, third], count: 48).flatMap { $0 }
        return Array(repeating: row, count: 32).flatMap { $0 }
    }

    @Test func redGreenBlueBecomesThePicture() throws {
        let bytes = pixels(128, 128, 128)
        let reference = try Clips.frame(Painting(48, 32, Painting.Colour(y: 126)))
        for format in ["RGB3", "BGR3"] {
            let frame = try unpack(format, bytes)
            #expect(try changed(reference, frame, threshold: 1.5) == 0)
            // A step of luma and of chroma by rounding.
            #expect(try colourDistance(reference, frame) < 0.25, "\(format)")
        }
        let red = pixels(220, 30, 30)
        let blue = pixels(30, 30, 220)
        #expect(try colourDistance(unpack("RGB3", red), unpack("BGR3", blue)) < 0.1)
        #expect(try colourDistance(unpack("RGB3", red), unpack("BGR3", red)) > 1)
    }

    @Test func missingBytesAreDamage() throws {
        for format in ["YUYV", "NV12", "GREY", "RGB3"] {
            let whole = format == "RGB3" ? pixels(9, 9, 9) : bytes(format, painting)
            #expect(throws: VisionError.self) { try unpack(format, Array(whole.dropLast())) }
        }
    }

    @Test func aSizeToShowIsKept() throws {
        let frame = try unpack("NV12", bytes("NV12", painting), display: (640, 480))
        #expect(frame.width == 640 && frame.height == 480)
    }

    // MARK: JPEG

    /// The painting as JPEG, and as a video file's decoder sees that.
    private func jpeg(_ painting: Painting) throws -> (bytes: [UInt8], frame: Frame) {
        try Clips.inFolder { folder in
            let video = folder.appendingPathComponent("painted.y4m")
            let picture = folder.appendingPathComponent("painted.jpg")
            try Clips.write([painting], to: video)
            try Clips.ffmpeg(
                ["-i", video.path, "-pix_fmt", "yuvj422p", "-q:v", "2", picture.path])
            // A picture alone is not read as a video.
            let film = folder.appendingPathComponent("painted.avi")
            try Clips.ffmpeg(
                ["-loop", "1", "-i", picture.path, "-c", "copy", "-frames:v", "2", film.path])
            let frame = try Frame()
            _ = try #require(try FileSource(path: film.path).read(into: frame))
            return ([UInt8](try Data(contentsOf: picture)), frame)
        }
    }

    @Test func jpegIsDecompressed() throws {
        let reference = try jpeg(painting)
        // Drivers pad their buffers.
        for padding in [0, 999] {
            let frame = try unpack("MJPG", reference.bytes + Array(repeating: 0, count: padding))
            #expect(frame.width == 48 && frame.height == 32)
            #expect(try changed(reference.frame, frame) == 0)
            #expect(try colourDistance(reference.frame, frame) < 1e-4)
        }
    }

    @Test func aJpegThatBreaksOffIsDamage() throws {
        var noisy = painting
        noisy.roughen(30, seed: 5)
        let whole = try jpeg(noisy).bytes
        for part in [0.3, 0.6, 0.8] {
            let cut = Array(whole.prefix(Int(Double(whole.count) * part)))
            #expect(throws: VisionError.self) { try unpack("MJPG", cut) }
        }
        let rubbish: [[UInt8]] = [[], [0xFF], [0xFF, 0xD8], Array(repeating: 0x5A, count: 4000)]
        for rubbish in rubbish {
            #expect(throws: VisionError.self) { try unpack("MJPG", rubbish) }
        }
    }

    @Test func anImpossibleLayoutIsRefused() {
        for (format, width, height) in [("H264", 48, 32), ("YUYV", 0, 32), ("YUYV", 48, -1)] {
            #expect { try unpack(format, [], width: width, height: height) } throws: {
                ($0 as? VisionError)?.kind == .camera(.refused)
            }
        }
    }
}

/// A painting in the layouts that cameras use, with rubbish behind every row.
private struct RawPicture {
    let picture: Painting
    let padding: Int

    private func rubbish(_ count: Int) -> [UInt8] { Array(repeating: 7, count: count) }

    private func value(_ plane: Int, _ x: Int, _ y: Int) -> UInt8 {
        picture.planes[plane][y * picture.width + x]
    }

    /// Every `columns`th pixel of every `rows`th row of a plane.
    func plane(_ plane: Int, columns: Int = 1, rows: Int = 1, padding: Int) -> [UInt8] {
        stride(from: 0, to: picture.height, by: rows).flatMap { y in
            stride(from: 0, to: picture.width, by: columns).map { value(plane, $0, y) }
                + rubbish(padding)
        }
    }

    func half(_ plane: Int) -> [UInt8] { self.plane(plane, columns: 2, padding: padding / 2) }

    func quarter(_ plane: Int) -> [UInt8] {
        self.plane(plane, columns: 2, rows: 2, padding: padding / 2)
    }

    /// Groups of four bytes for two pixels; which plane each is from.
    func interleaved(_ order: [Int]) -> [UInt8] {
        (0..<picture.height).flatMap { y in
            stride(from: 0, to: picture.width, by: 2).flatMap { x in
                order.indices.map { byte -> UInt8 in
                    let isSecondPixel = order[byte] == 0 && byte >= 2
                    return value(order[byte], isSecondPixel ? x + 1 : x, y)
                }
            } + rubbish(padding)
        }
    }

    /// Rows of pairs from two planes.
    func pairs(_ first: Int, _ second: Int) -> [UInt8] {
        stride(from: 0, to: picture.height, by: 2).flatMap { y in
            stride(from: 0, to: picture.width, by: 2).flatMap { x in
                [value(first, x, y), value(second, x, y)]
            } + rubbish(padding)
        }
    }
}
