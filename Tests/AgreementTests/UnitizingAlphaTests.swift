import Base
import Testing

@testable import Agreement

@Suite struct UnitizingAlphaTests {
    private func units(_ spans: [(Double, Double)]) -> [TimeSpan] {
        spans.map { TimeSpan(start: $0.0, end: $0.1) }
    }

    private func alpha(_ coders: [[(Double, Double)]], _ length: Double) -> Double? {
        UnitizingAlpha(coders.map(units), over: TimeSpan(start: 0, end: length)).value
    }

    /// The example of the package krippendorff-unitized-alpha 0.1.0 (PyPI), whose units and gaps here cover
    /// the continuum; its `KrippendorffUnitizedAlpha(data).result` of all three coders and of the first and the
    /// third. `scripts/agreement-reference` computes them again.
    @Test func isThatOfAnIndependentImplementation() throws {
        let coders = [[(3.0, 15.0), (22, 53)], [(3, 10), (22, 53)], [(22, 46)]]
        let three = try #require(alpha(coders, 56))
        #expect(abs(three - 0.5645448655652737) < 1e-12)
        let two = try #require(alpha([coders[0], coders[2]], 56))
        #expect(abs(two - 0.3913113006396589) < 1e-12)
    }

    @Test func isOneOfTheSameAndBelowZeroOfOpposites() throws {
        #expect(alpha([[(10, 20)], [(10, 20)]], 100) == 1)
        #expect(try #require(alpha([[(0, 50)], [(50, 100)]], 100)) < 0)
    }

    @Test func isNotDefinedWithoutUnitsOrGaps() {
        #expect(alpha([[], []], 100) == nil)
        #expect(alpha([[(0, 100)], [(-5, 120)]], 100) == nil)
        #expect(alpha([[], []], 0) == nil)
    }

    @Test func twoPeopleAreOneContinuum() throws {
        let whole = TimeSpan(start: 0, end: 50)
        let sum =
            UnitizingAlpha([units([(10, 20)]), units([(12, 20)])], over: whole)
            + UnitizingAlpha([units([(30, 40)]), units([(30, 44)])], over: whole)
        let joined = alpha([[(10, 20), (80, 90)], [(12, 20), (80, 94)]], 100)
        #expect(abs(try #require(sum.value) - (try #require(joined))) < 1e-12)
    }

    @Test func cuttingOneUnitInPiecesThatTouchChangesNothing() {
        #expect(
            alpha([[(10, 15), (15, 20)], [(12, 20)]], 60) == alpha([[(10, 20)], [(12, 20)]], 60))
    }
}
