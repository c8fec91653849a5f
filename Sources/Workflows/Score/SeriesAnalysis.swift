import Base
import Consents
import Imports
import Posture
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
    let reading: SeriesReading
    let scoring: ScoringSettings
    /// The recording with the samples that were left out as of a cut; `nil` where there are none.
    var given: SeriesRecording?

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
        var session = try await Scoring(
            names: names, consent: consent, settings: settings
        ).session(
            recording.tracks, sources: sources, warnings: recording.warnings,
            nobodyFound: Failure.badInput(
                "no people were found in \(files)",
                remedy: "give series of two people; a presence under 0.5 means that nobody is there"
            ))
        session.asGiven = given?.tracks
        return session
    }

    private var settings: Settings {
        var series = SeriesSettings(
            format: recording.format.rawValue, pixelAspect: pixelAspect,
            energyUnit: recording.energyUnit)
        series.columns = recording.columns
        series.spikes = recording.spikes > 0 ? reading.spikes.rawValue : nil
        series.skeleton = recording.skeleton
        series.frameSize = recording.frameSize
        var settings = Settings(
            rate: rate.map { Rate.hertz($0).description } ?? "native", layout: "",
            series: series)
        settings.scoring = scoring
        return settings
    }
}

extension SeriesRecording {
    /// The recording with the breathing of those alone who agreed to it.
    ///
    /// - Parameters:
    ///   - consent: `nil` where nobody was asked.
    ///   - names: of the first and the second seat.
    func withBreathing(under consent: ConsentSummary?, names: [String]) -> SeriesRecording {
        guard let consent else { return self }
        // Attune's own channels are mostly of two in one picture, who may have been taken for each other.
        let covered = consent.coversBreathing(seats: names, isUndivided: format == .attune)
        var result = self
        result.tracks = zip(tracks, covered).map { $1 ? $0 : $0.withoutBreathing }
        return result
    }
}

extension SeriesReader {
    /// The recording with the samples in which both jump as where a video is cut, which other packages know nothing
    /// of; `nil` where there are none, or where it was said what happens to them.
    func asGiven(
        _ recording: SeriesRecording, of paths: [String]
    ) throws(Failure) -> SeriesRecording? {
        guard recording.spikes > 0, reading.spikes == .auto else { return nil }
        var reader = self
        reader.reading.spikes = .keep
        return try reader.read(paths)
    }
}

extension SeriesReading {
    /// These choices, and those of a settings file where there are none.
    func filled(from settings: SeriesSettings?) throws(Failure) -> SeriesReading {
        guard let settings else { return self }
        var filled = self
        if columns == nil, let text = settings.columns { filled.columns = try PersonColumns(text) }
        if spikes == .auto, let text = settings.spikes {
            guard let spikes = Spikes(rawValue: text) else { throw Self.unknown("spikes", text) }
            filled.spikes = spikes
        }
        if skeleton == nil, let text = settings.skeleton {
            guard let skeleton = Skeleton(named: text) else { throw Self.unknown("skeleton", text) }
            filled.skeleton = skeleton
        }
        if frameSize == nil, let text = settings.frameSize {
            guard let size = FrameSize(text) else { throw Self.unknown("frame_size", text) }
            filled.frameSize = size
        }
        return filled
    }

    private static func unknown(_ key: String, _ text: String) -> Failure {
        Failure.badInput(
            "\"\(key)\" of \"series\" is \"\(text)\" in the settings",
            remedy: "give what a session.json has there, or leave it out")
    }
}
