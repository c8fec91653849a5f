import Base
import LivePage
import SessionModel
import Synchronization

/// What the live page asks for, and where the measurement finds it.
final class LiveSessionControl: LiveControl {
    private struct State {
        var health = LiveHealth.starting
        var wantsPause = false
        var wantsStop = false
        /// The session's time at a time of the clock.
        var reference: (time: Double, clock: Double)?
        var recorder: LiveRecorder?
    }

    private let state = Mutex(State())

    // MARK: For the page

    func mark(_ text: String, ago: Double) async throws -> LiveMarker {
        try state.withLock { state in
            guard let recorder = state.recorder, let now = Self.time(state),
                state.health != .stopping
            else {
                throw Failure.unavailable(
                    "nothing is being recorded", remedy: "mark again once people can be seen")
            }
            let time = max(now - ago, min(0, now))
            recorder.append(Marker(time: time, text: text))
            return LiveMarker(time: time, text: text)
        }
    }

    func pause(_ on: Bool) async { state.withLock { $0.wantsPause = on } }

    func stop() async { state.withLock { $0.wantsStop = true } }

    var health: LiveHealth { state.withLock(\.health) }

    // MARK: For the measurement

    var wantsPause: Bool { state.withLock(\.wantsPause) }
    var wantsStop: Bool { state.withLock(\.wantsStop) }

    /// The session's time now, seconds; `nil` before its first frame.
    var time: Double? { state.withLock { Self.time($0) } }

    func note(_ health: LiveHealth) { state.withLock { $0.health = health } }

    /// From here on markers are taken.
    func record(into recorder: LiveRecorder) { state.withLock { $0.recorder = recorder } }

    /// The session's time is that of a frame at the time of the clock at which it was captured.
    func setTime(_ time: Double, captured: Double) {
        state.withLock { $0.reference = (time, captured) }
    }

    private static func time(_ state: State) -> Double? {
        state.reference.map { $0.time + MonotonicClock.now - $0.clock }
    }
}
