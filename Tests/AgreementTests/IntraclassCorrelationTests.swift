import Testing

@testable import Agreement

@Suite struct IntraclassCorrelationTests {
    private func of(_ pairs: [(Double, Double)]) -> IntraclassCorrelation {
        IntraclassCorrelation(pairs.map { .init(one: $0.0, other: $0.1) })
    }

    /// The example of Shrout & Fleiss (1979, tables 2 and 4): six targets, four judges, ICC(2,1) = 0.29; with
    /// more digits, ICC(A,1) of pingouin 0.6.1 (`scripts/agreement-reference`).
    @Test func isThatOfThePublishedExample() throws {
        let targets: [[Double]] = [
            [9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7],
        ]
        let value = try #require(IntraclassCorrelation.absoluteAgreement(targets))
        #expect(abs(value - 0.289764) < 1e-6)
    }

    @Test func aConstantDifferenceIsNotAgreement() throws {
        #expect(of([(1, 1), (2, 2), (5, 5)]).value == 1)
        // By hand: subjects' variance 2, coders' mean square 13.5, no error: 2/(2 + 2 · 13.5/3 / 1) = 2/11.
        let shifted = of([(1, 4), (2, 5), (3, 6)])
        #expect(abs(try #require(shifted.value) - 2.0 / 11) < 1e-12)
        #expect(shifted.meanDifference == -3)
        #expect(shifted.limits == -3 ... -3)
    }

    @Test func isNotGivenOfTwoOrOfWhatDoesNotVary() {
        #expect(of([(1, 1), (2, 2)]).value == nil)
        #expect(of([(2, 2), (2, 2), (2, 2)]).value == nil)
        #expect(of([(1, .nan), (2, 2), (3, 3)]).count == 2)
        #expect(IntraclassCorrelation.absoluteAgreement([[1], [2]]) == nil)
    }
}
