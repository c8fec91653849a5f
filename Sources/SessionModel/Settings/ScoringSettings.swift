package import Mimicry
package import Posture

/// The parameters of scoring: they can be changed without measuring the recording again.
package struct ScoringSettings: Sendable, Codable, Equatable {
    package var features: FeatureSettings
    /// The definitions of the postures to look for.
    package var postures: [PostureDefinition]
    package var episodes: EpisodeSettings
    package var synchrony: SynchronySettings
    package var surrogates: SurrogateSettings

    package init(
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
    /// The part that affects only scoring.
    package var scoring: ScoringSettings {
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
