import Posture
import Testing

@testable import Mimicry

@Suite struct CombinedCouplingTests {
    let measures = [
        CouplingPeaks.Measure(channel: .headTilt, mapping: .mirror),
        CouplingPeaks.Measure(channel: .headTilt, mapping: .identical),
        CouplingPeaks.Measure(channel: .headNod, mapping: .unsided),
    ]

    @Test func channelsCountWithTheHigherMappingInChanceDeviations() {
        // Means 1, 2, 5 and deviations 1, 2, 1 by chance.
        let combined = CombinedCoupling(
            measures: measures, windowCount: 2, chance: [[0, 2, 0, 4, 4, 6], [0, 2, 4, 0, 6, 4]])
        let couplings = combined.couplings([3, 0, 2, 4, 8, 5])
        #expect(abs(couplings[0] - (2 + 3) / 2) < 1e-12)
        #expect(abs(couplings[1] - (1 + 0) / 2) < 1e-12)
    }

    /// What the face does is compared channel by channel, and alone only where there is nothing else.
    @Test func theFaceIsNoPartOfIt() {
        let face = CouplingPeaks.Measure(channel: .smile, mapping: .unsided)
        let chance = [[0, 2, 0, 4, 4, 6, 1, 3], [0, 2, 4, 0, 6, 4, 3, 1.0]]
        let combined = CombinedCoupling(measures: measures + [face], windowCount: 2, chance: chance)
        let couplings = combined.couplings([3, 0, 2, 4, 8, 5, 9, 9])
        #expect(abs(couplings[0] - (2 + 3) / 2) < 1e-12)
        let alone = CombinedCoupling(
            measures: [face], windowCount: 2, chance: chance.map { Array($0.suffix(2)) })
        #expect(abs(alone.couplings([9, 2])[0] - 7) < 1e-12)
    }

    @Test func whatCannotBeComparedDoesNotCount() {
        let combined = CombinedCoupling(
            measures: measures, windowCount: 2, chance: [[0, 2, 0, 4, 4, 6], [0, 2, 4, 0, 6, 4]])
        let couplings = combined.couplings([.nan, .nan, .nan, .nan, 8, .nan])
        #expect(abs(couplings[0] - 3) < 1e-12)
        #expect(couplings[1].isNaN)
    }
}
