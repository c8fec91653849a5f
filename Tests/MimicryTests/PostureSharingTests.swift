import Posture
import Testing

@testable import Base
@testable import Mimicry

@Suite struct PostureSharingTests {
    let recording = TimeSpan(start: 0, end: 100)

    @Test func sharedTimeAndBaseRatesAreOfTheKnownTime() throws {
        let first = record(.first, [(10, 40)], side: .left, unknown: [(80, 90)])
        let second = record(.second, [(30, 50)], side: .right, unknown: [(85, 100)])
        let all = PostureSharing.all(first, second, recording: recording)
        let sharing = try #require(all.first)
        #expect(all.count == 1)
        #expect(sharing.known == 80)
        #expect(sharing.firstRate == 30.0 / 80)
        #expect(sharing.secondRate == 20.0 / 80)
        #expect(sharing.shared == 10)
        #expect(sharing.expected == 30.0 * 20 / 80)
    }

    @Test func overlappingSidesCountOnce() throws {
        var first = record(.first, [(10, 20)], side: .left)
        first.held += record(.first, [(15, 25)], side: .right).held
        let all = PostureSharing.all(first, record(.second, [(0, 100)]), recording: recording)
        #expect(try #require(all.first).shared == 15)
    }

    @Test func aPostureOfOnlyOnePersonIsNotShared() throws {
        let all = PostureSharing.all(
            record(.first, [(10, 20)]), record(.second, []), recording: recording)
        let sharing = try #require(all.first)
        #expect(sharing.shared == 0)
        #expect(sharing.secondRate == 0)
        #expect(sharing.expected == 0)
    }

    @Test func nothingKnownGivesNoRates() throws {
        let first = record(.first, [(10, 20)])
        let second = record(.second, [], unknown: [(0, 100)])
        let sharing = try #require(
            PostureSharing.all(first, second, recording: recording).first)
        #expect(sharing.known == 0)
        #expect(sharing.firstRate == 0)
        #expect(sharing.expected == 0)
    }

    @Test func emptySeatsAreNotSharedAndNamesAreInOrder() {
        var first = record(.first, [(0, 10)], posture: "absent")
        first.held += record(.first, [(0, 10)], posture: "b").held
        let second = record(.second, [(0, 10)], posture: "a")
        let names = PostureSharing.all(first, second, recording: recording).map(\.posture)
        #expect(names == ["a", "b"])
    }

    @Test func postureTimeOutsideTheRecordingIsLeftOut() throws {
        let all = PostureSharing.all(
            record(.first, [(90, 120)]), record(.second, [(95, 120)]), recording: recording)
        #expect(try #require(all.first).shared == 5)
    }
}
