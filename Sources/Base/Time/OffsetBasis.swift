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
