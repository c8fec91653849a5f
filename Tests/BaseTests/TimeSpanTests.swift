import Testing

@testable import Base

@Suite struct TimeSpanTests {
    private func span(_ start: Double, _ end: Double) -> TimeSpan {
        TimeSpan(start: start, end: end)
    }

    @Test func removingLeavesThePiecesThatAreLongEnough() {
        #expect(span(0, 10).removing([span(4, 6)], keeping: 2) == [span(0, 4), span(6, 10)])
        #expect(span(0, 10).removing([span(1, 6)], keeping: 2) == [span(6, 10)])
        #expect(span(0, 10).removing([span(-1, 11)], keeping: 0) == [])
        #expect(span(0, 10).removing([span(10, 12)], keeping: 20) == [span(0, 10)])
        #expect(
            span(0, 9).removing([span(2, 3), span(5, 6)], keeping: 2) == [
                span(0, 2), span(3, 5), span(6, 9),
            ])
    }

    @Test func intersectionIsWhatIsInBoth() {
        let both = TimeSpan.intersection([span(0, 5), span(8, 9)], [span(2, 3), span(4, 10)])
        #expect(both == [span(2, 3), span(4, 5), span(8, 9)])
    }
}
