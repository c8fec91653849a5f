package import Base

/// How the measurement is doing, in a word for programs and a sentence for people.
package struct LiveStatus: Sendable, Equatable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        /// Nothing can be said yet: people are being found, or their own measures learned.
        case warmingUp = "warming_up"
        case running
        case cameraLost = "camera_lost"
        case cameraBack = "camera_back"
        /// The camera is there and sends no pictures.
        case stalled
        case paused
        case resumed
        /// The measurement is slower than it should be.
        case slow
        case stopping
        /// The session is over; no more events come.
        case ended
    }

    package var kind: Kind
    /// One sentence for the page; empty: the page's own.
    package var message: String
    /// Seconds of the recording.
    package var time: Double
    /// 0…1, how far the warm-up is.
    package var progress: Double?

    package init(_ kind: Kind, message: String = "", time: Double, progress: Double? = nil) {
        self.kind = kind
        self.message = message
        self.time = time
        self.progress = progress
    }

    package var json: JSONValue {
        [
            "kind": .string(kind.rawValue), "message": .string(message), "time": .rounded(time),
            "progress": .rounded(progress, decimals: 2),
        ]
    }
}
