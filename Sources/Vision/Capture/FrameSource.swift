import CVision
package import VisionProtocol

/// Where frames come from, each with its own presentation timestamp.
package protocol FrameSource: AnyObject {
    var description: SourceDescription { get }
    /// Packets or frames that could not be decoded so far.
    var damaged: Int { get }
    /// Until when sound was heard so far, seconds; 0 where none was listened to.
    var heardUntil: Double { get }
    /// Sentences for the reader of the results: what is known of the video from the beginning…
    var remarks: [String] { get }
    /// …and what was noticed in its pictures so far.
    var findings: [String] { get }
    /// In the time before the frame that was read last, nothing was recorded for so long that nobody
    /// need be where they were.
    var isAfterBreak: Bool { get }
    /// Decodes the next frame into `frame`; its presentation timestamp in seconds, or `nil` at the
    /// end of the data.
    func read(into frame: Frame) throws -> Double?
}

extension FrameSource {
    package var remarks: [String] { [] }
    package var findings: [String] { [] }
    package var heardUntil: Double { 0 }
    package var isAfterBreak: Bool { false }
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

    /// How the picture, which is shown at that time, fails to go on from the one before it in its
    /// video; `nil` when it goes on.
    func broken(at time: Double) -> VideoBreak? { VideoBreak(cv_frame_break(handle), at: time) }
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

    /// - Parameter descriptor: a file that somebody else has opened; closed with this.
    fileprivate init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit { cv_file_close(descriptor) }

    /// Passes the descriptor on, once.
    func release() -> Int32 {
        defer { descriptor = -1 }
        return descriptor
    }
}

/// The files that a request names: handed over with it, in its order, or else opened by their paths.
package struct RequestedFiles {
    private let isByPath: Bool
    private var handedOver: ArraySlice<Int32>

    /// - Parameter descriptors: those that came with the request; none opens each file by its path.
    package init(_ descriptors: [Int32] = []) {
        isByPath = descriptors.isEmpty
        handedOver = descriptors[...]
    }

    /// Whether the request came without files.
    var isEmpty: Bool { isByPath }

    /// The next file.
    ///
    /// - Throws: ``VisionError`` `unreadable` when it cannot be opened, or was not handed over with the others.
    mutating func next(_ path: String) throws -> OpenVideo {
        if isByPath { return try OpenVideo(path: path) }
        guard let descriptor = handedOver.popFirst() else {
            throw VisionError(CV_UNREADABLE, "it was not handed over")
        }
        return OpenVideo(path: path, descriptor: descriptor)
    }
}

/// A video file, read from its first frame to its last.
package final class FileSource: FrameSource {
    private let handle: OpaquePointer
    private var heartbeat: Heartbeat?
    package let description: SourceDescription
    package let remarks: [String]

    /// Throws `VisionError.unreadable` when the file cannot be opened, `badInput` when it is not a
    /// video.
    package convenience init(path: String) throws { try self.init(OpenVideo(path: path)) }

    /// - Parameter stream: the number of its video stream, from 1; `nil` for the one that players show.
    /// - Throws: `VisionError.badInput` when the file is not a video, `noStream` when it has no stream
    ///   of that number.
    package init(_ file: OpenVideo, stream: Int? = nil) throws {
        var opened: OpaquePointer?
        try edge {
            cv_source_open_file(
                file.release(), file.path, Int32(clamping: stream ?? 0), &opened, $0)
        }
        guard let opened else { throw VisionError(CV_FAILED, "out of memory") }
        handle = opened
        var info = cv_source_info()
        cv_source_describe(opened, &info)
        description = SourceDescription(
            width: info.width, height: info.height, rate: info.rate, duration: info.duration,
            likelyDuration: info.likely_duration,
            storedWidth: Double(info.stored_width), storedHeight: Double(info.stored_height),
            pixelAspect: info.pixel_aspect, rotation: Int(info.rotation),
            reflection: PictureReflection(info.reflection))
        remarks = Self.remarks(info, streams: text(capacity: 512) { cv_source_streams(opened, $0) })
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

    package var damaged: Int { Int(cv_source_remark(handle).damaged) }

    package var heardUntil: Double { cv_source_remark(handle).heard_until }
    /// When it was recorded, as far as it says.
    var stamps: ChapterStamps {
        var stamps = cv_stamps()
        cv_source_stamps(handle, &stamps)
        return ChapterStamps(stamps)
    }

    package func read(into frame: Frame) throws -> Double? {
        var time = 0.0
        let status = try edge { cv_source_read(handle, frame.handle, &time, $0) }
        return status == CV_END ? nil : time
    }
}

// MARK: - For the reader of the results

extension FileSource {
    private static func remarks(_ info: cv_source_info, streams: String) -> [String] {
        var remarks: [String] = []
        if info.streams > 1 {
            remarks.append(
                "the file holds \(info.streams) video streams (\(streams)); number \(info.stream) is "
                    + "measured, and the option stream takes another")
        }
        switch info.reflection {
        case CV_MIRROR_UNDONE:
            remarks.append(
                "the file asks players to mirror its picture, as telephones do with the front camera; "
                    + "it is measured unmirrored: left and right, and places in the picture, are as "
                    + "the camera saw them")
        case CV_FLIPPED:
            remarks.append(
                "the picture is stored upside down, and is turned over from top to bottom as in a "
                    + "player")
        default: break
        }
        return remarks
    }

    package var findings: [String] {
        let seen = cv_source_remark(handle)
        // A few frames are noise, or a fine pattern that moves.
        func isMuch(_ count: Int64) -> Bool { count >= 10 && count * 10 >= seen.frames }
        var findings: [String] = []
        if seen.unreached > 0 {
            findings.append(
                "\(Int((seen.unreached * 100).rounded())) % of the file cannot be reached: it seems that "
                    + "files were copied one after the other; join them with a program for videos, or "
                    + "give them one by one")
        }
        guard isMuch(seen.interlaced + seen.combed) else { return findings }
        return findings + [
            isMuch(seen.combed)
                ? "the video is interlaced though it is not marked as such; its half-pictures were "
                    + "joined, the upper first"
                : "the video is interlaced; its half-pictures were joined"
        ]
    }
}

extension PictureReflection {
    fileprivate init(_ reflection: cv_reflection) {
        switch reflection {
        case CV_MIRROR_UNDONE: self = .undone
        case CV_FLIPPED: self = .flipped
        default: self = .absent
        }
    }
}
