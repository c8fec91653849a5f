package import Base
package import Foundation
package import Posture

/// What the vision process reports, in this order: `confinement`, one `source` per video, then frames and notes in
/// time order, then one `end` or `failure`.
package enum TrackingEvent: Sendable, Equatable {
    case source(SourceDescription)
    /// The next file of several begins. A run that resumes says it again of those before.
    case chapter(ChapterStart)
    case frame(DyadFrame)
    /// Live, in place of `frame`: with when it was seen.
    case liveFrame(DyadFrame, LiveTiming)
    /// Live: what happened to the camera.
    case camera(CameraNotice)
    /// When asked for, a JPEG to be shown and not kept: live of the newest picture; of a recording one of each camera's, before
    /// the frame that shows the people in them.
    case picture([UInt8])
    /// The two people are swapped in all earlier frames: the second one to appear turned out to sit left
    /// of the first.
    case swap
    /// So far this seat (`Seat.rawValue`) showed nobody of the session but, for example, a picture on the
    /// wall: empty all its earlier frames.
    case forget(Int)
    /// A stretch in which a swap of the two people cannot be ruled out; it lies before the next frame.
    case uncertain(UncertainSpan)
    /// Everything up to here can be repeated from this; comes right after a frame, about twice a
    /// second of working time.
    case checkpoint(TrackingCheckpoint)
    case warning(String)
    case failure(Failure)
    case end(TrackingEnd)
    /// What confines the process from here on; comes first.
    case confinement(ConfinementReport)
    /// Work continues though there is nothing else to report; at most once a second.
    case alive
}

/// The tracker's state after a frame. A run whose request holds it continues with the frame after that
/// one and emits, to the last bit, what the uninterrupted run would have emitted from there on;
/// `source` comes first as always.
package struct TrackingCheckpoint: Sendable, Codable, Equatable {
    /// Larger states are not taken: they travel in the request, on a command line.
    package static let largestState = 1 << 16

    /// Timestamp of that frame, seconds.
    package var time: Double
    /// Known to the tracker alone. It holds no pixel of a picture: what depends on the last picture
    /// is made again from the video.
    package var state: Data

    package init(time: Double, state: Data) {
        self.time = time
        self.state = state
    }
}

/// A stretch in which a swap of the two people cannot be ruled out.
package struct UncertainSpan: Sendable, Codable, Equatable {
    /// Why it cannot.
    package enum Cause: String, Sendable, Codable {
        /// Their bodies overlapped in the picture.
        case overlap
        /// A followed body was suddenly somewhere else.
        case leap
        /// The picture was cut.
        case cut
        /// Both were out of sight at once.
        case absence
        /// They looked like each other's seat without any of that.
        case looks
    }

    /// Seconds.
    package var start: Double
    package var end: Double
    package var cause: Cause

    package init(start: Double, end: Double, cause: Cause) {
        self.start = start
        self.end = end
        self.cause = cause
    }
}

/// When a file of several that one camera wrote begins.
package struct ChapterStart: Sendable, Codable, Equatable {
    /// Its place in ``TrackingRequest/footage``, and in ``Footage/files``.
    package var camera: Int
    package var file: Int
    /// The camera's time at which the file's own time is 0, seconds from the beginning of its first file.
    package var start: Double

    package init(camera: Int, file: Int, start: Double) {
        self.camera = camera
        self.file = file
        self.start = start
    }
}

/// What a container says of its video.
package struct SourceDescription: Sendable, Codable, Equatable {
    /// Upright picture with square pixels.
    package var width: Double
    package var height: Double
    /// Nominal frames per second, 0 when unknown.
    package var rate: Double
    /// Declared length, seconds, 0 when unknown.
    package var duration: Double
    /// Length, seconds, estimated where none is declared; 0 when unknown.
    package var likelyDuration: Double
    /// The arithmetic that the landmarks are computed in, such as `f32` or `bf16`.
    package var precision: String
    /// SHA-256 of the networks that were loaded, by file name: 64 lower-case hexadecimal digits.
    package var models: [String: String]
    /// Size of the picture as it is stored, pixels; 0 when nothing is stored.
    package var storedWidth: Double
    package var storedHeight: Double
    /// Width of a stored pixel over its height.
    package var pixelAspect: Double
    /// Degrees that the stored picture is turned clockwise for display: 0, 90, 180 or 270.
    package var rotation: Int
    package var reflection: PictureReflection

    package init(
        width: Double, height: Double, rate: Double, duration: Double,
        likelyDuration: Double? = nil, precision: String = "",
        models: [String: String] = [:], storedWidth: Double = 0, storedHeight: Double = 0,
        pixelAspect: Double = 1,
        rotation: Int = 0, reflection: PictureReflection = .absent
    ) {
        self.width = width
        self.height = height
        self.rate = rate
        self.duration = duration
        self.likelyDuration = likelyDuration ?? duration
        self.precision = precision
        self.models = models
        self.storedWidth = storedWidth
        self.storedHeight = storedHeight
        self.pixelAspect = pixelAspect
        self.rotation = rotation
        self.reflection = reflection
    }
}

/// What became of a reflection that a container asks for.
package enum PictureReflection: String, Sendable, Codable {
    case absent
    /// Mirroring from left to right was left out: left stays left.
    case undone
    /// The picture is stored from the bottom row up, and was turned over.
    case flipped
}

/// What was read in the end.
package struct TrackingEnd: Sendable, Codable, Equatable {
    /// What was read of one file, or of all files of one camera.
    package struct Length: Sendable, Codable, Equatable {
        /// Frames decoded.
        package var frames: Int
        /// Seconds from the first frame to the end of the last.
        package var duration: Double
        /// Of each file, where a camera wrote several; otherwise empty.
        package var chapters: [Length]

        package init(frames: Int, duration: Double, chapters: [Length] = []) {
            self.frames = frames
            self.duration = duration
            self.chapters = chapters
        }
    }

    /// One per camera.
    package var videos: [Length]
    /// Instants that were measured.
    package var measured: Int
    /// Packets or frames that could not be decoded.
    package var damaged: Int
    /// Most people seen at once.
    package var people: Int
    /// Share of bodies that were not inferred, 0…1: nothing had moved, or they lay on the line between two that
    /// were.
    package var kept: Double
    /// How far an inference between two may lie from the line between them for the instants around it to be told from that
    /// line, root of the mean square over the landmarks, shoulder widths; 0 where nothing was told from lines.
    package var bound: Double
    /// Where the time went, seconds by stage.
    package var stages: [String: Double]

    package init(
        videos: [Length], measured: Int, damaged: Int, people: Int,
        kept: Double = 0, bound: Double = 0, stages: [String: Double] = [:]
    ) {
        self.videos = videos
        self.measured = measured
        self.damaged = damaged
        self.people = people
        self.kept = kept
        self.bound = bound
        self.stages = stages
    }
}
