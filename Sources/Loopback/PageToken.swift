/// The secret that opens a page of Attune's; whoever can see the terminal has it.
package struct PageToken: Sendable, CustomStringConvertible {
    /// As it stands in the address: 32 hexadecimal digits when it was drawn.
    package let description: String

    /// Draws 128 bits from the system's generator.
    package init() {
        var generator = SystemRandomNumberGenerator()
        description = (0..<2).map { _ in
            let digits = String(generator.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    /// A token that is known beforehand, for tests and for a server that comes back.
    package init(_ text: String) { description = text }

    /// Whether a request brought this token. The time it takes depends on the length of what was
    /// brought, and on nothing else.
    package func matches(_ brought: some StringProtocol) -> Bool {
        let (own, other) = (Array(description.utf8), Array(brought.utf8))
        guard !own.isEmpty else { return false }
        var difference: UInt8 = own.count == other.count ? 0 : 1
        for (index, byte) in other.enumerated() { difference |= byte ^ own[index % own.count] }
        return difference == 0
    }
}
