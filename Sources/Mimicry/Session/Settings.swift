package import Posture

/// Parameters of the episode detector.
package struct EpisodeSettings: Sendable, Codable, Equatable {
    /// Longest lag that counts as adoption, seconds. No primary source fixes 2–10 s; stated here.
    package var maxLag: Double
    /// The leader may have left the posture this long before the follower enters, seconds.
    package var grace: Double
    /// Onsets closer than this are sharing without a leader, seconds.
    package var simultaneous: Double
    /// Onsets this far apart and closer than `undecided` may be either, seconds: the error of an onset is as
    /// large, and nobody reacts sooner. They make no episode.
    package var undecided: Double
    /// An entry this soon after a stretch of unknown may have happened inside it: its onset is not
    /// known, seconds. A little more than one sample interval at the slowest supported rate (5 Hz).
    package var unknownMargin: Double
    /// `maxLag` of the postures that have one of their own, by name, seconds. It is kept with their definitions.
    package var ownMaxLags: [String: Double] = [:]
    /// The postures that are no mimicry, by name. It is kept with their definitions.
    package var notAdopted: Set<String> = []

    private enum CodingKeys: CodingKey {
        case maxLag, grace, simultaneous, undecided, unknownMargin
    }

    package init(
        maxLag: Double = 10, grace: Double = 2, simultaneous: Double = 0.2,
        undecided: Double = 0.5, unknownMargin: Double = 0.25
    ) {
        self.maxLag = maxLag
        self.grace = grace
        self.simultaneous = simultaneous
        self.undecided = undecided
        self.unknownMargin = unknownMargin
    }

    /// Sessions of earlier versions left nothing undecided.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        maxLag = try values.decode(Double.self, forKey: .maxLag)
        grace = try values.decode(Double.self, forKey: .grace)
        simultaneous = try values.decode(Double.self, forKey: .simultaneous)
        undecided = try values.decodeIfPresent(Double.self, forKey: .undecided) ?? 0
        unknownMargin = try values.decode(Double.self, forKey: .unknownMargin)
    }

    /// The least lag of an episode, seconds.
    package var closest: Double { max(simultaneous, undecided) }

    /// Longest lag that counts as adoption of a posture, seconds.
    package func maxLag(of posture: String) -> Double { ownMaxLags[posture] ?? maxLag }

    /// That of the posture with the longest.
    package var longestLag: Double { max(maxLag, ownMaxLags.values.max() ?? 0) }

    /// Whether a posture can be adopted: an empty seat never is.
    package func isAdopted(_ posture: String) -> Bool {
        posture != EpisodeDetector.absent && !notAdopted.contains(posture)
    }

    /// The same with what definitions say of their postures: lags of their own, and which are no mimicry.
    package func applied(to definitions: [PostureDefinition]) -> EpisodeSettings {
        var result = self
        for definition in definitions { result.ownMaxLags[definition.name] = definition.maxLag }
        result.notAdopted.formUnion(definitions.filter { !$0.isAdopted }.map(\.name))
        return result
    }
}

/// Parameters of windowed lagged cross-correlation.
package struct SynchronySettings: Sendable, Codable, Equatable {
    /// Window length, step and largest lag, seconds.
    package var window: Double
    package var step: Double
    package var maxLag: Double
    /// A cell with a smaller share of valid pairs is missing.
    package var minValid: Double
    /// A peak is greater than every other cell within this many seconds of lag; see `PeakPicker`.
    package var peakRegion: Double
    /// A peak explains at least this share of the variance that the best lag of its window explains,
    /// 0…1; see `PeakPicker`.
    package var peakShare: Double

    package init(
        window: Double = 30, step: Double = 5, maxLag: Double = 5, minValid: Double = 0.5,
        peakRegion: Double = 0.5, peakShare: Double = 0.5
    ) {
        self.window = window
        self.step = step
        self.maxLag = maxLag
        self.minValid = minValid
        self.peakRegion = peakRegion
        self.peakShare = peakShare
    }
}

/// Parameters of the comparison with chance.
package struct SurrogateSettings: Sendable, Codable, Equatable {
    /// How many surrogates.
    package var count: Int
    /// Seed of their shifts; the same seed gives the same results on any number of cores.
    package var seed: UInt64
    /// Rate at which the channels are compared, Hz. Posture changes over seconds; 5 Hz keeps it and
    /// makes a thousand surrogates of an hour affordable.
    package var rate: Double
    /// A peak of a window is significant at or below this p-value.
    package var level: Double

    package init(count: Int = 1000, seed: UInt64 = 1, rate: Double = 5, level: Double = 0.05) {
        self.count = count
        self.seed = seed
        self.rate = rate
        self.level = level
    }
}
