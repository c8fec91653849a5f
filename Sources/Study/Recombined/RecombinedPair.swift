import Base
import Mimicry
import Posture
import ReferenceStatistics
import SessionModel

/// The name of a figure of a pair.
struct RecombinedFigure: Hashable, Comparable {
    var rank: Int
    var name: String
    var mapping: Congruence?

    /// What a column is called: `head_tilt_mirror`, `episodes_per_minute`.
    var column: String {
        mapping.flatMap { $0 == .unsided ? nil : "\(name)_\($0.rawValue)" } ?? name
    }

    private var order: Int { mapping.flatMap(Congruence.allCases.firstIndex(of:)) ?? -1 }

    static func < (one: Self, other: Self) -> Bool {
        (one.rank, one.name, one.order) < (
            other.rank, other.name, other.order
        )
    }
}

/// How two sessions are laid over each other.
enum RecombinedAlignment: String, Sendable, CaseIterable {
    /// They are one.
    case own
    /// They are of one length, and begin and end together.
    case both
    case start, end
}

/// One person of a session with one of another, or of the same.
struct RecombinedPair {
    private let first: RecombinedSession
    private let second: RecombinedSession
    /// How much later the second session is made to be, seconds: so that both begin, and so that both end, together.
    /// Sessions of one length are aligned by both at once.
    private let shifts: [(alignment: RecombinedAlignment, seconds: Double)]

    init(_ first: RecombinedSession, _ second: RecombinedSession, isReal: Bool) {
        self.first = first
        self.second = second
        let (start, end) = (first.span.start - second.span.start, first.span.end - second.span.end)
        shifts =
            isReal
            ? [(.own, 0)]
            : abs(start - end) < 0.5 ? [(.both, start)] : [(.start, start), (.end, end)]
    }

    /// The figures, once for every alignment.
    func figures(_ statistic: Recombination.Statistic) -> [RecombinedAlignment: [RecombinedFigure:
        Double]]
    {
        Dictionary(
            uniqueKeysWithValues: shifts.map { ($0.alignment, figures(statistic, $0.seconds)) })
    }

    private func figures(
        _ statistic: Recombination.Statistic, _ shift: Double
    ) -> [RecombinedFigure: Double] {
        switch statistic {
        case .attune:
            return synchrony(shift, first.settings.synchrony)
                .merging(postures(shift, first.settings.episodeRules)) { own, _ in own }
        case .specified(let values, let isOfSynchrony):
            let chosen = Specification(figure: .combined, values: values)
                .scoring(first.settings.scoring)
            guard let chosen else { return [:] }
            return isOfSynchrony
                ? synchrony(shift, chosen.synchrony)
                : postures(shift, chosen.episodes.applied(to: first.settings.postures))
        case .reference(let method, let channel): return reference(method, channel, shift)
        }
    }

    private func moved(_ shift: Double) -> FeatureTrack {
        guard shift != 0 else { return second.tracks[1] }
        var track = second.tracks[1]
        track.times = track.times.map { $0 + shift }
        return track
    }

    /// Per channel and mapping the mean over windows.
    private func synchrony(
        _ shift: Double, _ settings: SynchronySettings
    ) -> [RecombinedFigure: Double] {
        let windows = WindowedCrossCorrelation().synchrony(
            first: first.tracks[0], second: moved(shift), settings: settings)
        let groups = Dictionary(grouping: windows) {
            RecombinedFigure(rank: $0.channel.index, name: $0.channel.rawValue, mapping: $0.mapping)
        }
        return groups.compactMapValues { windows in
            let values = windows.compactMap(\.meanAbsZ)
            return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
        }
    }

    /// Adoptions and shared time, of the time in which both were known.
    private func postures(
        _ shift: Double, _ rules: EpisodeSettings
    ) -> [RecombinedFigure: Double] {
        let common = TimeSpan(
            start: max(first.span.start, second.span.start + shift),
            end: min(first.span.end, second.span.end + shift))
        guard common.end > common.start else { return [:] }
        let one = first.records[0].cut(to: common)
        let other = second.records[1].moved(by: shift).cut(to: common)
        let shared = PostureSharing.all(one, other, recording: common)
        guard let known = shared.map(\.known).max(), known > 0 else { return [:] }
        let episodes = EpisodeDetector(settings: rules)
            .episodes(one, other, recording: common)
        let rank = Channel.allCases.count
        return [
            RecombinedFigure(rank: rank, name: "episodes_per_minute"):
                Double(episodes.count { !$0.isRepeat }) * 60 / known,
            RecombinedFigure(rank: rank + 1, name: "shared_postures"):
                shared.reduce(0) { $0 + $1.shared } / known,
        ]
    }

    /// Another package's figure; none where its series are too short.
    private func reference(
        _ method: ReferenceMethod, _ channel: Channel, _ shift: Double
    ) -> [RecombinedFigure: Double] {
        let (one, other) = (first.tracks[0], moved(shift))
        guard let (values, rate) = uniform(one, other, channel),
            let score = try? method.score(values.0, values.1, rate: rate)
        else { return [:] }
        let value =
            switch score.summary {
            case .rmea(let summary): summary.grandAverage
            case .susy(let summary): summary.z
            case .wcc(let summary): summary.totalMean
            }
        return [RecombinedFigure(rank: 0, name: "\(method.name)_\(channel.rawValue)"): value]
    }

    /// Both series at the same instants: as they are where both are of one grid, as files of motion energy; otherwise
    /// brought to one.
    private func uniform(
        _ one: FeatureTrack, _ other: FeatureTrack, _ channel: Channel
    ) -> ((first: [Double], second: [Double]), rate: Double)? {
        guard let grid = UniformGrid(covering: one.times, other.times) else { return nil }
        if zip(one.times, other.times).allSatisfy({ abs($0 - $1) < grid.step / 100 }) {
            let count = min(one.times.count, other.times.count)
            return (
                (Array(one[channel].prefix(count)), Array(other[channel].prefix(count))),
                (1000 / grid.step).rounded() / 1000
            )
        }
        return (
            (
                grid.resample(one[channel], at: one.times),
                grid.resample(other[channel], at: other.times)
            ),
            1 / grid.step
        )
    }
}
