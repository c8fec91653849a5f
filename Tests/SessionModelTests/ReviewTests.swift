import Base
import Foundation
import Mimicry
import Posture
import SessionModel
import Testing

/// What a coder says of the episodes, and what the session is then.
struct ReviewTests {
    private static let day = Date(timeIntervalSince1970: 1_767_225_600)

    private static func episode(
        _ posture: String, _ leader: Double, _ follower: Double, led: Seat = .first
    ) -> Episode {
        var episode = Episode(
            posture: posture, leader: led, leaderSide: .left, followerSide: .right,
            congruence: .mirror, leaderOnset: leader, followerOnset: follower, offset: follower + 2,
            sharedDuration: 2, pValue: 0.04)
        (episode.qValue, episode.leaderOffset, episode.endedBy) = (0.08, follower + 2, led)
        return episode
    }

    /// Two adoptions of one onset, of which the second is a repeat, and one of another posture.
    private static var session: Session {
        var again = episode("slumped", 10, 15)
        again.isRepeat = true
        return Session(
            source: [], seats: ["therapist", "client"], consent: nil,
            settings: Settings(precision: "f32"), features: [FeatureTrack(), FeatureTrack()],
            postures: Seat.allCases.map { PostureRecord(seat: $0) },
            episodes: [
                episode("slumped", 10, 12.1234567), again, episode("arms_crossed", 20, 23),
            ], synchrony: [], timeline: [], quality: Quality(coverage: [1, 1]), warnings: ["one"])
    }

    private static func id(_ number: Int) -> Review.EpisodeID {
        session.episodes[number].id(seats: session.seats)
    }

    private static func item(
        _ number: Int?, _ verdict: Review.Verdict, _ finding: Review.Finding? = nil
    ) -> Review.Item {
        Review.Item(about: number.map(id), verdict: verdict, finding: finding, decided: day)
    }

    private static func finding(_ leader: Double, _ follower: Double) -> Review.Finding {
        Review.Finding(
            posture: "slumped", leader: "client", leaderSide: .left, followerSide: .left,
            leaderOnset: leader, followerOnset: follower, offset: follower + 1.5)
    }

    @Test func nothingIsChangedByNothingButTheWarnings() {
        let reviewed = Self.session.reviewed(by: Review(coder: "K1"))
        #expect(reviewed.episodes == Self.session.episodes)
        #expect(reviewed.review?.progress == "0 of 3" && reviewed.review?.left == 3)
        #expect(reviewed.warnings.count == 3 && reviewed.warnings[1].contains("chance"))
        #expect(
            Self.session.review == nil && Self.session.mark(of: Self.session.episodes[0]) == nil)
        #expect(reviewed.mark(of: reviewed.episodes[0]) == .notReviewed)
    }

    /// Rejected out, corrected in its place, added in order, not sure as it was; and tests are of what was measured.
    @Test func everyVerdictDoesWhatItSays() throws {
        let review = Review(
            coder: "K1",
            items: [
                Self.item(0, .rejected), Self.item(1, .unsure),
                Self.item(2, .confirmed, Self.finding(19.5, 24)),
                Self.item(nil, .confirmed, Self.finding(1, 4)),
            ])
        let reviewed = Self.session.reviewed(by: review)
        #expect(reviewed.episodes.map(\.followerOnset) == [4, 15, 24])
        let added = reviewed.episodes[0]
        #expect(added.leader == .second && added.follower == .first && added.lag == 3)
        #expect(added.congruence == .identical && added.sharedDuration == 1.5)
        #expect(added.offset == added.followerOnset + added.sharedDuration)
        let corrected = reviewed.episodes[2]
        #expect(corrected.pValue == nil && corrected.qValue == nil && corrected.endedBy == nil)
        #expect(added.pValue == nil && reviewed.episodes[1].pValue == 0.04)
        // With the first adoption rejected, the next of the same onset is the first.
        #expect(!reviewed.episodes[1].isRepeat && reviewed.countedEpisodes.count == 3)
        let summary = try #require(reviewed.review)
        #expect(summary.progress == "3 of 3" && summary.left == 0 && summary.lost == 0)
        let counts: [Int] = [
            summary.confirmed, summary.corrected, summary.rejected, summary.unsure, summary.added,
        ]
        #expect(counts == [0, 1, 1, 1, 1])
        #expect(reviewed.episodes.compactMap(reviewed.mark) == [.added, .unsure, .corrected])
        #expect(summary.clause.hasPrefix("reviewed by K1: 3 of 3 measured episodes"))
    }

    /// A correction that leaves the times alone keeps when each left.
    @Test func anotherSideChangesNoTimes() {
        let own = Self.session.episodes[2]
        var finding = Review.Finding(
            posture: own.posture, leader: "therapist", leaderOnset: own.leaderOnset,
            followerOnset: own.followerOnset, offset: own.offset)
        finding.leaderSide = .right
        let reviewed = Self.session.reviewed(
            by: Review(coder: "K1", items: [Self.item(2, .confirmed, finding)]))
        #expect(reviewed.episodes[2].leaderOffset == own.leaderOffset)
        #expect(reviewed.episodes[2].leaderSide == .right && reviewed.episodes[2].pValue == nil)
    }

    @Test func whatIsNoLongerFoundIsKeptAndSaid() {
        var session = Self.session
        session.episodes.remove(at: 0)
        let reviewed = session.reviewed(
            by: Review(coder: "K1", items: [Self.item(0, .rejected), Self.item(2, .confirmed)]))
        #expect(reviewed.review?.lost == 1 && reviewed.review?.progress == "1 of 2")
        #expect(reviewed.episodes.count == 2)
        #expect(reviewed.warnings.contains { $0.contains("no longer found") })
    }

    @Test func aLaterDecisionTakesThePlaceOfAnEarlierOne() {
        var review = Review(coder: "K1")
        review.put(Self.item(0, .rejected))
        review.put(Self.item(0, .confirmed))
        review.put(Self.item(nil, .confirmed, Self.finding(1, 4)))
        review.put(
            Self.item(nil, .confirmed, Self.finding(1, 4.5)), replacing: Self.finding(1, 4).id)
        #expect(review.items.count == 2 && review.items[0].verdict == .confirmed)
        #expect(review.items[1].finding?.followerOnset == 4.5)
    }

    @Test func whatNoCoderCanSayIsRefused() {
        #expect(Self.item(nil, .confirmed).fault != nil)
        #expect(Self.item(0, .rejected, Self.finding(1, 4)).fault != nil)
        #expect(Self.item(nil, .confirmed, Self.finding(4, 4)).fault != nil)
        #expect(Self.item(nil, .confirmed, Self.finding(4, .nan)).fault != nil)
        #expect(Self.item(nil, .confirmed, Self.finding(4, 2e6)).fault != nil)
        var early = Self.finding(1, 4)
        early.offset = 3
        #expect(Self.item(nil, .confirmed, early).fault != nil)
        early.offset = 4
        #expect(Self.item(nil, .confirmed, early).fault == nil)
        early.posture = "=cmd"
        #expect(Self.item(nil, .confirmed, early).fault != nil)
        var item = Self.item(0, .confirmed)
        item.note = String(repeating: "x", count: 501)
        #expect(item.fault != nil)
        item.note = "a\u{1B}[2J"
        #expect(item.fault != nil)
    }

    @Test(arguments: [
        ("K1", true), ("coder_2", true), ("Ö-3", true), ("", false), ("=K1", false), ("a/b", false),
        ("..", false), ("a b", false), ("K1\u{202E}", false),
        (String(repeating: "k", count: 33), false),
    ])
    func aCodeIsPartOfTheNamesOfFiles(code: String, isFine: Bool) {
        #expect((Review.fault(inCode: code) == nil) == isFine)
    }

    /// Marks made blind become decisions on the measured episodes that they mean, each once.
    @Test func marksMeanTheMeasuredEpisodesNearThem() {
        func mark(_ leader: String, _ follower: Double) -> Review.Item {
            Review.Item(
                about: nil, verdict: .confirmed,
                finding: .init(
                    posture: "slumped", leader: leader, leaderOnset: follower - 3,
                    followerOnset: follower, offset: follower + 1), decided: Self.day, isBlind: true
            )
        }
        let review = Review(
            coder: "K1", isBlind: true,
            items: [
                mark("therapist", 12), mark("therapist", 12.5), mark("client", 15),
                mark("therapist", 40),
            ])
        #expect(review.hidesMeasured)
        let open = review.revealing(
            Self.session.episodes, seats: Self.session.seats, at: Self.day)
        #expect(!open.hidesMeasured && open.isBlind)
        #expect(open.items.map { $0.about?.followerOnset } == [12.123457, nil, nil, nil])
        #expect(Self.session.reviewed(by: open).review?.corrected == 1)
        #expect(Self.session.reviewed(by: open).review?.added == 3)
    }

    @Test func filesOfAReviewAreTheSessionsOwn() {
        let name = SessionFile.name("episodes.csv", reviewedBy: "K1")
        #expect(name == "reviewed-K1.episodes.csv" && SessionFile(name: name) == .episodes)
        #expect(SessionFile(name: "reviewed-K1.other.csv") == nil)
        #expect(SessionFile(name: "reviewed-.episodes.csv") == nil)
        #expect(SessionFile(name: "episodes.csv") == .episodes)
    }
}
