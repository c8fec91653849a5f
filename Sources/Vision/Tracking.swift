import Foundation
import VisionLink

/// Runs a whole request: reads the video, tracks both people, hands every event to `emit`.
public enum Tracking {
    public static func run(
        _ request: TrackingRequest, emit: (TrackingEvent) throws -> Void
    ) throws {
        do {
            guard let path = request.videos.first, request.videos.count == 1 else {
                throw TrackingFailure(
                    exitCode: 64, what: "two videos cannot be analysed yet",
                    todo: "give one video with both people")
            }
            try track(path, request, emit: emit)
        } catch let failure as TrackingFailure {
            try emit(.failure(failure))
        } catch let error as VisionError {
            try emit(.failure(failure(for: error, request.videos.first ?? "")))
        }
    }

    private static func track(
        _ path: String, _ request: TrackingRequest, emit: (TrackingEvent) throws -> Void
    ) throws {
        let source = try FileSource(path: path)
        let tracker = try PoseTracker(
            models: ModelPlace(singlePrecision: request.singlePrecision),
            areas: areas(request.layout, source.description))
        var description = source.description
        description.precision = tracker.precision
        try emit(.source(description))
        var sampler = Sampler(rate: request.rate)
        var reader = try Reader(source: source)
        var measured = 0
        while let (frame, time) = try reader.next() {
            guard sampler.takes(time) else {
                try reader.readAhead()
                continue
            }
            let step = try tracker.track(frame, time: time) { try reader.readAhead() }
            measured += 1
            if step.relabel { try emit(.relabel) }
            try emit(.frame(step.frame))
            tracker.clock.lap(.emit)
        }
        guard reader.frames > 0 else {
            throw TrackingFailure(
                exitCode: 65, what: "\(path) has no readable frame",
                todo: "give a video that a player can show")
        }
        if let cut = reader.cut { try emit(.warning(cut)) }
        try emit(
            .end(
                TrackingEnd(
                    frames: reader.frames, measured: measured, duration: reader.duration,
                    damaged: source.damaged, people: tracker.people,
                    stages: tracker.clock.seconds)))
    }

    private static func areas(_ layout: Layout, _ picture: SourceDescription) -> [Region?] {
        func region(_ r: PictureRegion) -> Region {
            let shares = max(r.x, r.y, r.width, r.height) <= 1
            let sx = shares ? picture.width : 1
            let sy = shares ? picture.height : 1
            return Region(
                x: Float((r.x + r.width / 2) * sx), y: Float((r.y + r.height / 2) * sy),
                width: Float(r.width * sx), height: Float(r.height * sy))
        }
        switch layout {
        case .auto: return [nil, nil]
        case .sideBySide:
            return [
                region(PictureRegion(x: 0, y: 0, width: 0.5, height: 1)),
                region(PictureRegion(x: 0.5, y: 0, width: 0.5, height: 1)),
            ]
        case .regions(let a, let b): return [region(a), region(b)]
        }
    }

    private static func failure(for error: VisionError, _ path: String) -> TrackingFailure {
        switch error.kind {
        case .unreadable:
            TrackingFailure(
                exitCode: 66, what: "\(path) cannot be read (\(error))",
                todo: "check the path and its permissions")
        case .badInput:
            TrackingFailure(
                exitCode: 65, what: "\(path) is not a video that can be analysed: \(error)",
                todo: "give a video file that a player can show")
        case .failed:
            TrackingFailure(
                exitCode: 70, what: "the measurement failed: \(error)",
                todo: "run `make setup`, then try again")
        }
    }
}

/// Picks the frames to measure on the time axis, whatever the frame rate.
struct Sampler {
    let interval: Double?
    private var due: Double?

    /// - Parameter rate: instants per second, `nil` takes every frame.
    init(rate: Double?) { interval = rate.map { 1 / $0 } }

    /// True when the frame at `time` (seconds, rising) is to be measured: the first at or after each
    /// point of a regular grid that starts with the first frame.
    mutating func takes(_ time: Double) -> Bool {
        guard let interval else { return true }
        guard let next = due else {
            due = time + interval
            return true
        }
        // Timestamps are rounded to the container's clock; a frame a hair early still counts.
        guard time >= next - interval * 1e-3 - 1e-6 else { return false }
        due = next + interval * max(1, ((time - next) / interval).rounded(.down) + 1)
        return true
    }
}

/// Reads one frame ahead, so that decoding goes on while the cores infer.
private struct Reader {
    let source: FileSource
    private var current: Frame
    private var spare: Frame
    private var ahead: Double?
    private var isAhead = false
    private(set) var frames = 0
    private var first = 0.0
    private var last = 0.0
    private var step = 0.0

    init(source: FileSource) throws {
        self.source = source
        current = try Frame()
        spare = try Frame()
        step = source.description.rate > 0 ? 1 / source.description.rate : 0.04
    }

    mutating func readAhead() throws {
        ahead = try source.read(into: spare)
        isAhead = true
    }

    mutating func next() throws -> (Frame, Double)? {
        if !isAhead { try readAhead() }
        isAhead = false
        guard let time = ahead else { return nil }
        swap(&current, &spare)
        if frames == 0 { first = time } else { step = time - last }
        last = time
        frames += 1
        return (current, time)
    }

    /// Seconds from the first frame to the end of the last.
    var duration: Double { frames == 0 ? 0 : last - first + step }

    /// A sentence when the data ended early or was damaged.
    var cut: String? {
        let declared = source.description.duration
        let missing = declared - (last + step)
        if missing > max(0.5, 3 * step) {
            return "the file ends at \(Self.seconds(last)) of \(Self.seconds(declared)) s that it "
                + "declares; what was there is analysed"
        }
        guard source.damaged > 0 else { return nil }
        return "\(source.damaged) damaged pieces of the video could not be decoded and are missing"
    }

    private static func seconds(_ value: Double) -> String { String(format: "%.1f", value) }
}
