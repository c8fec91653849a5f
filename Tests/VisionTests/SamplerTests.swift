import Testing

@testable import Vision

@Suite struct SamplerTests {
    private func taken(_ rate: Double?, _ times: [Double]) -> [Double] {
        var sampler = Sampler(rate: rate)
        return times.filter { sampler.takes($0) }
    }

    @Test func nativeTakesEveryFrame() {
        #expect(taken(nil, [0, 0.1, 0.7]) == [0, 0.1, 0.7])
    }

    @Test func aHalvedRateTakesEverySecondFrame() {
        let times = (0..<100).map { Double($0) / 25 }
        #expect(
            taken(12.5, times) == times.enumerated().filter { $0.offset % 2 == 0 }.map(\.element))
    }

    @Test func ratesThatDoNotDivideKeepTheirMean() {
        let times = (0..<3000).map { Double($0) * 1001 / 30000 }
        let count = taken(25, times).count
        #expect(abs(Double(count) - times[2999] * 25) <= 2)
    }

    @Test func roundedTimestampsLoseNoSample() {
        // Milliseconds, as Matroska rounds them.
        let times = (0..<600).map { (Double($0) / 30 * 1000).rounded() / 1000 }
        #expect(taken(15, times).count == 300)
    }

    @Test func aGapDoesNotCauseABurst() {
        let times = [0, 0.04, 0.08, 5.0, 5.04, 5.08, 5.12]
        #expect(taken(12.5, times) == [0, 0.08, 5.0, 5.04, 5.12])
    }
}
