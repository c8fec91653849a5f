import Testing

@testable import Base

@Suite struct DecimalTextTests {
    @Test(arguments: [
        (0.0, 3, 3, "0.000"), (-0.0, 3, 0, "0"), (-0.0004, 3, 0, "0"), (1.5, 3, 0, "1.5"),
        (1.5, 3, 3, "1.500"), (-12.3456, 3, 0, "-12.346"), (0.0005, 3, 0, "0.001"),
        (99.9999, 2, 0, "100"), (3600.033367, 6, 3, "3600.033367"), (3600.04, 6, 3, "3600.040"),
        (0.05, 4, 0, "0.05"), (100, 0, 0, "100"), (1_000_000, 6, 3, "1000000.000"),
    ])
    func writesDecimals(_ value: Double, _ decimals: Int, _ atLeast: Int, _ text: String) {
        #expect(DecimalText.text(value, decimals: decimals, atLeast: atLeast) == text)
    }

    @Test func writesNothingForWhatIsNoNumber() {
        for value in [Double.nan, .infinity, -.infinity] {
            #expect(DecimalText.text(value, decimals: 3) == "")
        }
    }

    @Test func readsBackWithinHalfAStep() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<1000 {
            let value = Double.random(in: -1e4...1e4, using: &generator)
            let text = DecimalText.text(value, decimals: 4, atLeast: 0)
            #expect(abs((Double(text) ?? .nan) - value) <= 0.5001e-4)
        }
    }

    @Test func staysReadableBeyondItsRange() {
        #expect(Double(DecimalText.text(1e300, decimals: 3)) == 1e300)
    }
}
