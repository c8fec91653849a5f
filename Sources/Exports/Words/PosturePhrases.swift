import Posture

/// How a sentence tells that somebody took up a posture.
///
/// The follower's clause says it in full, the leader's refers back to it: "the client *rested their
/// head on their left hand* … after the therapist *had rested theirs on the right*".
struct PosturePhrases {
    /// In the past tense; `{side}` stands for `left` or `right`.
    var follower: String
    /// After `had`.
    var leader: String
    /// Where the sides are not known or the posture has none.
    var followerWithoutSide: String
    var leaderWithoutSide: String
    /// What both did in the time they shared it, after "and they".
    var shared = "shared it"

    private init(
        _ follower: String, had leader: String, sided: (follower: String, had: String)? = nil,
        shared: String = "shared it"
    ) {
        followerWithoutSide = follower
        leaderWithoutSide = leader
        self.follower = sided?.follower ?? follower
        self.leader = sided?.had ?? leader
        self.shared = shared
    }

    /// The phrases for a posture; for one that users defined, its name in quotation marks.
    static func of(_ posture: String) -> PosturePhrases {
        if let phrases = known[posture] { return phrases }
        let name = "“\(Prose.words(posture))”"
        return PosturePhrases(
            "took up \(name)", had: "taken it up",
            sided: ("took up \(name) on their {side}", "taken it up on their {side}"))
    }

    func followerClause(_ side: Side?) -> String {
        side.map { Self.fill(follower, $0) } ?? followerWithoutSide
    }

    func leaderClause(_ side: Side?) -> String {
        side.map { Self.fill(leader, $0) } ?? leaderWithoutSide
    }

    private static func fill(_ phrase: String, _ side: Side) -> String {
        phrase.split(separator: "{side}", omittingEmptySubsequences: false)
            .joined(separator: side.rawValue)
    }

    private static let known: [String: PosturePhrases] = [
        "head_on_hand": .init(
            "rested their head on their hand", had: "rested theirs",
            sided: ("rested their head on their {side} hand", "rested theirs on the {side}")),
        "hand_to_face": .init(
            "touched their face", had: "touched theirs",
            sided: ("touched their face with their {side} hand", "touched theirs with the {side}")),
        "arms_crossed": .init("crossed their arms", had: "crossed theirs"),
        "hands_clasped": .init("clasped their hands", had: "clasped theirs"),
        "head_tilted": .init(
            "tilted their head", had: "tilted theirs",
            sided: ("tilted their head to their {side}", "tilted theirs to the {side}")),
        "leaning_side": .init(
            "leaned to the side", had: "done so",
            sided: ("leaned to their {side}", "leaned to their {side}")),
        "leaning_forward": .init("leaned forward", had: "done so"),
        "leaning_back": .init("leaned back", had: "done so"),
        "shoulders_raised": .init("raised their shoulders", had: "raised theirs"),
        "slumped": .init("slumped", had: "done so", shared: "stayed so"),
        "turned_away": .init(
            "turned away", had: "done so",
            sided: ("turned away to their {side}", "turned away to their {side}")),
        "head_turned": .init(
            "turned their head", had: "turned theirs",
            sided: ("turned their head to their {side}", "turned theirs to the {side}")),
        "facing_partner": .init(
            "turned to the other", had: "done so", shared: "faced each other"),
        "breathing_shallow": .init("breathed shallowly", had: "done so"),
        "still": .init("kept a still face", had: "done so"),
        "smiling": .init("smiled", had: "smiled", shared: "smiled together"),
        "nearer": .init("came nearer", had: "done so", shared: "stayed so"),
        "absent": .init("left their seat", had: "left theirs", shared: "were both away"),
    ]
}
