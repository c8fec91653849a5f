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
/// Values that are not independent of each other, as those of one therapist's dyads, are in one block, whose signs are
/// flipped together. The statement then holds of sums of blocks: the flipped mean of ``values − c`` is at least the real
/// one exactly when the mean of all values of the flipped blocks is at most c.
///
/// Up to ``exactUpTo`` blocks all subsets are taken; beyond, random ones, of which the statement holds
/// too.
package struct SubsetTest: Sendable, Equatable {
    /// Up to this many blocks every subset is taken (at most 32,767).
    package static let exactUpTo = 15
    /// The number of random subsets for more blocks.
    package static let draws = 19_999
    /// Of the interval.
    package static let confidence = 0.95

    /// Fewer blocks of several values cannot tell: with five, all signs are equal by chance in 1 of 16 studies, so that
    /// no two-sided p-value is 0.05 or less and there is no interval.
    package static let leastBlocks = 6

    /// The number of values.
    package let count: Int
    /// The number of blocks, which is that of the values unless some belong together.
    package let units: Int
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
    /// The centres that the two-sided test does not reject at 5 %; `nil` with fewer than six blocks, whose signs can
    /// all be equal by chance more often than that.
    package let interval: ClosedRange<Double>?

    /// Whether there are blocks enough where values belong together; always so where none do.
    package var canTell: Bool { units == count || units >= Self.leastBlocks }

    /// - Parameters:
    ///   - values: one per dyad; those that are not finite are left out. `nil` without any.
    ///   - blocks: per value the number of its block; `nil` where each is its own.
    ///   - seed: of the random subsets.
    package init?(_ values: [Double], blocks: [Int]? = nil, seed: UInt64 = 1) {
        let finite = values.filter(\.isFinite)
        guard !finite.isEmpty else { return nil }
        let sums = BlockSums(values, blocks: blocks)
        count = finite.count
        units = sums.totals.count
        let center = finite.reduce(0, +) / Double(finite.count)
        mean = center
        let squares = finite.reduce(0) { $0 + ($1 - center) * ($1 - center) }
        sd = finite.count > 1 ? (squares / Double(finite.count - 1)).squareRoot() : nil
        let means = sums.isExact ? sums.allMeans() : sums.randomMeans(seed: seed)
        // With the empty subset, which is the real session itself.
        let total = Double(means.count + 1)
        let low = Double(means.count { $0 <= sums.slack } + 1) / total
        let high = Double(means.count { $0 >= -sums.slack } + 1) / total
        greater = low
        twoSided = min(1, 2 * min(low, high))
        let cut = Int(((1 - Self.confidence) / 2 * total).rounded(.down))
        interval = cut >= 1 ? means[cut - 1]...means[means.count - cut] : nil
    }
}

/// Values added up by block, and the means of subsets of blocks.
struct BlockSums: Sendable {
    /// Per block with a value the sum of its values, in order of appearance.
    private(set) var totals: [Double] = []
    /// How many values that are.
    private(set) var sizes: [Double] = []
    /// A mean that is zero but for rounding counts as zero.
    let slack: Double

    /// - Parameters:
    ///   - values: those that are not finite are left out.
    ///   - blocks: per value the number of its block; `nil` where each is its own.
    init(_ values: [Double], blocks: [Int]?) {
        var places: [Int: Int] = [:]
        for (index, value) in values.enumerated() where value.isFinite {
            let block = blocks?[index] ?? index
            if let place = places[block] {
                totals[place] += value
                sizes[place] += 1
            } else {
                places[block] = totals.count
                totals.append(value)
                sizes.append(1)
            }
        }
        slack = 1e-12 * (values.lazy.filter(\.isFinite).map(\.magnitude).max() ?? 0)
    }

    var isExact: Bool { totals.count <= SubsetTest.exactUpTo }

    /// Means of all subsets but the empty one, rising.
    func allMeans() -> [Double] {
        var sums = [0.0]
        var counts = [0.0]
        for (total, size) in zip(totals, sizes) {
            sums += sums.map { $0 + total }
            counts += counts.map { $0 + size }
        }
        return zip(sums, counts).dropFirst().map { $0 / $1 }.sorted()
    }

    /// Means of random subsets, rising; each block is in with probability one half.
    func randomMeans(seed: UInt64) -> [Double] {
        var means: [Double] = []
        means.reserveCapacity(SubsetTest.draws)
        var generator = SplitMix64(seed: seed)
        while means.count < SubsetTest.draws {
            let (sum, size) = randomSubset(&generator)
            if size > 0 { means.append(sum / size) }
        }
        return means.sorted()
    }

    /// Sum and number of the values of a random subset.
    func randomSubset(_ generator: inout SplitMix64) -> (sum: Double, size: Double) {
        var sum = 0.0
        var size = 0.0
        var bits: UInt64 = 0
        for index in totals.indices {
            if index % 64 == 0 { bits = generator.next() }
            if bits & 1 == 1 {
                sum += totals[index]
                size += sizes[index]
            }
            bits >>= 1
        }
        return (sum, size)
    }
}
