import Foundation
import Posture
import SessionStore
import VisionLink

/// What was seen of both people in one video, or what others measured of them.
struct Measurement {
    /// Channels per seat (`Seat.rawValue`) that were measured elsewhere.
    var given: [FeatureTrack]?
    /// Takes the poses per seat.
    var recorders = [FeatureRecorder(), FeatureRecorder()]
    var source = SourceDescription(width: 0, height: 0, rate: 0, duration: 0)
    var video: String
    var frames = 0
    var duration = 0.0
    /// Most people seen at once.
    var people = 0
    /// The arithmetic of the landmarks.
    var precision = ""
    var warnings: [String] = []
    /// Why the measurement ended before the video did; what is there is still to be kept.
    var stopped: Failure?

    /// Measures the request's video.
    ///
    /// - Throws: what the vision process reports; nothing when it was interrupted or died after its
    ///   first frames (see `stopped`).
    static func take(_ request: TrackingRequest, progress style: ProgressStyle) throws
        -> Measurement
    {
        var result = Measurement(video: request.videos[0])
        var progress = Progress(style, duration: 0)
        let ending = try VisionProcess(request).run { event in
            switch event {
            case .source(let source):
                result.source = source
                result.precision = source.precision
                progress = Progress(style, duration: source.duration)
            case .frame(let frame):
                result.add(frame)
                progress.step(to: frame.time)
            case .relabel: result.recorders.swapAt(0, 1)
            case .warning(let text): result.warnings.append(text)
            case .failure, .end: break
            }
        }
        if case .complete = ending { progress.finish(at: result.lastTime) }
        try result.close(ending)
        return result
    }

    /// Channels per seat.
    var tracks: [FeatureTrack] { given ?? recorders.map { $0.track() } }

    private var lastTime: Double { recorders[0].lastTime ?? 0 }

    private mutating func add(_ frame: DyadFrame) {
        for seat in Seat.allCases {
            recorders[seat.rawValue].append(time: frame.time, pose: frame.poses[seat.rawValue])
        }
    }

    private mutating func close(_ ending: VisionProcess.Ending) throws(Failure) {
        frames = recorders[0].count
        duration = lastTime - (recorders[0].firstTime ?? 0)
        switch ending {
        case .complete(let end):
            frames = end.frames
            duration = end.duration
            people = end.people
        case .failed(let failure): try stop(failure.exitCode, failure.what, failure.todo)
        case .interrupted:
            try stop(ExitCode.interrupted, "interrupted", "run the command again to start over")
        case .died(let how):
            try stop(
                ExitCode.badInput, "decoding \(video) crashed (\(how))",
                "convert the video, for example with ffmpeg, and try again")
        case .neverStarted(let how):
            try stop(
                ExitCode.software, "attune-vision does not run here (\(how))",
                "run `make setup` and build again")
        }
    }

    /// Notes why the measurement ended; without a frame there is nothing to keep.
    private mutating func stop(_ code: Int32, _ what: String, _ todo: String) throws(Failure) {
        let at = String(format: "%.1f s", lastTime)
        let failure = Failure(
            exitCode: code, what: recorders[0].count == 0 ? what : "\(what) at \(at)", todo: todo)
        guard recorders[0].count > 0 else { throw failure }
        warnings.append("the measurement ended early, at \(at) of the video: \(what)")
        stopped = failure
    }
}
