package import Base
import Posture

/// What an event may hold. The writer has read a stranger's file and may send anything; the reader relies
/// on these limits and on nothing else.
///
/// They lie far beyond any real recording: two days, faster than any camera of a consulting room, a
/// picture a million pixels wide.
package enum EventLimits {
    /// The longest recording, seconds.
    package static let longestRecording = Recording.longest
    /// The shortest time between two instants, seconds.
    package static let shortestStep = 0.0005
    /// Width and height of a picture, pixels.
    static let sizes = 1.0...1e6
    /// Frames, people, damages.
    static let counts = 0...1_000_000_000
    /// Declared durations and the like, seconds; frames per second.
    static let lengths = 0.0...1e9
    /// Seconds of a clock that began with the computer.
    static let clocks = 0.0...1e12
    /// Unicode scalars of a text: a path and a sentence.
    static let longestText = 5_000
    /// Unicode scalars of a word.
    static let longestWord = 100

    /// Networks of one process.
    static let models = 0...20

    /// How many events of a kind a stream may have; of frames the times tell.
    static let sources = 2
    static let confinements = 1
    static let warnings = 100
    static let remarks = 10_000
    static let cameraNotices = 100_000

    /// True for a time in a recording.
    package static func isTime(_ seconds: Double) -> Bool {
        seconds >= 0 && seconds <= longestRecording
    }

    /// True for plain file names, each with a SHA-256 in lower-case hexadecimal digits.
    static func isModels(_ models: [String: String]) -> Bool {
        Self.models.contains(models.count)
            && models.allSatisfy { name, digest in
                name == name.safe(longest: longestWord) && digest.utf8.count == 64
                    && digest.allSatisfy("0123456789abcdef".contains)
            }
    }

    /// - Throws: ``WireError/notARecord`` unless it is true.
    static func require(_ isWithin: Bool) throws {
        guard isWithin else { throw WireError.notARecord }
    }
}

extension TrackingEvent {
    /// The event with its texts made safe.
    /// - Throws: ``WireError/notARecord`` when something in it is beyond ``EventLimits``.
    func admitted() throws -> TrackingEvent {
        switch self {
        case .source(let source): return .source(try source.admitted())
        case .chapter(let chapter):
            try EventLimits.require(
                (0..<EventLimits.sources).contains(chapter.camera)
                    && (0..<Footage.mostFiles).contains(chapter.file)
                    && EventLimits.isTime(chapter.start))
        case .frame(let frame): try frame.check()
        case .liveFrame(let frame, let timing):
            try frame.check()
            try timing.check()
        case .camera(var notice):
            notice.reason = notice.reason.safe()
            try EventLimits.require(EventLimits.lengths.contains(notice.seconds))
            return .camera(notice)
        case .forget(let seat): try EventLimits.require(Seat(rawValue: seat) != nil)
        case .uncertain(let risk):
            try EventLimits.require(
                EventLimits.isTime(risk.start) && EventLimits.isTime(risk.end)
                    && risk.start <= risk.end)
        case .checkpoint(let checkpoint):
            try EventLimits.require(EventLimits.isTime(checkpoint.time))
        case .warning(let text): return .warning(text.safe())
        case .failure(let failure): return .failure(failure.safe)
        case .end(let end): return .end(try end.admitted())
        case .confinement(let report):
            try EventLimits.require((0...1_000).contains(report.landlockAbi))
        case .picture, .swap, .alive: break
        }
        return self
    }
}

extension SourceDescription {
    fileprivate func admitted() throws -> SourceDescription {
        let limits = EventLimits.self
        try limits.require(limits.sizes.contains(width) && limits.sizes.contains(height))
        try limits.require(
            [storedWidth, storedHeight].allSatisfy { $0 == 0 || limits.sizes.contains($0) })
        try limits.require(limits.lengths.contains(rate) && limits.lengths.contains(duration))
        try limits.require(limits.lengths.contains(likelyDuration))
        try limits.require(pixelAspect > 0 && pixelAspect <= limits.sizes.upperBound)
        try limits.require([0, 90, 180, 270].contains(rotation))
        try limits.require(limits.isModels(models))
        var source = self
        source.precision = precision.safe(longest: limits.longestWord)
        return source
    }
}

extension DyadFrame {
    /// A pose has all its landmarks; their numbers may be `NaN` or infinite.
    fileprivate func check() throws {
        try EventLimits.require(EventLimits.isTime(time) && poses.count == Seat.allCases.count)
        for case let pose? in poses {
            try EventLimits.require(pose.points.count == Landmark.allCases.count)
        }
    }
}

extension LiveTiming {
    fileprivate func check() throws {
        let times = [captured, tracked, emitted]
        try EventLimits.require(times.allSatisfy(EventLimits.clocks.contains))
        try EventLimits.require([missed, dropped].allSatisfy(EventLimits.counts.contains))
    }
}

extension Failure {
    /// Kinds that the vision process may report of a video. It has read a stranger's file: its word is
    /// not taken for a matter of consent or of the command line.
    private static let reportable: Set<Kind> = [.badInput, .noInput, .unavailable, .software]

    /// With texts that may be shown.
    var safe: Failure {
        Failure(kind: kind, what: what.safe(), remedy: remedy.mapText { $0.safe() })
    }

    /// As a failure of the command: with texts that may be shown, and where the kind is not the vision
    /// process's to report, ``Kind/badInput``, which blames the input.
    package var reported: Failure {
        var failure = safe
        if !Self.reportable.contains(kind) { failure.kind = .badInput }
        return failure
    }
}

extension TrackingEnd {
    fileprivate func admitted() throws -> TrackingEnd {
        let limits = EventLimits.self
        try limits.require(videos.count <= limits.sources)
        for video in videos {
            try limits.require(video.chapters.count <= Footage.mostFiles)
            for length in [video] + video.chapters {
                try limits.require(limits.counts.contains(length.frames))
                try limits.require(limits.lengths.contains(length.duration))
            }
        }
        try limits.require([measured, damaged, people].allSatisfy(limits.counts.contains))
        try limits.require((0...1).contains(kept) && (0...1).contains(bound))
        try limits.require(
            stages.count <= limits.longestWord && stages.values.allSatisfy(limits.lengths.contains))
        var end = self
        end.stages = [:]
        for (name, seconds) in stages {
            end.stages[name.safe(longest: limits.longestWord)] = seconds
        }
        return end
    }
}
