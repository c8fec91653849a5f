import Mimicry
import Posture

/// Every parameter in force, as it stands in `session.json` under `settings`.
public struct Settings: Sendable, Codable, Equatable {
    /// `native` or a rate in hertz.
    public var rate: String
    /// `auto`, `side-by-side` or `regions=…`.
    public var layout: String
    /// The arithmetic of the landmarks: `f32`, or `bf16` where the processor has it; empty when
    /// nothing was inferred.
    public var precision: String
    /// Where the channels come from when no video was measured.
    public var series: SeriesSettings?
    /// How much later the second video started, seconds.
    public var offset: Double
    public var features: FeatureSettings
    /// The definitions of the postures that were looked for.
    public var postures: [PostureDefinition]
    public var episodes: EpisodeSettings
    public var synchrony: SynchronySettings

    public init(
        rate: String = "native", layout: String = "auto", precision: String = "",
        series: SeriesSettings? = nil, offset: Double = 0, features: FeatureSettings = .init(),
        postures: [PostureDefinition] = PostureDefinition.standard,
        episodes: EpisodeSettings = .init(), synchrony: SynchronySettings = .init()
    ) {
        self.rate = rate
        self.layout = layout
        self.precision = precision
        self.series = series
        self.offset = offset
        self.features = features
        self.postures = postures
        self.episodes = episodes
        self.synchrony = synchrony
    }
}
