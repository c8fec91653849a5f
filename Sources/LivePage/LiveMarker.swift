package import Base

/// A note that somebody made while the session was running.
package struct LiveMarker: Sendable, Equatable {
    /// Seconds of the recording.
    package var time: Double
    /// May be empty: the moment is what was to be marked.
    package var text: String

    package init(time: Double, text: String) {
        self.time = time
        self.text = text
    }

    package var json: JSONValue { ["time": .rounded(time), "text": .string(text)] }
}
