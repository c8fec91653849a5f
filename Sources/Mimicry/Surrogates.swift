/// Circular-shift surrogates: the second person is moved in time against the first by a random amount,
/// in a circle, so that each keeps its own rhythm, base rates and autocorrelation while what they did
/// in response to each other is taken apart.
///
/// Shifts are uniform between `distance` and `count − distance`, so that no surrogate comes near the
/// real alignment. Surrogate number `k` depends on the seed and `k` alone.
public struct CircularShifts: Sendable, Equatable {
    /// The kind of surrogate as it is named in results.
    public static let kind = "circular-shift"

    private let generator: SplitMix64
    private let range: ClosedRange<Int>

    /// - Parameters:
    ///   - count: length of the circle.
    ///   - distance: least shift in either direction; `nil` results when the circle has no room.
    public init?(count: Int, distance: Int, seed: UInt64) {
        guard distance > 0, count - distance >= distance else { return nil }
        generator = SplitMix64(seed: seed)
        range = distance...count - distance
    }

    /// The shift of surrogate number `index`.
    public func shift(_ index: Int) -> Int {
        var stream = generator.stream(index)
        return Int.random(in: range, using: &stream)
    }
}
