import Base

/// What a review comes to.
package struct ReviewSummary: Sendable, Equatable {
    package var coder: String
    /// Whether the coder began without seeing what was measured.
    package var isBlind = false
    /// Episodes that were measured, also those that do not count.
    package var measured = 0
    /// Of these: confirmed as they were measured, and confirmed otherwise.
    package var confirmed = 0
    package var corrected = 0
    package var rejected = 0
    package var unsure = 0
    /// Episodes that only the coder has.
    package var added = 0
    /// Decisions on episodes that are no longer found since the session was scored again.
    package var lost = 0
    /// What became of each episode of the reviewed session.
    package var marks: [Review.EpisodeID: Mark] = [:]

    /// How an episode of a reviewed session got there.
    package enum Mark: String, Sendable, CaseIterable {
        case confirmed, corrected, added, unsure
        /// As it was measured, and nobody looked at it.
        case notReviewed = "not_reviewed"
    }

    package init(coder: String) { self.coder = coder }

    /// How many of the measured episodes the coder has looked at.
    package var reviewed: Int { confirmed + corrected + rejected + unsure }
    /// How many the coder has not looked at.
    package var left: Int { measured - reviewed }

    /// `7 of 12`
    package var progress: String { "\(reviewed) of \(measured)" }

    /// By whom, how far, and with what outcome; on one line, without a full stop.
    package var clause: String {
        let counts = [
            (confirmed, "confirmed"), (corrected, "corrected"), (rejected, "rejected"),
            (unsure, "unsure"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return "reviewed by \(coder): \(progress) measured episodes"
            + (counts.isEmpty ? "" : " (\(counts.joined(separator: ", ")))")
            + (added > 0 ? ", and \(added) added" : "")
    }

    /// What has to be known beside it, sentences without a full stop.
    package var cautions: [String] {
        var sentences = [
            clause
                + "; comparisons with chance, p-values and q-values are of what was measured, not of "
                + "the review"
        ]
        if left > 0 {
            sentences.append(
                "\(left) measured \(left == 1 ? "episode has" : "episodes have") not been looked at by "
                    + "\(coder) and \(left == 1 ? "counts" : "count") as measured")
        }
        if lost > 0 {
            sentences.append(
                "\(lost) \(lost == 1 ? "decision" : "decisions") of \(coder) \(lost == 1 ? "is" : "are") on "
                    + "episodes that are no longer found since the session was scored again; \(lost == 1 ? "it is" : "they are") "
                    + "kept, and not applied")
        }
        return sentences
    }
}
