import Archive
import LivePage
import SessionModel

/// Where a live measurement stands, and when nothing was measured: the transitions of a session without
/// its process, clock and page.
struct LiveProgress {
    enum State: Equatable {
        /// Nothing was measured yet.
        case starting
        case measuring
        /// For the camera: since when, in seconds of the clock; `nil` once it is back, until its first
        /// picture.
        case waiting(since: Double?)
        case paused
        /// Since when, in seconds of the clock; frames that were under way are taken, unless the session
        /// was paused.
        case stopping(since: Double, takesFrames: Bool)
    }

    enum Event: Equatable {
        /// A frame, at its time in seconds of the session.
        case frame(time: Double)
        /// The camera was last heard of so many seconds ago.
        case cameraLost(seconds: Double)
        case cameraBack
        /// At the session's time, seconds; `nil` before its first frame.
        case pause(time: Double?)
        case resume
        case stop
    }

    private(set) var state = State.starting
    /// Seconds of the session; `nil` before its first frame.
    private(set) var firstTime: Double?
    private(set) var lastTime: Double?
    /// Stretches in which nothing was measured.
    private(set) var gaps: [LiveEnding.Gap] = []
    /// A gap that goes on: since when, in seconds of the session.
    private var gap: (start: Double, reason: LiveEnding.Gap.Reason)?

    /// How long the vision process may take to end after it was ordered to, seconds.
    static let farewell = 5.0

    /// Takes an event.
    ///
    /// - Parameter clock: the time now, seconds.
    /// - Returns: the gap that a frame has ended.
    mutating func take(_ event: Event, clock: Double) -> LiveEnding.Gap? {
        if case .frame(let time) = event {
            guard takesFrames else { return nil }
            firstTime = firstTime ?? time
            lastTime = time
        }
        let next = Self.next(state, event, clock: clock, hasFrames: lastTime != nil)
        defer { state = next }
        switch event {
        case .frame(let time): return endGap(at: time)
        case .pause(let time?) where next == .paused: beginGap(at: time, .pause)
        case .cameraLost:
            if case .waiting = next, let lastTime { beginGap(at: lastTime, .camera) }
        default: break
        }
        return nil
    }

    private static func next(
        _ state: State, _ event: Event, clock: Double, hasFrames: Bool
    ) -> State {
        switch (state, event) {
        case (.stopping, _): state
        case (_, .stop): .stopping(since: clock, takesFrames: state != .paused)
        case (.paused, .resume): hasFrames ? .measuring : .starting
        // A camera that is away now is looked for anew when the session is resumed.
        case (.paused, _), (_, .pause): .paused
        case (_, .frame): .measuring
        case (.waiting(.some), .cameraLost): state
        case (_, .cameraLost(let seconds)): .waiting(since: clock - seconds)
        case (.waiting, .cameraBack): .waiting(since: nil)
        case (_, .cameraBack), (_, .resume): state
        }
    }

    private mutating func beginGap(at time: Double, _ reason: LiveEnding.Gap.Reason) {
        if gap == nil { gap = (time, reason) }
    }

    /// Ends the gap that goes on, if there is one.
    mutating func endGap(at time: Double) -> LiveEnding.Gap? {
        guard let gap else { return nil }
        self.gap = nil
        let ended = LiveEnding.Gap(start: gap.start, end: time, reason: gap.reason)
        gaps.append(ended)
        return ended
    }

    // MARK: What follows from the state

    /// Frames that were under way when a pause came are not of the session.
    var takesFrames: Bool {
        switch state {
        case .paused, .stopping(_, takesFrames: false): false
        default: true
        }
    }

    var isPaused: Bool { state == .paused }

    var isStopping: Bool { if case .stopping = state { true } else { false } }

    /// The vision process has had its time to end.
    func isOverdue(clock: Double) -> Bool {
        if case .stopping(let since, _) = state { clock - since > Self.farewell } else { false }
    }

    /// How long the camera has been away, seconds; 0 while it is there.
    func absence(clock: Double) -> Double {
        if case .waiting(let since?) = state { clock - since } else { 0 }
    }

    var health: LiveHealth {
        switch state {
        case .starting: .starting
        case .measuring: .measuring
        case .waiting: .waiting
        case .paused: .paused
        case .stopping: .stopping
        }
    }
}
