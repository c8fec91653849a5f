import Base
package import Mimicry
import Posture

extension Session {
    /// The session as a coder has it: what was measured less what the coder rejected, what was corrected in its place,
    /// and what was added, in order of the follower's onset.
    ///
    /// - Nobody having looked at it, or being unsure, an episode stays as it was measured.
    /// - Whether an episode repeats an adoption, comes after an event, and whether the follower listened is found
    ///   anew: with a first adoption rejected, the next of the same onset is the first.
    /// - An episode that was corrected or added has no p-value: what was tested is what was measured. When each left
    ///   is kept where a correction leaves the times as they are.
    /// - Everything else is what was measured, comparisons with chance too; the warnings say so.
    package func reviewed(by review: Review) -> Session {
        var result = self
        var summary = ReviewSummary(coder: review.coder)
        summary.isBlind = review.isBlind
        summary.measured = episodes.count
        var episodes: [(episode: Episode, mark: ReviewSummary.Mark)] = []
        var decisions: [Review.EpisodeID: Review.Item] = [:]
        for item in review.items { if let about = item.about { decisions[about] = item } }
        for episode in self.episodes {
            let item = decisions.removeValue(forKey: episode.id(seats: seats))
            if let (kept, mark) = Self.decided(episode, item, self, &summary) {
                episodes.append((kept, mark))
            }
        }
        summary.lost = decisions.count
        let there = Set(episodes.map { $0.episode.id(seats: seats) })
        for item in review.items where item.about == nil {
            guard let finding = item.finding, !there.contains(finding.id),
                let episode = self.episode(finding)
            else {
                summary.lost += 1
                continue
            }
            summary.added += 1
            episodes.append((episode, .added))
        }
        episodes.sort { Self.precedes($0.episode, $1.episode) }
        for (episode, mark) in episodes { summary.marks[episode.id(seats: seats)] = mark }
        result.episodes = Self.withRepeats(episodes.map(\.episode))
        result.review = summary
        result.warnings += summary.cautions
        return result
    }

    /// What becomes of a measured episode; `nil` of one that was rejected.
    private static func decided(
        _ episode: Episode, _ item: Review.Item?, _ session: Session,
        _ summary: inout ReviewSummary
    ) -> (Episode, ReviewSummary.Mark)? {
        switch item?.verdict {
        case nil: return (episode, .notReviewed)
        case .unsure:
            summary.unsure += 1
            return (episode, .unsure)
        case .rejected:
            summary.rejected += 1
            return nil
        case .confirmed:
            guard let finding = item?.finding, var corrected = session.episode(finding) else {
                summary.confirmed += 1
                return (episode, .confirmed)
            }
            summary.corrected += 1
            if corrected.id(seats: session.seats) == episode.id(seats: session.seats),
                (corrected.offset - episode.offset).magnitude < 1e-6
            {
                corrected.leaderOffset = episode.leaderOffset
                corrected.followerOffset = episode.followerOffset
                corrected.endedBy = episode.endedBy
                corrected.exitLag = episode.exitLag
            }
            return (corrected, .corrected)
        }
    }

    /// - Returns: `nil` where the session has no such seat.
    private func episode(_ finding: Review.Finding) -> Episode? {
        guard let leader = seats.firstIndex(of: finding.leader).flatMap(Seat.init) else {
            return nil
        }
        var episode = Episode(
            posture: finding.posture, leader: leader, leaderSide: finding.leaderSide,
            followerSide: finding.followerSide,
            congruence: Congruence(finding.leaderSide, finding.followerSide),
            leaderOnset: finding.leaderOnset, followerOnset: finding.followerOnset,
            offset: finding.offset, sharedDuration: finding.offset - finding.followerOnset)
        let covariates = settings.covariates
        episode.isAfterEvent = [finding.leaderOnset, finding.followerOnset].contains { time in
            covariates?.events?.spans.contains { $0.contains(time) } ?? false
        }
        episode.isListener = covariates?.turns?.turns.listens(
            episode.follower, at: episode.followerOnset)
        return episode
    }

    private static func precedes(_ one: Episode, _ other: Episode) -> Bool {
        (one.followerOnset, one.posture, one.leader.rawValue)
            < (other.followerOnset, other.posture, other.leader.rawValue)
    }

    /// An onset of the leader is adopted once. Episodes after events adopt nothing, and stay as they were.
    ///
    /// - Parameter episodes: in order.
    private static func withRepeats(_ episodes: [Episode]) -> [Episode] {
        struct Onset: Hashable {
            var posture: String
            var leader: Int
            /// Whole microseconds.
            var time: Double
        }
        var adopted: Set<Onset> = []
        return episodes.map { episode in
            guard !episode.isAfterEvent else { return episode }
            var episode = episode
            episode.isRepeat =
                !adopted.insert(
                    Onset(
                        posture: episode.posture, leader: episode.leader.rawValue,
                        time: (episode.leaderOnset * 1e6).rounded())
                ).inserted
            return episode
        }
    }

    /// How an episode of a reviewed session got there; `nil` of a session as it was measured.
    package func mark(of episode: Episode) -> ReviewSummary.Mark? {
        guard let review else { return nil }
        return review.marks[episode.id(seats: seats)] ?? .notReviewed
    }
}
