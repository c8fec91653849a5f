/// How it is known when the second of two recordings started, and how its clock runs.
package struct OffsetBasis: Sendable, Codable, Equatable {
    package enum Source: String, Sendable, Codable, CaseIterable {
        /// Nobody said: both are taken to have started together.
        case assumed
        /// By hand.
        case given
        /// Measured from the sound of both.
        case sound
    }

    package var source: Source
    /// Seconds that the first clock gains on the second per second of the second; 0 where none was measured
    /// or none could be told from 0.
    package var drift: Double
    /// Half of the 95 % intervals of offset (seconds) and drift; `nil` where they were not measured.
    package var error, driftError: Double?

    package init(
        _ source: Source, drift: Double = 0, error: Double? = nil, driftError: Double? = nil
    ) {
        self.source = source
        self.drift = drift
        self.error = error
        self.driftError = driftError
    }

    /// Clocks further apart than this are another mistake than a drift: 0.2 %, twice what taking 29.97 for
    /// 30 frames a second does, and forty times what quartz does.
    package static let largestDrift = 0.002
}

/// When the second of two recordings started, as somebody says it.
package enum RecordingOffset: Sendable, Equatable {
    /// So many seconds after the first.
    case seconds(Double)
    /// To be found by the sound of both.
    case sound

    /// Whoever means a day or more has mistyped it, seconds.
    package static let tooMuch = 86_400.0

    /// Reads `auto`, or a time as ``ClockTime`` does; `nil` for anything else, and for a day or more.
    package init?(_ text: String) {
        if text == "auto" {
            self = .sound
        } else if let time = ClockTime(text), abs(time.seconds) < Self.tooMuch {
            self = .seconds(time.seconds)
        } else {
            return nil
        }
    }

    /// The same for the same offset; digests are made of it.
    package var text: String {
        switch self {
        case .seconds(let seconds): "\(seconds)"
        case .sound: "auto"
        }
    }
}
