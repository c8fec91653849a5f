import Exports
import Base
import Posture
import Testing

@testable import Agreement

@Suite struct EventAgreementTests {
    private let target = Target(seat: "client", posture: "slumped")

    private func holds(_ onsets: [Double], _ side: Side? = nil) -> [Hold] {
        onsets.map { Hold(target: target, side: side, onset: $0, offset: $0 + 1) }
    }

    private func agreement(_ attune: [Hold], _ coder: [Hold]) -> EventAgreement {
        EventAgreement(
            attune: attune, coder: coder, tolerance: 2, over: TimeSpan(start: 0, end: 100))
    }

    @Test func countsAndErrors() throws {
        let result = agreement(holds([10, 20, 30.5, 60]), holds([9, 30, 61, 80, 90]))
        #expect(result.attune == 4 && result.coder == 5 && result.matched == 3)
        #expect(result.precision == 0.75 && result.recall == 0.6)
        #expect(abs(try #require(result.f1) - 6.0 / 9) < 1e-12)
        #expect(result.onsetErrors == [1, 0.5, -1])
        #expect(result.caveat() == nil)
    }

    @Test func tellsWhatIsNotDefined() throws {
        #expect(agreement([], holds([1])).precision == nil)
        #expect(agreement([], holds([1])).f1 == 0)
        #expect(try #require(agreement([], holds([1])).caveat()).hasPrefix("precision"))
        #expect(agreement(holds([1]), []).recall == nil)
        #expect(agreement([], []).f1 == nil)
    }

    @Test func anEventBeyondTheEdgeCountsOnlyWithACounterpartInside() {
        let result = EventAgreement(
            attune: holds([9.5, 50, 101]), coder: holds([5, 10.5, 99.5]), tolerance: 2,
            over: TimeSpan(start: 10, end: 100))
        #expect(result.attune == 3 && result.coder == 2 && result.matched == 2)
    }

    @Test func comparesSidesWhereBothTellThem() {
        let result = agreement(
            holds([10, 20], .left) + holds([30], .right),
            holds([10], .left) + holds([20], .right)
                + holds([30]))
        #expect(result.sided == 2 && result.sideAgreement == 0.5)
        #expect(agreement(holds([1]), holds([1])).sideAgreement == nil)
    }

    /// R: quantile(c(1, 2, 3, 4)), quantile(c(5, 1, 3)).
    @Test func quartilesAreThoseOfR() throws {
        let four = try #require(Quartiles([4, 1, 3, 2]))
        #expect([four.first, four.median, four.third] == [1.75, 2.5, 3.25])
        let three = try #require(Quartiles([5, 1, 3]))
        #expect([three.first, three.median, three.third] == [2, 3, 4])
        let one = try #require(Quartiles([7]))
        #expect([one.first, one.median, one.third] == [7, 7, 7])
        #expect(Quartiles([]) == nil)
    }

    @Test func durationsAreOfHoldsThatAreWhole() {
        let one = [
            Hold(target: target, onset: 10, offset: 20),
            Hold(target: target, onset: 40, offset: 45),
            Hold(target: target, onset: 90, offset: 120),
        ]
        let other = [
            Hold(target: target, onset: 11, offset: 19),
            Hold(target: target, onset: 41, offset: 41),
            Hold(target: target, onset: 90, offset: 95),
        ]
        // A point has no duration, and one reaches beyond what was coded.
        let result = agreement(one, other)
        #expect(result.matched == 3)
        #expect(result.durations == [.init(one: 10, other: 8)])
    }
}
