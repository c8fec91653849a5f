import Testing

@testable import Base
@testable import Posture

@Suite struct PostureRecordTests {
    private let record = PostureRecord(
        seat: .first,
        held: [
            PostureInterval(
                seat: .first, posture: "head_on_hand", side: .left, onset: 0, offset: 10),
            PostureInterval(seat: .first, posture: "slumped", onset: 4, offset: 5),
            PostureInterval(seat: .first, posture: "slumped", onset: 7, offset: 9),
        ], unknown: ["slumped": [TimeSpan(start: 5.5, end: 6.5)]])

    @Test func holdsEndAndBeginAtTheEdgesWithUnknownOnsets() {
        let masked = record.masking(
            [TimeSpan(start: 3, end: 6)], names: ["head_on_hand", "slumped", "absent"])
        let held = masked.held.map { ($0.posture, $0.onset, $0.offset, $0.onsetIsKnown) }
        #expect(
            held.map { "\($0)" } == [
                "(\"head_on_hand\", 0.0, 3.0, true)", "(\"head_on_hand\", 6.0, 10.0, false)",
                "(\"slumped\", 7.0, 9.0, true)",
            ])
        #expect(masked.held.allSatisfy { $0.side == ($0.posture == "slumped" ? nil : .left) })
        #expect(
            masked.unknown == [
                "head_on_hand": [TimeSpan(start: 3, end: 6)],
                "absent": [TimeSpan(start: 3, end: 6)],
                "slumped": [TimeSpan(start: 3, end: 6.5)],
            ])
    }

    @Test func nothingToMaskChangesNothing() {
        #expect(record.masking([], names: ["absent"]) == record)
    }

    @Test func channelsAreMissingInTheStretchesAndPresenceStays() {
        var track = FeatureTrack()
        for index in 0..<5 {
            track.append(
                time: Double(index), presence: 0.9,
                row: Channel.allCases.map { Double($0.index + index) })
        }
        let masked = track.masking([
            TimeSpan(start: 1, end: 2), TimeSpan(start: 3.5, end: 9),
        ])
        #expect(masked[.headTilt].map(\.isNaN) == [false, true, false, false, true])
        #expect(masked[.motionEnergy][0] == track[.motionEnergy][0])
        #expect(masked.presence == track.presence && masked.times == track.times)
    }
}
