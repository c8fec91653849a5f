import Posture
import Archive
import Base
import Consents
import Foundation
import SessionModel
import VisionProtocol

/// Measures recordings: from the vision process into a record.
struct VideoMeasurement {
    private var recorder: MeasurementRecorder<RecordWriter>
    private let files: [OpenRecording]
    private var videos: [String] { files.map(\.path) }
    private let reporter: any Reporter
    /// Names of the first and the second seat, for what is said of them.
    private let seats: [String]

    var record: SessionRecord? { recorder.record }

    /// Measures from the first frame on, into a new record.
    ///
    /// - Parameters:
    ///   - path: of the record, which replaces what is there.
    ///   - consent: stored with the first frame.
    init(
        _ header: RecordHeader, files: [OpenRecording], seats: [String], path: String,
        consent: ConsentSummary, reporter: any Reporter
    ) {
        recorder = MeasurementRecorder(
            header, of: files.map(\.path), path: path, consent: consent, reporter: reporter)
        self.files = files
        self.seats = seats
        self.reporter = reporter
    }

    /// Continues a record from the checkpoint to which it was rewound.
    init(
        resuming record: SessionRecord, files: [OpenRecording], reporter: any Reporter
    ) throws(Failure) {
        recorder = try MeasurementRecorder(
            resuming: record, of: files.map(\.path), reporter: reporter)
        self.files = files
        // Nothing more is said of the camera.
        seats = []
        self.reporter = reporter
    }

    /// Measures until the video or its measurement ends, and notes in the record how.
    ///
    /// - Returns: why the measurement ended before the video did; what is in the record is to be kept.
    /// - Throws: what the vision process reports before its first frame; what the disk reports.
    mutating func run(_ request: TrackingRequest) throws -> Failure? {
        // Of two videos, the first one's clock is the session's.
        var progress: (any ProgressMeter)?
        var hint = request.checkpoint == nil ? hint(request) : nil
        let ending = try VisionProcess(request, files: files).run { event in
            try recorder.take(event)
            if hint?.take(event, reporter) == true { hint = nil }
            switch event {
            case .source(let source) where progress == nil:
                progress = reporter.progress(
                    of: "measuring", duration: source.likelyDuration,
                    from: recorder.lastTime ?? 0)
            case .frame(let frame): progress?.step(to: frame.time)
            case .checkpoint(let checkpoint):
                try recorder.sink?.append(checkpoint: checkpoint.state, time: checkpoint.time)
            default: break
            }
        } idle: {
            try recorder.sink?.commitIfDue()
        }
        guard case .complete(let end) = ending else {
            return try recorder.stop(failure(ending), " of the video")
        }
        progress?.finish(at: recorder.lastTime ?? 0)
        for file in files where file.isChanged {
            let words =
                "\(file.path) was written to while it was measured: its digest is of what it was before"
            reporter.warning(words)
            try recorder.note(words)
        }
        try recorder.complete(
            recorder.lengths(end.videos), people: end.people,
            inference: Quality.Inference(bodies: 1 - end.kept, bound: end.bound))
        return nil
    }

    /// What the first minute shows of the camera, before an hour is spent.
    private func hint(_ request: TrackingRequest) -> CameraHint {
        CameraHint(CameraCheck(names: seats, mirrored: request.mirrored))
    }

    private func failure(_ ending: VisionProcess.Ending) -> Failure {
        let video = videos.joined(separator: " and ")
        let convert: Remedy = "convert the video, for example with ffmpeg, and try again"
        switch ending {
        case .failed(let reported): return reported.reported
        case .died(let how):
            return .badInput("decoding \(video) crashed (\(how))", remedy: convert)
        case .hung(let how): return .badInput("decoding \(video) hung (\(how))", remedy: convert)
        case .neverStarted(let failure): return failure
        case .interrupted, .complete:
            return .interrupted("interrupted", remedy: "run the command again with \(.resume)")
        }
    }
}
