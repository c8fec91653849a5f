import Base
import Mimicry
import Posture
package import SessionModel

/// How the findings compare with chance, in sentences that claim no more than was tested.
package struct ChanceSentences {
    /// About the episodes, then about movement.
    package let sentences: [String]

    /// p-values up to this are called more than chance.
    static let level = SynchronySignificance.level

    package init(_ session: Session) {
        // Of one person nothing can be more than chance, nor less; of belts, breathing says it.
        guard KnownPeople(session).areBothSeen, session.settings.series?.isOfBelts != true else {
            sentences = []
            return
        }
        guard let chance = session.chance, chance.episodes != nil || !chance.channels.isEmpty else {
            let tested = session.settings.surrogates.count > 0 ? "could not be" : "was not"
            sentences = [
                "Whether this is more than chance \(tested) tested: people who sit together share "
                    + "postures by coincidence too."
            ]
            return
        }
        sentences =
            [
                Self.episodes(session, chance).map {
                    session.review == nil ? $0 : Self.measured + $0
                },
                MovementSentences(chance).sentence,
            ].compactMap { $0 }
    }

    /// What a comparison with chance is of where the episodes are a coder's.
    static let measured = "Of the episodes as they were measured, not as they were reviewed: "

    /// A p-value as it is written: `p = 0.032`, `p < 0.001`.
    static func p(_ value: Double, name: String = "p") -> String {
        value < 0.001 ? "\(name) < 0.001" : "\(name) = \(DecimalText.text(value, decimals: 3))"
    }

    /// Why synchrony was not held against chance.
    static func untested(_ session: Session) -> String {
        let duration = SessionSummary(session).duration
        if session.settings.surrogates.count == 0 {
            return "Not tested: the settings ask for no surrogates."
        }
        if session.settings.series?.isOfBelts == true {
            return
                "Not tested: belts tell of breathing alone, and there is no movement to be compared."
        }
        return duration < session.settings.synchrony.shortestTested
            ? "Not tested: the session is too short for it."
            : "Not tested: too little of both was measured at the same times."
    }

    /// What a session says that could not have shown anything.
    static func tooShort(_ held: Significance, _ what: String) -> String {
        "This recording is too short to tell \(what): even perfect following could not fall below "
            + "\(p(held.leastPValue)); an hour can."
    }

    private static func episodes(_ session: Session, _ chance: SurrogateTests) -> String? {
        guard let held = chance.episodes, !session.episodes.isEmpty else { return nil }
        guard held.canTell(at: level) else {
            return tooShort(held, "this from coincidence")
        }
        if let activity = chance.activity, activity.isFound, !activity.isOpposite {
            return
                "Whether this is more than coincidence cannot be told: both were lively at the same "
                + "times, which alone makes people take up postures together. Mimicry is neither shown nor "
                + "ruled out."
        }
        let how =
            "when one person’s recording is moved in time against the other’s, so that neither can "
            + "follow the other, episodes as many and as prompt arise in "
            + "\(Prose.percent(held.pValue)) of \(held.surrogates) tries (\(p(held.pValue)))"
        return held.pValue <= level
            ? "Coincidence is an unlikely explanation: \(how)."
            : "This may be coincidence: \(how)."
    }
}

/// What may be said of movement.
struct MovementSentences {
    private let chance: SurrogateTests
    private let level = ChanceSentences.level

    init(_ chance: SurrogateTests) { self.chance = chance }

    /// `nil` when nothing was compared.
    var sentence: String? {
        guard let whole = chance.mirroring ?? chance.combined else { return nil }
        guard whole.canTell(at: level) else {
            return ChanceSentences.tooShort(whole, "whether their movements follow each other")
        }
        let parts = [mirroring, chance.withholdsMovement ? withheld : combined].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    /// What mirrored movement has and liveliness has not.
    private var mirroring: String? {
        guard let held = chance.mirroring else { return nil }
        let found = chance.mirrored.filter { $0.adjusted <= level }
            .sorted { $0.adjusted < $1.adjusted }
            .map { ($0.channel.title.lowercased(), $0.adjusted) }
        let what = "one’s left moves with the other’s right more than with their left"
        if held.pValue <= level {
            return "They mirror each other: \(what) (\(ChanceSentences.p(held.pValue)))"
                + (found.isEmpty ? "." : ", in \(Self.list(found)).")
        }
        guard found.isEmpty else {
            return "They mirror each other in \(Self.list(found)): there \(what)."
        }
        return "It is not shown that they mirror each other, that \(what) "
            + "(\(ChanceSentences.p(held.pValue)))."
    }

    /// Why no more is said.
    private var withheld: String? {
        guard let activity = chance.activity else { return nil }
        let open =
            "Whether one followed the other is left open here"
            + (chance.mirroring == nil
                ? "." : "; only sides that go together as in a mirror are told from it.")
        guard activity.canTell else {
            return
                "This recording is too short to tell whether both were merely lively at the same times. "
                + open
        }
        let r = DecimalText.text(activity.correlation, decimals: 2).replacing("-", with: "−")
        let what =
            activity.isOpposite
            ? "They were lively in turn, as when one talks and the other listens (r = \(r)), which "
                + "hides whether movements follow each other"
            : "Both were lively at the same times (r = \(r)), which alone makes movements go together"
        return "\(what). \(open)"
    }

    private var combined: String? {
        guard let held = chance.combined else { return nil }
        let all =
            held.pValue <= level
            ? "Their movements, all taken together, follow each other more closely than by chance "
                + "(\(ChanceSentences.p(held.pValue)))"
            : "Their movements, all taken together, are not shown to follow each other more closely than "
                + "by chance (\(ChanceSentences.p(held.pValue))), which does not mean that they do not"
        let found = chance.channels.filter { ($0.adjusted ?? 1) <= level }
            .sorted { ($0.adjusted ?? 1) < ($1.adjusted ?? 1) }
            .map { ($0.channel.title.lowercased() + $0.mapping.words, $0.adjusted ?? 1) }
        guard !found.isEmpty else {
            return "\(all); no single kind of movement stands out, their number taken into account."
        }
        let talks = chance.channels.contains {
            ($0.adjusted ?? 1) <= level && $0.channel.followsSpeech
        }
        return "\(all); these kinds of movement stand out, their number taken into account: "
            + "\(Self.list(found))." + (talks ? " \(Channel.speechCaveat)" : "")
    }

    /// The first four with their corrected p-values.
    private static func list(_ found: [(name: String, pValue: Double)]) -> String {
        let names = found.prefix(4).map { "\($0.name) (\(ChanceSentences.p($0.pValue)))" }
        return names.joined(separator: ", ")
            + (found.count > 4 ? " and \(found.count - 4) more" : "")
    }
}

extension Congruence {
    /// Behind the name of a channel.
    var words: String {
        switch self {
        case .mirror: ", mirrored"
        case .identical: ", own side with own side"
        case .unsided: ""
        }
    }
}
