package import Base
package import Posture

/// Episodes tested against chance: how often the same detector finds as many, and each as soon, when the
/// second person's states are shifted in a circle (`CircularShifts`).
///
/// - Session: a surrogate reaches the real session when it has more episodes, or as many with a mean
///   lag that is no longer. Breaking ties by the lag keeps the p-value uniform under the null; that of a
///   count alone, a small whole number, is not.
/// - Episode: how remarkable it is among the episodes of the surrogates, judged by how rarely the posture
///   is adopted as soon and by how many such episodes the session has (`EpisodeRarity`). Of the episodes
///   expected by chance, 5 % have p ≤ 0.05.
///
/// Shares of responses and shared time (`PostureChance`) are tested with near shifts, too: a posture held for a
/// minute is shared for nearly as long at any shift of some seconds, so that no fixed width of nearness, as the number of
/// episodes has it, is right for them.
///
/// Shifts are within the time in which both are known (`KnownTime`): a surrogate has as much of it as the
/// session.
///
/// Nothing is known before the start of the recording, so postures held from the start are never led
/// or adopted; the surrogates are treated alike.
package struct EpisodeSignificance: Sendable, Equatable {
    /// The real episodes with their p-values, in order of the follower's onset.
    package let episodes: [Episode]
    /// Number of episodes.
    package let count: Significance
    /// Number of episodes per posture that both people held, whether or not there are any.
    package let postures: [String: Significance]
    /// Their p-values corrected for the number of postures, see `StepDown`.
    package let adjusted: [String: Double]
    /// How long both people's state was known, of the posture of which most is, seconds.
    package let known: Double
    /// Opportunities, dissolution, shared time and congruence.
    package let details: PostureChance

    /// The shortest session whose p-values of episodes were shown to be uniform, seconds.
    static let shortestShown = 180.0

    /// `nil` when the recording has no room for shifts (at least four times the largest lag), or with
    /// fewer than 19 surrogates, or when the task was cancelled.
    ///
    /// - Parameter recording: the time that was recorded of both.
    package init?(
        _ first: PostureRecord, _ second: PostureRecord, recording: TimeSpan,
        settings: EpisodeSettings = .init(), surrogates: SurrogateSettings = .init()
    ) {
        let circle = CircularPostures(
            second, against: first, recording: recording, notAdopted: settings.notAdopted)
        func shifts(_ length: Double) -> CircularShifts? {
            // Shifts are whole milliseconds.
            CircularShifts(
                length: Int(bounded: length * 1000),
                maxLag: Int(bounded: (settings.longestLag * 1000).rounded(.up)),
                seed: surrogates.seed)
        }
        guard let whole = shifts(circle.length) else { return nil }
        let near = whole.realAlignments(among: surrogates.count)
        let detector = EpisodeDetector(settings: settings)
        let all = detector.episodes(first, second, recording: recording)
        let real = all.filter { !$0.isRepeat }
        func tally(_ moved: PostureRecord, _ episodes: [Episode]) -> PostureTally {
            PostureTally(
                first, moved, episodes: episodes, recording: recording, settings: settings)
        }
        /// Episodes and tally of the second person moved by milliseconds.
        func surrogate(_ shift: Int) -> ([Episode], PostureTally) {
            let moved = circle.record(shiftedBy: Double(shift) / 1000)
            let episodes = detector.episodes(first, moved, recording: recording)
                .filter { !$0.isRepeat }
            return (episodes, tally(moved, episodes))
        }
        var found: [[Episode]] = []
        var tallies: [PostureTally] = []
        for index in 0..<max(0, surrogates.count - near) {
            if Task.isCancelled { return nil }
            let (episodes, tally) = surrogate(whole.shift(index))
            found.append(episodes)
            tallies.append(tally)
        }
        // As a surrogate at no shift: what one did while the other was not known is in none of them.
        let (atRest, tallyAtRest) = surrogate(0)
        let scores = EpisodeScores(real: atRest, surrogates: found, settings: settings)
        guard let count = scores.significance(of: nil, near: near) else { return nil }
        self.count = count
        known = circle.length
        var nearTallies: [PostureTally] = []
        let nearShare = whole.nearCount(beside: tallies.count)
        for index in 0..<min(tallies.count, Int(nearShare.rounded())) {
            if Task.isCancelled { return nil }
            nearTallies.append(surrogate(whole.nearShift(index)).1)
        }
        details = PostureChance(
            real: tallyAtRest, surrogates: tallies, near: nearTallies,
            standingFor: nearShare)
        let shared = Set(first.held.map(\.posture)).intersection(second.held.map(\.posture))
            .filter(settings.isAdopted).sorted()
        let tested = shared.compactMap { name -> (String, Significance)? in
            // A posture of which too little is known to be shifted says nothing.
            guard let own = shifts(circle.known(of: name)) else { return nil }
            let near = own.realAlignments(among: surrogates.count)
            return scores.significance(of: name, near: near).map { (name, $0) }
        }
        postures = Dictionary(uniqueKeysWithValues: tested)
        adjusted = scores.adjusted(tested.map(\.0), near: near)
        // For sessions shorter than those for which leaving out near alignments was validated, an episode
        // is no more certain than the session.
        let floor =
            known < Self.shortestShown ? Double(near + 1) / Double(surrogates.count + 1) : 0
        let rarity = EpisodeRarity(of: real, among: found)
        var judged = zip(rarity.pValues, rarity.adjusted).makeIterator()
        episodes = all.map { episode in
            guard !episode.isRepeat, let (pValue, adjusted) = judged.next() else { return episode }
            var episode = episode
            episode.pValue = max(pValue, floor)
            episode.qValue = max(adjusted, floor)
            return episode
        }
    }
}

/// How many episodes there are, and how short their lags.
private struct EpisodeScores {
    private let real: [String?: Double]
    private let surrogates: [[String?: Double]]

    init(real: [Episode], surrogates: [[Episode]], settings: EpisodeSettings) {
        self.real = Self.scores(real, settings)
        self.surrogates = surrogates.map { Self.scores($0, settings) }
    }

    /// The number of episodes plus how soon they came on average, 0 (at the largest lag) to less than
    /// 1 (at once): more episodes always score higher. The key `nil` holds all postures together.
    private static func scores(
        _ episodes: [Episode], _ settings: EpisodeSettings
    ) -> [String?: Double] {
        var groups: [String?: [Episode]] = [nil: episodes]
        for episode in episodes { groups[episode.posture, default: []].append(episode) }
        return groups.mapValues { group in
            guard !group.isEmpty else { return 0 }
            let lag = group.reduce(0) { $0 + $1.lag } / Double(group.count)
            return Double(group.count) + max(0, 1 - lag / settings.longestLag) * 0.999
        }
    }

    /// p-values of postures corrected for their number.
    func adjusted(_ postures: [String], near: Int) -> [String: Double] {
        let pValues = StepDown.pValues(
            postures.map { real[$0] ?? 0 },
            surrogates: postures.map { name in surrogates.map { $0[name] ?? 0 } }, atReal: near)
        return Dictionary(uniqueKeysWithValues: zip(postures, pValues))
    }

    func significance(of posture: String?, near: Int) -> Significance? {
        let score = real[posture] ?? 0
        let scores = surrogates.map { $0[posture] ?? 0 }
        // Sums of the same lags in another order may differ in the last place.
        let reached = scores.count { $0 >= score - 1e-9 }
        return Significance(
            of: score.rounded(.down), against: scores.map { $0.rounded(.down) }, atReal: near,
            reached: reached, isCount: true)
    }
}
