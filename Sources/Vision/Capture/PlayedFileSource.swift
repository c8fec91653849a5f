import Base
package import VisionProtocol

/// A video file played in real time: each of its frames is there from the moment at which it would be
/// shown, and a reader that comes late finds the newest, as with a camera.
///
/// Playing begins with the first reading. A frame's `time` is its own timestamp in the file, so that
/// what is measured live and what is measured offline stand on one time axis; `captured` is when it
/// was due.
package final class PlayedFileSource: LiveFrameSource {
    package var description: SourceDescription { source.description }
    package var damaged: Int { source.damaged }
    package var remarks: [String] { source.remarks }

    private let source: any FrameSource
    private let clock: any LiveClock
    /// The next frame, decoded ahead of its time, and its timestamp.
    private let ahead: Frame
    private var pending: Double?
    /// What the clock showed at the file's time 0; `nil` before the first reading.
    private var origin: Double?

    /// Playing that is later than this, seconds, because decoding is slower than the recording, goes
    /// on from where it is, as a player would.
    static let patience = 1.0

    package convenience init(path: String) throws { try self.init(FileSource(path: path)) }

    init(_ source: any FrameSource, clock: any LiveClock = MonotonicClock()) throws {
        self.source = source
        self.clock = clock
        ahead = try Frame()
    }

    package func read(into frame: Frame, within seconds: Double) throws -> LiveReading {
        let asked = clock.now
        let origin = try begin()
        guard let first = pending else { return .end }
        guard origin + first <= asked + seconds else {
            clock.wait(until: asked + seconds)
            return .nothing
        }
        clock.wait(until: origin + first)
        return .frame(try newest(into: frame, due: first, by: max(asked, origin + first) - origin))
    }

    /// The first frame is due when it is asked for.
    private func begin() throws -> Double {
        if let origin { return origin }
        pending = try source.read(into: ahead)
        let start = clock.now - (pending ?? 0)
        origin = start
        return start
    }

    /// Shows the last of the frames that are due at `now`, a time of the file's.
    private func newest(into frame: Frame, due first: Double, by now: Double) throws -> LiveFrame {
        var time = first
        var skipped = 0
        var breaks = [ahead.broken(at: first)]
        try frame.show(ahead)
        pending = try source.read(into: ahead)
        while let next = pending, next <= now {
            time = next
            skipped += 1
            breaks.append(ahead.broken(at: next))
            try frame.show(ahead)
            pending = try source.read(into: ahead)
        }
        return LiveFrame(
            time: time, captured: captured(time), skipped: skipped, breaks: breaks.compactMap { $0 }
        )
    }

    private func captured(_ time: Double) -> Double {
        let now = clock.now
        let due = (origin ?? now) + time
        guard now - due > Self.patience else { return due }
        origin = now - time
        return now
    }
}

/// A clock and a way to let its time pass.
protocol LiveClock: Sendable {
    /// Seconds since an arbitrary point; they only rise.
    var now: Double { get }
    /// Returns when `now` is `instant` or later; at once when it is already.
    func wait(until instant: Double)
}

extension MonotonicClock: LiveClock {}
