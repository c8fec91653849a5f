import Archive
import Base
import Consents
import Foundation
import Posture
import SessionModel
import VisionProtocol

/// Takes what the vision process sees of both people into a record, as it comes.
struct Measurement {
    /// Where the record is made when there is none yet.
    private let path: String
    /// What is measured; completed by what the vision process says of the video.
    private var header: RecordHeader
    private let video: String
    /// By which a new record is made; one that is gone on with has it already.
    private let consent: ConsentSummary?
    /// The recordings as they were named.
    private var places: [String] = []
    private(set) var record: SessionRecord?
    private var writer: RecordWriter?
    /// What the vision process said of the videos, in their order.
    private var sources: [SourceDescription] = []
    private var lastTime: Double?
    private var firstTime: Double?

    /// Measures a video from its first frame into a new record.
    ///
    /// - Parameters:
    ///   - path: of the record; what is there is replaced with the first frame.
    ///   - consent: by which is measured, which the record tells from its beginning.
    init(_ header: RecordHeader, video: String, path: String, consent: ConsentSummary) {
        self.consent = consent
        self.header = header
        self.video = video
        self.path = path
    }

    /// Goes on with a record, from the checkpoint that it was taken back to.
    init(resuming record: SessionRecord, video: String) throws(Failure) {
        self.record = record
        self.video = video
        consent = nil
        path = record.path
        header = try record.header()
        writer = try RecordWriter(record)
        firstTime = try record.firstTime()
        lastTime = try record.lastTime()
    }

    /// Measures until the video or its measurement ends, and notes in the record how.
    ///
    /// - Returns: why the measurement ended before the video did; what is in the record is still to be
    ///   kept.
    /// - Throws: what the vision process reports before its first frame; what the disk reports.
    mutating func run(_ request: TrackingRequest, progress style: ProgressStyle) throws -> Failure?
    {
        places = request.videos
        var progress = Progress(style, duration: 0)
        // Of two videos, the first one's clock is the session's.
        var hasProgress = false
        let ending = try VisionProcess(request).run { event in
            switch event {
            case .source(let source):
                try begin(source)
                if !hasProgress {
                    progress = Progress(style, duration: source.duration, from: lastTime ?? 0)
                    hasProgress = true
                }
            case .frame(let frame):
                try writer?.append(frame)
                firstTime = firstTime ?? frame.time
                lastTime = frame.time
                progress.step(to: frame.time)
            case .relabel: try writer?.append(.exchange)
            case .forget(let number):
                if let seat = Seat(rawValue: number) { try writer?.append(.forget(seat)) }
            case .identity(let risk):
                try writer?.append(
                    .uncertain(
                        TimeSpan(start: risk.start, end: risk.end), cause: risk.cause.rawValue))
            case .checkpoint(let checkpoint):
                try writer?.append(checkpoint: checkpoint.state, time: checkpoint.time)
            case .warning(let text): try writer?.append(.warning(nameless(text)))
            case .confinement(let report): note(report)
            case .failure, .end, .alive, .liveFrame, .camera, .picture: break
            }
        } idle: {
            try writer?.commitIfDue()
        }
        if case .complete = ending { progress.finish(at: lastTime ?? 0) }
        return try close(ending)
    }

    /// Keeps what holds the vision process back, and says when it is less than it should be.
    private mutating func note(_ report: ConfinementReport) {
        header.confinement = .init(landlockAbi: report.landlockAbi, seccomp: report.seccomp)
        if let weakness = report.weakness { Console.warning(weakness) }
    }

    /// With the last video's description: makes the record, or checks that it can be gone on with here.
    private mutating func begin(_ last: SourceDescription) throws {
        sources.append(last)
        guard sources.count == header.sources.count, let source = sources.first else { return }
        guard record != nil else {
            header.arithmetic = source.precision
            header.models = source.models
            header.width = source.width
            header.height = source.height
            header.declaredDuration = source.duration
            header.pictures = sources.map {
                StoredPicture(
                    width: $0.storedWidth, height: $0.storedHeight, pixelAspect: $0.pixelAspect,
                    rotation: $0.rotation)
            }
            SessionRecord.remove(path)
            let made = try SessionRecord.create(path, header: header, consent: consent)
            record = made
            writer = try RecordWriter(made)
            return
        }
        guard header.arithmetic == source.precision else {
            throw Failure.usage(
                "\(path) was measured in \(header.arithmetic), and this computer's "
                    + "--precision \(header.request.precision) is \(source.precision)",
                remedy: "go on where it was begun, or measure again with --force")
        }
        guard header.models == source.models else {
            throw Failure.cannotCreate(
                "\(path) was begun with other models",
                remedy: "measure again with --force and without --resume")
        }
    }

    private mutating func close(_ ending: VisionProcess.Ending) throws(Failure) -> Failure? {
        switch ending {
        case .complete(let end):
            try writer?.finish(
                .complete,
                MeasurementOutcome(
                    sources: end.videos.map { .init(duration: $0.duration, frames: $0.frames) },
                    people: end.people))
            return nil
        case .failed(let told):
            let failure = told.safe
            return try stop(failure.kind, failure.what, failure.remedy)
        case .interrupted:
            return try stop(
                .interrupted, "interrupted",
                "run the command again with --resume to go on")
        case .died(let how):
            return try stop(
                .badInput, "decoding \(video) crashed (\(how))",
                "convert the video, for example with ffmpeg, and try again")
        case .hung(let how):
            return try stop(
                .badInput, "decoding \(video) hung (\(how))",
                "convert the video, for example with ffmpeg, and try again")
        case .neverStarted(let failure):
            return try stop(failure.kind, failure.what, failure.remedy)
        }
    }

    /// Notes why the measurement ended; without a frame there is nothing to keep.
    private func stop(_ kind: Failure.Kind, _ what: String, _ remedy: Remedy) throws(Failure)
        -> Failure
    {
        guard let writer, let firstTime, let lastTime else {
            throw Failure(kind: kind, what: what, remedy: remedy)
        }
        let at = String(format: "%.1f s", lastTime)
        try writer.finish(
            .stopped,
            MeasurementOutcome(
                sources: header.sources.map { _ in
                    .init(duration: lastTime - firstTime, frames: writer.frames)
                },
                warnings: ["the measurement ended early, at \(at) of the video: \(nameless(what))"])
        )
        return Failure(kind: kind, what: "\(what) at \(at)", remedy: remedy)
    }

    /// The text without the folders of the recordings, whose names are nobody's business later.
    private func nameless(_ text: String) -> String {
        places.reduce(text) { text, place in
            text.replacingOccurrences(of: place, with: (place as NSString).lastPathComponent)
        }
    }
}
