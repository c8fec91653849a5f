/// A fixed sequence of numbers in −1…1.
package struct Noise {
    private var state: UInt64

    package init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    package mutating func next() -> Double {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Double(state >> 11) / Double(1 << 52) - 1
    }

    /// A slow wandering series.
    package mutating func walk(_ count: Int, memory: Double = 0.9) -> [Double] {
        var value = 0.0
        return (0..<count).map { _ in
            value = memory * value + next()
            return value
        }
    }
}
