package import Base

/// What the measurement tells those who watch.
package enum LiveEvent: Sendable, Equatable {
    case sample(LiveSample)
    case episode(LiveEpisode)
    case status(LiveStatus)
    case marker(LiveMarker)

    /// As the stream of events names it.
    package var name: String {
        switch self {
        case .sample: "sample"
        case .episode: "episode"
        case .status: "status"
        case .marker: "marker"
        }
    }

    package var json: JSONValue {
        switch self {
        case .sample(let sample): sample.json
        case .episode(let episode): episode.json
        case .status(let status): status.json
        case .marker(let marker): marker.json
        }
    }

    /// Seconds of the recording; `nil` for an episode, which is told later than it began.
    var time: Double? {
        switch self {
        case .sample(let sample): sample.time
        case .status(let status): status.time
        case .marker(let marker): marker.time
        case .episode: nil
        }
    }

    var isSample: Bool {
        if case .sample = self { return true }
        return false
    }
}
