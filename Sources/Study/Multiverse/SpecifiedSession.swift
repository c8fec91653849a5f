import Base
package import Mimicry
package import Posture
package import SessionModel

/// A session of which figures can be computed anew under other settings, from the channels and postures of its record.
package struct SpecifiedSession: Sendable {
    private let tracks: [FeatureTrack]
    private let records: [PostureRecord]
    private let span: TimeSpan
    private let settings: Settings

    /// Surrogates of a session. Only their mean goes into a study: with 99 its error is a tenth of the spread that chance
    /// has in the session, and adds a hundredth of that variance to the excess.
    package static let surrogates = 99

    /// - Parameter session: what was left out of its comparison with chance is left out here.
    package init(_ session: Session) {
        let left = session.untested
        let names = session.settings.postures.map(\.name)
        tracks = session.features.map { $0.masking(left) }
        records = session.postures.map { $0.masking(left, names: names) }
        let times = session.features.flatMap { [$0.times.first, $0.times.last] }.compactMap { $0 }
        span = TimeSpan(start: times.min() ?? 0, end: times.max() ?? 0)
        settings = session.settings
    }

    /// What several specifications are computed from at once.
    struct Run: Hashable {
        var values: [ScoringChoice: Double]
        var isOfSynchrony: Bool

        init(_ specification: Specification) {
            values = specification.values
            isOfSynchrony = specification.figure.isOfSynchrony
        }
    }

    /// The excesses of figures under the same settings; missing where the session is too short for them, or where the
    /// figure is not in it.
    func excesses(
        _ run: Run, _ figures: [MultiverseFigure]
    ) async -> [MultiverseFigure: Double] {
        let specification = Specification(figure: .combined, values: run.values)
        guard var scoring = specification.scoring(settings.scoring), tracks.count == 2 else {
            return [:]
        }
        scoring.surrogates.count = Self.surrogates
        return run.isOfSynchrony
            ? await synchrony(scoring, figures)
            : episodes(scoring).map { [.episodes: $0] } ?? [:]
    }

    private func synchrony(
        _ scoring: ScoringSettings, _ figures: [MultiverseFigure]
    ) async -> [MultiverseFigure: Double] {
        let tested = await SynchronySignificance.test(
            first: tracks[0], second: tracks[1], settings: scoring.synchrony,
            surrogates: scoring.surrogates, turns: settings.covariates?.turns?.turns)
        guard let tested else { return [:] }
        var found: [MultiverseFigure: Double] = [:]
        for figure in figures {
            switch figure {
            case .combined: found[figure] = tested.combined?.excess
            case .mirroring: found[figure] = tested.mirroring?.excess
            case .channel(let channel, let mapping):
                found[figure] =
                    tested.channels.first {
                        $0.channel == channel && $0.mapping == mapping
                    }?.significance.excess
            case .episodes: break
            }
        }
        return found
    }

    /// Episodes a minute beyond chance; `nil` where postures cannot be told, or not for long enough.
    private func episodes(_ scoring: ScoringSettings) -> Double? {
        guard settings.series?.hasPostures ?? true, records.count == 2 else { return nil }
        let tested = EpisodeSignificance(
            records[0], records[1], recording: span,
            settings: scoring.episodes.applied(to: settings.postures),
            surrogates: scoring.surrogates)
        guard let tested, tested.known > 0 else { return nil }
        return tested.count.excess * 60 / tested.known
    }
}
