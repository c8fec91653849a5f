import Base
import Testing

@Suite struct BoundsTests {
    @Test func aWholeNumberIsCutTowardZero() {
        #expect(Int(bounded: 2.9) == 2)
        #expect(Int(bounded: -2.9) == -2)
        #expect(Int(bounded: 0) == 0)
    }

    @Test(arguments: [1e300, .infinity, Double.greatestFiniteMagnitude, 1e19])
    func whatNoCountCanBeHasABound(value: Double) {
        #expect(Int(bounded: value) == 1 << 53)
        #expect(Int(bounded: -value) == -(1 << 53))
    }

    @Test func nothingIsZero() { #expect(Int(bounded: .nan) == 0) }

    @Test func whatLiesOutsideIsItsNearestBound() {
        #expect(1.5.clamped(to: 0...1) == 1)
        #expect((-0.5).clamped(to: 0...1) == 0)
        #expect(0.25.clamped(to: 0...1) == 0.25)
    }
}
