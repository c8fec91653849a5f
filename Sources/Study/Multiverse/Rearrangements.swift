import Base

/// Effects of all specifications under the same rearrangements of the sessions.
enum Rearrangements {
    /// Random ones where there are more; a convention, as that of recombined dyads.
    static let draws = 9999
    /// Up to so many blocks all sign flips are made (4096).
    private static let exactUpTo = 12

    /// Means over dyads when the signs of blocks are flipped.
    ///
    /// - Parameters:
    ///   - values: specifications × dyads; not finite where a dyad has none.
    ///   - blocks: per dyad the number of its block.
    /// - Returns: draws × specifications, the real ones first.
    static func flipped(_ values: [[Double]], blocks: [Int], seed: UInt64 = 1) -> [[Double]] {
        let count = (blocks.max() ?? -1) + 1
        let sums = values.map { row in
            var sums = [Double](repeating: 0, count: count)
            for (block, value) in zip(blocks, row) where value.isFinite { sums[block] += value }
            return sums
        }
        let sizes = values.map { Double($0.count(where: \.isFinite)) }
        func effects(_ isFlipped: (Int) -> Bool) -> [Double] {
            zip(sums, sizes).map { sums, size in
                var total = 0.0
                for (block, sum) in sums.enumerated() { total += isFlipped(block) ? -sum : sum }
                return total / size
            }
        }
        if count <= exactUpTo {
            return (0..<1 << count).map { bits in effects { bits >> $0 & 1 == 1 } }
        }
        var generator = SplitMix64(seed: seed)
        return [effects { _ in false }]
            + (0..<draws).map { _ in
                let flips = (0..<count).map { _ in generator.next() >> 63 == 1 }
                return effects { flips[$0] }
            }
    }

    /// Differences between the mean of pairings and that of pairs who never met, when partners are exchanged.
    ///
    /// - Parameter values: specifications × groups × sessions × sessions, as ``RecombinedTest`` takes them.
    /// - Returns: draws × specifications, the real ones first.
    static func exchanged(_ values: [[[[Double]]]], seed: UInt64 = 1) -> [[Double]] {
        let sizes = values.first?.map(\.count) ?? []
        let apart = values.map { groups in
            let known = groups.flatMap { rows in
                rows.indices.flatMap { row in
                    rows.indices.filter {
                        $0 != row && rows[$0][$0].isFinite && rows[row][row].isFinite
                    }
                    .map { rows[row][$0] }.filter(\.isFinite)
                }
            }
            return known.reduce(0, +) / Double(known.count)
        }
        func effects(_ partners: [[Int]]) -> [Double] {
            zip(values, apart).map { groups, apart in
                var (sum, count) = (0.0, 0.0)
                for (rows, partners) in zip(groups, partners) {
                    for (row, column) in partners.enumerated()
                    where rows[row][row].isFinite && rows[column][column].isFinite
                        && rows[row][column].isFinite
                    {
                        sum += rows[row][column]
                        count += 1
                    }
                }
                return count > 0 ? sum / count - apart : 0
            }
        }
        let own = sizes.map { Array(0..<$0) }
        var found = [effects(own)]
        RecombinedPairings(own).each(seed: seed) { found.append(effects($0)) }
        return found
    }
}
