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
    ) async throws(Failure) -> Session {
        let coverage = tracks.map(Self.coverage)
        guard coverage.contains(where: { $0 > 0 }) else { throw nobody }
        let masked = settings.keepUncertain ? [] : uncertain
        let records = Seat.allCases.map { seat in
            PostureDetector.record(
                of: tracks[seat.rawValue], seat: seat, definitions: settings.postures
            ).masking(masked, names: settings.postures.map(\.name))
        }
        let scored = tracks.map { $0.masking(masked) }
        let span = Self.span(of: tracks) ?? TimeSpan(start: 0, end: 0)
        let synchrony = WindowedCrossCorrelation().synchrony(
            first: scored[0], second: scored[1], settings: settings.synchrony)
        let chance = await held(scored, records, span)
        let episodes =
            chance.episodes?.episodes
            ?? EpisodeDetector(settings: settings.episodes).episodes(
                records[0], records[1], recording: span)
        let builder = chance.synchrony.map(TimelineBuilder.init(significance:)) ?? TimelineBuilder()
        return Session(
            source: sources, seats: names, consent: consent, settings: settings,
            features: tracks, postures: records, episodes: episodes, synchrony: synchrony,
            timeline: builder.points(
                first: tracks[0], second: tracks[1], records: (records[0], records[1]),
                synchrony: synchrony),
            chance: Chance(
                episodes: chance.episodes?.count, postures: chance.episodes?.postures ?? [:],
                channels: chance.synchrony?.channels ?? [], combined: chance.synchrony?.combined),
            quality: Quality(coverage: coverage, identity: uncertain),
            warnings: warnings
                + SessionWarnings(
                    names: names, episodes: settings.episodes, synchrony: settings.synchrony,
                    surrogates: settings.surrogates
                ).sentences(scored, records, recording: span))
    }

    /// Episodes and synchrony held against chance; each `nil` when the session is too short for it.
    private func held(_ tracks: [FeatureTrack], _ records: [PostureRecord], _ span: TimeSpan) async
        -> (episodes: EpisodeSignificance?, synchrony: SynchronySignificance?)
    {
        let settings = settings
        async let synchrony = SynchronySignificance.test(
            first: tracks[0], second: tracks[1], settings: settings.synchrony,
            surrogates: settings.surrogates)
        let episodes = EpisodeSignificance(
            records[0], records[1], recording: span, settings: settings.episodes,
            surrogates: settings.surrogates)
        return (episodes, await synchrony)
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
}
