import Base
import Mimicry
import Posture
package import SessionModel

/// How people walked, and whether in step, as far as it was measured.
package struct GaitWords {
    private let session: Session
    private let people: [GaitFigures]

    /// `nil` where nobody's gait was looked at.
    package init?(_ session: Session) {
        guard !session.gait.isEmpty else { return nil }
        self.session = session
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
            return [
                isTooSlow
                    ? "Steps are told where both were measured five times a second or more; this was measured "
                        + "less often, and nothing is said of how they walked."
                    : "Nobody was seen to walk: no step was told of either person."
            ]
        }
        return walkers.map(walk) + (walkers.count == 2 ? [inStep] : [])
    }

    private func walk(_ person: GaitFigures) -> String {
        let name = Prose.capitalized(Prose.person(session.name(of: person.seat)))
        var told = "\(name) was seen to make \(person.steps) steps"
        if let cadence = person.cadence {
            told += ", \(DecimalText.text(cadence, decimals: 0)) a minute"
        }
        if let view = person.view { told += ", seen \(Self.words(view))" }
        return told + ". " + movements(person) + limp(person)
    }

    /// What the view showed of arms, knees and trunk; empty where it showed nothing.
    private func movements(_ person: GaitFigures) -> String {
        let told = [
            ("arms swung by", person.armSwing), ("knees bent by", person.kneeRange),
            ("the trunk leaned forward and back by", person.trunkRange),
            ("the trunk swayed by", person.trunkSway),
        ].compactMap { words, degrees in
            degrees.map { "\(words) \(DecimalText.text($0, decimals: 0))°" }
        }
        return told.isEmpty ? "" : "Measured of them: " + Prose.list(told) + ". "
    }

    private func limp(_ person: GaitFigures) -> String {
        guard let asymmetry = person.asymmetry, let low = person.asymmetryLow,
            let high = person.asymmetryHigh
        else { return "Whether evenly cannot be said." }
        let numbers =
            "seen difference \(Self.percent(asymmetry)), \(Self.percent(low)) to \(Self.percent(high)); the true one is "
            + "about twice that"
        if low > 0 { return "They hurried off the left leg (\(numbers))." }
        if high < 0 { return "They hurried off the right leg (\(numbers))." }
        return "An uneven gait cannot be told (\(numbers))."
    }

    private static func percent(_ share: Double) -> String {
        "\(DecimalText.text(100 * share, decimals: 0)) %"
    }

    private static func words(_ view: GaitView) -> String {
        switch view {
        case .frontal: "from the front or from behind"
        case .sideways: "from the side"
        case .oblique: "from an angle"
        }
    }

    private var inStep: String {
        guard let coupling else {
            return "They walked together for too short a time to say whether in step."
        }
        let numbers =
            "phase locking \(DecimalText.text(coupling.locking, decimals: 2)), by chance "
            + "\(DecimalText.text(coupling.surrogateMean, decimals: 2)), "
            + "\(ChanceSentences.p(coupling.pValue)), in \(Prose.duration(coupling.known)) of both"
        var told =
            coupling.isLocked
            ? "They walked in step (\(numbers))."
            : "That they walked in step cannot be said: \(numbers)."
        if let leader = coupling.leader {
            told +=
                " \(Prose.capitalized(Prose.person(session.name(of: leader)))) changed the pace first, the other "
                + "\(DecimalText.text(abs(coupling.followingLag), decimals: 1)) s later "
                + "(\(ChanceSentences.p(coupling.followingPValue)))."
        }
        return told
    }
}
