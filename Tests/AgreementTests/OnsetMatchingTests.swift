import Testing

@testable import Agreement

@Suite struct OnsetMatchingTests {
    private func pairs(_ one: [Double], _ other: [Double], _ tolerance: Double = 2) -> [[Int]] {
        OnsetMatching.pairs(one, other, tolerance: tolerance).map { [$0.0, $0.1] }
    }

    @Test func pairsWhatIsCloseEnough() {
        #expect(pairs([10, 50], [11.5, 52.5]) == [[0, 0]])
        #expect(pairs([12.3], [10.3]) == [[0, 0]])
        #expect(pairs([10], [12.001]) == [])
        #expect(pairs([], [1]) == [] && pairs([1], []) == [])
    }

    @Test func theMostPairsComeFirst() {
        // 2 is nearest to 1.9, but then 0.2 would stay alone.
        #expect(pairs([0.2, 2], [1.9, 3.5]) == [[0, 0], [1, 1]])
    }

    @Test func thenTheSmallestDistances() {
        #expect(pairs([1, 1.8], [2]) == [[1, 0]])
        #expect(pairs([2], [1, 1.8, 2.1]) == [[0, 2]])
    }

    /// Every way to pair, tried out.
    private func best(_ one: ArraySlice<Double>, _ other: [Double], _ limit: Double) -> (
        Int, Double
    ) {
        guard let first = one.first else { return (0, 0) }
        var result = best(one.dropFirst(), other, limit)
        for (index, candidate) in other.enumerated() where abs(candidate - first) <= limit {
            var rest = other
            rest.remove(at: index)
            let (count, distance) = best(one.dropFirst(), rest, limit)
            let score = (count + 1, distance + abs(candidate - first))
            if (score.0, -score.1) > (result.0, -result.1) { result = score }
        }
        return result
    }

    @Test func noOtherPairingIsBetter() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            let lists = (0..<2).map { _ in
                (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                    Double.random(in: 0...8, using: &generator)
                }.sorted()
            }
            let found = OnsetMatching.pairs(lists[0], lists[1], tolerance: 1)
            let distance = found.reduce(0) { $0 + abs(lists[0][$1.0] - lists[1][$1.1]) }
            let wanted = best(lists[0][...], lists[1], 1)
            #expect(found.count == wanted.0 && abs(distance - wanted.1) < 1e-9, "\(lists)")
            #expect(Set(found.map(\.0)).count == found.count)
            #expect(Set(found.map(\.1)).count == found.count)
        }
    }
}
