import Base
import Consents
import Mimicry
package import Posture
package import SessionModel

/// How both breathed, and whether in step, as far as it was measured.
package struct BreathWords {
    private let session: Session
    private let say: Phrases
    /// By seat: measured time, seconds, as a share of the time that counts, and the mean rate, 1/min; `nil` where none
    /// was measured. What is left out of the scores is left out here.
    private let people: [(seconds: Double, share: Double, rate: Double)?]

    /// `nil` where nobody's breathing was measured.
    package init?(_ session: Session, in say: Phrases = .english) {
        self.session = session
        self.say = say
        people = session.features.map { Self.figures($0, without: session.masked) }
        guard people.contains(where: { $0 != nil }) else { return nil }
    }

    /// Mean breaths a minute of a person; `nil` of whom none was measured.
    package func rate(of seat: Seat) -> Double? { people[seat.rawValue]?.rate }

    private static func figures(
        _ track: FeatureTrack, without spans: [TimeSpan]
    ) -> (seconds: Double, share: Double, rate: Double)? {
        let rates = track[.breathRate]
        var (measured, whole, sum) = (0.0, 0.0, 0.0)
        for (index, time) in track.times.enumerated()
        where !spans.contains(where: { $0.contains(time) }) {
            let next = index + 1 < track.count ? track.times[index + 1] : time
            // In a longer one the session paused.
            let interval = min(next - time, longestInterval)
            whole += interval
            guard rates[index].isFinite else { continue }
            measured += interval
            sum += interval * rates[index]
        }
        return measured > 0 ? (measured, measured / whole, sum / measured) : nil
    }

    /// Instants farther apart are on either side of a pause, seconds.
    private static let longestInterval = 1.0

    /// That breathing was agreed to and could not be measured of anybody; `nil` where it was measured, or not agreed to.
    package static func absence(_ session: Session, in say: Phrases = .english) -> String? {
        guard BreathWords(session) == nil, session.settings.series == nil,
            let consent = session.consent,
            consent.covers(.breathing, seats: session.seats).contains(true)
        else { return nil }
        return consent.covers(.breathing, seats: session.seats).contains(false)
            ? say("breath.absent_of_one_consent") : say("breath.absent")
    }

    private var coupling: BreathCoupling? { session.chance?.breathing }

    /// `summary.breathing` of `session.json`.
    var json: JSONValue {
        let seats = zip(session.seats, people).map { name, person in
            JSONValue.Member(
                name,
                person.map {
                    [
                        "measured_seconds": .rounded($0.seconds),
                        "measured_share": .rounded($0.share, decimals: 4),
                        "rate": .rounded($0.rate, decimals: 2),
                    ]
                } ?? .null)
        }
        return ["seats": .object(seats), "coupling": coupling.map(json) ?? .null]
    }

    private func json(_ coupling: BreathCoupling) -> JSONValue {
        [
            "known_seconds": .rounded(coupling.known),
            "locking": .rounded(coupling.locking, decimals: 4),
            "surrogate_mean": .rounded(coupling.surrogateMean, decimals: 4),
            "p_value": .rounded(coupling.pValue, decimals: 6),
            "surrogate": "shuffled-breaths", "surrogates": .integer(coupling.surrogates),
            "lag": .rounded(coupling.lag), "lag_low": .rounded(coupling.lagInterval.lowerBound),
            "lag_high": .rounded(coupling.lagInterval.upperBound),
            "leader": coupling.leader.map { .string(session.name(of: $0)) } ?? .null,
            "rate_difference_first": .rounded(coupling.rateDifferences[0], decimals: 2),
            "rate_difference_last": .rounded(coupling.rateDifferences[1], decimals: 2),
        ]
    }

    /// Two sentences: how fast they breathed, and whether in step.
    package var sentence: String {
        let rates = zip(session.seats, people).compactMap { name, person in
            person.map {
                say(
                    "breath.rate",
                    [
                        "who": .person(name), "rate": .number($0.rate, decimals: 1),
                        "share": .percent($0.share),
                    ])
            }
        }
        return Prose.capitalized(say.list(rates)) + ". " + inStep
    }

    private var inStep: String {
        guard let coupling else { return say("breath.too_short") }
        let numbers = say(
            "breath.numbers",
            [
                "locking": .number(coupling.locking, decimals: 2),
                "chance": .number(coupling.surrogateMean, decimals: 2),
                "p": .p(coupling.pValue), "known": .duration(coupling.known),
            ])
        guard coupling.pValue <= 0.05 else {
            return say("breath.not_shown", ["numbers": .text(numbers)])
        }
        guard let leader = coupling.leader else {
            return say("breath.in_step", ["numbers": .text(numbers)])
        }
        return say(
            "breath.in_step_led",
            [
                "numbers": .text(numbers), "leader": .person(session.name(of: leader)),
                "lag": .number(abs(coupling.lag), decimals: 1),
            ])
    }
}
