import Base

/// Circular-shift surrogates: the second person is shifted in time against the first by a random amount,
/// in a circle, so that each keeps their own rhythm, base rates and autocorrelation but their responses
/// to each other are separated.
///
/// Shifts are uniform between twice the largest lag and the length less that, so that no surrogate
/// still holds the real responses. Surrogate number `k` depends on the seed and `k` alone.
///
/// Alignments within a quarter of the largest lag of the real one can hardly be distinguished from it:
/// they compare nearly the same moments, so what one shows the others show too. By chance a shift falls
/// there as often as anywhere else and then reaches what the real session reaches. Leaving that out
/// would make a short session significant for a single coincidence, so of n surrogates the share
/// `maxLag / 2 / length` *is* the real alignment and counts as reaching it
/// (`realAlignments(among:)`): none of 1000 in an hour, 4 in ten minutes, 41 in one minute at a largest
/// lag of 5 s. The width is that of simulated independent dyads (Ornstein–Uhlenbeck channels of 0.5 to
/// 10 s): an alignment in the highest 5 % of the statistic has another 3 to 4 s of such alignments
/// around it, one in the highest 1 % another 2 to 3 s.
package struct CircularShifts: Sendable, Equatable {
    /// The name of this kind of surrogate in results.
    package static let kind = "circular-shift"

    private let generator: SplitMix64
    private let range: ClosedRange<Int>
    private let length: Int
    private let nearShare: Double

    /// `nil` when the circle has no room for a shift.
    ///
    /// - Parameters:
    ///   - length: points on the circle.
    ///   - maxLag: largest lag, points.
    package init?(length: Int, maxLag: Int, seed: UInt64) {
        let distance = max(1, 2 * maxLag)
        guard length - distance >= distance else { return nil }
        generator = SplitMix64(seed: seed)
        range = distance...length - distance
        self.length = length
        nearShare = Double(maxLag) / 2 / Double(length)
    }

    /// The shift of surrogate number `index`, points.
    package func shift(_ index: Int) -> Int {
        var stream = generator.stream(index)
        return Int.random(in: range, using: &stream)
    }

    /// How many near shifts belong to `count` others if the whole circle is to be covered evenly. In a short session
    /// they can be many more.
    package func nearCount(beside count: Int) -> Double {
        let far = Double(range.count)
        return Double(count) * (Double(length) - far) / far
    }

    /// Near shift number `index`, points: one that `shift` never gives, and not 0.
    package func nearShift(_ index: Int) -> Int {
        var stream = generator.stream(-1 - index)
        let distance = Int.random(in: 1..<max(2, range.lowerBound), using: &stream)
        return Bool.random(using: &stream) ? distance : length - distance
    }

    /// How many of `count` surrogates are the real alignment itself.
    package func realAlignments(among count: Int) -> Int {
        Int(Double(count) * nearShare)
    }
}
