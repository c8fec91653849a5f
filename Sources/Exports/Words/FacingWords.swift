import Base
import Mimicry
import Posture
package import SessionModel

/// For how long each had their head turned to the other, and both to each other.
package struct FacingWords {
    /// Name of the posture.
    private static let posture = "facing_partner"

    private let session: Session
    private let say: Phrases
    /// Base rates, in the time in which it is known of both.
    private let rates: PostureSharing
    /// Seconds in which both do, against shifted surrogates; `nil` where it was not compared.
    private let test: Significance?

    /// `nil` where it was never known of both.
    package init?(_ session: Session, in say: Phrases = .english) {
        guard session.settings.postures.contains(where: { $0.name == Self.posture }),
            session.postures.count == Seat.allCases.count,
            session.features.allSatisfy({ $0[.toPartner].contains(where: \.isFinite) }),
            let start = session.features.compactMap(\.times.first).min(),
            let end = session.features.compactMap(\.times.last).max()
        else { return nil }
        rates = PostureSharing(
            of: Self.posture, session.postures[0], session.postures[1],
            recording: TimeSpan(start: start, end: end))
        guard rates.known > 0 else { return nil }
        self.session = session
        self.say = say
        test = session.chance?.details?.sharing.first { $0.name == Self.posture }?.significance
    }

    /// Share of the time known of both in which both face each other, in the session and by chance, 0…1, and how often
    /// chance reaches it; the last two `nil` where it was not compared.
    package var mutualShare: Double { rates.shared / rates.known }
    package var shareByChance: Double? { test.map { $0.surrogateMean / rates.known } }
    package var pValue: Double? { test?.pValue }

    /// `summary.facing` of `session.json`.
    var json: JSONValue {
        let held = zip(session.seats, [rates.firstRate, rates.secondRate]).map {
            JSONValue.Member($0, .rounded($1, decimals: 4))
        }
        return [
            "known_seconds": .rounded(rates.known), "facing": .object(held),
            "mutual_seconds": .rounded(rates.shared),
            "mutual_share": .rounded(mutualShare, decimals: 4),
            "expected_seconds": .rounded(rates.expected),
            "by_chance": .rounded(test?.surrogateMean), "surrogate_sd": .rounded(test?.surrogateSD),
            "p_value": .rounded(test?.pValue, decimals: 6),
            "surrogate": test == nil ? .null : "circular-shift",
        ]
    }

    /// A sentence or two.
    package var sentence: String {
        let each = say(
            "facing.each",
            [
                "first": .person(session.seats[0]), "doubt": .text(doubt),
                "firstShare": .percent(rates.firstRate), "known": .duration(rates.known),
                "second": .person(session.seats[1]), "secondShare": .percent(rates.secondRate),
                "both": .percent(mutualShare),
            ])
        return against(each) + " " + say("facing.eyes")
    }

    /// That with a comparison with chance, where there is one.
    private func against(_ each: String) -> String {
        guard rates.shared > 0, let test, test.canTell(at: 0.05) else {
            return say("facing.untested", ["shares": .text(each)])
        }
        return say(
            test.pValue <= 0.05 ? "facing.shown" : "facing.not_shown",
            [
                "shares": .text(each), "chance": .percent(test.surrogateMean / rates.known),
                "p": .p(test.pValue),
            ])
    }

    private var doubt: String {
        session.isValidated(Self.posture) ? "" : " (\(say("validation.not")))"
    }
}
