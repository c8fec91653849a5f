import Base
import Testing

@Suite struct QuantileTests {
    @Test func quantilesAreInterpolatedAsByR() {
        #expect([4.0, 1, 3, 2].quantile(0.25) == 1.75)
        #expect([4.0, 1, 3, 2].quantile(1) == 4)
        #expect([7.0].quantile(0.5) == 7)
    }

    @Test func theMedianOfAnEvenNumberIsBetweenTheMiddleTwo() {
        #expect([5.0, 1, 9].median == 5)
        #expect([4.0, 1, 3, 2].median == 2.5)
    }

    @Test func nothingHasNoQuantile() {
        #expect([Double]().quantile(0.5) == nil)
        #expect([Double]().median == nil)
    }
}
