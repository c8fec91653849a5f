import SessionStore

/// A note that somebody made while the session was running.
public struct LiveMarker: Sendable, Equatable {
    /// Seconds of the recording.
    public var time: Double
    /// May be empty: the moment is what was to be marked.
    public var text: String

    public init(time: Double, text: String) {
        self.time = time
        self.text = text
    }

    public var json: JSONValue { ["time": .rounded(time), "text": .string(text)] }
}
