import Base
package import Mimicry

/// The session compared with its surrogates.
package struct SurrogateTests: Sendable, Codable, Equatable {
    /// The episodes of one posture.
    package struct Posture: Sendable, Codable, Equatable {
        package var posture: String
        package var significance: Significance
        /// p-value corrected for the number of postures; `nil` in records of earlier versions.
        package var adjusted: Double?

        package init(posture: String, significance: Significance, adjusted: Double? = nil) {
            self.posture = posture
            self.significance = significance
            self.adjusted = adjusted
        }
    }

    /// How it is tested now. Grows when the same session would get other p-values.
    ///
    /// 1: circular shifts of the whole recording, channels as they are. 2: shifts within the time in which
    /// both were seen, the running amplitude of channels divided out, mirroring, shared activity.
    package static let currentMethod = 2

    /// How it was tested; see ``currentMethod``.
    package var method: Int { given ?? 1 }
    private var given: Int?

    /// Number of episodes; `nil` when the recording is too short for shifts.
    package var episodes: Significance?
    /// Opportunities, dissolution, shared time and congruence; `nil` in records of earlier versions.
    package var details: PostureChance?
    /// Number of episodes per posture that both people held, in alphabetical order.
    package var postures: [Posture]
    /// Synchrony per channel and mapping; empty when nothing could be compared.
    package var channels: [ChannelSignificance]
    /// All channels together but motion energy.
    package var combined: Significance?
    /// Mirroring in all channels with a side, and in each of them.
    package var mirroring: Significance?
    package var mirrored: [MirrorSignificance]
    /// Whether both were lively at the same or at opposite times.
    package var activity: SharedActivity?
    /// Percentiles within which nineteen of twenty sessions stay throughout by chance, 0…100.
    package var band: [Double]?
    /// How long both people could be seen, for synchrony and for episodes, seconds.
    package var knownMovement: Double?
    package var knownPostures: Double?
    /// Whether both breathed in step; `nil` where the breathing of both is not known for long enough.
    package var breathing: BreathCoupling?
    /// Whether both walked in step; `nil` where they did not walk together for long enough.
    package var gait: GaitCoupling?

    private enum CodingKeys: String, CodingKey {
        case given = "method"
        case episodes, details, postures, channels, combined, mirroring, mirrored, activity, band
        case knownMovement, knownPostures, breathing, gait
    }

    package init(
        episodes: EpisodeSignificance? = nil, synchrony: SynchronySignificance? = nil,
        breathing: BreathCoupling? = nil, gait: GaitCoupling? = nil
    ) {
        self.breathing = breathing
        self.gait = gait
        given = Self.currentMethod
        self.episodes = episodes?.count
        details = episodes?.details
        postures = (episodes?.postures ?? [:]).sorted { $0.key < $1.key }
            .map {
                Posture(
                    posture: $0.key, significance: $0.value,
                    adjusted: episodes?.adjusted[$0.key])
            }
        channels = synchrony?.channels ?? []
        combined = synchrony?.combined
        mirroring = synchrony?.mirroring
        mirrored = synchrony?.mirrored ?? []
        activity = synchrony?.activity
        band = synchrony?.band.map { [$0.lowerBound, $0.upperBound] }
        knownPostures = episodes?.known
        knownMovement = synchrony?.known.reduce(0) { $0 + $1.duration }
    }

    /// Records of earlier versions know nothing of mirroring and activity.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        given = try values.decodeIfPresent(Int.self, forKey: .given)
        episodes = try values.decodeIfPresent(Significance.self, forKey: .episodes)
        details = try values.decodeIfPresent(PostureChance.self, forKey: .details)
        postures = try values.decode([Posture].self, forKey: .postures)
        channels = try values.decode([ChannelSignificance].self, forKey: .channels)
        combined = try values.decodeIfPresent(Significance.self, forKey: .combined)
        mirroring = try values.decodeIfPresent(Significance.self, forKey: .mirroring)
        mirrored = try values.decodeIfPresent([MirrorSignificance].self, forKey: .mirrored) ?? []
        activity = try values.decodeIfPresent(SharedActivity.self, forKey: .activity)
        band = try values.decodeIfPresent([Double].self, forKey: .band)
        knownMovement = try values.decodeIfPresent(Double.self, forKey: .knownMovement)
        knownPostures = try values.decodeIfPresent(Double.self, forKey: .knownPostures)
        breathing = try values.decodeIfPresent(BreathCoupling.self, forKey: .breathing)
        gait = try values.decodeIfPresent(GaitCoupling.self, forKey: .gait)
    }

    /// What to know of results of an earlier method; `nil` for those of the present one.
    package var caution: String? {
        guard method < Self.currentMethod, episodes != nil || !channels.isEmpty else { return nil }
        return
            "these results were compared with chance as earlier versions did, which takes common "
            + "liveliness and time unknown of both for mimicry, and turn-taking for none: score again"
    }

    /// Whether nothing but mirroring may be claimed of movement, because both were lively at the same or
    /// at opposite times, or the session is too short to tell.
    package var withholdsMovement: Bool { activity.map { $0.isFound || !$0.canTell } ?? false }

    /// Episodes a minute of the time in which both were known, beyond chance; `nil` when it is unknown
    /// how long that was.
    package var episodesExcessPerMinute: Double? {
        guard let episodes, let known = knownPostures, known > 0 else { return nil }
        return episodes.excess * 60 / known
    }

    /// The same of one posture. What is known of it may be less, so that this is on the low side.
    package func excessPerMinute(of posture: Posture) -> Double? {
        guard let known = knownPostures, known > 0 else { return nil }
        return posture.significance.excess * 60 / known
    }
}
