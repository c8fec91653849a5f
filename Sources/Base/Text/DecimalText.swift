/// Decimal digits of numbers, fast: results have millions of them, all of known precision.
package enum DecimalText {
    private static let powers: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]

    /// Appends a number with at most `decimals` and at least `atLeast` decimals, rounded half away
    /// from zero; nothing when it is not finite. Zero has no sign.
    ///
    /// - Parameter decimals: 0 to 9.
    package static func append(
        _ value: Double, decimals: Int, atLeast: Int, to buffer: inout [UInt8]
    ) {
        guard value.isFinite else { return }
        let scaled = (value.magnitude * powers[decimals]).rounded()
        guard scaled < 9e18 else {
            buffer.append(contentsOf: String(value).utf8)
            return
        }
        var number = UInt64(scaled)
        if value < 0, number > 0 { buffer.append(UInt8(ascii: "-")) }
        var places = decimals
        while places > atLeast, number % 10 == 0 {
            number /= 10
            places -= 1
        }
        append(number, places: places, to: &buffer)
    }

    /// Appends an unsigned number with its decimal point before the last `places` digits.
    private static func append(_ number: UInt64, places: Int, to buffer: inout [UInt8]) {
        let start = buffer.count
        var rest = number
        var digits = 0
        repeat {
            if digits == places, places > 0 { buffer.append(UInt8(ascii: ".")) }
            buffer.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
            digits += 1
        } while rest > 0 || digits <= places
        buffer[start...].reverse()
    }

    /// The same as a text, for sentences and attributes.
    package static func text(_ value: Double, decimals: Int, atLeast: Int? = nil) -> String {
        var buffer: [UInt8] = []
        append(value, decimals: decimals, atLeast: atLeast ?? decimals, to: &buffer)
        return String(decoding: buffer, as: UTF8.self)
    }
}
