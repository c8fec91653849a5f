import Posture

/// Episodes held against chance: how often the same detector finds as many, and each as soon, when the
/// second person's states are shifted in a circle (`CircularShifts`).
///
/// - Session: a surrogate reaches the real session when it has more episodes, or as many with a mean
///   lag that is no longer. Deciding ties by the lag keeps the p-value uniform by chance, which a count
///   alone, being a small whole number, is not.
/// - Episode: a surrogate reaches an episode when the same onset of the leader is adopted with a lag
///   that is no longer. Alignments at which the real follower's entry would itself come as soon make
///   up `lag / duration` of the circle and are counted with that share. This is the chance of that one
///   adoption; it is not corrected for the other onsets that might have been adopted. Whether a session
///   has more episodes than chance is for the session's p-value to say.
///
/// Nothing is known before the start of the recording, so postures held from the start are never led
/// or adopted; the surrogates are treated alike.
public struct EpisodeSignificance: Sendable, Equatable {
    /// The real episodes with their p-values, in order of the follower's onset.
    public let episodes: [Episode]
    /// Number of episodes.
    public let count: Significance
    /// Number of episodes per posture that has any.
    public let postures: [String: Significance]

    /// `nil` when the recording has no room for shifts (at least four times the largest lag), or with
    /// fewer than 19 surrogates.
    ///
    /// - Parameter recording: the time that was recorded of both.
    public init?(
        _ first: PostureRecord, _ second: PostureRecord, recording: TimeSpan,
        settings: EpisodeSettings = .init(), surrogates: SurrogateSettings = .init()
    ) {
        let duration = recording.end - recording.start
        // Shifts are whole milliseconds.
        let shifts = CircularShifts(
            length: Int(duration * 1000), maxLag: Int((settings.maxLag * 1000).rounded(.up)),
            seed: surrogates.seed)
        guard let shifts else { return nil }
        let near = shifts.realAlignments(among: surrogates.count)
        let detector = EpisodeDetector(settings: settings)
        let circle = CircularPostures(second, recording: recording)
        let real = detector.episodes(first, second, recording: recording)
        var tally = EpisodeTally(real: real, settings: settings)
        for index in 0..<max(0, surrogates.count - near) {
            let shift = Double(shifts.shift(index)) / 1000
            let moved = circle.record(shiftedBy: shift)
            let found = detector.episodes(first, moved, recording: recording)
            tally.add(found) { $0.leader == second.seat ? circle.shifted($1, by: shift) : $1 }
        }
        guard let count = tally.significance(of: nil, atReal: near) else { return nil }
        self.count = count
        let names = Set(real.map(\.posture))
        postures = Dictionary(
            uniqueKeysWithValues: names.compactMap { name in
                tally.significance(of: name, atReal: near).map { (name, $0) }
            })
        episodes = real.indices.map { index in
            var episode = real[index]
            episode.pValue = tally.pValue(index, duration: duration)
            return episode
        }
    }
}

/// Counts what surrogates find.
private struct EpisodeTally {
    private let real: [Episode]
    private let settings: EpisodeSettings
    /// Scores of each surrogate, of all episodes under `nil` and per posture.
    private var scores: [String?: [Double]] = [:]
    private let realScores: [String?: Double]
    /// Per real episode, the surrogates that reach it.
    private var reached: [Int]
    private var surrogates = 0

    init(real: [Episode], settings: EpisodeSettings) {
        self.real = real
        self.settings = settings
        realScores = Self.scores(real, settings)
        reached = Array(repeating: 0, count: real.count)
    }

    /// - Parameter place: where a leader's real onset lies in the surrogate.
    mutating func add(_ found: [Episode], place: (Episode, Double) -> Double) {
        surrogates += 1
        let scores = Self.scores(found, settings)
        for name in realScores.keys { self.scores[name, default: []].append(scores[name] ?? 0) }
        for (index, episode) in real.enumerated() {
            let onset = place(episode, episode.leaderOnset)
            let isReached = found.contains {
                $0.posture == episode.posture && $0.leader == episode.leader
                    && abs($0.leaderOnset - onset) < EpisodeDetector.tolerance
                    && $0.lag <= episode.lag + EpisodeDetector.tolerance
            }
            if isReached { reached[index] += 1 }
        }
    }

    /// The number of episodes plus how soon they came on average, 0 (at the largest lag) to less than
    /// 1 (at once): more episodes always score higher.
    private static func scores(
        _ episodes: [Episode], _ settings: EpisodeSettings
    ) -> [String?: Double] {
        var groups: [String?: [Episode]] = [nil: episodes]
        for episode in episodes { groups[episode.posture, default: []].append(episode) }
        return groups.mapValues { group in
            guard !group.isEmpty else { return 0 }
            let lag = group.reduce(0) { $0 + $1.lag } / Double(group.count)
            return Double(group.count) + max(0, 1 - lag / settings.maxLag) * 0.999
        }
    }

    func significance(of posture: String?, atReal near: Int) -> Significance? {
        let score = realScores[posture] ?? 0
        let scores = self.scores[posture] ?? []
        // Sums of the same lags in another order may differ in the last place.
        let reached = scores.count { $0 >= score - 1e-9 }
        return Significance(
            of: score.rounded(.down), against: scores.map { $0.rounded(.down) }, atReal: near,
            reached: reached)
    }

    /// (b + 1)/(n + 1) of one real episode.
    func pValue(_ index: Int, duration: Double) -> Double {
        let share = min(1, real[index].lag / duration)
        let near = Int((Double(surrogates) * share / max(1e-9, 1 - share)).rounded())
        return Double(reached[index] + near + 1) / Double(surrogates + near + 1)
    }
}
