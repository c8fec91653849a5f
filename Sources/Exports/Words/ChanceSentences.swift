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

    package init(_ session: Session, in say: Phrases = .english) {
        // Of one person nothing can be more than chance, nor less; of belts, breathing says it.
        guard KnownPeople(session).areBothSeen, session.settings.series?.isOfBelts != true else {
            sentences = []
            return
        }
        guard let chance = session.chance, chance.episodes != nil || !chance.channels.isEmpty else {
            sentences = [
                session.settings.surrogates.count > 0
                    ? say("chance.not_testable") : say("chance.not_asked")
            ]
            return
        }
        sentences =
            [
                Self.episodes(session, chance, say).map {
                    session.review == nil ? $0 : say("chance.of_measured", ["sentence": .text($0)])
                },
                MovementSentences(chance, say).sentence,
            ].compactMap { $0 }
    }

    /// Why synchrony was not held against chance.
    static func untested(_ session: Session, in say: Phrases = .english) -> String {
        if session.settings.surrogates.count == 0 { return say("untested.not_asked") }
        if session.settings.series?.isOfBelts == true { return say("untested.belts") }
        return SessionSummary(session).duration < session.settings.synchrony.shortestTested
            ? say("untested.short") : say("untested.unknown")
    }

    private static func episodes(
        _ session: Session, _ chance: SurrogateTests, _ say: Phrases
    ) -> String? {
        guard let held = chance.episodes, !session.episodes.isEmpty else { return nil }
        guard held.canTell(at: level) else {
            return say("chance.short_for_episodes", ["p": .p(held.leastPValue)])
        }
        if let activity = chance.activity, activity.isFound, !activity.isOpposite {
            return say("chance.episodes_lively")
        }
        return say(
            held.pValue <= level ? "chance.episodes_unlikely" : "chance.episodes_may_be",
            [
                "share": .percent(held.pValue), "tries": .count(held.surrogates),
                "p": .p(held.pValue),
            ])
    }
}

/// What may be said of movement.
struct MovementSentences {
    private let chance: SurrogateTests
    private let say: Phrases
    private let level = ChanceSentences.level

    init(_ chance: SurrogateTests, _ say: Phrases) {
        self.chance = chance
        self.say = say
    }

    /// `nil` when nothing was compared.
    var sentence: String? {
        guard let whole = chance.mirroring ?? chance.combined else { return nil }
        guard whole.canTell(at: level) else {
            return say("chance.short_for_movement", ["p": .p(whole.leastPValue)])
        }
        let parts = [mirroring, chance.withholdsMovement ? withheld : combined].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    /// What mirrored movement has and liveliness has not.
    private var mirroring: String? {
        guard let held = chance.mirroring else { return nil }
        let found = chance.mirrored.filter { $0.adjusted <= level }
            .sorted { $0.adjusted < $1.adjusted }
            .map { (say.name($0.channel), $0.adjusted) }
        let p = PhraseArgument.p(held.pValue)
        if held.pValue <= level {
            return found.isEmpty
                ? say("mirroring.shown", ["p": p])
                : say("mirroring.shown_in", ["p": p, "channels": .text(list(found))])
        }
        return found.isEmpty
            ? say("mirroring.not_shown", ["p": p])
            : say("mirroring.in_channels", ["channels": .text(list(found))])
    }

    /// Why no more is said.
    private var withheld: String? {
        guard let activity = chance.activity else { return nil }
        let open = chance.mirroring == nil ? say("activity.open") : say("activity.open_but_mirror")
        guard activity.canTell else { return say("activity.short") + " " + open }
        let r = say.number(activity.correlation, decimals: 2).replacing("-", with: "−")
        let what =
            activity.isOpposite
            ? say("activity.opposite", ["r": .text(r)]) : say("activity.same", ["r": .text(r)])
        return what + " " + open
    }

    private var combined: String? {
        guard let held = chance.combined else { return nil }
        let found = chance.channels.filter { ($0.adjusted ?? 1) <= level }
            .sorted { ($0.adjusted ?? 1) < ($1.adjusted ?? 1) }
        let names = found.map {
            (say.name($0.channel, $0.mapping), $0.adjusted ?? 1)
        }
        let state = held.pValue <= level ? "combined.shown" : "combined.not_shown"
        guard !names.isEmpty else { return say("\(state).none", ["p": .p(held.pValue)]) }
        let sentence = say(
            "\(state).some", ["p": .p(held.pValue), "channels": .text(list(names))])
        let talks = found.contains { $0.channel.followsSpeech }
        return sentence + (talks ? " " + say("combined.speech") : "")
    }

    /// The first four with their corrected p-values.
    private func list(_ found: [(name: String, pValue: Double)]) -> String {
        let names = found.prefix(4).map { "\($0.name) (\(say.p($0.pValue)))" }
            .joined(separator: ", ")
        return found.count > 4
            ? say("list.more", ["first": .text(names), "rest": .count(found.count - 4)]) : names
    }
}

extension Phrases {
    /// A channel in a sentence, and whether its sides go together as in a mirror.
    func name(_ channel: Channel, _ mapping: Congruence) -> String {
        self("mapping.\(mapping.rawValue)", ["channel": .text(name(channel))])
    }

    /// The same as a title.
    func title(_ channel: Channel, _ mapping: Congruence) -> String {
        self("mapping.\(mapping.rawValue)", ["channel": .text(title(channel))])
    }
}
