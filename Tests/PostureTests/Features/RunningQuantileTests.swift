import Testing

@testable import Posture

@Suite struct RunningQuantileTests {
    @Test func thereIsNoneWithoutValues() {
        var median = RunningQuantile(0.5, in: 0...10, bins: 100)
        #expect(median.value.isNaN)
        median.append(.nan)
        #expect(median.value.isNaN && median.total == 0)
    }

    @Test(arguments: [0.1, 0.5, 0.75, 0.9])
    func itFollowsTheSortedValuesToWithinABin(share: Double) {
        var generator = SplitMix(state: 7)
        var quantile = RunningQuantile(share, in: -10...10, bins: 2000)
        var values: [Double] = []
        for _ in 0..<500 {
            let value = Double.random(in: -9...9, using: &generator)
            values.append(value)
            quantile.append(value)
            let sorted = values.sorted()
            let place = Int((share * Double(values.count)).rounded(.up)) - 1
            #expect(isClose(quantile.value, sorted[max(place, 0)], 0.011))
        }
    }

    @Test func valuesOutsideTheRangeCountInTheOuterBins() {
        var median = RunningQuantile(0.5, in: 0...1, bins: 10)
        for value in [-5.0, 0.55, 99] { median.append(value) }
        #expect((0.5...0.6).contains(median.value))
    }
}
