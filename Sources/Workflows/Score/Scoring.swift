import Base
import Consents
import Mimicry
import Posture
import SessionModel

/// From the channels of both people to a session: postures, episodes, synchrony, timeline. The same for
/// recordings and for series that other tools measured.
struct Scoring {
    /// Names of the first and the second seat.
    let names: [String]
    let consent: ConsentSummary?
    let settings: Settings

    /// - Parameters:
    ///   - tracks: channels per seat.
    ///   - sources: what was measured.
    ///   - uncertain: stretches in which a swap of the two cannot be ruled out; left out unless the
    ///     settings keep them.
    ///   - gaps: stretches in which nothing was measured; left out.
    ///   - roll: by how much the picture was askew, which is taken out of the tracks; `nil` when each person
    ///     has a picture of their own, or none is known.
    ///   - places: per seat, mid-shoulder in the picture that shows both, as `DistanceChange` has it; empty where
    ///     they are not known.
    ///   - walkers: per seat, who walks; none where both sit.
    ///   - warnings: of the measurement.
    ///   - nobodyFound: the error when nobody was ever there.
    /// - Throws: `nobodyFound`, or ``Failure/Kind/badInput`` when the times cannot be those of a session.
    func session(
        _ tracks: [FeatureTrack], sources: [SourceInfo], uncertain: [TimeSpan] = [],
        gaps: [Quality.Gap] = [], roll: CameraRoll? = nil, places: [[SIMD2<Float>]] = [],
        walkers: [GaitRecorder] = [], warnings: [String], nobodyFound: Failure
    ) async throws(Failure) -> Session {
        try SessionTimes.check(
            tracks, in: sources.map(\.file).joined(separator: " and "),
            remedy: "give a recording of one session")
        let coverage = tracks.map { Self.coverage($0, of: tracks) }
        guard coverage.contains(where: { $0 > 0 }) else { throw nobodyFound }
        let quality = Quality(coverage: coverage, identity: uncertain, roll: roll, gaps: gaps)
        let left = TimeSpan.union(
            (settings.keepUncertain ? [] : quality.identity) + gaps.map(\.span)
                + (settings.covariates?.excluded ?? []))
        let masked = TimeSpan.union(left + (settings.covariates?.events?.spans ?? []))
        let scored = tracks.map { $0.masking(masked) }
        let span = Self.span(of: tracks) ?? TimeSpan(start: 0, end: 0)
        let (records, tested, synchrony, found) = score(tracks, scored, masked, left)
        let chance = await significance(scored, tested, span)
        if Task.isCancelled { throw Self.interrupted }
        let episodes = EpisodeExits(records, recording: span, settings: settings.episodeRules)
            .complete(listed(chance.episodes?.episodes ?? found, records, span))
        let gait = zip(walkers, Seat.allCases).map { $0.gait(of: $1, excluding: left) }
        let tests = SurrogateTests(
            episodes: chance.episodes, synchrony: chance.synchrony,
            breathing: BreathCoupling(
                scored[0], scored[1], surrogates: settings.surrogates.count,
                seed: settings.surrogates.seed),
            gait: gait.count == 2
                ? GaitCoupling(
                    gait[0].steps, gait[1].steps, surrogates: settings.surrogates.count,
                    seed: settings.surrogates.seed) : nil)
        let adopted = records.map { $0.without(settings.episodeRules.notAdopted) }
        let builder = chance.synchrony.map(TimelineBuilder.init(significance:)) ?? TimelineBuilder()
        return Session(
            source: sources, seats: names, consent: consent, settings: settings,
            features: tracks, postures: records, episodes: episodes, synchrony: synchrony,
            timeline: builder.points(
                first: tracks[0], second: tracks[1], records: (adopted[0], adopted[1])),
            distanceChanges: DistanceChange.all(scored[0], scored[1], places: places),
            chance: tests, gait: gait,
            quality: quality,
            warnings: warnings + (roll.flatMap(CameraWords.warning).map { [$0] } ?? [])
                + (settings.covariates?.doubts(span, seats: names) ?? [])
                + SessionWarnings(
                    names: names, episodes: settings.episodeRules, synchrony: settings.synchrony,
                    surrogates: settings.surrogates
                ).sentences(
                    scored, tested, recording: span,
                    excluded: settings.covariates?.excluded ?? [],
                    least: (tests.episodes?.leastPValue, tests.combined?.leastPValue)))
    }

    /// The measurement is already in the record.
    static let interrupted = Failure.interrupted(
        while: "scoring",
        remedy: "run the command again with \(.resume): nothing is measured again")

    /// Passes the samples of both people through the scorer in order of time, as a camera would.
    ///
    /// - Parameters:
    ///   - tracks: what was measured; postures are found in all of it.
    ///   - scored: the same without the stretches that are left out.
    ///   - masked: those stretches, and the time after events.
    ///   - left: those stretches alone.
    /// - Returns: postures; the same unknown after events, too; and what was found of these.
    private func score(
        _ tracks: [FeatureTrack], _ scored: [FeatureTrack], _ masked: [TimeSpan],
        _ left: [TimeSpan]
    ) -> (
        records: [PostureRecord], tested: [PostureRecord], synchrony: [SynchronyWindow],
        episodes: [Episode]
    ) {
        var scorer = MimicryScorer(
            episodes: settings.episodeRules, synchrony: settings.synchrony,
            definitions: masked.isEmpty ? settings.postures : [], rest: rest(scored))
        var results = MimicryScorer.Results()
        func add(_ more: MimicryScorer.Results) {
            results.episodes += more.episodes
            results.synchrony += more.synchrony
        }
        for (seat, sample) in SampleOrder(scored) {
            if Task.isCancelled { break }
            add(scorer.append(scored[seat][sample: sample], of: Seat.allCases[seat]))
        }
        let records = masked.isEmpty ? [] : maskedRecords(tracks, left)
        for record in records {
            let tested = record.masking(masked, names: settings.postures.map(\.name))
            add(scorer.append(tested.allChanges))
        }
        add(scorer.finish())
        let synchrony = results.synchrony.sorted {
            ($0.channel.index, $0.mapping.rank, $0.start)
                < ($1.channel.index, $1.mapping.rank, $1.start)
        }
        let tested = scorer.records
        return (
            masked == left ? tested : records.map(inOrder), tested, synchrony, results.episodes
        )
    }

    private func inOrder(_ record: PostureRecord) -> PostureRecord {
        var record = record
        record.held.sort { $0.precedes($1, in: settings.postures) }
        return record
    }

    /// The episodes that are listed: those that were found, those after events, which do not count, and
    /// whether each follower listened.
    private func listed(
        _ found: [Episode], _ records: [PostureRecord], _ span: TimeSpan
    ) -> [Episode] {
        var episodes = found
        if let events = settings.covariates?.events, !events.spans.isEmpty {
            episodes = EventEpisodes.marked(
                tested: found,
                whole: EpisodeDetector(settings: settings.episodeRules)
                    .episodes(records[0], records[1], recording: span))
        }
        guard let turns = settings.covariates?.turns?.turns else { return episodes }
        return episodes.map { episode in
            var episode = episode
            episode.isListener = turns.listens(episode.follower, at: episode.followerOnset)
            return episode
        }
    }

    /// Postures found in all that was measured, unknown in the stretches that are left out.
    private func maskedRecords(_ tracks: [FeatureTrack], _ masked: [TimeSpan]) -> [PostureRecord] {
        Seat.allCases.map { seat in
            let track = tracks[seat.rawValue]
            return PostureDetector.record(
                of: track, seat: seat, definitions: settings.postures,
                rest: rest([track.masking(masked)])[0]
            )
            .masking(
                TimeSpan.union(masked + Self.unrecorded(track, of: tracks)),
                names: settings.postures.map(\.name))
        }
    }

    /// Each person's rest, found or declared.
    private func rest(_ tracks: [FeatureTrack]) -> [RestLevels] {
        tracks.map {
            RestLevels(of: $0, definitions: settings.postures, declared: settings.rest)
        }
    }

    /// When only the other person was recorded.
    private static func unrecorded(_ track: FeatureTrack, of tracks: [FeatureTrack]) -> [TimeSpan] {
        guard let whole = span(of: tracks), let own = span(of: [track]) else { return [] }
        return whole.removing([own], keeping: 0)
    }

    /// Compares episodes and synchrony with chance; each `nil` when the session is too short for it.
    private func significance(
        _ tracks: [FeatureTrack], _ records: [PostureRecord], _ span: TimeSpan
    ) async -> (episodes: EpisodeSignificance?, synchrony: SynchronySignificance?) {
        let settings = settings
        async let synchrony = SynchronySignificance.test(
            first: tracks[0], second: tracks[1], settings: settings.synchrony,
            surrogates: settings.surrogates, turns: settings.covariates?.turns?.turns)
        let episodes = EpisodeSignificance(
            records[0], records[1], recording: span, settings: settings.episodeRules,
            surrogates: settings.surrogates)
        return (episodes, await synchrony)
    }

    /// From the first instant to the last.
    private static func span(of tracks: [FeatureTrack]) -> TimeSpan? {
        guard let start = tracks.compactMap(\.times.first).min(),
            let end = tracks.compactMap(\.times.last).max()
        else { return nil }
        return TimeSpan(start: start, end: end)
    }

    /// Share of the recording, 0…1, in which somebody was at the seat: of its own instants, and nobody
    /// is known to be there where only the other person was recorded.
    private static func coverage(_ track: FeatureTrack, of tracks: [FeatureTrack]) -> Double {
        guard track.count > 0 else { return 0 }
        let seen = track.presence.count { $0 >= PostureDetector.minimumPresence }
        let share = Double(seen) / Double(track.count)
        guard let whole = span(of: tracks)?.duration, let own = span(of: [track])?.duration,
            own < whole
        else { return share }
        return share * own / whole
    }
}

extension Congruence {
    /// Place in the order of the mappings.
    fileprivate var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
