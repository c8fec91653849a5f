import Testing

@testable import attune_validate

/// Real people who never met.
@Suite struct RecombinedTests {
    private func pairs(_ pValue: (Int, Int) -> Double) -> [RecombinedDyads.Pair] {
        (0..<6).flatMap { first in
            (0..<6).map { second in
                RecombinedDyads.Pair(
                    first: first, second: second, pValues: [.energy: pValue(first, second)])
            }
        }
    }

    /// One person who goes with everybody makes the share of pairs uncertain; as many pairs that are spread
    /// evenly do not.
    @Test func aPersonInManyPairsWidensTheInterval() {
        let apart = { (pairs: [RecombinedDyads.Pair]) in pairs.filter { $0.first != $0.second } }
        let one = RecombinedReport.interval(
            apart(pairs { first, _ in first == 0 ? 0.01 : 0.5 }), sessions: 6, .energy)
        let spread = RecombinedReport.interval(
            apart(pairs { first, second in second == (first + 1) % 6 ? 0.01 : 0.5 }),
            sessions: 6, .energy)
        #expect(abs(one.share - 5.0 / 30) < 1e-12 && abs(spread.share - 6.0 / 30) < 1e-12)
        #expect(one.high - one.low > 3 * (spread.high - spread.low))
    }

    @Test func theTableHasEveryMeasureAndCountsPairsApart() {
        let report = RecombinedReport(
            pairs: pairs { $0 == $1 ? 0.01 : 0.5 }, sessions: 6, surrogates: 99)
        #expect(report.text.contains("30 pairs of 6 sessions"))
        #expect(report.text.contains("| motion energy | 0.0 (0.0–0.0) | 100 |"))
        for measure in RecombinedMeasure.allCases {
            #expect(report.text.contains(measure.rawValue))
        }
    }

    @Test func theCommandTakesFoldersAfterItsOptions() throws {
        let command = try Command(["recombined", "--surrogates", "99", "one", "two"])
        guard case .recombined(let options) = command else {
            Issue.record("another command")
            return
        }
        #expect(options.folders == ["one", "two"] && options.surrogates == 99)
        #expect(throws: Command.Problem.self) { try Command(["recombined", "--rate", "25"]) }
    }
}
