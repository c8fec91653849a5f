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

    init(_ session: Session) {
        let summary = SessionSummary(session)
        if let silence = KnownPeople(session).silence {
            headline = silence
            sharing = ""
        } else {
            headline = Self.headline(session, summary)
            sharing = Self.sharing(summary)
        }
        chance = ChanceSentences(session).sentences
        cautions = Self.cautions(session)
    }

    private static func headline(_ session: Session, _ summary: SessionSummary) -> String {
        let people = session.seats.map(Prose.person)
        let (first, second) = (summary.led[0], summary.led[1])
        switch (first, second) {
        case (0, 0):
            return "Neither person took up a posture that the other was holding."
        case (let count, 0):
            return one(follower: people[1], leader: people[0], count)
        case (0, let count):
            return one(follower: people[0], leader: people[1], count)
        default:
            return Prose.capitalized(Prose.times(first + second))
                + ", one person took up a posture that the other was holding: "
                + "\(people[1]) \(Prose.times(first)), \(people[0]) \(Prose.times(second))."
        }
    }

    private static func one(follower: String, leader: String, _ count: Int) -> String {
        Prose.capitalized(Prose.times(count))
            + ", \(follower) took up a posture that \(leader) was holding."
    }

    private static func sharing(_ summary: SessionSummary) -> String {
        guard summary.sharingSeconds > 0, summary.duration > 0 else {
            return "They never held the same posture at the same time."
        }
        let share = Prose.percent(summary.sharingSeconds / summary.duration)
        return "They held the same posture for \(Prose.duration(summary.sharingSeconds)), "
            + "\(share) of the session."
    }

    /// Below this share of usable instants, the results say little about a person.
    private static let enoughCoverage = 0.8

    private static func cautions(_ session: Session) -> [String] {
        zip(session.seats, session.quality.coverage).compactMap { seat, coverage in
            guard coverage < enoughCoverage else { return nil }
            return Prose.capitalized(Prose.person(seat))
                + " could be measured for only \(Prose.percent(coverage)) of the time."
        }
    }
}
