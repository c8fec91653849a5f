import Mimicry
import Posture
import SessionStore

/// From the channels of both people to a session: postures, episodes, synchrony, timeline. The same for
/// a video and for series that others measured.
struct Scoring {
    /// Names of the first and the second seat.
    let names: [String]
    let consent: ConsentSummary?
    let settings: Settings

    /// - Parameters:
    ///   - tracks: channels per seat.
    ///   - sources: what was measured.
    ///   - uncertain: stretches in which a swap of the two cannot be ruled out; they are left out unless
    ///     the settings keep them.
    ///   - warnings: what the measurement has to say.
    ///   - nobody: the error when nobody was ever there.
    func session(
        _ tracks: [FeatureTrack], sources: [SourceInfo], uncertain: [TimeSpan] = [],
        warnings: [String], nobody: Failure
    ) throws(Failure) -> Session {
        let coverage = tracks.map(Self.coverage)
        guard coverage.contains(where: { $0 > 0 }) else { throw nobody }
        let masked = settings.keepUncertain ? [] : uncertain
        let records = Seat.allCases.map { seat in
            PostureDetector.record(
                of: tracks[seat.rawValue], seat: seat, definitions: settings.postures
            ).masking(masked, names: settings.postures.map(\.name))
        }
        let synchrony = WindowedCrossCorrelation().synchrony(
            first: tracks[0].masking(masked), second: tracks[1].masking(masked),
            settings: settings.synchrony)
        return Session(
            source: sources, seats: names, consent: consent, settings: settings,
            features: tracks, postures: records,
            episodes: EpisodeDetector(settings: settings.episodes).episodes(
                records[0], records[1], recording: Self.span(of: tracks)),
            synchrony: synchrony,
            timeline: TimelineBuilder().points(
                first: tracks[0], second: tracks[1], records: (records[0], records[1]),
                synchrony: synchrony),
            quality: Quality(coverage: coverage, identity: uncertain),
            warnings: warnings + cautions(coverage, Self.span(of: tracks)))
    }

    /// From the first instant to the last; before it, nothing is known.
    private static func span(of tracks: [FeatureTrack]) -> TimeSpan? {
        guard let start = tracks.compactMap(\.times.first).min(),
            let end = tracks.compactMap(\.times.last).max()
        else { return nil }
        return TimeSpan(start: start, end: end)
    }

    /// Share of instants at which the seat could be used.
    private static func coverage(_ track: FeatureTrack) -> Double {
        guard track.count > 0 else { return 0 }
        let seen = track.presence.count { $0 >= PostureDetector.minimumPresence }
        return Double(seen) / Double(track.count)
    }

    private func cautions(_ coverage: [Double], _ span: TimeSpan?) -> [String] {
        var sentences: [String] = []
        for (name, share) in zip(names, coverage) {
            if share == 0 {
                sentences.append(
                    "only one person was found: the seat of the \(name) stayed empty, "
                        + "so nothing can be said about mimicry")
            } else if share < 0.8 {
                let percent = Int((share * 100).rounded())
                sentences.append(
                    "the \(name) could be measured in \(percent) % of the session only")
            }
        }
        let duration = span.map { $0.end - $0.start } ?? 0
        if duration < settings.synchrony.window {
            let window = Int(settings.synchrony.window)
            let what = settings.series == nil ? "the video is" : "the series are"
            sentences.append("\(what) shorter than one window of \(window) s: no synchrony")
        }
        return sentences
    }
}
