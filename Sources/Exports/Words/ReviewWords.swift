import SessionModel

/// Whose review the episodes are, how far it has come, and what has to be known beside it.
struct ReviewWords {
    private let review: ReviewSummary
    private let say: Phrases

    init(_ review: ReviewSummary, in say: Phrases) {
        self.review = review
        self.say = say
    }

    /// As ``ReviewSummary/clause``, in any language.
    var clause: String {
        let counts = [
            ("confirmed", review.confirmed), ("corrected", review.corrected),
            ("rejected", review.rejected), ("unsure", review.unsure),
        ].filter { $0.1 > 0 }.map { say("review.\($0.0)", ["count": .count($0.1)]) }
        return say(
            "review.by",
            [
                "coder": coder, "reviewed": .count(review.reviewed),
                "measured": .count(review.measured),
            ])
            + (counts.isEmpty ? "" : " (\(counts.joined(separator: ", ")))")
            + (review.added > 0 ? say("review.added", ["count": .count(review.added)]) : "")
    }

    private var coder: PhraseArgument { .text(review.coder) }

    /// As ``ReviewSummary/cautions``, in any language.
    var cautions: [String] {
        var sentences = [say("review.chance", ["clause": .text(clause)])]
        if review.left > 0 {
            sentences.append(say("review.left", ["count": .count(review.left), "coder": coder]))
        }
        if review.lost > 0 {
            sentences.append(say("review.lost", ["count": .count(review.lost), "coder": coder]))
        }
        return sentences
    }
}
