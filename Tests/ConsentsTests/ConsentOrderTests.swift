import Base
import Testing

@testable import Consents

/// Which of two consents of the same people counts: the later one, and of two of one day the narrower.
@Suite struct ConsentOrderTests {
    private static func day(_ text: String) -> CalendarDate { CalendarDate(text) ?? .today }
    private static let today = day("2026-08-01")

    private static func consent(
        _ signed: String?, _ scope: [Consent.Scope] = [.analysis, .sharing],
        until: String? = "2027-01-05", withdrawn: String? = nil
    ) -> ConsentSummary {
        ConsentSummary(
            session: "S01",
            participants: [
                .init(
                    seat: "therapist", id: "T01", scope: [.analysis], signed: day("2026-01-05"),
                    expires: day("2027-01-05")),
                .init(
                    seat: "client", id: "C01", scope: scope, signed: signed.map(day),
                    expires: until.map(day), withdrawn: withdrawn.map(day)),
            ], digest: "")
    }

    private func refusal(of new: ConsentSummary, over own: ConsentSummary) -> Failure? {
        do {
            try new.requireNotEarlier(than: own, of: "S01", in: "new.json")
            return nil
        } catch { return error }
    }

    @Test func onTheSameDayTheNarrowerOneReplacesTheWiderAndNotTheOtherWayRound() {
        let wide = Self.consent("2026-01-05")
        for narrow in [
            Self.consent("2026-01-05", [.analysis]),
            Self.consent("2026-01-05", until: "2026-09-01"),
            Self.consent("2026-01-05", withdrawn: "2026-09-01"),
        ] {
            #expect(refusal(of: narrow, over: wide) == nil)
            let refused = refusal(of: wide, over: narrow)
            #expect(refused?.kind == .noConsent)
            #expect(refused?.remedy.description.contains("with <force>") == true)
            #expect(wide.retraction(by: narrow, on: Self.today)?.person.id == "C01")
            #expect(narrow.retraction(by: wide, on: Self.today) == nil)
        }
        let sharing = refusal(of: wide, over: Self.consent("2026-01-05", [.analysis]))
        #expect(
            sharing?.what
                == "the consent of C01 (client) in new.json covers sharing, which the one in "
                + "S01, signed on the same day (2026-01-05), does not")
    }

    @Test func theSameAgainIsNeitherWiderNorNarrower() {
        let consent = Self.consent("2026-01-05", withdrawn: "2026-06-01")
        #expect(refusal(of: consent, over: consent) == nil)
        #expect(consent.retraction(by: consent, on: Self.today) == nil)
        #expect(consent.isFollowed(by: consent, on: Self.today) == nil)
    }

    @Test func aLaterOneCountsWhateverItCovers() {
        let narrow = Self.consent("2026-01-05", [.analysis])
        let wide = Self.consent("2026-02-05")
        #expect(refusal(of: wide, over: narrow) == nil)
        #expect(wide.retraction(by: narrow, on: Self.today) == nil)
        #expect(narrow.isFollowed(by: wide, on: Self.today) == Self.day("2026-02-05"))
        // Before it is signed it says nothing.
        #expect(narrow.isFollowed(by: wide, on: Self.day("2026-02-04")) == nil)
        let earlier = refusal(of: narrow, over: wide)
        #expect(
            earlier?.what.contains("is signed on 2026-01-05, earlier than the one in S01") == true)
        let (first, second) = (Self.consent("2026-01-05"), Self.consent("2026-02-05", [.analysis]))
        #expect(first.retraction(by: second, on: Self.day("2026-02-04")) == nil)
        #expect(first.retraction(by: second, on: Self.day("2026-02-05"))?.excess == .use(.sharing))
    }

    /// Only what was signed after a withdrawal undoes it; of the same day nobody knows.
    @Test(arguments: [
        ("2026-02-05", false), ("2026-06-01", false), ("2026-06-02", true),
    ])
    func aWithdrawalIsUndoneByALaterSignatureOnly(_ signed: String, _ isUndone: Bool) {
        let withdrawn = Self.consent("2026-01-05", withdrawn: "2026-06-01")
        let again = Self.consent(signed)
        #expect((refusal(of: again, over: withdrawn) == nil) == isUndone)
        #expect((again.retraction(by: withdrawn, on: Self.today) == nil) == isUndone)
    }

    /// Records of earlier versions have no days; what is known of them is compared.
    @Test func daysThatAreNotKnownRefuseNothing() {
        let old = Self.consent(nil, until: nil)
        #expect(refusal(of: Self.consent("2020-01-05"), over: old) == nil)
        #expect(old.retraction(by: Self.consent("2026-01-05"), on: Self.today) == nil)
        let narrow = Self.consent("2026-01-05", [.analysis])
        #expect(old.retraction(by: narrow, on: Self.today)?.excess == .use(.sharing))
    }
}
