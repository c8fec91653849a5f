import Testing

@testable import Mimicry

@Suite struct PeakPickerTests {
    let nan = Double.nan

    func lag(_ cells: [Double], region: Int = 1, share: Double = 0, sign: Double = 1) -> Int? {
        cells.withUnsafeBufferPointer {
            PeakPicker(region: region, share: share).peak(in: $0, sign: sign)
        }.map { $0 - cells.count / 2 }
    }

    @Test func thePeakNearestZeroIsPicked() {
        #expect(lag([0, 0.9, 0, 0, 0.1, 0.2, 0.5, 0.2, 0]) == 2)
        #expect(lag([0, 0.9, 0, 0.4, 0, 0, 0, 0.5, 0]) == -1)
    }

    @Test func ofTwoEquallyNearTheHigherIsPicked() {
        #expect(lag([0, 0.5, 0, 0.6, 0]) == 1)
        #expect(lag([0, 0.6, 0, 0.5, 0]) == -1)
    }

    @Test func zeroLagCanBeThePeak() {
        #expect(lag([0, 0.2, 0.7, 0.2, 0]) == 0)
    }

    @Test func theEndsOfTheLagRangeAreNoPeaks() {
        #expect(lag([0.9, 0.5, 0.2, 0.1, 0]) == nil)
        #expect(lag([0, 0.1, 0.2, 0.5, 0.9]) == nil)
    }

    @Test func aWiggleInsideTheRegionOfAHigherCellIsNoPeak() {
        let cells = [0, 0.1, 0.2, 0.3, 0.25, 0.5, 0.6, 0.5, 0.4]
        #expect(lag(cells, region: 1) == -1)
        #expect(lag(cells, region: 3) == 2)
    }

    @Test func aLowPeakIsNoRivalOfOneThatExplainsTwiceAsMuch() {
        let cells = [0, 0, 0, 0.5, 0, 0, 0, 0.72, 0]
        #expect(lag(cells, share: 0.5) == 3)
        #expect(lag(cells, share: 0.45) == -1)
        #expect(lag([0, 0, 0, 0.52, 0, 0, 0, 0.72, 0], share: 0.5) == -1)
    }

    @Test func aLowPeakBelowARisingEndIsNoPeak() {
        #expect(lag([0, 0, 0.1, 0, 0.9], share: 0.5) == nil)
    }

    @Test func negativeCorrelationsAreNoPeaksUnlessTheSignIsTurned() {
        let cells = [-0.3, -0.6, -0.3, -0.2, -0.3]
        #expect(lag(cells) == nil)
        #expect(lag(cells, sign: -1) == -1)
    }

    @Test func aPlateauIsNoPeak() {
        #expect(lag([0, 0.5, 0.5, 0, 0]) == nil)
        #expect(lag([0.5, 0.5, 0.5, 0.5, 0.5]) == nil)
    }

    @Test func missingCellsHideThePeaksBesideThem() {
        #expect(lag([0, 0.2, 0.7, nan, 0]) == nil)
        #expect(lag([nan, 0.2, 0.7, 0.3, nan], region: 2) == 0)
        #expect(lag([nan, nan, nan, nan, nan]) == nil)
    }
}
