/// A note that somebody made while the session ran.
public struct Marker: Sendable, Codable, Equatable {
    /// Seconds of the recording.
    public var time: Double
    /// May be empty: then the moment is what was to be marked.
    public var text: String

    public init(time: Double, text: String) {
        self.time = time
        self.text = text
    }
}
