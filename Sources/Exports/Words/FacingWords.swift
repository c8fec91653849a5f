import Base
import Mimicry
import Posture
package import SessionModel

/// For how long each had their head turned to the other, and both to each other.
package struct FacingWords {
    /// Name of the posture.
    private static let posture = "facing_partner"

    private let session: Session
    /// Base rates, in the time in which it is known of both.
    private let rates: PostureSharing
    /// Seconds in which both do, against shifted surrogates; `nil` where it was not compared.
    private let test: Significance?

    /// `nil` where it was never known of both.
    package init?(_ session: Session) {
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
        let people = session.seats.map(Prose.person)
        let doubt = session.isValidated(Self.posture) ? "" : " (\(ValidationWords.not))"
        let each =
            "\(Prose.capitalized(people[0])) had their head turned to the other\(doubt) for "
            + "\(Prose.percent(rates.firstRate)) of the \(Prose.duration(rates.known)) in which that is known "
            + "of both, \(people[1]) for \(Prose.percent(rates.secondRate)), both at once for "
            + "\(Prose.percent(mutualShare))"
        let eyes =
            " Looks with the eyes alone are not seen, so that they may have looked for longer."
        guard rates.shared > 0, let test, test.canTell(at: 0.05) else { return each + "." + eyes }
        let numbers =
            "\(Prose.percent(test.surrogateMean / rates.known)) by chance, "
            + ChanceSentences.p(test.pValue)
        return test.pValue <= 0.05
            ? "\(each): they faced each other more than by chance (\(numbers))." + eyes
            : "\(each), which is not shown to be more than by chance (\(numbers))." + eyes
    }
}
