/// A note that somebody made while the session ran.
package struct Marker: Sendable, Codable, Equatable {
    /// Seconds of the recording.
    package var time: Double
    /// May be empty: then only the moment is marked.
    package var text: String

    package init(time: Double, text: String) {
        self.time = time
        self.text = text
    }
}
