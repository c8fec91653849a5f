import Base
import Testing

@testable import Mimicry

@Suite struct UniformGridTests {
    let nan = Double.nan

    @Test func theGridCoversBothRecordingsAtTheSlowerRate() throws {
        let first = (0..<101).map { Double($0) * 0.04 }
        let second = (0..<51).map { 1 + Double($0) * 0.08 }
        let grid = try #require(UniformGrid(covering: first, second))
        #expect(grid.start == 0)
        #expect(abs(grid.step - 1.0 / 15) < 1e-12)
        // The last of the slower person's samples, at 5.00 s, stands for 0.08 s.
        #expect(grid.count == 76)
        #expect(abs(grid.span.end - 76.0 / 15) < 1e-9)
    }

    @Test func oneSampleMakesNoGrid() {
        #expect(UniformGrid(covering: [0], [0]) == nil)
        #expect(UniformGrid(covering: [], []) == nil)
    }

    @Test func timestampsRoundedByTheContainerDoNotDrift() throws {
        let times = (0..<3000).map { (Double($0) / 30 * 1000).rounded() / 1000 }
        let grid = try #require(UniformGrid(covering: times, times))
        #expect(abs(grid.step - 1.0 / 30) < 1e-6)
        #expect(grid.count == 3000)
    }

    @Test func aGapDoesNotChangeTheInterval() {
        let times: [Double] = (0..<100).map { Double($0) * 0.1 + ($0 < 50 ? 0 : 60) }
        #expect(UniformGrid.sampleInterval(times) == 0.1)
    }

    @Test func valuesOnTheGridAreKept() {
        let grid = UniformGrid(start: 0, step: 0.04, count: 5)
        let times = (0..<5).map { Double($0) * 0.04 }
        #expect(grid.resample([1, 5, 2, 4, 3], at: times) == [1, 5, 2, 4, 3])
    }

    @Test func betweenNeighboursTheValueIsInterpolated() {
        let grid = UniformGrid(start: 0, step: 1, count: 3)
        let values = grid.resample([0, 2, 6, 8], at: [-0.5, 0.5, 1.5, 2.5])
        #expect(values == [1, 4, 7])
    }

    @Test func gapsAreNotBridged() {
        let grid = UniformGrid(start: 0, step: 1, count: 7)
        let values = grid.resample([0, 1, nan, 3, 4, 6], at: [0, 1, 2, 3, 4, 6])
        #expect(values[0...1] == [0, 1])
        #expect(values[2].isNaN)
        #expect(values[3...4] == [3, 4])
        #expect(values[5].isNaN)
        #expect(values[6] == 6)
    }

    @Test func samplesLessThanOneAndAHalfIntervalsApartAreNeighbours() {
        let grid = UniformGrid(start: 0, step: 0.5, count: 11)
        let times = [0, 1, 2, 3.4, 4.4, 5]
        let values = grid.resample(times, at: times)
        #expect(abs(values[5] - 2.5) < 1e-12)
        let apart = grid.resample([0, 1, 2, 3.6, 4.6, 5], at: [0, 1, 2, 3.6, 4.6, 5])
        #expect(apart[5].isNaN)
    }

    @Test func outsideTheRecordingNothingIsKnown() {
        let grid = UniformGrid(start: 0, step: 1, count: 5)
        let values = grid.resample([1, 2, 3], at: [1, 2, 3])
        #expect(values[0].isNaN)
        #expect(values[4].isNaN)
    }
}

@Suite struct CoarseGridTests {
    @Test func blocksStandForTheirMeansAtTheirCentres() {
        let fine = UniformGrid(start: 2, step: 0.04, count: 103)
        let (grid, block) = fine.coarsened(toRate: 5)
        #expect(block == 5)
        #expect(abs(grid.start - 2.08) < 1e-12)
        #expect(abs(grid.step - 0.2) < 1e-12)
        #expect(grid.count == 20)
    }

    @Test func aSlowSeriesIsLeftAsItIs() {
        let fine = UniformGrid(start: 0, step: 0.25, count: 10)
        let (grid, block) = fine.coarsened(toRate: 5)
        #expect(block == 1)
        #expect(grid == fine)
    }

    @Test func blocksWithFewerThanHalfOfTheirValuesAreMissing() {
        let nan = Double.nan
        let means = UniformGrid.blockMeans([1, 3, nan, 5, nan, nan, nan, nan, 9], block: 2)
        #expect(means[0...1] == [2, 5])
        #expect(means[2].isNaN)
        #expect(means[3].isNaN)
        #expect(means.count == 4)
    }
}
