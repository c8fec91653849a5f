import Testing

@testable import VisionProtocol

/// How many instants there may be.
@Suite struct FramePaceTests {
    /// How many of the instants that come `step` seconds after each other are taken.
    private func taken(_ pace: FramePace, every step: Double, of count: Int) -> Int {
        var pace = pace
        return (0..<count).prefix { pace.take(Double($0) * step) }.count
    }

    @Test(arguments: [5, 12.5, 25, 240, 1000])
    func whatWasAskedForIsTakenForEver(rate: Double) {
        let pace = FramePace(rate: rate)
        #expect(taken(pace, every: 1 / rate, of: 200_000) == 200_000)
        #expect(taken(FramePace(), every: 1 / rate, of: 200_000) == 200_000)
    }

    /// The frames that meet a grid are at most as many, and come when they come.
    @Test func framesThatMeetAGridAreTaken() {
        var pace = FramePace(rate: 12.5)
        for number in 0..<100_000 {
            let jitter = Double(number * 7919 % 100) / 100 * 0.04
            #expect(pace.take(Double(number) * 0.08 + jitter) || number < 0)
        }
    }

    @Test(arguments: [5, 12.5, 25] as [Double?])
    func muchMoreThanThatIsNot(rate: Double?) {
        // A thousandth of a second apart, for a minute.
        #expect(taken(FramePace(rate: rate), every: 0.001, of: 60_000) < 600)
    }

    @Test func everyHalfMillisecondIsNotForLong() {
        #expect(taken(FramePace(), every: 0.0005, of: 1_000_000) < 2000)
    }

    /// A file of a kilobyte does not hold a film.
    @Test func thereAreNoMoreThanTheFileHas() {
        #expect(taken(FramePace(rate: 25, bytes: 1024), every: 0.04, of: 100_000) == 756)
        #expect(taken(FramePace(rate: 25, bytes: 1 << 20), every: 0.04, of: 100_000) == 100_000)
    }
}
