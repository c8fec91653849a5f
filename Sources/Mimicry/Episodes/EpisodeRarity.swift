import Algorithms
import Posture

/// How remarkable each episode of a session is among those expected by chance.
///
/// All sessions (the real one and its surrogates) are treated alike:
///
/// 1. *Rarity* of an episode: how many episodes of the same posture, led by the same person and with a
///    lag that is no longer, a session has on average.
/// 2. *Score*: the share of sessions that hold as many episodes at least as rare as its own session
///    does. One quick adoption of a rare posture scores low, and so does the tenth of ten.
/// 3. *p-value*: the share of all episodes, of all sessions, that score no higher.
///
/// Alignments near the real one (`CircularShifts`) need no place among the surrogates here: a shift by a
/// second or two makes quick adoptions slow and slow ones quick. In simulated independent sessions of 3
/// to 50 minutes leaving them out keeps the p-values uniform, and counting them as the real one does not.
///
/// So 5 % of the episodes that chance alone gives have p ≤ 0.05. Where a session has less than one by
/// chance, the third step counts sessions instead of episodes: there, any adoption at all is part of
/// what is remarkable, and 5 % of sessions hold such an episode by chance.
struct EpisodeRarity {
    /// Episodes that chance treats alike.
    private struct Kind: Hashable {
        var posture: String
        var leader: Seat
    }

    /// p-values of the real episodes, in their order.
    let pValues: [Double]
    /// The same corrected for how many episodes a session has: the chance that any episode of a session
    /// scores so low, if all are by chance. Which episodes there are differs from surrogate to surrogate,
    /// so that each is compared with the lowest score of every session (minP; Westfall & Young 1993).
    let adjusted: [Double]

    /// - Parameters:
    ///   - real: episodes of the real session.
    ///   - surrogates: episodes of each surrogate.
    init(of real: [Episode], among surrogates: [[Episode]]) {
        let sessions = [real] + surrogates
        let rarities = Self.rarities(sessions)
        let scores = Self.scores(rarities)
        let all = scores.joined().sorted()
        let possible = Double(max(all.count, sessions.count))
        let pValues = scores[0].map { Double(all.countUp(to: $0)) / possible }
        let lowest = scores.dropFirst().compactMap { $0.min() }.sorted()
        self.pValues = pValues
        adjusted = zip(scores[0], pValues).map { score, pValue in
            max(pValue, Double(lowest.countUp(to: score) + 1) / Double(sessions.count))
        }
    }

    private static func rarities(_ sessions: [[Episode]]) -> [[Double]] {
        var lags: [Kind: [Double]] = [:]
        for episode in sessions.joined() {
            lags[kind(episode), default: []].append(episode.lag)
        }
        let sorted = lags.mapValues { $0.sorted() }
        return sessions.map { session in
            session.map { episode in
                let known = sorted[kind(episode)] ?? []
                let asSoon = known.countUp(to: episode.lag + EpisodeDetector.tolerance)
                return Double(asSoon) / Double(sessions.count)
            }
        }
    }

    private static func kind(_ episode: Episode) -> Kind {
        Kind(posture: episode.posture, leader: episode.leader)
    }

    private static func scores(_ sessions: [[Double]]) -> [[Double]] {
        let sorted = sessions.map { $0.sorted() }
        // Per rank, the rarities of the sessions' episodes of that rank.
        var ranks: [[Double]] = []
        for session in sorted {
            for (rank, rarity) in session.enumerated() {
                if rank == ranks.count { ranks.append([]) }
                ranks[rank].append(rarity)
            }
        }
        for rank in ranks.indices { ranks[rank].sort() }
        return zip(sessions, sorted).map { session, sorted in
            session.map { rarity in
                let rank = sorted.countUp(to: rarity) - 1
                return Double(ranks[rank].countUp(to: rarity)) / Double(sessions.count)
            }
        }
    }
}

extension [Double] {
    /// How many values of an ascending array are at most `value`.
    func countUp(to value: Double) -> Int {
        partitioningIndex { $0 > value }
    }
}
