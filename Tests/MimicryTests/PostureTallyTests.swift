import Posture
import Testing

@testable import Base
@testable import Mimicry

/// Opportunities, repeats, dissolution and shared time.
@Suite struct PostureTallyTests {
    let recording = TimeSpan(start: 0, end: 1000)
    let settings = EpisodeSettings()

    private func tally(_ first: PostureRecord, _ second: PostureRecord) -> PostureTally {
        let found = EpisodeDetector().episodes(first, second, recording: recording)
        return PostureTally(
            first, second, episodes: found, recording: recording, settings: settings)
    }

    private func completed(_ first: PostureRecord, _ second: PostureRecord) -> [Episode] {
        EpisodeExits([first, second], recording: recording).complete(
            EpisodeDetector().episodes(first, second, recording: recording))
    }

    private func periods(
        _ count: Int, every step: Double, from start: Double, until end: Double
    ) -> [(Double, Double)] {
        (0..<count).map { index -> (Double, Double) in
            let shift = Double(index) * step
            return (shift + start, shift + end)
        }
    }

    /// One onset, and somebody who fidgets: one adoption, two repeats.
    @Test func anOnsetIsAdoptedOnce() {
        let found = EpisodeDetector().episodes(
            record(.first, [(10, 40)]), record(.second, [(12, 13.5), (15, 17), (18.5, 22)]))
        #expect(found.map(\.isRepeat) == [false, true, true])
        let again = EpisodeDetector().episodes(
            record(.first, [(10, 14), (20, 40)]), record(.second, [(12, 13.5), (22, 30)]))
        #expect(again.map(\.isRepeat) == [false, false])
    }

    @Test func repeatsDoNotCountAndAreTestedNot() throws {
        let first = record(.first, [(100, 140), (500, 540)])
        let second = record(.second, [(102, 103.5), (105, 107), (108.5, 112)])
        let tested = try #require(
            EpisodeSignificance(
                first, second, recording: recording, surrogates: .init(count: 99)))
        #expect(tested.count.value == 1)
        #expect(tested.episodes.map(\.isRepeat) == [false, true, true])
        #expect(tested.episodes.map { $0.pValue == nil } == [false, true, true])
    }

    /// Whether a smile was adopted is told sooner: the follower is hidden from 6 s after the onset on.
    @Test(arguments: [("smiling", 1), ("slumped", 0)])
    func anOpportunityLastsAsLongAsAnAdoptionMayTake(posture: String, count: Int) {
        let settings = EpisodeSettings().applied(to: PostureDefinition.standard)
        let first = record(.first, [(100, 130)], posture: posture)
        let second = record(.second, [(300, 310)], posture: posture, unknown: [(106, 120)])
        let found = PostureTally(
            first, second,
            episodes: EpisodeDetector(settings: settings).episodes(
                first, second, recording: recording),
            recording: recording, settings: settings)
        let opportunities = found.responses[
            ResponseGroup(.adoption, .direction, seat: .first)]?.occasions
        #expect(opportunities ?? 0 == count)
    }

    @Test func opportunitiesAreOnsetsWithAFollowerWhoIsFreeAndSeen() {
        // Taken up; not taken up; the follower holds it; the follower is hidden before it is over;
        // undecided; held from the start of the recording.
        let first = record(
            .first, [(0, 5), (100, 130), (200, 230), (300, 330), (400, 430), (500, 530)])
        let second = record(
            .second, [(104, 120), (290, 310), (500.3, 520)], unknown: [(405, 460)])
        let found = tally(first, second).responses
        #expect(
            found[ResponseGroup(.adoption, .direction, seat: .first)]
                == ResponseCount(occasions: 2, responses: 1))
        // Entered before the other's: 104, 290; the first enters at 300, ten seconds later.
        #expect(
            found[ResponseGroup(.adoption, .direction, seat: .second)]
                == ResponseCount(occasions: 1, responses: 1))
        #expect(
            found[ResponseGroup(.adoption, .all)] == ResponseCount(occasions: 3, responses: 2))
    }

    @Test func mirroredAndIdenticalAreCountedApart() {
        var second = record(.second, [(104, 120)], side: .right)
        second.held += record(.second, [(203, 220)], side: .left).held
        let found = tally(
            record(.first, [(100, 130), (200, 230), (300, 330)], side: .left), second)
        for congruence in [Congruence.mirror, .identical] {
            #expect(found.congruences[congruence] == 1)
            let group = ResponseGroup(.adoption, .congruence, name: congruence.rawValue)
            #expect(found.responses[group] == ResponseCount(occasions: 3, responses: 1))
        }
        #expect(found.sharedSides == [.mirror: 16, .identical: 17])
        #expect(found.shared[""] == 33)
    }

    @Test func whoLeftFirstAndHowSoonTheOtherFollowed() throws {
        let found = completed(
            record(.first, [(10, 30), (100, 120), (200, 220), (300, 320)]),
            record(
                .second, [(14, 33), (103, 110), (203, 220.3), (304, 320)], unknown: [(320, 330)])
        )
        #expect(found.map(\.endedBy) == [.first, .second, nil, .first])
        #expect(found.map(\.leaderOffset) == [30, 120, 220, 320])
        #expect(found.map(\.followerOffset) == [33, 110, 220.3, nil])
        #expect(found[0].exitLag == 3 && found[1].exitLag == 10 && found[3].exitLag == nil)
    }

    @Test func aFollowedLeavingIsSoonAfterTheOther() {
        let found = tally(
            record(.first, [(10, 30), (100, 120), (200, 220)]),
            record(.second, [(14, 33), (103, 150), (203, 300)]))
        #expect(
            found.responses[ResponseGroup(.leaving, .leader)]
                == ResponseCount(occasions: 3, responses: 1))
    }

    /// Stands up and leaves: the shared state ends.
    @Test func aBrakeIsAStepOutOfASharedState() {
        var first = record(.first, [(10, 30), (100, 120)])
        first.held += record(.first, [(30.5, 60)], posture: "absent").held
        first.held += record(.first, [(121, 140)], posture: "arms_crossed").held
        let second = record(.second, [(14, 40), (104, 130)])
        let brakes = Brake.all(completed(first, second), [first, second])
        #expect(brakes.map(\.step) == [.left, .changed(to: "arms_crossed")])
        #expect(brakes.map(\.time) == [30, 120])
        #expect(brakes.map(\.seat) == [.first, .first])
    }

    /// Whoever holds postures for longer leads more by chance alone.
    @Test func holdingLongerLeadsMoreByChance() throws {
        let long = periods(12, every: 80, from: 5, until: 60)
        let short = periods(30, every: 31, from: 11, until: 15)
        let tested = try #require(
            EpisodeSignificance(
                record(.first, long), record(.second, short), recording: recording,
                surrogates: .init(count: 199)))
        let balance = try #require(tested.details.leaderBalance)
        #expect(abs(balance) > 0.05)
    }

    @Test func sharingIsTestedOnAsMuchTime() throws {
        let together = periods(12, every: 80, from: 5, until: 30)
        let tested = try #require(
            EpisodeSignificance(
                record(.first, together), record(.second, together), recording: recording,
                surrogates: .init(count: 199)))
        let all = try #require(tested.details.sharing.first { $0.name.isEmpty })
        #expect(all.significance.value == 300)
        #expect(all.significance.surrogateMean < 200)
        // Shifts by whole periods give the same alignment again.
        #expect(all.significance.pValue < 0.2)
    }

    /// One holds it for 120 s and the other within that for 100: every shift up to 10 s shares as much, a
    /// fiftieth of all there are. A fixed width of nearness of a quarter of the largest lag gave 0.006.
    @Test func longHoldsAreSharedAsLongNearby() throws {
        let tested = try #require(
            EpisodeSignificance(
                record(.first, [(400, 520)]), record(.second, [(410, 510)]),
                recording: recording, surrogates: .init(count: 999)))
        let all = try #require(tested.details.sharing.first { $0.name.isEmpty }).significance
        #expect(all.value == 100)
        #expect(abs(all.pValue - 0.02) < 0.008, "\(all.pValue)")
        // Near shifts are no part of what chance gives on average.
        #expect(all.surrogateMean < 15 && all.surrogates > 1000)
    }

    /// In a session of little more than twice the near shifts, these are not more than the others, and each counts for
    /// many.
    @Test func aShortSessionIsNotShiftedWithoutEnd() throws {
        let span = TimeSpan(start: 0, end: 42)
        let tested = try #require(
            EpisodeSignificance(
                record(.first, [(10, 20)]), record(.second, [(12, 20)]), recording: span,
                surrogates: .init(count: 199)))
        let all = try #require(tested.details.sharing.first { $0.name.isEmpty }).significance
        #expect(all.surrogates < 2 * 199)
        // Two of 42 s share as much.
        #expect(abs(all.pValue - 2.0 / 42) < 0.05, "\(all.pValue)")
    }

    @Test func theIntervalIsWilsons() throws {
        let share = ResponseShare(
            group: ResponseGroup(.adoption, .all), opportunities: 10, adopted: 3,
            adoptedByChance: 0.1, pValue: 0.1)
        // Wilson's 95 % interval of 3 of 10: 0.1078 to 0.6032.
        let interval = try #require(share.riskDifferenceInterval)
        #expect(abs(interval.lowerBound - 0.0078) < 1e-4)
        #expect(abs(interval.upperBound - 0.5032) < 1e-4)
        #expect(abs((share.riskRatio ?? 0) - 3) < 1e-12)
    }
}
