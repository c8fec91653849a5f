package import Base
package import Mimicry
package import Posture

/// The parameters of scoring: they can be changed without measuring the recording again.
package struct ScoringSettings: Sendable, Codable, Equatable {
    package var features: FeatureSettings
    /// The definitions of the postures to look for.
    package var postures: [PostureDefinition]
    /// When both people sat at rest, seconds; `nil` finds each person's rest in the whole session.
    package var rest: TimeSpan?
    /// What else happened in the session; `nil` when nobody said.
    package var covariates: Covariates?
    package var episodes: EpisodeSettings
    package var synchrony: SynchronySettings
    package var surrogates: SurrogateSettings

    package init(
        features: FeatureSettings = .init(),
        postures: [PostureDefinition] = PostureDefinition.standard, rest: TimeSpan? = nil,
        covariates: Covariates? = nil,
        episodes: EpisodeSettings = .init(), synchrony: SynchronySettings = .init(),
        surrogates: SurrogateSettings = .init()
    ) {
        self.features = features
        self.postures = postures
        self.rest = rest
        self.covariates = covariates
        self.episodes = episodes
        self.synchrony = synchrony
        self.surrogates = surrogates
    }
}

extension ScoringSettings {
    /// The shortest stretch that can be declared as rest, seconds.
    package static let shortestRest = PostureDetector.restDuration
}

extension Settings {
    /// What counts as an episode, with the lags that some postures have of their own.
    package var episodeRules: EpisodeSettings { episodes.applied(to: postures) }

    /// The part that affects only scoring.
    package var scoring: ScoringSettings {
        get {
            ScoringSettings(
                features: features, postures: postures, rest: rest, covariates: covariates,
                episodes: episodes, synchrony: synchrony, surrogates: surrogates)
        }
        set {
            features = newValue.features
            postures = newValue.postures
            rest = newValue.rest
            covariates = newValue.covariates
            episodes = newValue.episodes
            synchrony = newValue.synchrony
            surrogates = newValue.surrogates
        }
    }
}
