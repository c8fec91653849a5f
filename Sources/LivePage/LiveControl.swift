/// What the page can ask of the measurement.
///
/// The server calls these for a request that has passed every check. The outcome of a call is reported
/// by events: after `pause` and `stop` the measurement publishes its new status; the event
/// of a marker is published by the server when `mark` returns.
package protocol LiveControl: Sendable {
    /// Records a note.
    ///
    /// - Parameters:
    ///   - text: at most 500 characters, without control characters; may be empty.
    ///   - ago: how long before the present time it was begun, seconds; one that was begun before the first
    ///     picture stands at that.
    /// - Throws: when nothing is being recorded (before the first picture, after the end).
    func mark(_ text: String, ago: Double) async throws -> LiveMarker

    /// Stops measuring and recording, or goes on.
    func pause(_ on: Bool) async

    /// Ends the session as if it had come to its end; returns at once.
    func stop() async

    /// How the measurement is.
    var health: LiveHealth { get }
}

/// How the measurement is, in the least words.
package enum LiveHealth: String, Sendable {
    case starting
    case measuring
    case paused
    /// The camera is gone or silent.
    case waiting
    case stopping
}
