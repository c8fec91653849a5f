import Consents
import Archive
import Base
import Foundation
import LivePage
import Posture
import SessionModel
import VisionProtocol
import Workflows

/// Measures a session while it happens: from the vision process into the record and to the hub.
///
/// It runs on one thread. What may take its time has threads of its own: the record (`LiveRecorder`),
/// the coupling (`CouplingWatch`) and everybody who watches (`LiveHub`).
final class LiveMeasurement {
    /// What is measured, and when it ends by itself.
    struct Plan: Sendable {
        /// Completed by what the vision process says of the source.
        var header: RecordHeader
        var consent: ConsentSummary
        var request: TrackingRequest
        /// Where the record is made.
        var path: String
        /// Seconds; `nil` for no end.
        var longest: Double?
        /// How long a camera that is lost or silent is waited for, seconds.
        var patience: Double

        var names: [String] { header.live?.seats ?? [] }
        var isCamera: Bool { header.live?.isCamera ?? false }
        var source: String { request.videos.first ?? "" }
    }

    private let plan: Plan
    private let hub: LiveHub
    private let switchboard: LiveSessionControl
    private var recorder: LiveRecorder?
    private var coupling: CouplingWatch?
    private var score: LiveScore?
    private var rate: RateWatch?
    private var latencies = LatencyTally()
    private var confinement: VisionConfinement?
    private var missed = 0
    private var dropped = 0
    private var frames = 0
    private var firstTime: Double?
    private var lastTime: Double?
    private var lastOffer = -Double.infinity
    private var gaps: [LiveEnding.Gap] = []
    /// A gap that goes on: since when, in seconds of the session.
    private var gap: (start: Double, reason: LiveEnding.Gap.Reason)?
    private var isPaused = false
    /// When the camera was last heard of while it is not there, on the clock.
    private var lostSince: Double?
    /// When stopping was ordered, on the clock.
    private var stopSince: Double?
    private var failure: Failure?
    private var hasSource = false

    /// How often the coupling is estimated, seconds.
    private static let couplingInterval = 5.0
    /// A picture cannot have waited for longer, seconds: newer ones take its place.
    private static let oldest = 60.0
    /// How long the vision process may take to say its last word, seconds.
    private static let farewell = 5.0

    init(_ plan: Plan, hub: LiveHub, switchboard: LiveSessionControl) {
        self.plan = plan
        self.hub = hub
        self.switchboard = switchboard
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

    /// Measures until the source ends, or stopping is asked for, or the camera is lost for good.
    ///
    /// - Throws: what the vision process reports before its first frame; what the disk reports.
    func run() throws -> Outcome {
        let process = try VisionProcess(plan.request)
        defer { coupling?.stop() }
        let ending = try process.run(
            wait: 50, isOver: { self.isGivenUp }, isPaused: { self.isPaused }
        ) { event in
            try take(event)
        } idle: {
            try attend(process)
        }
        return try close(ending)
    }

    private var isGivenUp: Bool {
        stopSince.map { MonotonicClock.now - $0 > Self.farewell } ?? false
    }

    // MARK: Events

    private func take(_ event: TrackingEvent) throws {
        switch event {
        case .source(let source): try begin(source)
        case .liveFrame(let frame, let timing): take(frame, timing)
        case .camera(let notice): take(notice)
        case .picture(let jpeg): hub.publishPicture(jpeg)
        case .relabel:
            recorder?.append(.exchange)
            publish(score?.exchange())
        case .forget(let number):
            guard let seat = Seat(rawValue: number) else { return }
            recorder?.append(.forget(seat))
            publish(score?.forget(seat))
        case .identity(let risk):
            let span = TimeSpan(start: risk.start, end: risk.end)
            recorder?.append(.uncertain(span, cause: risk.cause.rawValue))
            publish(score?.exclude(span))
        case .warning(let text): recorder?.append(.warning(text))
        case .confinement(let report): note(report)
        case .frame, .checkpoint, .failure, .end, .alive: break
        }
    }

    /// Keeps what holds the vision process back, and says when it is less than it should be.
    private func note(_ report: ConfinementReport) {
        confinement = .init(landlockAbi: report.landlockAbi, seccomp: report.seccomp)
        if let weakness = report.weakness { Console.warning(weakness) }
    }

    private func begin(_ source: SourceDescription) throws {
        guard !hasSource else { return }
        hasSource = true
        var header = plan.header
        header.arithmetic = source.precision
        header.models = source.models
        header.confinement = confinement
        header.width = source.width
        header.height = source.height
        header.declaredDuration = source.duration
        let record = try SessionRecord.create(plan.path, header: header, consent: plan.consent)
        let recorder = try LiveRecorder(record)
        self.recorder = recorder
        switchboard.record(into: recorder)
        let settings = LiveResults.settings(header)
        score = LiveScore(
            names: plan.names, settings: settings, width: source.width, height: source.height)
        rate = plan.request.rate.map(RateWatch.init(wanted:))
        coupling = CouplingWatch(settings.surrogates)
    }

    private func take(_ frame: DyadFrame, _ timing: LiveTiming) {
        // What was under way when the pause came.
        guard !isPaused else { return }
        endGap(at: frame.time)
        firstTime = firstTime ?? frame.time
        lastTime = frame.time
        frames += 1
        missed += timing.missed
        dropped += timing.dropped
        // When that was is the other process's word, and the session's clock goes by it.
        let now = MonotonicClock.now
        let captured = min(max(timing.captured, now - Self.oldest), now)
        switchboard.setTime(frame.time, captured: captured)
        switchboard.note(.measuring)
        recorder?.append(frame)
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

    private func take(_ notice: CameraNotice) {
        guard notice.kind != .back else {
            lostSince = nil
            tell(.cameraBack)
            return
        }
        if lostSince == nil { lostSince = MonotonicClock.now - notice.seconds }
        if gap == nil, let lastTime { gap = (lastTime, .camera) }
        switchboard.note(.waiting)
        tell(notice.kind == .lost ? .cameraLost : .stalled, notice.reason)
    }

    // MARK: Orders

    private func attend(_ process: VisionProcess) throws {
        if let fault = recorder?.failure { throw fault }
        guard stopSince == nil else { return }
        if switchboard.wantsPause != isPaused { setPause(!isPaused, process) }
        if let stop = reasonToStop() {
            if case .lost(let failure) = stop { self.failure = failure }
            stopSince = MonotonicClock.now
            switchboard.note(.stopping)
            tell(.stopping)
            process.give(.stop)
        }
    }

    private func setPause(_ on: Bool, _ process: VisionProcess) {
        isPaused = on
        process.give(on ? .pause : .resume)
        if on, gap == nil, let time = switchboard.time { gap = (time, .pause) }
        // A camera that is away now is another matter when it is asked for again.
        lostSince = nil
        switchboard.note(on ? .paused : lastTime == nil ? .starting : .measuring)
        tell(on ? .paused : .resumed)
    }

    private enum Stop {
        case asked
        case lost(Failure)
    }

    /// `nil` while there is none.
    private func reasonToStop() -> Stop? {
        if Interruption.isRequested || switchboard.wantsStop { return .asked }
        if let firstTime, let time = switchboard.time {
            let longest = min(plan.longest ?? .infinity, EventLimits.longestRecording - 60)
            if time - firstTime >= longest { return .asked }
        }
        guard let lostSince, MonotonicClock.now - lostSince > plan.patience else { return nil }
        let seconds = Int(plan.patience)
        return .lost(
            Failure.unavailable(
                "\(plan.source) has sent no picture for \(seconds) s",
                remedy: "see to the camera and its cable, and begin a new session"))
    }

    private func endGap(at time: Double) {
        guard let gap else { return }
        self.gap = nil
        rate?.restart()
        let ended = LiveEnding.Gap(start: gap.start, end: time, reason: gap.reason)
        gaps.append(ended)
        recorder?.append(.warning(ended.sentence))
        if score?.isWarm == true, stopSince == nil { tell(.running) }
    }

    private func tell(_ kind: LiveStatus.Kind, _ message: String = "") {
        let time = switchboard.time ?? 0
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
        case .failed(let told): failure = told.safe
        case .died(let how): failure = broken("ended unexpectedly (\(how))")
        case .hung(let how): failure = broken("hung (\(how))")
        case .neverStarted(let fault): failure = fault
        }
        switchboard.note(.stopping)
        if let time = switchboard.time { endGap(at: time) }
        guard let recorder, let score, let firstTime, let lastTime else { throw empty() }
        var warnings: [String] = []
        if let failure {
            let at = String(format: "%.1f s", lastTime)
            let name = (plan.source as NSString).lastPathComponent
            let what = failure.what.replacingOccurrences(of: plan.source, with: name)
            warnings.append("the measurement ended early, at \(at): \(what)")
            self.failure?.what += " at \(at)"
        }
        try recorder.finish(
            failure == nil ? .complete : .stopped,
            MeasurementOutcome(
                sources: [.init(duration: lastTime - firstTime, frames: frames)], people: people,
                warnings: warnings, live: keeping))
        return Outcome(
            record: recorder.record, score: score, failure: failure, performance: performance)
    }

    /// The vision process did not end as it should: a video that is played is to blame for that, and
    /// of a camera nobody.
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
    private func empty() -> Failure {
        if let record = recorder?.record {
            try? recorder?.finish(.stopped, MeasurementOutcome(sources: []))
            try? record.close()
            SessionRecord.remove(record.path)
        }
        if let failure { return failure }
        if stopSince != nil {
            return Failure.interrupted(
                "stopped before anything was measured",
                remedy: "run the command again when the session begins")
        }
        return Failure.badInput(
            "nothing was measured of \(plan.source)",
            remedy: "let it run until both people can be seen")
    }

    private var keeping: LiveEnding {
        LiveEnding(
            missed: missed, dropped: dropped, latency: latencies.quantile(0.5),
            latency99: latencies.quantile(0.99), gaps: gaps)
    }

    private var performance: String {
        let away = gaps.reduce(0) { $0 + $1.end - $1.start }
        let duration = max((lastTime ?? 0) - (firstTime ?? 0) - away, 1e-3)
        func milliseconds(_ share: Double) -> String {
            latencies.quantile(share).map { "\(Int(($0 * 1000).rounded())) ms" } ?? "–"
        }
        return String(format: "%.1f instants a second", Double(max(frames - 1, 0)) / duration)
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
