package import Base

/// What the vision process answers to a question, as JSON, a line each.
package protocol VisionAnswer: Decodable, Sendable {
    /// Why the question cannot be answered, if this is what it says.
    var failure: Failure? { get }
    /// The answer with its texts made safe.
    /// - Throws: ``WireError/notARecord`` when a number in it is beyond ``EventLimits``.
    func admitted() throws -> Self
}

/// A question to the vision process: how do the clocks of these two recordings lie to each other, by their
/// sound? Handed over as a ``RequestLine``. The answer is ``SoundAnswer`` values as JSON, a line each, on standard
/// output.
package struct SoundRequest: Sendable, Codable, Equatable {
    /// Paths of the recordings with the first and the second person.
    package var first, second: String

    package init(first: String, second: String) {
        self.first = first
        self.second = second
    }
}

/// The vision process's answer about sound.
package enum SoundAnswer: Sendable, Codable, Equatable {
    /// So many seconds of sound were heard, both recordings together.
    case heard(seconds: Double)
    case aligned(ClockAlignment)
    case failure(Failure)
}

/// How the clocks of two recordings lie to each other: what the second shows at its time t happened at
/// `offset + (1 + drift) × t` of the first, seconds.
package struct ClockAlignment: Sendable, Codable, Equatable {
    /// How much later the second recording started, seconds.
    package var offset: Double
    /// Seconds that the first clock gains on the second, per second of the second; 0 when no drift could be
    /// told from none.
    package var drift: Double
    /// Half of the 95 % intervals of the two, in their units.
    package var offsetError, driftError: Double

    package init(
        offset: Double, drift: Double = 0, offsetError: Double = 0, driftError: Double = 0
    ) {
        self.offset = offset
        self.drift = drift
        self.offsetError = offsetError
        self.driftError = driftError
    }

    package var basis: OffsetBasis {
        OffsetBasis(.sound, drift: drift, error: offsetError, driftError: driftError)
    }
}

extension SoundAnswer: VisionAnswer {
    package var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }

    /// The answer with its texts made safe.
    /// - Throws: ``WireError/notARecord`` when a number in it is beyond ``EventLimits``.
    package func admitted() throws -> SoundAnswer {
        switch self {
        case .failure(let failure): return .failure(failure.safe)
        case .heard(let seconds):
            try EventLimits.require(EventLimits.lengths.contains(seconds))
            return self
        case .aligned(let found):
            try EventLimits.require(
                abs(found.offset) <= EventLimits.longestRecording
                    && abs(found.drift) <= OffsetBasis.largestDrift
                    && EventLimits.lengths.contains(found.offsetError)
                    && EventLimits.lengths.contains(found.driftError))
            return self
        }
    }
}
