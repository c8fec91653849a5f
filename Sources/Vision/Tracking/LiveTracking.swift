import Base
import Foundation
import Posture
package import VisionProtocol

/// Measures live: one thread captures, this one tracks the newest frame, one writes the events. None
/// waits for the next, so a slow machine measures less often but not later.
package enum LiveTracking {
    /// Runs until the source ends or the order to stop comes.
    ///
    /// - Parameters:
    ///   - files: the recording that the request names; a camera is opened by its path.
    ///   - confinement: restricts this process while it measures; `nil` leaves it unrestricted, as in a test.
    ///   - orders: waits for the next order; `nil` when there will be none, which is `stop`.
    ///   - emit: hands an event over; may wait.
    package static func run(
        _ request: TrackingRequest, files: RequestedFiles = RequestedFiles(),
        confinement: Confinement? = nil,
        orders: @escaping @Sendable () -> TrackingControl?,
        emit: @escaping @Sendable (TrackingEvent) throws -> Void
    ) throws {
        let path = request.files.first ?? ""
        guard let opened = try open(request, files, path, confinement, emit) else { return }
        let outbox = EventOutbox { event in
            guard case .liveFrame(let frame, var timing) = event else { return try emit(event) }
            timing.emitted = MonotonicClock().now
            try emit(.liveFrame(frame, timing))
        }
        outbox.start()
        do {
            try LiveTracker(request, path, opened.file, opened.networks, outbox).run(orders)
        } catch {
            try outbox.put(.failure(try failure(for: error, path)))
        }
        try outbox.finish()
    }

    /// Opens a recording and loads the networks while there is one thread, then drops the rights that
    /// only this needed; `nil` after reporting a failure.
    private static func open(
        _ request: TrackingRequest, _ files: RequestedFiles, _ path: String,
        _ confinement: Confinement?, _ emit: (TrackingEvent) throws -> Void
    ) throws -> (file: OpenVideo?, networks: Networks)? {
        do {
            let isCamera = request.live?.isCamera ?? false
            var files = files
            let file = isCamera ? nil : try files.next(path)
            return (file, try Tracking.load(request, confinement, emit))
        } catch {
            try emit(.failure(try failure(for: error, path)))
            return nil
        }
    }

    /// What to report; errors of the pipe are rethrown.
    private static func failure(for error: any Error, _ path: String) throws -> Failure {
        switch error {
        case let failure as Failure: failure
        case let error as VisionError: Tracking.failure(for: error, path)
        default: throw error
        }
    }

    /// Opens what a request names.
    static func source(
        _ live: LiveRequest, _ path: String, _ file: OpenVideo?, _ heartbeat: Heartbeat
    ) throws -> any LiveFrameSource {
        if let file {
            let source = try FileSource(file)
            source.watch(heartbeat)
            return try PlayedFileSource(source)
        }
        let wish = CameraPreference(
            width: live.width, height: live.height, rate: CameraPreference.usual.rate)
        return try CameraSource(path: path, wish: wish)
    }
}

/// The thread that tracks.
private final class LiveTracker {
    private let description: SourceDescription
    private let remarks: [String]
    private let tracker: PoseTracker
    private let mailbox: FrameMailbox
    private let capture: Capture
    private let pictures: PreviewEncoder?
    private var lastPicture = -Double.infinity
    private let outbox: EventOutbox
    private var sampler: Sampler
    private var pace: FramePace
    private let rate: Double?
    private let clock = MonotonicClock()
    private var measured = 0
    /// Breaks since the last instant that was measured, and how many were told.
    private var breaks: [VideoBreak] = []
    private var told = 0
    private var first: Double?
    private var last: Double?

    /// A picture so much later than the one before shows people who need not be where they were,
    /// seconds.
    private static let gap = 1.0

    init(
        _ request: TrackingRequest, _ path: String, _ file: OpenVideo?, _ networks: Networks,
        _ outbox: EventOutbox
    ) throws {
        let live = request.live ?? LiveRequest(isCamera: false)
        self.outbox = outbox
        rate = request.rate
        sampler = Sampler(rate: request.rate)
        pace = FramePace(rate: request.rate)
        // A video may have holes, and be damaged for a while.
        let heartbeat = Heartbeat { try outbox.put(.alive) }
        let source = try LiveTracking.source(live, path, file, heartbeat)
        mailbox = try FrameMailbox()
        pictures = live.pictures ? try PreviewEncoder() : nil
        tracker = try PoseTracker(
            networks: networks, staging: Tracking.staging(request, source.description),
            mirrored: Mirroring.seats(request.mirrored),
            breathing: request.breathing ?? [false, false])
        capture = Capture(
            source,
            reopen: live.isCamera
                ? { try LiveTracking.source(live, path, nil, heartbeat) } : nil,
            into: mailbox, heartbeat: heartbeat)
        remarks = source.remarks
        var description = source.description
        description.precision = tracker.precision
        description.models = networks.digests
        self.description = description
    }

    func run(_ orders: @escaping @Sendable () -> TrackingControl?) throws {
        try outbox.put(.source(description))
        for remark in remarks { try outbox.put(.warning(remark)) }
        obey(orders)
        capture.start()
        defer { capture.stop() }
        while true {
            switch mailbox.take() {
            case .frame(let frame): try measure(frame)
            case .camera(let event): try outbox.put(.camera(CameraNotice(event)))
            case .end: return try end()
            case .failed(let error): throw error
            }
        }
    }

    private func obey(_ orders: @escaping @Sendable () -> TrackingControl?) {
        let capture = capture
        let thread = Thread {
            while let order = orders(), order != .stop {
                if order == .pause { capture.pause() } else { capture.resume() }
            }
            capture.stop()
        }
        thread.name = "orders"
        thread.start()
    }

    private func measure(_ live: LiveFrame) throws {
        breaks += live.breaks
        let isAfterGap = last.map { live.time - $0 > Self.gap } ?? false
        if isAfterGap { sampler = Sampler(rate: rate) }
        guard last.map({ live.time - $0 >= EventLimits.shortestStep }) ?? true,
            sampler.takes(live.time), pace.take(live.time)
        else { return }
        var instant = Instant(time: live.time, shared: mailbox.front)
        swap(&instant.breaks, &breaks)
        try tracker.begin(instant, afterGap: isAfterGap)
        let step = try tracker.finish(instant)
        for each in instant.breaks where told < VideoBreak.told {
            told += 1
            try outbox.put(.warning(each.sentence))
        }
        for event in step.events { try outbox.put(event) }
        let timing = LiveTiming(
            captured: live.captured, tracked: clock.now,
            missed: rate == nil ? live.skipped : sampler.missed, dropped: live.dropped)
        try outbox.put(.liveFrame(step.frame, timing))
        try show(live)
        measured += 1
        first = first ?? live.time
        last = live.time
    }

    /// Sends a preview picture now and then, after what was measured in it.
    private func show(_ live: LiveFrame) throws {
        guard let pictures, live.time >= lastPicture + PreviewEncoder.interval else { return }
        lastPicture = live.time
        try outbox.put(.picture(pictures.jpeg(of: mailbox.front)))
    }

    private func end() throws {
        if let last { for event in tracker.end(at: last) { try outbox.put(event) } }
        let duration = (last ?? 0) - (first ?? 0)
        try outbox.put(
            .end(
                TrackingEnd(
                    videos: [.init(frames: measured, duration: duration)], measured: measured,
                    damaged: capture.damaged, people: tracker.people, kept: tracker.sparedShare,
                    stages: tracker.clock.seconds)))
    }
}

extension CameraNotice {
    fileprivate init(_ event: CameraEvent) {
        switch event {
        case .lost(let reason): self.init(.lost, reason: reason)
        case .back(let gap): self.init(.back, seconds: max(0, gap))
        case .stalled(let seconds): self.init(.stalled, seconds: seconds)
        case .damaged(let seconds): self.init(.damaged, seconds: seconds)
        }
    }
}
