import SessionModel
import Base
import Posture
import Testing

@testable import Exports

@Suite struct SessionSummaryTests {
    private func shared(_ first: [PostureInterval], _ second: [PostureInterval]) -> [TimeSpan] {
        SessionSummary.shared([
            PostureRecord(seat: .first, held: first), PostureRecord(seat: .second, held: second),
        ])
    }

    @Test func sharingIsOfTheSamePostureOnAnySide() {
        let spans = shared(
            [Fixture.held(.first, "leaning_side", .left, 0, 10)],
            [
                Fixture.held(.second, "leaning_side", .right, 4, 12),
                Fixture.held(.second, "slumped", nil, 0, 10),
            ])
        #expect(spans == [TimeSpan(start: 4, end: 10)])
    }

    @Test func noSecondCountsTwice() {
        let spans = shared(
            [
                Fixture.held(.first, "leaning_back", nil, 0, 10),
                Fixture.held(.first, "arms_crossed", nil, 5, 15),
            ],
            [
                Fixture.held(.second, "leaning_back", nil, 0, 10),
                Fixture.held(.second, "arms_crossed", nil, 5, 15),
            ])
        #expect(spans == [TimeSpan(start: 0, end: 15)])
    }

    @Test func twoEmptySeatsShareNothing() {
        let spans = shared(
            [Fixture.held(.first, "absent", nil, 0, 10)],
            [Fixture.held(.second, "absent", nil, 0, 10)])
        #expect(spans.isEmpty)
    }

    @Test func balanceIsPositiveWhenTheFirstSeatLeads() {
        var session = Fixture.helle()
        #expect(SessionSummary(session).leaderBalance == 1)
        session.episodes += (0..<3).map { _ in Fixture.episode(leader: .second) }
        #expect(SessionSummary(session).leaderBalance == -0.5)
        #expect(SessionSummary(session).led == [1, 3])
        #expect(SessionSummary(session).duration == 45)
    }
}
