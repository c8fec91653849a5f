import Base
import Mimicry
package import SessionModel

/// How two coders' reviews of a session agree, or a coder's with what was measured.
///
/// Kappa is of the verdicts on the measured episodes that both decided on and were sure of: there is one, or there is
/// none. F1 is of the episodes that either says there are: of those measured ones, as each has them, and those each
/// added. What was measured has a verdict on nothing, so that there is no kappa with it.
package struct ReviewAgreement: Sendable, Equatable {
    /// Codes of the coders; `nil` of what was measured.
    package var one: String?
    package var other: String
    /// Measured episodes that both decided on and were sure of: confirmed by both, by one alone, rejected by both.
    package var verdicts: SecondsAgreement
    /// Those of which either could not tell.
    package var unsure: Int
    /// Whether it is of what the coder marked before what was measured was shown.
    package var isBlind: Bool
    package var episodes: EpisodeAgreement

    /// Every coder against what was measured, then every pair of coders. Reviews in which what was measured is still
    /// hidden are left out.
    package static func all(
        _ reviews: [Review], of session: Session, tolerance: Double = Review.sameWithin
    ) -> [ReviewAgreement] {
        let open = reviews.filter { !$0.hidesMeasured }
        let pairs = open.indices.flatMap { one in
            open.indices.dropFirst(one + 1).map { (open[one], open[$0]) }
        }
        return open.map { ReviewAgreement($0, session, tolerance) }
            + pairs.map { ReviewAgreement($0, $1, session, tolerance) }
    }

    /// A coder against what was measured; of one who began blind, what they marked before they saw it.
    private init(_ review: Review, _ session: Session, _ tolerance: Double) {
        let decided = Verdicts(review)
        one = nil
        other = review.coder
        verdicts = SecondsAgreement()
        unsure = review.items.count { $0.verdict == .unsure }
        isBlind = review.isBlind
        let measured = session.episodes.map { $0.id(seats: session.seats) }
        let (found, coded): ([Review.EpisodeID], [Review.EpisodeID]) =
            isBlind
            ? (measured, review.items.filter(\.isBlind).compactMap { $0.finding?.id })
            : (measured.filter(decided.isSure), decided.episodes(of: measured))
        episodes = Self.agreement(found, coded, session, tolerance)
    }

    private init(_ one: Review, _ other: Review, _ session: Session, _ tolerance: Double) {
        let (first, second) = (Verdicts(one), Verdicts(other))
        self.one = one.coder
        self.other = other.coder
        isBlind = false
        let measured = session.episodes.map { $0.id(seats: session.seats) }
        let both = measured.filter { first.isSure($0) && second.isSure($0) }
        verdicts = SecondsAgreement(
            attune: both.map { first.items[$0]?.verdict == .confirmed },
            coder: both.map { second.items[$0]?.verdict == .confirmed })
        unsure = measured.count {
            first.items[$0] != nil && second.items[$0] != nil
                && !(first.isSure($0) && second.isSure($0))
        }
        episodes = Self.agreement(
            first.episodes(of: both), second.episodes(of: both), session, tolerance)
    }

    /// What a coder decided on measured episodes, and what they added.
    private struct Verdicts {
        var items: [Review.EpisodeID: Review.Item] = [:]
        var added: [Review.EpisodeID] = []

        init(_ review: Review) {
            for item in review.items {
                if let about = item.about {
                    items[about] = item
                } else if let finding = item.finding {
                    added.append(finding.id)
                }
            }
        }

        func isSure(_ id: Review.EpisodeID) -> Bool {
            items[id].map { $0.verdict != .unsure } ?? false
        }

        /// The episodes that there are: of these measured ones, as the coder has them, and what they added.
        func episodes(of measured: [Review.EpisodeID]) -> [Review.EpisodeID] {
            measured.compactMap { id in
                items[id].flatMap { $0.verdict == .confirmed ? $0.finding?.id ?? id : nil }
            } + added
        }
    }

    private static func agreement(
        _ one: [Review.EpisodeID], _ other: [Review.EpisodeID], _ session: Session,
        _ tolerance: Double
    ) -> EpisodeAgreement {
        let coded = { (ids: [Review.EpisodeID]) in
            ids.map { id in
                CodedEpisode(
                    posture: id.posture, leader: id.leader,
                    follower: session.seats.first { $0 != id.leader } ?? "",
                    leaderOnset: id.leaderOnset, followerOnset: id.followerOnset)
            }
        }
        let postures = Set((one + other).map(\.posture)).sorted()
        return EpisodeAgreement(
            attune: coded(one), coder: coded(other), postures: postures, tolerance: tolerance)
    }

    /// On one line, without a full stop.
    package var sentence: String {
        let events = episodes.events
        let f1 = events.f1.map { "F1 of episodes \(DecimalText.text($0, decimals: 2))" }
        let matched =
            "\(f1 ?? "no episodes of either") (\(events.attune) and \(events.coder), \(events.matched) the same)"
        guard let one else {
            return "\(other) and what was measured" + (isBlind ? ", marked blind" : "")
                + ": \(matched)"
        }
        let kappa =
            verdicts.kappa.map { "kappa \(DecimalText.text($0, decimals: 2))" }
            ?? "kappa is not defined"
        return
            "\(one) and \(other): \(kappa) of \(verdicts.seconds) verdicts"
            + " (both confirm \(verdicts.both), both reject \(verdicts.neither))"
            + (unsure > 0 ? ", \(unsure) left out as unsure" : "") + "; \(matched)"
    }
}
