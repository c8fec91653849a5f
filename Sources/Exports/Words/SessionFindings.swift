import SessionModel

/// What the session comes to, in sentences that claim no more than was measured.
struct SessionFindings {
    /// Who took up whose postures, how often.
    let headline: String
    /// How long they held the same posture; empty when nothing can be said of that.
    let sharing: String
    /// What is known of chance.
    let chance: [String]
    /// Why to read the rest with care; empty when nothing speaks against it.
    let cautions: [String]

    init(_ session: Session, in say: Phrases = .english) {
        let summary = SessionSummary(session)
        if let silence = KnownPeople(session, in: say).silence {
            headline = silence
            sharing = ""
        } else {
            headline = Self.headline(session, summary, say)
            sharing = Self.sharing(summary, say)
        }
        chance = ChanceSentences(session, in: say).sentences
        cautions = Self.cautions(session, say)
    }

    private static func headline(
        _ session: Session, _ summary: SessionSummary, _ say: Phrases
    ) -> String {
        let people = session.seats
        func one(follower: String, leader: String, _ count: Int) -> String {
            say(
                "found.one_way",
                [
                    "times": .times(count), "follower": .person(follower),
                    "leader": .person(leader),
                ])
        }
        let (first, second) = (summary.led[0], summary.led[1])
        switch (first, second) {
        case (0, 0): return say("found.none")
        case (let count, 0): return one(follower: people[1], leader: people[0], count)
        case (0, let count): return one(follower: people[0], leader: people[1], count)
        default:
            return say(
                "found.both_ways",
                [
                    "times": .times(first + second), "second": .person(people[1]),
                    "first": .person(people[0]), "bySecond": .times(first),
                    "byFirst": .times(second),
                ])
        }
    }

    private static func sharing(_ summary: SessionSummary, _ say: Phrases) -> String {
        guard summary.sharingSeconds > 0, summary.duration > 0 else { return say("share.never") }
        return say(
            "share.sum",
            [
                "time": .duration(summary.sharingSeconds),
                "share": .percent(summary.sharingSeconds / summary.duration),
            ])
    }

    /// Below this share of usable instants, the results say little about a person.
    private static let enoughCoverage = 0.8

    private static func cautions(_ session: Session, _ say: Phrases) -> [String] {
        zip(session.seats, session.quality.coverage).compactMap { seat, coverage in
            guard coverage < enoughCoverage else { return nil }
            return say("caution.coverage", ["who": .person(seat), "share": .percent(coverage)])
        }
    }
}
