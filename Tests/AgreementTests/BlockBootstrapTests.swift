import Base
import Testing

@testable import Agreement

@Suite struct BlockBootstrapTests {
    /// Holds of 5 to 45 s, and a second coder who misses or misplaces some.
    private func course(_ seed: UInt64, seconds: Int) -> [SecondCounts] {
        var random = SplitMix64(seed: seed)
        var one = [Bool](repeating: false, count: seconds)
        var other = one
        var time = 0
        while time < seconds {
            let hold = time..<min(seconds, time + Int.random(in: 5...45, using: &random))
            let isSeen = Int.random(in: 0..<4, using: &random) > 0
            let late = Int.random(in: 0...4, using: &random)
            for second in hold {
                one[second] = true
                if isSeen, second >= hold.lowerBound + late { other[second] = true }
            }
            time = hold.upperBound + Int.random(in: 10...90, using: &random)
        }
        return (0..<seconds).map { second in
            var counts = SecondCounts()
            counts.all.add(attune: one[second], coder: other[second])
            counts.known = counts.all
            return counts
        }
    }

    /// Kappa of a very long coding is in the 95 % intervals of most short ones: in some 88 of 100, since half an hour has
    /// but some twenty-five holds.
    @Test func theIntervalHoldsWhatALongCodingHas() throws {
        let truth = try #require(
            course(1000, seconds: 400_000).reduce(SecondCounts(), +).all.kappa)
        let covered = (0..<100).count { seed in
            let interval = BlockBootstrap(course(UInt64(seed), seconds: 1800), block: 50).kappa
            return interval?.contains(truth) ?? false
        }
        #expect(covered >= 85 && covered <= 99, "\(covered)")
    }

    @Test func aShortOrEmptyCourseHasNone() {
        #expect(BlockBootstrap([], block: 10).kappa == nil)
        #expect(BlockBootstrap(course(1, seconds: 90), block: 10).kappa == nil)
        let nothing = [SecondCounts](repeating: SecondCounts(), count: 300)
        #expect(BlockBootstrap(nothing, block: 10).f1 == nil)
    }

    @Test func aBlockIsTwoHolds() {
        func block(_ holds: [Double], _ seconds: Int) -> Int {
            BlockBootstrap.block(
                of: holds.map { TimeSpan(start: 0, end: $0) }, within: seconds)
        }
        #expect(block([20, 30], 3600) == 50)
        #expect(block([], 3600) == 10)
        #expect(block([200], 600) == 60)
    }
}
