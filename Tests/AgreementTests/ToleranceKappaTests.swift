import Testing

@testable import Agreement

@Suite struct ToleranceKappaTests {
    private func seconds(_ text: String) -> [Bool] { text.map { $0 == "x" } }

    private func kappa(_ one: String, _ other: String, _ tolerance: Int) -> ToleranceKappa {
        ToleranceKappa(attune: seconds(one), coder: seconds(other), tolerance: tolerance)
    }

    @Test func withoutToleranceItIsKappa() {
        let (one, other) = ("..xxxx..x.", ".xxx...xx.")
        let plain = SecondsAgreement(attune: seconds(one), coder: seconds(other))
        let result = kappa(one, other, 0)
        #expect(result.byOne == plain && result.byOther == plain)
        #expect(result.kappa == plain.kappa)
    }

    @Test func aCoderWhoIsLateByTheToleranceAgrees() {
        #expect(kappa("...xxxx...", "....xxxx..", 1).kappa == 1)
        #expect(kappa("...xxxx...", ".....xxxx.", 2).kappa == 1)
    }

    /// By hand, ± 1 s. The first's seconds: those at 2, 3 and 4 are held; the second has it at 5, 6 and 7, so that
    /// 4 alone finds it near. 0, 1 and 5…9 are not held; 6 finds nothing near that is not, the others do.
    /// By the first: both 1, only the first 2, only the second 1, neither 6; p_o = 0.7, p_e =
    /// (3 · 2 + 7 · 8)/100 = 0.62. Seen from the second: 5 finds it near, 6 and 7 do not; 3 finds nothing
    /// near that is not: the same table with the coders exchanged.
    @Test func isOfTwoTablesWorkedByHand() throws {
        let result = kappa("..xxx.....", ".....xxx..", 1)
        #expect(
            result.byOne
                == SecondsAgreement(both: 1, onlyAttune: 2, onlyCoder: 1, neither: 6))
        #expect(
            result.byOther
                == SecondsAgreement(both: 1, onlyAttune: 1, onlyCoder: 2, neither: 6))
        #expect(abs(try #require(result.kappa) - 0.08 / 0.38) < 1e-12)
    }

    @Test func isNotDefinedWhereKappaIsNot() {
        #expect(kappa("....", "....", 1).kappa == nil)
        #expect(kappa("", "", 1).kappa == nil)
    }
}
