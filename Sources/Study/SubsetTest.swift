import Base

/// Whether values of independent dyads lie around zero, and an interval for their centre, from the values
/// alone.
///
/// Under the null hypothesis each value is as likely to have the other sign (symmetry around the
/// centre; no normal distribution is needed). Flipping signs is the same as taking subsets: the flipped
/// mean is at least the real one exactly when the mean of the flipped values is at most zero. So the means
/// of all subsets give both, the p-value of the sign-flip test and the interval of the centres that it
/// does not reject (J. A. Hartigan 1969, *Using subsample values as typical values*, JASA 64, 1303–1317).
///
/// Up to ``exactUpTo`` values all subsets are taken; beyond, random ones, of which the statement holds
/// too.
package struct SubsetTest: Sendable, Equatable {
    /// Up to this many values every subset is taken (at most 32,767).
    package static let exactUpTo = 15
    /// The number of random subsets for more values.
    package static let draws = 19_999
    /// Of the interval.
    package static let confidence = 0.95

    /// The number of values.
    package let count: Int
    package let mean: Double
    /// Of the values; `nil` for a single one.
    package let sd: Double?
    /// Share of sign flips whose mean is at least this one: whether the centre lies above zero. Never 0.
    ///
    /// Values against chance are skewed to the right where chance gives few events; then this is smaller
    /// than it should be less often than it says, while its counterpart below zero would be more often.
    package let greater: Double
    /// Two-sided: twice the smaller share of sign flips whose mean lies as far out, at most 1. Never 0.
    package let twoSided: Double
    /// The centres that the two-sided test does not reject at 5 %; `nil` with fewer than six values, whose signs can
    /// all be equal by chance more often than that.
    package let interval: ClosedRange<Double>?

    /// - Parameters:
    ///   - values: one per dyad; those that are not finite are left out. `nil` without any.
    ///   - seed: of the random subsets.
    package init?(_ values: [Double], seed: UInt64 = 1) {
        let finite = values.filter(\.isFinite)
        guard !finite.isEmpty else { return nil }
        count = finite.count
        let center = finite.reduce(0, +) / Double(finite.count)
        mean = center
        let squares = finite.reduce(0) { $0 + ($1 - center) * ($1 - center) }
        sd = finite.count > 1 ? (squares / Double(finite.count - 1)).squareRoot() : nil
        let means =
            finite.count <= Self.exactUpTo
            ? Self.allMeans(finite) : Self.randomMeans(finite, seed: seed)
        // With the empty subset, which is the real session itself.
        let total = Double(means.count + 1)
        let low = Double(means.count { $0 <= Self.slack(finite) } + 1) / total
        let high = Double(means.count { $0 >= -Self.slack(finite) } + 1) / total
        greater = low
        twoSided = min(1, 2 * min(low, high))
        let cut = Int(((1 - Self.confidence) / 2 * total).rounded(.down))
        interval = cut >= 1 ? means[cut - 1]...means[means.count - cut] : nil
    }

    /// A mean that is zero but for rounding counts as zero.
    private static func slack(_ values: [Double]) -> Double {
        1e-12 * (values.map(\.magnitude).max() ?? 0)
    }

    /// Means of all subsets but the empty one, rising.
    private static func allMeans(_ values: [Double]) -> [Double] {
        var sums = [0.0]
        var counts = [0]
        for value in values {
            sums += sums.map { $0 + value }
            counts += counts.map { $0 + 1 }
        }
        return zip(sums, counts).dropFirst().map { $0 / Double($1) }.sorted()
    }

    /// Means of random subsets, rising; each value is in with probability one half.
    private static func randomMeans(_ values: [Double], seed: UInt64) -> [Double] {
        var generator = SplitMix64(seed: seed)
        var means: [Double] = []
        means.reserveCapacity(draws)
        while means.count < draws {
            var sum = 0.0
            var size = 0
            var bits: UInt64 = 0
            for (index, value) in values.enumerated() {
                if index % 64 == 0 { bits = generator.next() }
                if bits & 1 == 1 {
                    sum += value
                    size += 1
                }
                bits >>= 1
            }
            if size > 0 { means.append(sum / Double(size)) }
        }
        return means.sorted()
    }
}
