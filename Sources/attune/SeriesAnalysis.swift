import Posture
import SeriesInput
import SessionStore

extension Analysis {
    /// The analysis of series that others measured.
    ///
    /// - Parameters:
    ///   - rate: samples per second, as given.
    ///   - pixelAspect: width of a pixel ÷ its height.
    init(
        recording: SeriesRecording, names: [String], consent: ConsentSummary?, rate: Double?,
        pixelAspect: Double
    ) {
        var measurement = Measurement(
            given: recording.tracks,
            video: recording.sources.map(\.file).joined(separator: " and "))
        measurement.frames = recording.frames
        measurement.duration = recording.duration
        measurement.people = 2
        measurement.warnings = recording.warnings
        let perSecond =
            recording.duration > 0 ? Double(recording.frames) / recording.duration : 0
        let sources = recording.sources.map { source in
            SourceInfo(
                file: source.file, sha256: source.sha256, duration: recording.duration,
                frames: recording.frames, rate: rate ?? perSecond)
        }
        self.init(
            measurement: measurement, digest: recording.sources.first?.sha256 ?? "",
            sources: sources, names: names, consent: consent,
            settings: Settings(
                rate: rate.map { Rate.hertz($0).description } ?? "native", layout: "",
                series: SeriesSettings(
                    format: recording.format.rawValue, pixelAspect: pixelAspect,
                    energyUnit: recording.energyUnit)))
    }
}
