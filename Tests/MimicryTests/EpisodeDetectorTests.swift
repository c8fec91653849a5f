import Posture
import Testing

@testable import Base
@testable import Mimicry

@Suite struct EpisodeDetectorTests {
    let detector = EpisodeDetector()

    @Test func anAdoptionHasLeaderLagOffsetAndSharedTime() throws {
        let found = detector.episodes(record(.first, [(10, 24)]), record(.second, [(14, 26.5)]))
        let episode = try #require(found.first)
        #expect(found.count == 1)
        #expect(episode.leader == .first)
        #expect(episode.follower == .second)
        #expect(episode.leaderOnset == 10)
        #expect(episode.followerOnset == 14)
        #expect(episode.lag == 4)
        #expect(episode.offset == 24)
        #expect(episode.sharedDuration == 10)
        #expect(episode.congruence == .unsided)
        #expect(episode.pValue == nil)
    }

    @Test func theSecondSeatMayLead() throws {
        let found = detector.episodes(record(.first, [(12, 20)]), record(.second, [(10, 30)]))
        let episode = try #require(found.first)
        #expect(found.count == 1)
        #expect(episode.leader == .second)
        #expect(episode.offset == 20)
        #expect(episode.sharedDuration == 8)
    }

    @Test(arguments: [(9.99, 1), (10, 1), (10.01, 0)])
    func theLargestLagIsIncluded(lag: Double, count: Int) {
        let found = detector.episodes(
            record(.first, [(3.1, 60)]), record(.second, [(3.1 + lag, 60)]))
        #expect(found.count == count)
    }

    /// A smile is answered sooner than a posture.
    @Test(arguments: [("smiling", 4.0, 1), ("smiling", 4.1, 0), ("slumped", 4.1, 1)])
    func aPostureMayHaveALongestLagOfItsOwn(posture: String, lag: Double, count: Int) {
        let settings = EpisodeSettings().applied(to: PostureDefinition.standard)
        let found = EpisodeDetector(settings: settings).episodes(
            record(.first, [(3.1, 60)], posture: posture),
            record(.second, [(3.1 + lag, 60)], posture: posture))
        #expect(found.count == count)
    }

    /// From 0.2 to 0.5 s apart, nobody can say who was first.
    @Test(arguments: [(0.1, 0), (0.19, 0), (0.2, 0), (0.49, 0), (0.5, 1), (0.6, 1)])
    func onsetsTooCloseTogetherHaveNoLeader(lag: Double, count: Int) {
        let found = detector.episodes(
            record(.first, [(3.1, 60)]), record(.second, [(3.1 + lag, 60)]))
        #expect(found.count == count)
    }

    @Test func aSimultaneousEntryIsNotGivenToAnEarlierOnset() {
        let leader = record(.first, [(3, 4), (5, 9)])
        #expect(detector.episodes(leader, record(.second, [(5.1, 9)])).isEmpty)
        #expect(detector.episodes(leader, record(.second, [(4.9, 9)])).isEmpty)
    }

    @Test(arguments: [(1.0, 1), (1.99, 1), (2, 0), (3, 0)])
    func theLeaderMayJustHaveLeft(gap: Double, count: Int) {
        let found = detector.episodes(
            record(.first, [(10, 13)]), record(.second, [(13 + gap, 20)]))
        #expect(found.count == count)
    }

    @Test func anEpisodeWhoseLeaderHasLeftSharesNothingAndEndsAsItStarts() throws {
        let found = detector.episodes(record(.first, [(10, 13)]), record(.second, [(14, 20)]))
        let episode = try #require(found.first)
        #expect(episode.sharedDuration == 0)
        #expect(episode.offset == 14)
    }

    @Test func whoeverWasInThePostureAlreadyDoesNotAdoptIt() {
        let found = detector.episodes(
            record(.first, [(20, 40)]), record(.second, [(5, 22), (24, 40)]))
        #expect(found.isEmpty)
    }

    @Test func leavingAsTheLeaderEntersIsNotBeingInThePosture() {
        let found = detector.episodes(
            record(.first, [(20, 40)]), record(.second, [(5, 20), (24, 40)]))
        #expect(found.count == 1)
    }

    @Test func anUnseenFollowerAtTheLeadersOnsetMakesNoEpisode() {
        let leader = record(.first, [(10, 30)])
        let during = record(.second, [(14, 30)], unknown: [(9, 11)])
        let after = record(.second, [(14, 30)], unknown: [(11, 12)])
        #expect(detector.episodes(leader, during).isEmpty)
        #expect(detector.episodes(leader, after).count == 1)
    }

    @Test func aFollowerWhoTurnsUpInThePostureHasNoKnownOnset() {
        let leader = record(.first, [(10, 30)])
        for end in [13.8, 14] {
            let follower = record(.second, [(14, 30)], unknown: [(11, end)])
            #expect(detector.episodes(leader, follower).isEmpty)
        }
        let later = record(.second, [(14, 30)], unknown: [(11, 13.7)])
        #expect(detector.episodes(leader, later).count == 1)
    }

    @Test func aLeaderWhoTurnsUpInThePostureHasNoKnownOnset() {
        let leader = record(.first, [(10, 30)], unknown: [(4, 10)])
        #expect(detector.episodes(leader, record(.second, [(14, 30)])).isEmpty)
    }

    @Test func anUnknownStretchThatBeginsWithTheOnsetDoesNotHideIt() {
        let leader = record(.first, [(10, 30)], unknown: [(10, 12)])
        #expect(detector.episodes(leader, record(.second, [(14, 30)])).count == 1)
    }

    @Test func aPostureHeldFromTheStartOfTheRecordingHasNoKnownOnset() {
        let leader = record(.first, [(0, 30)])
        let follower = record(.second, [(4, 30)])
        let recording = TimeSpan(start: 0, end: 40)
        #expect(detector.episodes(leader, follower).count == 1)
        #expect(detector.episodes(leader, follower, recording: recording).isEmpty)
    }

    @Test(arguments: [
        (Side.left, Side.right, Congruence.mirror), (.right, .left, .mirror),
        (.left, .left, .identical), (.right, .right, .identical),
    ])
    func sidesGiveTheCongruence(leader: Side, follower: Side, congruence: Congruence) throws {
        let found = detector.episodes(
            record(.first, [(10, 30)], side: leader), record(.second, [(12, 30)], side: follower))
        let episode = try #require(found.first)
        #expect(episode.congruence == congruence)
        #expect(episode.leaderSide == leader)
        #expect(episode.followerSide == follower)
    }

    @Test func changingHandsIsNeitherAnEntryNorALeaving() throws {
        var leader = record(.first, [(10, 15)], side: .left)
        leader.held += record(.first, [(15, 30)], side: .right).held
        let follower = record(.second, [(14, 40)], side: .right)
        let found = detector.episodes(leader, follower)
        let episode = try #require(found.first)
        #expect(found.count == 1)
        #expect(episode.leaderSide == .left)
        #expect(episode.congruence == .mirror)
        #expect(episode.offset == 30)
    }

    @Test func beingInThePostureOnTheOtherSideIsBeingInIt() {
        var follower = record(.second, [(8, 22)], side: .left)
        follower.held += record(.second, [(24, 40)], side: .right).held
        #expect(detector.episodes(record(.first, [(20, 40)], side: .left), follower).isEmpty)
    }

    @Test func anEmptySeatIsNotAdopted() {
        let found = detector.episodes(
            record(.first, [(10, 30)], posture: "absent"),
            record(.second, [(14, 30)], posture: "absent"))
        #expect(found.isEmpty)
    }

    @Test func differentPosturesDoNotMakeAnEpisode() {
        let found = detector.episodes(
            record(.first, [(10, 30)], posture: "slumped"),
            record(.second, [(14, 30)], posture: "arms_crossed"))
        #expect(found.isEmpty)
    }

    @Test func oneOnsetMayBeAdoptedThreeTimes() {
        let found = detector.episodes(
            record(.first, [(10, 30)]), record(.second, [(12, 13), (15, 16), (18, 19)]))
        #expect(found.map(\.lag) == [2, 5, 8])
        #expect(found.allSatisfy { $0.leaderOnset == 10 })
    }

    @Test func anEntryBelongsToTheMostRecentOnsetThatQualifies() {
        let found = detector.episodes(
            record(.first, [(10, 11), (12, 13), (14, 20)]), record(.second, [(15, 20)]))
        #expect(found.map(\.leaderOnset) == [14])
        let unseen = record(.second, [(15, 20)], unknown: [(13.5, 14.5)])
        let leader = record(.first, [(10, 11), (12, 13.5), (14, 20)])
        #expect(detector.episodes(leader, unseen).map(\.leaderOnset) == [12])
    }

    @Test func episodesAreInOrderOfTheFollowersOnset() {
        var first = record(.first, [(10, 30), (60, 70)])
        first.held += record(.first, [(5, 50)], posture: "a").held
        var second = record(.second, [(12, 30), (58, 70)])
        second.held += record(.second, [(11, 50)], posture: "a").held
        let found = detector.episodes(first, second)
        #expect(found.map(\.followerOnset) == [11, 12, 60])
        #expect(found.map(\.leader) == [.first, .first, .second])
    }

    @Test func exchangingTheRecordsChangesNothing() {
        let first = record(.first, [(10, 30), (60, 70)])
        let second = record(.second, [(12, 30), (58, 70)])
        #expect(detector.episodes(first, second) == detector.episodes(second, first))
    }
}
