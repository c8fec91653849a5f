import Base
package import Mimicry
package import Posture
import SessionModel
package import ReferenceStatistics

/// The sessions of a study against people who never met: the first seat of one with the second seat of another.
///
///     let recombination = await Recombination(sessions, of: .attune)
///     for measure in recombination.measures { print(measure.name, measure.test.pValue) }
package struct Recombination: Sendable {
    /// Which figure is computed of a pair.
    package enum Statistic: Sendable {
        /// Attune's own: per channel and mapping the mean |z| over windows, adoptions a minute, shared time.
        case attune
        /// Another package's, of one channel.
        case reference(ReferenceMethod, Channel)
    }

    /// One figure over all pairs.
    package struct Measure: Sendable {
        /// Such as `head_tilt`, `episodes_per_minute`, `rmea_motion_energy`.
        package var name: String
        /// Of a channel.
        package var mapping: Congruence?
        package var test: RecombinedTest

        /// Such as `head tilt (mirror)`.
        var title: String {
            let side = mapping.flatMap { $0 == .unsided ? nil : " (\($0.rawValue))" } ?? ""
            return name.split(separator: "_").joined(separator: " ") + side
        }
    }

    /// In the order of channels, then of postures.
    package let measures: [Measure]
    /// Sessions that take part.
    package let sessions: Int

    /// Most sessions: their pairs grow as the square, 22 350 of these.
    package static let mostSessions = 150

    /// - Parameters:
    ///   - step: is called when another pair is done, with how many are done of how many.
    package init(
        _ sessions: [RecombinedSession], of statistic: Statistic, seed: UInt64 = 1,
        step: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) async {
        self.sessions = sessions.count
        let pairs = sessions.indices.flatMap { one in
            sessions.indices.filter {
                $0 == one || !sessions[one].hasMet(sessions[$0], in: sessions)
            }
            .map { (one, $0) }
        }
        let figures = await Self.figures(pairs, sessions, statistic, step)
        let names = Set(figures.values.flatMap(\.keys)).sorted()
        measures = names.compactMap { name in
            let values = sessions.indices.map { one in
                sessions.indices.map { figures[Pair(one, $0)]?[name] ?? .nan }
            }
            return RecombinedTest(values, seed: seed).map {
                Measure(name: name.name, mapping: name.mapping, test: $0)
            }
        }
    }

    private struct Pair: Hashable {
        let first, second: Int
        init(_ first: Int, _ second: Int) { (self.first, self.second) = (first, second) }
    }

    private static func figures(
        _ pairs: [(Int, Int)], _ sessions: [RecombinedSession], _ statistic: Statistic,
        _ step: @escaping @Sendable (Int, Int) -> Void
    ) async -> [Pair: [RecombinedFigure: Double]] {
        await withTaskGroup(of: (Pair, [RecombinedFigure: Double]).self) { group in
            var rest = pairs[...]
            let start = { (group: inout TaskGroup<(Pair, [RecombinedFigure: Double])>) in
                guard let (one, two) = rest.popFirst() else { return }
                group.addTask {
                    let pair = RecombinedPair(sessions[one], sessions[two], isReal: one == two)
                    return (Pair(one, two), pair.figures(statistic))
                }
            }
            // A few more than there are cores, so that none waits; the series of all are in memory anyway.
            for _ in 0..<8 { start(&group) }
            var figures: [Pair: [RecombinedFigure: Double]] = [:]
            while let (pair, found) = await group.next() {
                figures[pair] = found
                step(figures.count, pairs.count)
                start(&group)
            }
            return figures
        }
    }
}

/// The name of a figure of a pair.
struct RecombinedFigure: Hashable, Comparable {
    var rank: Int
    var name: String
    var mapping: Congruence?

    private var order: Int { mapping.flatMap(Congruence.allCases.firstIndex(of:)) ?? -1 }

    static func < (one: Self, other: Self) -> Bool {
        (one.rank, one.name, one.order) < (
            other.rank, other.name, other.order
        )
    }
}

/// One person of a session with one of another, or of the same.
struct RecombinedPair {
    private let first: RecombinedSession
    private let second: RecombinedSession
    /// How much later the second session is made to be, seconds: so that both begin, and so that both end, together.
    /// Sessions of one length are aligned by both at once.
    private let shifts: [Double]

    init(_ first: RecombinedSession, _ second: RecombinedSession, isReal: Bool) {
        self.first = first
        self.second = second
        let (start, end) = (first.span.start - second.span.start, first.span.end - second.span.end)
        shifts = isReal ? [0] : abs(start - end) < 0.5 ? [start] : [start, end]
    }

    /// Means over both alignments.
    func figures(_ statistic: Recombination.Statistic) -> [RecombinedFigure: Double] {
        var sums: [RecombinedFigure: (sum: Double, count: Double)] = [:]
        for shift in shifts {
            let found =
                switch statistic {
                case .attune: synchrony(shift).merging(postures(shift)) { own, _ in own }
                case .reference(let method, let channel): reference(method, channel, shift)
                }
            for (figure, value) in found where value.isFinite {
                let old = sums[figure] ?? (0, 0)
                sums[figure] = (old.sum + value, old.count + 1)
            }
        }
        return sums.mapValues { $0.sum / $0.count }
    }

    private func moved(_ shift: Double) -> FeatureTrack {
        guard shift != 0 else { return second.tracks[1] }
        var track = second.tracks[1]
        track.times = track.times.map { $0 + shift }
        return track
    }

    /// Per channel and mapping the mean over windows.
    private func synchrony(_ shift: Double) -> [RecombinedFigure: Double] {
        let windows = WindowedCrossCorrelation().synchrony(
            first: first.tracks[0], second: moved(shift), settings: first.settings.synchrony)
        let groups = Dictionary(grouping: windows) {
            RecombinedFigure(rank: $0.channel.index, name: $0.channel.rawValue, mapping: $0.mapping)
        }
        return groups.compactMapValues { windows in
            let values = windows.compactMap(\.meanAbsZ)
            return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
        }
    }

    /// Adoptions and shared time, of the time in which both were known.
    private func postures(_ shift: Double) -> [RecombinedFigure: Double] {
        let common = TimeSpan(
            start: max(first.span.start, second.span.start + shift),
            end: min(first.span.end, second.span.end + shift))
        guard common.end > common.start else { return [:] }
        let one = first.records[0].cut(to: common)
        let other = second.records[1].moved(by: shift).cut(to: common)
        let shared = PostureSharing.all(one, other, recording: common)
        guard let known = shared.map(\.known).max(), known > 0 else { return [:] }
        let episodes = EpisodeDetector(settings: first.settings.episodeRules)
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
