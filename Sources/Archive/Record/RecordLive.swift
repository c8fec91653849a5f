import Consents
package import SessionModel

/// What a record of a live session must hold from the start, so that results can be made from it alone,
/// however it ended.
package struct LiveHeader: Sendable, Codable, Equatable {
    /// Names of the first and the second seat.
    package var seats: [String]
    /// Only in records of earlier versions; see ``SessionRecord/consent()``.
    private(set) var consent: ConsentSummary?
    /// Whether a camera was measured; otherwise a file that was played.
    package var isCamera: Bool
    /// How the session is scored; `nil`, also in records of earlier versions, is the standard.
    package var scoring: ScoringSettings?

    package init(seats: [String], isCamera: Bool, scoring: ScoringSettings? = nil) {
        self.seats = seats
        self.isCamera = isCamera
        self.scoring = scoring
    }
}

/// How well a live measurement kept up with the session.
package struct LiveEnding: Sendable, Codable, Equatable {
    /// Instants that were skipped for lack of time.
    package var missed: Int
    /// Frames that the camera lost.
    package var dropped: Int
    /// From the capture of a picture to its event, median and 99th percentile, seconds; `nil` without
    /// frames.
    package var latency: Double?
    package var latency99: Double?
    /// Stretches without measurement: pauses, and times without a camera.
    package var gaps: [Gap]

    package typealias Gap = Quality.Gap

    package init(
        missed: Int = 0, dropped: Int = 0, latency: Double? = nil, latency99: Double? = nil,
        gaps: [Gap] = []
    ) {
        self.missed = missed
        self.dropped = dropped
        self.latency = latency
        self.latency99 = latency99
        self.gaps = gaps
    }
}
