import Base
import Testing

@testable import Posture

@Suite struct FacingPartnerTests {
    /// Enters at 37° short of the other, and leaves at 47°.
    @Test func aHeadTurnedToTheOtherFacesThem() {
        let turns: [(from: Double, turn: Double)] = [
            (0, -90), (5, -30), (10, -42), (15, -60), (20, -42), (25, 10), (30, .nan), (40, -90),
        ]
        var track = FeatureTrack()
        for index in 0..<500 {
            let time = Double(index) / 10
            var row = Channel.allCases.map { _ in Double.nan }
            row[Channel.toPartner.index] = turns.last { $0.from <= time }?.turn ?? .nan
            track.append(time: time, presence: 1, row: row)
        }
        let record = PostureDetector.record(of: track, seat: .second)
        let held = record.held.filter { $0.posture == "facing_partner" }
        #expect(held.map { [$0.onset, $0.offset] } == [[5, 15], [25, 30]], "\(held)")
        // Looking at the camera is known not to be it; a head that is not seen is unknown.
        let unknown = record.unknown["facing_partner"] ?? []
        #expect(unknown.contains { $0.contains(35) } && !unknown.contains { $0.contains(45) })
    }
}
