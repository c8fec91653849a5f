import Posture

/// How a sentence tells that somebody took up a posture.
///
/// The follower's clause says it in full, the leader's refers back to it: "the client *rested their
/// head on their left hand* … after the therapist *had rested theirs on the right*". Each posture has the
/// phrases `did.NAME` and `had.NAME`, where it has sides also `did.NAME.sided` and `had.NAME.sided`, and
/// `shared.NAME` where both together do not simply share it.
struct PosturePhrases {
    private let posture: String
    private let say: Phrases

    /// The phrases for a posture; for one that users defined, its name in quotation marks.
    init(_ posture: String, _ say: Phrases) {
        self.posture = posture
        self.say = say
    }

    func follower(_ side: Side?) -> String { clause("did", side) }

    /// After `had`.
    func leader(_ side: Side?) -> String { clause("had", side) }

    /// What both did for how many seconds, after "and they".
    func shared(_ seconds: Double) -> String {
        say(
            say.has("shared.\(posture)") ? "shared.\(posture)" : "shared.other",
            ["time": .duration(seconds)])
    }

    private func clause(_ what: String, _ side: Side?) -> String {
        let isKnown = say.has("\(what).\(posture)")
        let key = isKnown ? "\(what).\(posture)" : "\(what).other"
        let name = PhraseArgument.text(Prose.words(posture))
        guard let side else { return say(key, ["name": name]) }
        let isSided = !isKnown || say.has("\(key).sided")
        return say(
            isSided ? "\(key).sided" : key, ["name": name, "side": .text(side.rawValue)])
    }
}
