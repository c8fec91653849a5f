import Foundation
import VisionLink

/// Measures while it happens: one thread captures, this one tracks what is newest, one hands over what
/// was found. None waits for the one after it, so that a slow machine measures less often and not later.
public enum LiveTracking {
    /// Runs until the source ends or the order to stop comes.
    ///
    /// - Parameters:
    ///   - orders: waits for the next order; `nil` when there will be none, which is `stop`.
    ///   - emit: hands an event over; may wait.
    public static func run(
        _ request: TrackingRequest, orders: @escaping @Sendable () -> LiveOrder?,
        emit: @escaping @Sendable (TrackingEvent) throws -> Void
    ) throws {
        let outbox = Outbox { event in
            guard case .liveFrame(let frame, var timing) = event else { return try emit(event) }
            timing.emitted = MonotonicClock().now
            try emit(.liveFrame(frame, timing))
        }
        outbox.start()
        let path = request.videos.first ?? ""
        do {
            try LiveTracker(request, path, outbox).run(orders)
        } catch let failure as TrackingFailure {
            try outbox.put(.failure(failure))
        } catch let error as VisionError {
            try outbox.put(.failure(Tracking.failure(for: error, path)))
        }
        try outbox.finish()
    }

    /// Opens what a request names.
    static func source(_ live: LiveRequest, _ path: String) throws -> any LiveFrameSource {
        try LiveSources.open(
            path,
            wish: CameraWish(width: live.width, height: live.height, rate: CameraWish.usual.rate))
    }
}

/// The thread that tracks.
private final class LiveTracker {
    private let description: SourceDescription
    private let tracker: PoseTracker
    private let mailbox: FrameMailbox
    private let capture: Capture
    private let pictures: PictureMaker?
    private var lastPicture = -Double.infinity
    private let outbox: Outbox
    private var sampler: Sampler
    private let rate: Double?
    private let clock = MonotonicClock()
    private var measured = 0
    private var first: Double?
    private var last: Double?

    /// A picture so much later than the one before shows people who need not be where they were,
    /// seconds.
    private static let gap = 1.0

    init(_ request: TrackingRequest, _ path: String, _ outbox: Outbox) throws {
        let live = request.live ?? LiveRequest(isCamera: false)
        self.outbox = outbox
        rate = request.rate
        sampler = Sampler(rate: request.rate)
        let source = try LiveTracking.source(live, path)
        mailbox = try FrameMailbox()
        pictures = live.pictures ? try PictureMaker() : nil
        tracker = try PoseTracker(
            models: ModelPlace(singlePrecision: request.singlePrecision),
            staging: Tracking.staging(request, source.description))
        capture = Capture(
            source, reopen: live.isCamera ? { try LiveTracking.source(live, path) } : nil,
            into: mailbox)
        var description = source.description
        description.precision = tracker.precision
        self.description = description
    }

    func run(_ orders: @escaping @Sendable () -> LiveOrder?) throws {
        try outbox.put(.source(description))
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

    private func obey(_ orders: @escaping @Sendable () -> LiveOrder?) {
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
        let isAfterGap = last.map { live.time - $0 > Self.gap } ?? false
        if isAfterGap { sampler = Sampler(rate: rate) }
        guard sampler.takes(live.time), last.map({ live.time > $0 }) ?? true else { return }
        let instant = Instant(time: live.time, shared: mailbox.front)
        try tracker.begin(instant, afterGap: isAfterGap)
        let step = try tracker.finish(instant, next: nil)
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

    /// Hands the picture over to be looked at, now and then; after what was measured in it.
    private func show(_ live: LiveFrame) throws {
        guard let pictures, live.time >= lastPicture + PictureMaker.interval else { return }
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
                    damaged: capture.damaged, people: tracker.people, kept: tracker.keptShare,
                    stages: tracker.clock.seconds)))
    }
}

extension CameraNotice {
    fileprivate init(_ event: CameraEvent) {
        switch event {
        case .lost(let reason): self.init(.lost, reason: reason)
        case .back(let gap): self.init(.back, seconds: gap)
        case .stalled(let seconds): self.init(.stalled, seconds: seconds)
        case .damaged(let seconds): self.init(.damaged, seconds: seconds)
        }
    }
}
