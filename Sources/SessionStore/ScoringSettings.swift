import Mimicry
import Posture

/// The parameters of everything that follows from what was measured: they can be changed without
/// looking at a recording again.
public struct ScoringSettings: Sendable, Codable, Equatable {
    public var features: FeatureSettings
    /// The definitions of the postures that are looked for.
    public var postures: [PostureDefinition]
    public var episodes: EpisodeSettings
    public var synchrony: SynchronySettings
    public var surrogates: SurrogateSettings

    public init(
        features: FeatureSettings = .init(),
        postures: [PostureDefinition] = PostureDefinition.standard,
        episodes: EpisodeSettings = .init(), synchrony: SynchronySettings = .init(),
        surrogates: SurrogateSettings = .init()
    ) {
        self.features = features
        self.postures = postures
        self.episodes = episodes
        self.synchrony = synchrony
        self.surrogates = surrogates
    }
}

extension Settings {
    /// The part that changes only what follows from a measurement.
    public var scoring: ScoringSettings {
        get {
            ScoringSettings(
                features: features, postures: postures, episodes: episodes, synchrony: synchrony,
                surrogates: surrogates)
        }
        set {
            features = newValue.features
            postures = newValue.postures
            episodes = newValue.episodes
            synchrony = newValue.synchrony
            surrogates = newValue.surrogates
        }
    }
}
