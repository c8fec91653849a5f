package import Mimicry
package import Posture

/// Every parameter in force, as it stands in `session.json` under `settings`.
package struct Settings: Sendable, Codable, Equatable {
    /// `native` or a rate in hertz.
    package var rate: String
    /// `auto`, `side-by-side` or `regions=…`.
    package var layout: String
    /// The arithmetic of the landmarks: `f32`, or `bf16` where the processor has it; empty when
    /// nothing was inferred.
    package var precision: String
    /// What held the process back that looked at the video; `nil` when there was none.
    package var confinement: VisionConfinement?
    /// Where the channels come from when no video was measured.
    package var series: SeriesSettings?
    /// How much later the second video started, seconds.
    package var offset: Double
    /// Times from which on the two seats were exchanged by hand, seconds, rising.
    package var swapAt: [Double]
    /// Whether stretches in which a swap of the two people cannot be ruled out were scored too.
    package var keepUncertain: Bool
    package var features: FeatureSettings
    /// The definitions of the postures that were looked for.
    package var postures: [PostureDefinition]
    package var episodes: EpisodeSettings
    package var synchrony: SynchronySettings
    package var surrogates: SurrogateSettings

    package init(
        rate: String = "native", layout: String = "auto", precision: String = "",
        confinement: VisionConfinement? = nil, series: SeriesSettings? = nil, offset: Double = 0,
        swapAt: [Double] = [],
        keepUncertain: Bool = false, features: FeatureSettings = .init(),
        postures: [PostureDefinition] = PostureDefinition.standard,
        episodes: EpisodeSettings = .init(), synchrony: SynchronySettings = .init(),
        surrogates: SurrogateSettings = .init()
    ) {
        self.rate = rate
        self.layout = layout
        self.precision = precision
        self.confinement = confinement
        self.series = series
        self.offset = offset
        self.swapAt = swapAt
        self.keepUncertain = keepUncertain
        self.features = features
        self.postures = postures
        self.episodes = episodes
        self.synchrony = synchrony
        self.surrogates = surrogates
    }
}
