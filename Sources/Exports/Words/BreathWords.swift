import Base
import Consents
import Mimicry
package import Posture
package import SessionModel

/// How both breathed, and whether in step, as far as it was measured.
package struct BreathWords {
    private let session: Session
    /// By seat: measured time, seconds, as a share of the time that counts, and the mean rate, 1/min; `nil` where none
    /// was measured. What is left out of the scores is left out here.
    private let people: [(seconds: Double, share: Double, rate: Double)?]

    /// `nil` where nobody's breathing was measured.
    package init?(_ session: Session) {
        self.session = session
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
    package static func absence(_ session: Session) -> String? {
        guard BreathWords(session) == nil, session.settings.series == nil,
            let consent = session.consent,
            consent.covers(.breathing, seats: session.seats).contains(true)
        else { return nil }
        return
            "Breathing was not measured of anybody: it takes a chest that is in sight for 20 s, of somebody who sits "
            + "still and neither talks nor gestures"
            + (consent.covers(.breathing, seats: session.seats).contains(false)
                ? ", and of two in one picture the consent of both." : ".")
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
                "\(Prose.person(name)) breathed \(DecimalText.text($0.rate, decimals: 1)) times a minute "
                    + "(measured in \(Prose.percent($0.share)) of the time)"
            }
        }
        return Prose.capitalized(Prose.list(rates)) + ". " + inStep
    }

    private var inStep: String {
        guard let coupling else {
            return
                "For too little time was it measured of both to say whether they breathed in step."
        }
        let numbers =
            "phase locking \(DecimalText.text(coupling.locking, decimals: 2)), by chance "
            + "\(DecimalText.text(coupling.surrogateMean, decimals: 2)), "
            + "\(ChanceSentences.p(coupling.pValue)), in \(Prose.duration(coupling.known)) known of both"
        guard coupling.pValue <= 0.05 else {
            return "That they breathed in step cannot be said: \(numbers)."
        }
        let ahead = coupling.leader.map { seat in
            "\(Prose.person(session.name(of: seat))) ahead by "
                + "\(DecimalText.text(abs(coupling.lag), decimals: 1)) s"
        }
        let caution =
            "Something that changes the pace of both, such as what is talked about, can look the same."
        return "They breathed in step, \(ahead ?? "nobody clearly ahead") (\(numbers)). \(caution)"
    }
}
