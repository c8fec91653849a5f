import Archive
import Base
import Consents
import Foundation
import LivePage
import Posture
import SessionModel
import VisionProtocol

/// Measures a session while it happens: from the vision process into the record and to the page.
///
/// It runs on one thread. What may take its time has threads of its own: the record (`LiveRecorder`),
/// the coupling (`CouplingWatch`) and the watchers of the page (`LiveHub`).
final class LiveMeasurement {
    /// What is measured, and when it ends by itself.
    struct Plan: Sendable {
        /// Completed by what the vision process says of the source.
        var header: RecordHeader
        var request: TrackingRequest
        /// The video that is played; `nil` for a camera.
        var recording: OpenRecording?
        /// Where the record is made.
        var path: String
        var consent: ConsentSummary
        /// Seconds; `nil` for no end.
        var longest: Double?
        /// How long to wait for a camera that is lost or silent, seconds.
        var cameraTimeout: Double

        var names: [String] { header.live?.seats ?? [] }
        var isCamera: Bool { header.live?.isCamera ?? false }
        var source: String { request.files.first ?? "" }
        var scoring: ScoringSettings { header.live?.scoring ?? ScoringSettings() }
    }

    /// What a measurement leaves.
    struct Outcome: Sendable {
        var record: SessionRecord
        var score: LiveScore
        /// Why it ended before it was asked to; what is in the record is to be kept.
        var failure: Failure?
        /// A sentence on how it kept up.
        var performance: String
    }

    private let plan: Plan
    private let hub: LiveHub
    private let control: LiveSessionControl
    private var recorder: MeasurementRecorder<LiveRecorder>
    private var progress = LiveProgress()
    private var coupling: CouplingWatch?
    private var score: LiveScore?
    private var rate: RateWatch?
    private var latencies = LatencyTally()
    private var missed = 0
    private var dropped = 0
    private var lastOffer = -Double.infinity
    private var failure: Failure?

    /// How often the coupling is estimated, seconds.
    private static let couplingInterval = 5.0
    /// A picture cannot have waited for longer, seconds: newer ones replace it.
    private static let oldest = 60.0

    init(_ plan: Plan, hub: LiveHub, control: LiveSessionControl, reporter: any Reporter) {
        self.plan = plan
        self.hub = hub
        self.control = control
        recorder = MeasurementRecorder(
            plan.header, of: plan.request.files, path: plan.path, consent: plan.consent,
            reporter: reporter)
    }

    /// Measures until the source ends, or stopping is asked for, or the camera is lost for good.
    ///
    /// - Throws: what the vision process reports before its first frame; what the disk reports.
    func run() throws -> Outcome {
        let process = try VisionProcess(plan.request, files: [plan.recording].compactMap { $0 })
        defer { coupling?.stop() }
        let ending = try process.run(
            wait: 50, isOver: { self.progress.isOverdue(clock: MonotonicClock.now) },
            isPaused: { self.progress.isPaused }
        ) { event in
            try take(event)
        } idle: {
            try attend(process)
        }
        return try close(ending)
    }

    // MARK: Events

    private func take(_ event: TrackingEvent) throws(Failure) {
        switch event {
        case .liveFrame(let frame, let timing):
            // Frames that were under way when a pause came are dropped.
            if progress.takesFrames { try take(frame, timing) }
            return
        case .camera(let notice): return try take(notice)
        case .picture(let jpeg):
            // As with frames; before the first one it helps to aim the camera.
            if !progress.isPaused { hub.publishPicture(jpeg) }
            return
        case .frame: return
        default: try recorder.take(event)
        }
        switch event {
        case .source: if score == nil { begin() }
        case .swap: publish(score?.swap())
        case .forget(let number): publish(Seat(rawValue: number).flatMap { score?.forget($0) })
        case .uncertain(let span):
            publish(score?.exclude(TimeSpan(start: span.start, end: span.end)))
        default: break
        }
    }

    /// The source is known, and the record is made.
    private func begin() {
        guard let sink = recorder.sink else { return }
        control.record(into: sink)
        let settings = recorder.header.settings(plan.scoring)
        score = LiveScore(
            names: plan.names, settings: settings, width: recorder.header.width,
            height: recorder.header.height, breathing: plan.request.breathing ?? [false, false])
        rate = plan.request.rate.map(RateWatch.init(wanted:))
        coupling = CouplingWatch(settings.surrogates)
    }

    private func take(_ frame: DyadFrame, _ timing: LiveTiming) throws(Failure) {
        try step(.frame(time: frame.time))
        missed += timing.missed
        dropped += timing.dropped
        // The capture time comes from an untrusted process; clamp it.
        let now = MonotonicClock.now
        let captured = min(max(timing.captured, now - Self.oldest), now)
        control.setTime(frame.time, captured: captured)
        try recorder.take(.liveFrame(frame, timing))
        publish(score?.take(frame))
        score?.estimate = coupling?.latest
        let latency = MonotonicClock.now - captured
        if let sample = score?.sample(of: frame, latency: latency) { hub.publish(.sample(sample)) }
        latencies.append(latency)
        if let status = rate?.step(frame.time) { hub.publish(.status(status)) }
        if let coupling, frame.time >= lastOffer + Self.couplingInterval {
            lastOffer = frame.time
            if let recent = score?.recent(coupling.memory) { coupling.offer(recent) }
        }
    }

    private func take(_ notice: CameraNotice) throws(Failure) {
        switch notice.kind {
        case .back:
            try step(.cameraBack)
            publish(.cameraBack)
        case .lost, .stalled, .damaged:
            try step(.cameraLost(seconds: notice.seconds))
            publish(notice.kind == .lost ? .cameraLost : .stalled, notice.reason)
        }
    }

    /// Makes a transition, and records the gap that it has ended.
    private func step(_ event: LiveProgress.Event) throws(Failure) {
        let ended = progress.take(event, clock: MonotonicClock.now)
        control.note(progress.health)
        guard let ended else { return }
        rate?.restart()
        try recorder.note(ended.sentence)
        if score?.isWarm == true, !progress.isStopping { publish(.running) }
    }

    // MARK: Orders

    private func attend(_ process: VisionProcess) throws(Failure) {
        if let fault = recorder.sink?.failure { throw fault }
        guard !progress.isStopping else { return }
        if control.wantsPause != progress.isPaused { try togglePause(process) }
        guard let stop = reasonToStop() else { return }
        if case .lost(let failure) = stop { self.failure = failure }
        try step(.stop)
        publish(.stopping)
        process.send(.stop)
    }

    private func togglePause(_ process: VisionProcess) throws(Failure) {
        let on = !progress.isPaused
        process.send(on ? .pause : .resume)
        try step(on ? .pause(time: control.time) : .resume)
        publish(on ? .paused : .resumed)
    }

    private enum Stop {
        case asked
        case lost(Failure)
    }

    /// `nil` while there is none.
    private func reasonToStop() -> Stop? {
        if Interruption.isRequested || control.wantsStop { return .asked }
        if let firstTime = progress.firstTime, let time = control.time {
            let longest = min(plan.longest ?? .infinity, EventLimits.longestRecording - 60)
            if time - firstTime >= longest { return .asked }
        }
        guard progress.absence(clock: MonotonicClock.now) > plan.cameraTimeout else { return nil }
        return .lost(
            Failure.unavailable(
                "\(plan.source) has sent no picture for \(Int(plan.cameraTimeout)) s",
                remedy: "check the camera and its cable, and begin a new session"))
    }

    private func publish(_ kind: LiveStatus.Kind, _ message: String = "") {
        let time = control.time ?? 0
        hub.publish(.status(LiveStatus(kind, message: message, time: time)))
    }

    private func publish(_ events: [LiveEvent]?) {
        for event in events ?? [] { hub.publish(event) }
    }

    // MARK: The end

    private func close(_ ending: VisionProcess.Ending) throws -> Outcome {
        var people = 0
        switch ending {
        case .complete(let end): people = end.people
        case .interrupted: break
        case .failed(let reported): failure = reported.reported
        case .died(let how): failure = broken("ended unexpectedly (\(how))")
        case .hung(let how): failure = broken("hung (\(how))")
        case .neverStarted(let fault): failure = fault
        }
        control.note(.stopping)
        if let time = control.time, let ended = progress.endGap(at: time) {
            try recorder.note(ended.sentence)
        }
        guard let record = recorder.record, let score, let firstTime = progress.firstTime,
            let lastTime = progress.lastTime
        else { throw nothingMeasured() }
        if let failure {
            self.failure = try recorder.stop(failure, people: people, live: keeping)
        } else {
            try recorder.complete(
                [.init(duration: lastTime - firstTime, frames: recorder.frames)], people: people,
                live: keeping)
        }
        return Outcome(record: record, score: score, failure: failure, performance: performance)
    }

    /// The vision process did not end as it should: a video may be to blame for that, a camera is not.
    private func broken(_ how: String) -> Failure {
        plan.isCamera
            ? Failure.software(
                "attune-vision \(how)",
                remedy: "begin a new session, and report this if it happens again")
            : Failure.badInput(
                "attune-vision \(how) playing \(plan.source)",
                remedy: "convert the video, for example with ffmpeg, and try again")
    }

    /// There is not one frame to keep.
    private func nothingMeasured() -> Failure {
        if let record = recorder.record {
            try? recorder.complete([], people: 0)
            try? record.close()
            SessionRecord.remove(record.path)
        }
        if let failure { return failure }
        if progress.isStopping {
            return Failure.interrupted(
                "stopped before anything was measured",
                remedy: "begin again when both people are there")
        }
        return Failure.badInput(
            "nothing was measured of \(plan.source)",
            remedy: "let it run until both people can be seen")
    }

    private var keeping: LiveEnding {
        LiveEnding(
            missed: missed, dropped: dropped, latency: latencies.quantile(0.5),
            latency99: latencies.quantile(0.99), gaps: progress.gaps)
    }

    private var performance: String {
        let away = progress.gaps.reduce(0) { $0 + $1.end - $1.start }
        let duration = max((progress.lastTime ?? 0) - (progress.firstTime ?? 0) - away, 1e-3)
        func milliseconds(_ share: Double) -> String {
            latencies.quantile(share).map { "\(Int(($0 * 1000).rounded())) ms" } ?? "–"
        }
        return String(
            format: "%.1f instants a second", Double(max(recorder.frames - 1, 0)) / duration)
            + ", from picture to event \(milliseconds(0.5)) (99 % within \(milliseconds(0.99)))"
            + ", \(missed) instants missed, \(dropped) frames lost by the camera"
    }
}

extension LiveEnding.Gap {
    /// For the reader of the results.
    fileprivate var sentence: String {
        let why = reason == .pause ? "paused" : "the camera was away"
        return String(format: "nothing was measured from %.1f to %.1f s: ", start, end) + why
    }
}
