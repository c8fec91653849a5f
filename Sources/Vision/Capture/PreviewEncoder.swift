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
