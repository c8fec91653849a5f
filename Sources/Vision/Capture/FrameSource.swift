import CVision
package import VisionProtocol

/// Where frames come from, each with its own presentation timestamp.
package protocol FrameSource: AnyObject {
    var description: SourceDescription { get }
    /// Packets or frames that could not be decoded so far.
    var damaged: Int { get }
    /// Decodes the next frame into `frame`; its presentation timestamp in seconds, or `nil` at the
    /// end of the data.
    func read(into frame: Frame) throws -> Double?
}

/// One decoded picture, refilled again and again. Used by one thread at a time.
package final class Frame {
    let handle: OpaquePointer

    package init() throws {
        guard let handle = cv_frame_new() else { throw VisionError(CV_FAILED, "out of memory") }
        self.handle = handle
    }

    deinit { cv_frame_free(handle) }

    /// Shows the same picture as another frame, until that one is refilled and beyond.
    func show(_ other: Frame) throws {
        try edge { cv_frame_share(handle, other.handle, $0) }
    }

    /// Upright picture with square pixels.
    package var width: Float { Float(cv_frame_width(handle)) }
    package var height: Float { Float(cv_frame_height(handle)) }
}

/// A video file that is open and has not been looked at: it can be read when nothing can be opened
/// any more.
package final class OpenVideo {
    let path: String
    private var descriptor: Int32 = -1

    /// Throws `VisionError.unreadable` when it cannot be opened or is not a file.
    package init(path: String) throws {
        self.path = path
        try edge { cv_file_open(path, &descriptor, $0) }
    }

    deinit { cv_file_close(descriptor) }

    /// Passes the descriptor on, once.
    func release() -> Int32 {
        defer { descriptor = -1 }
        return descriptor
    }
}

/// A video file, read from its first frame to its last.
package final class FileSource: FrameSource {
    private let handle: OpaquePointer
    private var heartbeat: Heartbeat?
    package let description: SourceDescription

    /// Throws `VisionError.unreadable` when the file cannot be opened, `badInput` when it is not a
    /// video.
    package convenience init(path: String) throws { try self.init(OpenVideo(path: path)) }

    /// Throws `VisionError.badInput` when the file is not a video.
    package init(_ file: OpenVideo) throws {
        var opened: OpaquePointer?
        try edge { cv_source_open_file(file.release(), file.path, &opened, $0) }
        guard let opened else { throw VisionError(CV_FAILED, "out of memory") }
        handle = opened
        var info = cv_source_info()
        cv_source_describe(opened, &info)
        description = SourceDescription(
            width: info.width, height: info.height, rate: info.rate, duration: info.duration,
            storedWidth: Double(info.stored_width), storedHeight: Double(info.stored_height),
            pixelAspect: info.pixel_aspect, rotation: Int(info.rotation))
    }

    deinit { cv_source_close(handle) }

    /// Lets the heart beat with every packet that is read.
    func watch(_ heartbeat: Heartbeat) {
        self.heartbeat = heartbeat
        let step: @convention(c) (UnsafeMutableRawPointer?) -> Void = { context in
            guard let context else { return }
            Unmanaged<Heartbeat>.fromOpaque(context).takeUnretainedValue().beat()
        }
        cv_source_watch(handle, step, Unmanaged.passUnretained(heartbeat).toOpaque())
    }

    package var damaged: Int { Int(cv_source_damage(handle)) }

    package func read(into frame: Frame) throws -> Double? {
        var time = 0.0
        let status = try edge { cv_source_read(handle, frame.handle, &time, $0) }
        return status == CV_END ? nil : time
    }
}
