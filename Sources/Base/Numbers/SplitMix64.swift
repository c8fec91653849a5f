/// SplitMix64, the generator of Steele, Lea & Flood (2014, *Fast splittable pseudorandom number
/// generators*, OOPSLA): small, seedable, and splittable into streams that do not depend on the order
/// in which they are used.
///
/// Every surrogate draws from a stream of its own, so that results depend on the seed alone and not on
/// how the work was spread over cores.
package struct SplitMix64: RandomNumberGenerator, Sendable, Equatable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mixed(state)
    }

    /// The stream number `index` of this seed; leaves this generator as it is.
    package func stream(_ index: Int) -> SplitMix64 {
        SplitMix64(seed: Self.mixed(state ^ Self.mixed(UInt64(bitPattern: Int64(index)) &+ 1)))
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
