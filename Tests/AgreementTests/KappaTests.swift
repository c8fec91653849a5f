import Base
import Testing

@testable import Agreement

@Suite struct KappaTests {
    private func span(_ start: Double, _ end: Double) -> TimeSpan {
        TimeSpan(start: start, end: end)
    }

    /// Worked by hand: p_o = 0.7, p_e = 0.5 · 0.6 + 0.5 · 0.4 = 0.5.
    @Test func ofATableWorkedByHand() throws {
        let table = SecondsAgreement(both: 20, onlyAttune: 5, onlyCoder: 10, neither: 15)
        #expect(try #require(table.observed) == 0.7)
        #expect(abs(try #require(table.kappa) - 0.4) < 1e-12)
        #expect(table.caveat() == nil)
    }

    @Test func isOneWhenBothAlwaysAgreeAndNegativeWhenTheyNeverDo() {
        #expect(SecondsAgreement(both: 3, neither: 7).kappa == 1)
        #expect(SecondsAgreement(onlyAttune: 5, onlyCoder: 5).kappa == -1)
    }

    @Test(
        arguments: [
            (SecondsAgreement(), nil, "less than a second"),
            (SecondsAgreement(neither: 9), nil, "neither has it"),
            (SecondsAgreement(both: 9), nil, "both have it at every"),
            (SecondsAgreement(onlyCoder: 2, neither: 7), 0, "Attune has it at no second"),
            (SecondsAgreement(onlyAttune: 2, neither: 7), 0, "the coder has it at no second"),
            (SecondsAgreement(both: 2, onlyAttune: 7), 0, "Attune has it at every second"),
            (SecondsAgreement(both: 2, onlyCoder: 7), 0, "the coder has it at every second"),
        ] as [(SecondsAgreement, Double?, String)])
    func saysWhatItCannotTell(table: SecondsAgreement, kappa: Double?, words: String) throws {
        #expect(table.kappa == kappa)
        #expect(try #require(table.caveat()).contains(words))
    }

    @Test func aSecondIsHeldWhenHalfOfItIs() {
        let table = SecondsAgreement(
            attune: [span(0.5, 2.5), span(4.51, 5)], coder: [span(0.25, 0.5), span(0.75, 1)],
            over: span(0, 6.9))
        // Attune: 0 (half), 1, 2 (half), not 4. The coder: 0, of two halves of a half.
        #expect(table == SecondsAgreement(both: 1, onlyAttune: 2, onlyCoder: 0, neither: 3))
    }

    @Test func overlapsCountOnceAndWhatLiesOutsideNot() {
        let table = SecondsAgreement(
            attune: [span(-5, 2), span(1, 2), span(9, 20)], coder: [], over: span(0, 10))
        #expect(table == SecondsAgreement(onlyAttune: 3, neither: 7))
    }

    @Test func secondsBeginWhereTheComparedPartDoes() {
        let table = SecondsAgreement(
            attune: [span(10.5, 11.5)], coder: [span(10.5, 11.5)], over: span(10.5, 13))
        #expect(table == SecondsAgreement(both: 1, neither: 1))
    }
}
