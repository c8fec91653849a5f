import Foundation
import SessionModel
import Testing

/// What becomes of a coder's decisions when the two people are exchanged from a moment on.
struct PeopleExchangeTests {
    private static let day = Date(timeIntervalSince1970: 1_767_225_600)
    private static let seats = ["therapist", "client"]

    private static func id(_ leader: Double, _ follower: Double) -> Review.EpisodeID {
        Review.EpisodeID(
            posture: "slumped", leader: "therapist", leaderOnset: leader, followerOnset: follower)
    }

    private static func finding(_ leader: Double, _ end: Double) -> Review.Finding {
        Review.Finding(
            posture: "slumped", leader: "client", leaderOnset: leader, followerOnset: leader + 1,
            offset: end)
    }

    @Test func whichTimeIsTouched() {
        let none = PeopleExchange(from: [10], to: [10])
        #expect(!none.changesPeople && !none.touches(from: 0, to: 100))
        let from = PeopleExchange(from: [], to: [10])
        #expect(from.changesPeople)
        for (start, end, isTouched) in [
            (0.0, 9.999, false), (0, 10, true), (10, 11, true), (50, 60, true), (12, 12, true),
        ] {
            #expect(from.touches(from: start, to: end) == isTouched, "\(start) \(end)")
        }
        // Exchanged back, whichever way round it is said.
        for span in [
            PeopleExchange(from: [], to: [10, 20]), PeopleExchange(from: [20, 10], to: []),
            PeopleExchange(from: [10], to: [20]),
        ] {
            #expect(span.touches(from: 5, to: 30) && span.touches(from: 19.9, to: 19.95))
            #expect(!span.touches(from: 20, to: 30) && !span.touches(from: 1, to: 2))
        }
        #expect(!PeopleExchange(from: [5], to: [5, 8, 8]).changesPeople)
    }

    @Test func whatIsSaidOfTheTimeBeforeStays() {
        let review = Review(
            coder: "K1",
            items: [
                .init(about: Self.id(1, 2), verdict: .rejected, decided: Self.day),
                .init(
                    about: nil, verdict: .confirmed, finding: Self.finding(5, 8), decided: Self.day),
            ])
        let exchange = PeopleExchange(from: [], to: [10])
        #expect(review.exchanging(exchange, seats: Self.seats, ends: [Self.id(1, 2): 4]) == review)
        let none = PeopleExchange(from: [3], to: [3])
        #expect(review.exchanging(none, seats: Self.seats, ends: [:]) == review)
    }

    @Test func whatIsSaidOfTheTimeAfterIsNotApplied() {
        let (added, over, after) = (Self.finding(12, 15), Self.finding(7, 11), Self.id(20, 21))
        let review = Review(
            coder: "K1",
            items: [
                .init(about: nil, verdict: .confirmed, finding: added, decided: Self.day),
                .init(about: nil, verdict: .confirmed, finding: over, decided: Self.day),
                .init(about: after, verdict: .rejected, decided: Self.day, note: "no"),
                .init(about: Self.id(6, 7), verdict: .confirmed, decided: Self.day),
            ])
        let exchange = PeopleExchange(from: [], to: [10])
        let made = review.exchanging(
            exchange, seats: Self.seats, ends: [after: 25, Self.id(6, 7): 30])
        // Kept as they were said, about episodes that nobody measures.
        #expect(
            made.items.map(\.about) == [
                added.id, over.id, after,
                {
                    var id = Self.id(6, 7)
                    id.leader = "client"
                    return id
                }(),
            ])
        #expect(made.items.map(\.finding) == review.items.map(\.finding))
        #expect(made.items.map(\.verdict) == review.items.map(\.verdict))
        #expect(made.items.allSatisfy { $0.fault == nil })
        // Exchanged back, what was said of measured episodes is found again.
        let back = made.exchanging(
            PeopleExchange(from: [10], to: []), seats: Self.seats, ends: [:])
        #expect(back.items[2] == review.items[2])
    }

    @Test func aBlindReviewOfOtherPeopleIsNone() {
        let mark = Review.Item(
            about: nil, verdict: .confirmed, finding: Self.finding(12, 15), decided: Self.day,
            isBlind: true)
        let exchange = PeopleExchange(from: [], to: [10])
        let open = Review(coder: "K1", isBlind: true, items: [mark])
            .exchanging(exchange, seats: Self.seats, ends: [:])
        // Still hidden: the coder goes on, and marks that part anew.
        #expect(open.hidesMeasured && !open.items[0].isBlind)
        let shown = Review(coder: "K1", isBlind: true, revealed: Self.day, items: [mark])
            .exchanging(exchange, seats: Self.seats, ends: [:])
        #expect(!shown.isBlind && shown.revealed == nil && !shown.items[0].isBlind)
    }
}
