import Foundation
import Testing

@testable import Mimicry

@Suite struct SignificanceTests {
    @Test func thePValueCountsTheRealSessionToo() throws {
        let surrogates = (1...39).map(Double.init)
        let high = try #require(Significance(of: 100, against: surrogates))
        #expect(high.pValue == 1.0 / 40)
        #expect(high.surrogates == 39)
        let tied = try #require(Significance(of: 39, against: surrogates))
        #expect(tied.pValue == 2.0 / 40)
        let low = try #require(Significance(of: 0, against: surrogates))
        #expect(low.pValue == 1)
    }

    @Test func theEffectIsInSurrogateDeviations() throws {
        let surrogates = (0..<20).map { $0.isMultiple(of: 2) ? 1.0 : 3.0 }
        let found = try #require(Significance(of: 5, against: surrogates))
        #expect(found.surrogateMean == 2)
        #expect(abs(found.surrogateSD - (20.0 / 19).squareRoot()) < 1e-12)
        #expect(found.excess == 3)
        #expect(abs((found.chanceSD ?? 0) - 3 / found.surrogateSD) < 1e-12)
        let still = try #require(
            Significance(of: 5, against: Array(repeating: 1, count: 20)))
        #expect(still.excess == 4)
        #expect(still.chanceSD == nil)
    }

    @Test func theLeastPValueIsThatOfAValueThatNoSurrogateReaches() throws {
        let near = try #require(
            Significance(of: 0, against: Array(repeating: 1, count: 17) + [2, 3], atReal: 4))
        #expect(near.pValue == 1)
        #expect(near.leastPValue == 5.0 / 24)
        #expect(!near.canTell(at: 0.05))
    }

    @Test func aRecordOfAnEarlierVersionIsRead() throws {
        let text = """
            {"value": 2, "surrogateMean": 1, "surrogateSd": 0.5, "effectSize": 2, "pValue": 0.01,
             "surrogates": 99}
            """
        let held = try JSONDecoder().decode(Significance.self, from: Data(text.utf8))
        #expect(held.excess == 1 && held.chanceSD == 2 && held.leastPValue == 0.01)
    }

    @Test func surrogatesAtTheRealAlignmentReachItAndDoNotEnterTheMean() throws {
        let found = try #require(
            Significance(of: 9, against: Array(repeating: 1, count: 36), atReal: 3))
        #expect(found.pValue == 4.0 / 40)
        #expect(found.surrogates == 39)
        #expect(found.surrogateMean == 1)
    }

    @Test func tooFewSurrogatesOrNoValueGiveNothing() {
        let surrogates = (0..<19).map(Double.init)
        #expect(Significance(of: 1, against: surrogates) != nil)
        #expect(Significance(of: 1, against: Array(surrogates.dropLast())) == nil)
        #expect(Significance(of: 1, against: surrogates.dropLast() + [.nan]) == nil)
        #expect(Significance(of: .nan, against: surrogates) == nil)
    }
}
