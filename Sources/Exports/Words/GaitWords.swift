import Base
import Mimicry
import Posture
package import SessionModel

/// How people walked, and whether in step, as far as it was measured.
package struct GaitWords {
    private let session: Session
    private let say: Phrases
    private let people: [GaitFigures]

    /// `nil` where nobody's gait was looked at.
    package init?(_ session: Session, in say: Phrases = .english) {
        guard !session.gait.isEmpty else { return nil }
        self.session = session
        self.say = say
        people = session.gait.map(\.figures)
    }

    /// Whether instants lie too far apart for steps.
    private var isTooSlow: Bool {
        session.features.allSatisfy { track in
            let intervals = zip(track.times.dropFirst(), track.times).map { $0 - $1 }
            return (intervals.median ?? 0) > GaitStep.longestInterval
        }
    }

    private var coupling: GaitCoupling? { session.chance?.gait }

    /// `summary.gait` of `session.json`.
    var json: JSONValue {
        let seats = people.map { person in
            JSONValue.Member(
                session.name(of: person.seat),
                person.steps == 0
                    ? .null
                    : .object(
                        zip(GaitFigures.columns, person.cells).filter { $0.0.name != "seat" }
                            .map { column, cell in
                                .init(column.name, column.json(cell, seats: session.seats))
                            }))
        }
        return ["seats": .object(seats), "coupling": coupling.map(json) ?? .null]
    }

    private func json(_ coupling: GaitCoupling) -> JSONValue {
        [
            "known_seconds": .rounded(coupling.known), "steps": .integer(coupling.steps),
            "locking": .rounded(coupling.locking, decimals: 4),
            "surrogate_mean": .rounded(coupling.surrogateMean, decimals: 4),
            "p_value": .rounded(coupling.pValue, decimals: 6),
            "surrogate": "phase-randomised-steps", "surrogates": .integer(coupling.surrogates),
            "lag": .rounded(coupling.lag),
            "same_foot": .rounded(coupling.sameFoot, decimals: 4),
            "following": .rounded(coupling.following, decimals: 4),
            "following_p_value": .rounded(coupling.followingPValue, decimals: 6),
            "following_lag": .rounded(coupling.followingLag),
            "leader": coupling.leader.map { .string(session.name(of: $0)) } ?? .null,
        ]
    }

    /// How each walked, and whether in step.
    package var sentences: [String] {
        let walkers = people.filter { $0.steps > 0 }
        guard !walkers.isEmpty else {
            return [isTooSlow ? say("gait.too_slow") : say("gait.nobody")]
        }
        return walkers.map(walk) + (walkers.count == 2 ? [inStep] : [])
    }

    private func walk(_ person: GaitFigures) -> String {
        let name = PhraseArgument.person(session.name(of: person.seat))
        var told = say("gait.steps", ["who": name, "steps": .count(person.steps)])
        if let cadence = person.cadence {
            told += say("gait.cadence", ["cadence": .number(cadence, decimals: 0)])
        }
        if let view = person.view { told += say("gait.seen", ["view": .text(view.rawValue)]) }
        return told + ". " + movements(person) + limp(person)
    }

    /// What the view showed of arms, knees and trunk; empty where it showed nothing.
    private func movements(_ person: GaitFigures) -> String {
        let told = [
            ("gait.arms", person.armSwing), ("gait.knees", person.kneeRange),
            ("gait.trunk_pitch", person.trunkRange), ("gait.trunk_sway", person.trunkSway),
        ].compactMap { key, degrees in
            degrees.map { say(key, ["degrees": .number($0, decimals: 0)]) }
        }
        return told.isEmpty ? "" : say("gait.measured", ["list": .list(told)]) + " "
    }

    private func limp(_ person: GaitFigures) -> String {
        guard let asymmetry = person.asymmetry, let low = person.asymmetryLow,
            let high = person.asymmetryHigh
        else { return say("gait.evenness_unknown") }
        return say(
            low > 0 ? "gait.left_hurried" : high < 0 ? "gait.right_hurried" : "gait.even",
            ["difference": percent(asymmetry), "low": percent(low), "high": percent(high)])
    }

    private func percent(_ share: Double) -> PhraseArgument {
        .text(say("percent.whole", ["number": .number(100 * share, decimals: 0)]))
    }

    private var inStep: String {
        guard let coupling else { return say("gait.too_short") }
        var told = say(
            coupling.isLocked ? "gait.in_step" : "gait.not_shown",
            [
                "locking": .number(coupling.locking, decimals: 2),
                "chance": .number(coupling.surrogateMean, decimals: 2),
                "p": .p(coupling.pValue), "known": .duration(coupling.known),
            ])
        if let leader = coupling.leader {
            told +=
                " "
                + say(
                    "gait.led",
                    [
                        "leader": .person(session.name(of: leader)),
                        "lag": .number(abs(coupling.followingLag), decimals: 1),
                        "p": .p(coupling.followingPValue),
                    ])
        }
        return told
    }
}
