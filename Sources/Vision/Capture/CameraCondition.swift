/// Whether a camera's pictures flow, and what is to be reported when that changes.
///
/// | from | a frame | silence | a loss |
/// |---|---|---|---|
/// | `flowing` | | `silent`, reported | `away`, reported |
/// | `silent` | `flowing`, reported | | `away` |
/// | `away` | `flowing`, reported | | |
struct CameraCondition {
    enum State: Equatable {
        /// Frames come, or the first one is waited for.
        case flowing
        /// The device is there and sends no usable frame.
        case silent
        /// The device went away.
        case away
    }

    private(set) var state = State.flowing
    /// When the last frame was captured, or the waiting for the first began, seconds.
    private(set) var last = 0.0
    /// Damaged frames when the last sound one came.
    private var damaged = 0

    /// Seconds without a usable frame that are reported as silence.
    static let patience = 2.0

    /// The waiting for the first frame begins.
    mutating func begin(at now: Double) { last = now }

    /// - Parameter damaged: frames that came damaged so far.
    mutating func frame(captured: Double, damaged: Int) -> CameraEvent? {
        let gap = captured - last
        last = captured
        self.damaged = damaged
        guard state != .flowing else { return nil }
        state = .flowing
        return .back(gap: gap)
    }

    /// No frame came.
    mutating func silence(at now: Double, damaged: Int) -> CameraEvent? {
        let quiet = now - last
        guard state == .flowing, quiet > Self.patience else { return nil }
        state = .silent
        return damaged > self.damaged ? .damaged(seconds: quiet) : .stalled(seconds: quiet)
    }

    /// The device no longer works.
    mutating func loss(_ why: String) -> CameraEvent? {
        defer { state = .away }
        return state == .flowing ? .lost(why) : nil
    }
}
