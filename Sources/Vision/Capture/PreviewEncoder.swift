import CVision

/// Makes small JPEGs of frames, which are shown and never kept.
final class PreviewEncoder {
    private let handle: OpaquePointer

    /// Pixels of a picture's longer side, at most.
    static let longest: Int32 = 640
    /// Seconds from one picture to the next, at least.
    static let interval = 0.1

    init() throws {
        guard let handle = cv_picture_new() else { throw VisionError(CV_FAILED, "out of memory") }
        self.handle = handle
    }

    deinit { cv_picture_free(handle) }

    /// A whole JPEG file, upright and with square pixels.
    func jpeg(of frame: Frame) throws -> [UInt8] {
        var bytes: UnsafePointer<UInt8>?
        var count = 0
        try edge { cv_picture_encode(handle, frame.handle, Self.longest, &bytes, &count, $0) }
        return Array(UnsafeBufferPointer(start: bytes, count: count))
    }
}

/// A picture of each camera now and then, for somebody who says who is who.
struct Stills {
    private let encoder: PreviewEncoder
    private var last = -Double.infinity

    /// Seconds of the recording from one to the next, at least.
    static let interval = 0.4

    init() throws { encoder = try PreviewEncoder() }

    /// One JPEG per camera; nothing while one of them has no picture, or soon after the last ones.
    mutating func take(_ instant: Instant) throws -> [[UInt8]] {
        guard instant.time >= last + Self.interval, let first = instant.first,
            let second = instant.second
        else { return [] }
        last = instant.time
        return try (first === second ? [first] : [first, second]).map { try encoder.jpeg(of: $0) }
    }
}
