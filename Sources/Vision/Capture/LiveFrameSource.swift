import Base
import Foundation
package import VisionProtocol

/// Pictures as they happen: a camera, or a recording that is played as if it were one.
///
/// The newest frame wins. A slow reader gets the newest frame and the number of frames it missed, so
/// its delay does not grow. Used by one thread at a time; pictures begin to come
/// with the first ``read(into:within:)``.
package protocol LiveFrameSource: AnyObject {
    /// Size and nominal rate; the duration of a camera is 0.
    var description: SourceDescription { get }
    /// Sentences for the reader of the results.
    var remarks: [String] { get }
    /// Frames so far that came damaged and were thrown away.
    var damaged: Int { get }
    /// Waits for a frame newer than the last one, fills `frame` with it, and returns it; or returns
    /// what happened instead. Returns within `seconds`, give or take the time to decode a frame.
    /// - Throws: ``VisionError`` when there will be no more frames for a reason that is not the end.
    func read(into frame: Frame, within seconds: Double) throws -> LiveReading
}

extension LiveFrameSource {
    package var remarks: [String] { [] }
}

/// What a live source answers.
package enum LiveReading: Sendable, Equatable {
    case frame(LiveFrame)
    case event(CameraEvent)
    /// Nothing came in the time given.
    case nothing
    /// The recording that was played has ended.
    case end
}

/// When a frame was taken, and what was missed before it.
package struct LiveFrame: Sendable, Equatable {
    /// Seconds since the first frame, rising, on the clock of `captured`; of a recording its own
    /// timestamp.
    package var time: Double
    /// When it was captured, seconds of `CLOCK_MONOTONIC`.
    package var captured: Double
    /// Frames since the last reading that came and were passed over, because this one is newer.
    package var skipped: Int
    /// Frames since the last reading that were lost before they reached this program.
    package var dropped: Int
    /// Breaks of a recording since the last reading.
    package var breaks: [VideoBreak]

    package init(
        time: Double, captured: Double, skipped: Int = 0, dropped: Int = 0,
        breaks: [VideoBreak] = []
    ) {
        self.time = time
        self.captured = captured
        self.skipped = skipped
        self.dropped = dropped
        self.breaks = breaks
    }
}

/// What happens to a camera that is not a frame.
package enum CameraEvent: Sendable, Equatable {
    /// The camera is gone; the source waits for it. In words, why.
    case lost(String)
    /// The camera is there again, this many seconds after its last frame; frames follow.
    case back(gap: Double)
    /// The camera is there and has sent nothing for this many seconds; `back` follows when it does.
    case stalled(seconds: Double)
    /// For this many seconds the camera has sent nothing but damaged frames; `back` follows.
    case damaged(seconds: Double)
}

extension CameraEvent: CustomStringConvertible {
    /// One line for the user.
    package var description: String {
        switch self {
        case .lost(let why): "\(why); waiting for it to come back"
        case .back(let gap): "the camera is back after \(Self.seconds(gap)) s without a picture"
        case .stalled(let time):
            "the camera has sent nothing for \(Self.seconds(time)) s; close other programs that use it, or "
                + "plug it in again"
        case .damaged(let time):
            "the camera has sent only damaged pictures for \(Self.seconds(time)) s; try another "
                + "cable or port"
        }
    }

    private static func seconds(_ value: Double) -> String { String(format: "%.1f", value) }
}

/// Opens a live source by its path.
package enum LiveSources {
    /// A camera when the path stands for a device, and otherwise a video file that is played in real
    /// time.
    ///
    /// - Parameters:
    ///   - files: the video, where it was handed over.
    ///   - confine: called before the camera or the first byte of the file is looked at.
    /// - Throws: ``VisionError`` when it cannot be used.
    package static func open(
        _ path: String, wish: CameraPreference = .usual, files: RequestedFiles = RequestedFiles(),
        confine: (Confinement.Input) throws -> Void = { _ in }
    ) throws -> any LiveFrameSource {
        let isMissingDevice =
            path.hasPrefix("/dev/") && !FileManager.default.fileExists(atPath: path)
        if files.isEmpty, RegularFile.isDevice(path) || isMissingDevice {
            try confine(.camera)
            return try CameraSource(path: path, wish: wish)
        }
        var files = files
        let file = try files.next(path)
        try confine(.files)
        return try PlayedFileSource(FileSource(file))
    }
}
