/// How to measure a session live; the source is the only one of `TrackingRequest.footage`.
///
/// While it runs, the vision process takes orders on its standard input, a byte each: see `TrackingControl`.
package struct LiveRequest: Sendable, Codable, Equatable {
    /// Whether the source is a camera; otherwise a video file that is played in real time.
    package var isCamera: Bool
    /// Wanted size of the camera's picture, pixels.
    package var width: Int
    package var height: Int
    /// Whether pictures are handed over, to be shown and not kept.
    package var pictures: Bool

    package init(isCamera: Bool, width: Int = 640, height: Int = 480, pictures: Bool = false) {
        self.isCamera = isCamera
        self.width = width
        self.height = height
        self.pictures = pictures
    }
}

/// An order to the vision process on its standard input. The end of the stream is `stop`.
package enum TrackingControl: UInt8, Sendable {
    /// p: measure nothing; a camera is released.
    case pause = 0x70
    /// r: continue.
    case resume = 0x72
    /// s: report what is left, and end.
    case stop = 0x73
}

/// When a frame passed each stage, seconds of `CLOCK_MONOTONIC`, and what was missed before it.
package struct LiveTiming: Sendable, Equatable {
    package var captured: Double
    /// The measurement of both people was done.
    package var tracked: Double
    /// Left the vision process.
    package var emitted: Double
    /// Instants since the last one that should have been measured and were not, for want of time.
    package var missed: Int
    /// Frames since the last one that were lost before they reached the program.
    package var dropped: Int

    package init(
        captured: Double, tracked: Double = 0, emitted: Double = 0, missed: Int = 0,
        dropped: Int = 0
    ) {
        self.captured = captured
        self.tracked = tracked
        self.emitted = emitted
        self.missed = missed
        self.dropped = dropped
    }
}

/// What happened to the camera.
package struct CameraNotice: Sendable, Codable, Equatable {
    package enum Kind: String, Sendable, Codable {
        /// It is gone, and waited for.
        case lost
        /// Frames come again.
        case back
        /// It is there and sends nothing.
        case stalled
        /// It sends nothing but damaged frames.
        case damaged
    }

    package var kind: Kind
    /// Why, in words; may be empty.
    package var reason: String
    /// How long there has been no frame, seconds.
    package var seconds: Double

    package init(_ kind: Kind, reason: String = "", seconds: Double = 0) {
        self.kind = kind
        self.reason = reason
        self.seconds = seconds
    }
}
