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
    /// Writes what waits, and how the measurement ended.
    func finish(_ state: RecordState, _ outcome: MeasurementOutcome) throws(Failure)
}

extension RecordWriter: RecordSink {}
extension LiveRecorder: RecordSink {}

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
    private var sources: [SourceDescription] = []

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
        guard sources.count < header.sources.count else { return }
        sources.append(source)
        guard sources.count == header.sources.count else { return }
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

    /// Closes the record of a measurement that reached its end.
    func complete(
        _ sources: [MeasurementOutcome.Source], people: Int, live: LiveEnding? = nil
    ) throws(Failure) {
        try sink?.finish(
            .complete, MeasurementOutcome(sources: sources, people: people, live: live))
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
        guard let sink, let firstTime, let lastTime else { throw failure }
        let at = String(format: "%.1f s", lastTime)
        let read = MeasurementOutcome.Source(duration: lastTime - firstTime, frames: frames)
        try sink.finish(
            .stopped,
            MeasurementOutcome(
                sources: header.sources.map { _ in read }, people: people,
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
