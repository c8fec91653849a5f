import Base
import Testing

@Suite struct BoundedIntTests {
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
}
