import Archive
import Base
import Consents
import Foundation
import Posture
import SessionModel
import VisionProtocol

/// Writes what is measured into a record: at once (`RecordWriter`), or on a thread of its own
/// (`LiveRecorder`).
protocol RecordSink {
    /// Continues a record after its last frame.
    init(_ record: SessionRecord) throws(Failure)
    func append(_ frame: DyadFrame) throws(Failure)
    func append(_ note: RecordWriter.Note) throws(Failure)
    /// Writes what waits, where it must be read back before the end.
    func commit() throws(Failure)
    /// Writes what waits, and how the measurement ended.
    func finish(_ state: RecordState, _ outcome: MeasurementOutcome) throws(Failure)
}

extension RecordWriter: RecordSink {}
extension LiveRecorder: RecordSink {
    /// Nothing of a live session is read back: it has no chapters.
    func commit() {}
}

/// From the events of the vision process to a record, for recordings and for live sessions.
///
/// The record is made when the process has described every source, so that a measurement that fails
/// before leaves nothing behind.
struct MeasurementRecorder<Sink: RecordSink> {
    /// What is measured; the vision process completes it.
    private(set) var header: RecordHeader
    /// Where the record is.
    let path: String
    private(set) var record: SessionRecord?
    private(set) var sink: Sink?
    /// Instants recorded by this run.
    private(set) var frames = 0
    /// Seconds; `nil` before the first frame.
    private(set) var firstTime: Double?
    private(set) var lastTime: Double?
    /// Stored in a new record; a resumed record already has one.
    private let consent: ConsentSummary?
    /// The paths of the sources, whose folders stay out of the record.
    private let places: [String]
    private let reporter: any Reporter
    /// Per camera.
    private var sources: [SourceDescription] = []
    /// When each file of several began, by camera and file, seconds of the camera.
    private var chapters: [[Int: Double]] = [[:], [:]]

    /// Records a new measurement, in place of any record at `path`.
    ///
    /// - Parameters:
    ///   - consent: stored with the first frame.
    init(
        _ header: RecordHeader, of places: [String], path: String, consent: ConsentSummary,
        reporter: any Reporter
    ) {
        self.header = header
        self.places = places
        self.path = path
        self.consent = consent
        self.reporter = reporter
    }

    /// Continues a record from the checkpoint to which it was rewound.
    init(
        resuming record: SessionRecord, of places: [String], reporter: any Reporter
    ) throws(Failure) {
        self.record = record
        self.places = places
        self.reporter = reporter
        path = record.path
        consent = nil
        header = try record.header()
        sink = try Sink(record)
        frames = try record.frameCount()
        firstTime = try record.firstTime()
        lastTime = try record.lastTime()
    }

    /// Records one event; those that say nothing about the session's content are passed over.
    ///
    /// - Throws: ``Failure/Kind/usage`` or ``Failure/Kind/cannotCreate`` when a resumed record was begun with
    ///   another arithmetic or other models; what the disk reports.
    mutating func take(_ event: TrackingEvent) throws(Failure) {
        switch event {
        case .source(let source): try begin(source)
        case .chapter(let chapter): chapters[chapter.camera][chapter.file] = chapter.start
        case .frame(let frame), .liveFrame(let frame, _): try append(frame)
        case .swap: try sink?.append(.swap)
        case .forget(let number):
            if let seat = Seat(rawValue: number) { try sink?.append(.forget(seat)) }
        case .uncertain(let span):
            try sink?.append(
                .uncertain(TimeSpan(start: span.start, end: span.end), cause: span.cause.rawValue))
        case .warning(let text): try note(text)
        case .confinement(let report):
            header.confinement = .init(landlockAbi: report.landlockAbi, seccomp: report.seccomp)
            if let weakness = report.weakness { reporter.warning(weakness) }
        case .checkpoint, .camera, .picture, .failure, .end, .alive: break
        }
    }

    /// Adds a sentence for the reader of the results.
    func note(_ warning: String) throws(Failure) { try sink?.append(.warning(nameless(warning))) }

    private mutating func append(_ frame: DyadFrame) throws(Failure) {
        try sink?.append(frame)
        frames += 1
        firstTime = firstTime ?? frame.time
        lastTime = frame.time
    }

    /// With the last source: makes the record, or checks that it can be continued here.
    private mutating func begin(_ source: SourceDescription) throws(Failure) {
        guard sources.count < header.cameras else { return }
        sources.append(source)
        guard sources.count == header.cameras else { return }
        if record == nil { try create() } else { try requireSameMeans() }
    }

    private mutating func create() throws(Failure) {
        let first = sources[0]
        header.arithmetic = first.precision
        header.models = first.models
        header.width = first.width
        header.height = first.height
        header.declaredDuration = first.duration
        header.pictures = sources.map {
            StoredPicture(
                width: $0.storedWidth, height: $0.storedHeight, pixelAspect: $0.pixelAspect,
                rotation: $0.rotation, reflection: .init(rawValue: $0.reflection.rawValue))
        }
        SessionRecord.remove(path)
        let made = try SessionRecord.create(path, header: header, consent: consent)
        record = made
        sink = try Sink(made)
    }

    private func requireSameMeans() throws(Failure) {
        guard header.arithmetic == sources[0].precision else {
            throw Failure.usage(
                "\(path) was measured in \(header.arithmetic), and on this computer the precision "
                    + "\(header.request.precision) is \(sources[0].precision)",
                remedy: "resume where it was begun, or measure again with \(.force)")
        }
        guard header.models == sources[0].models else {
            throw Failure.cannotCreate(
                "\(path) was begun with other models",
                remedy: "measure again with \(.force) and without \(.resume)")
        }
    }

    // MARK: The end

    /// What was read of each file.
    ///
    /// - Parameter cameras: what was read of each camera.
    func lengths(_ cameras: [TrackingEnd.Length]) -> [MeasurementOutcome.Source] {
        zip(filesByCamera, cameras).flatMap { camera, read in
            guard camera.files.count > 1 else {
                return [MeasurementOutcome.Source(duration: read.duration, frames: read.frames)]
            }
            return camera.files.indices.map { file in
                // One that says less than it should is not believed.
                let length =
                    file < read.chapters.count ? read.chapters[file] : .init(frames: 0, duration: 0)
                return .init(
                    duration: length.duration, frames: length.frames,
                    start: start(camera.number, file))
            }
        }
    }

    private var filesByCamera: [(number: Int, files: [RecordHeader.Source])] {
        (0..<header.cameras).map { camera in
            (
                camera,
                header.sources.enumerated().filter { ($1.camera ?? $0) == camera }.map(\.element)
            )
        }
    }

    /// When a file's own time is 0, seconds of the session; `nil` when it was not reached.
    private func start(_ camera: Int, _ file: Int) -> Double? {
        guard let start = chapters[camera][file], camera > 0 else { return chapters[camera][file] }
        let pace = 1 + (header.request.offsetBasis?.drift ?? 0)
        return start * pace + header.request.offset
    }

    /// What was read of each file until `last`, as far as it was measured: instants in place of frames.
    private func lengths(
        until last: Double, _ record: SessionRecord
    ) throws(Failure) -> [MeasurementOutcome.Source] {
        var lengths: [MeasurementOutcome.Source] = []
        for camera in filesByCamera {
            for file in camera.files.indices {
                guard camera.files.count > 1 else {
                    lengths.append(.init(duration: last - (firstTime ?? last), frames: frames))
                    continue
                }
                // A file that was only looked into is not counted.
                guard let start = start(camera.number, file), start <= last else {
                    lengths.append(.init(duration: 0, frames: 0))
                    continue
                }
                let end = min(last, self.start(camera.number, file + 1) ?? last)
                let isLast = end == last
                let span = TimeSpan(start: start, end: isLast ? .infinity : end)
                lengths.append(
                    .init(
                        duration: max(0, end - start), frames: try record.frameCount(in: span),
                        start: start))
            }
        }
        return lengths
    }

    /// Closes the record of a measurement that reached its end.
    func complete(
        _ sources: [MeasurementOutcome.Source], people: Int, live: LiveEnding? = nil,
        inference: Quality.Inference? = nil
    ) throws(Failure) {
        try sink?.finish(
            .complete,
            MeasurementOutcome(
                sources: sources, people: people, live: live, inference: inference))
    }

    /// Closes the record of a measurement that ended early, and notes why.
    ///
    /// - Parameters:
    ///   - failure: why.
    ///   - scope: completes the sentence `ended early, at 12.0 s…`.
    /// - Returns: the failure with the time at which it happened.
    /// - Throws: the failure as it is when there is no frame to keep.
    func stop(
        _ failure: Failure, _ scope: String = "", people: Int = 0, live: LiveEnding? = nil
    ) throws(Failure) -> Failure {
        guard let sink, let record, let lastTime else { throw failure }
        try sink.commit()
        let at = String(format: "%.1f s", lastTime)
        try sink.finish(
            .stopped,
            MeasurementOutcome(
                sources: try lengths(until: lastTime, record), people: people,
                warnings: [
                    "the measurement ended early, at \(at)\(scope): \(nameless(failure.what))"
                ], live: live))
        var failure = failure
        failure.what += " at \(at)"
        return failure
    }

    /// The text without the folders of the sources, whose names may be personal.
    private func nameless(_ text: String) -> String {
        places.reduce(text) { text, place in
            text.replacingOccurrences(of: place, with: VideoFile.name(of: place))
        }
    }
}
