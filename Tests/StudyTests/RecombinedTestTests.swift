import Base
import Testing

@testable import Study

@Suite struct RecombinedTestTests {
    /// Of three and a half sessions: by hand.
    @Test func meansAndEffect() throws {
        let values = [
            [5.0, 1, 2, .nan], [1, 6, 1, 2], [2, 1, 7, 1], [1, .nan, 2, 8],
        ]
        let test = try #require(RecombinedTest(values))
        #expect(test.sessions == 4 && test.pairs == 10)
        #expect(test.realMean == 6.5 && abs(test.pseudoMean - 1.4) < 1e-12)
        // Squares of 5…8 add up to 5, of six ones and four twos to 2.4: 3 and 9 degrees of freedom.
        let d = 5.1 / ((5 + 2.4) / 12).squareRoot()
        #expect(abs(try #require(test.cohensD) - d) < 1e-12)
        // None of the other 23 pairings has as large a mean.
        #expect(test.pairings == 24 && test.pValue == 1.0 / 24)
    }

    @Test func fewSessionsSayNothing() {
        #expect(RecombinedTest([[1, 2, 3], [1, 2, 3], [1, 2, 3]]) == nil)
        let unknown = [[Double]](repeating: [.nan, .nan, .nan, .nan], count: 4)
        #expect(RecombinedTest(unknown) == nil)
    }

    /// A session without a figure takes no part, neither as itself nor in pairs.
    @Test func anUnknownSessionTakesNoPart() throws {
        var values = (0..<5).map { row in (0..<5).map { Double(row * 5 + $0) } }
        values[2][2] = .nan
        let test = try #require(RecombinedTest(values))
        #expect(test.sessions == 4 && test.pairs == 12)
    }

    /// Nobody shares more with their own partner: 5 % of studies are found at most.
    @Test func chanceIsFoundAsOftenAsItSays() {
        var generator = SplitMix64(seed: 11)
        var found = 0
        for study in 0..<300 {
            let people = (0..<6).map { _ in
                (
                    Double.random(in: 0...1, using: &generator),
                    Double.random(in: 0...1, using: &generator)
                )
            }
            let values = people.map { first in
                people.map { second in
                    first.0 + second.1 + Double.random(in: 0...1, using: &generator)
                }
            }
            if let test = RecombinedTest(values, seed: UInt64(study)), test.pValue <= 0.05 {
                found += 1
            }
        }
        #expect((6...26).contains(found), "\(found) of 300")
    }

    @Test func whoSharesMoreIsFound() throws {
        var generator = SplitMix64(seed: 5)
        let values = (0..<20).map { row in
            (0..<20).map { (row == $0 ? 0.5 : 0) + Double.random(in: 0...1, using: &generator) }
        }
        let test = try #require(RecombinedTest(values))
        #expect(test.pValue == 1.0 / 10_000 && test.pairings == 10_000)
    }
}
