import Base
import Consents
import Imports
import SessionModel

/// From series that other tools measured to a session.
struct SeriesAnalysis {
    let recording: SeriesRecording
    /// Names of the first and the second seat.
    let names: [String]
    let consent: ConsentSummary?
    /// Samples per second, as given.
    let rate: Double?
    /// Width of a pixel ÷ its height.
    let pixelAspect: Double
    let scoring: ScoringSettings

    /// - Throws: ``Failure/Kind/badInput`` when nobody is ever there.
    func session() async throws(Failure) -> Session {
        let perSecond =
            recording.duration > 0 ? Double(recording.frames) / recording.duration : 0
        let sources = recording.sources.map { source in
            SourceInfo(
                file: source.file, sha256: source.sha256, duration: recording.duration,
                frames: recording.frames, rate: rate ?? perSecond)
        }
        let files = recording.sources.map(\.file).joined(separator: " and ")
        return try await Scoring(names: names, consent: consent, settings: settings).session(
            recording.tracks, sources: sources, warnings: recording.warnings,
            nobodyFound: Failure.badInput(
                "no people were found in \(files)",
                remedy: "give series of two people; a presence under 0.5 means that nobody is there"
            ))
    }

    private var settings: Settings {
        var settings = Settings(
            rate: rate.map { Rate.hertz($0).description } ?? "native", layout: "",
            series: SeriesSettings(
                format: recording.format.rawValue, pixelAspect: pixelAspect,
                energyUnit: recording.energyUnit))
        settings.scoring = scoring
        return settings
    }
}
