import Base

/// Studies of any number of dyads, drawn from the dyads of one.
struct SimulatedStudies: Sendable {
    /// Per block the values of its dyads, of mean 0 and standard deviation 1 over all dyads.
    private let blocks: [[Double]]
    /// Cohen's d of the study itself: mean over standard deviation.
    let effect: Double

    /// - Parameters:
    ///   - values: per dyad; those that are not finite are left out.
    ///   - blocks: per dyad the number of its block; `nil` where each is its own.
    /// - Returns: `nil` with fewer than ``StudyPower/least`` blocks, or where nothing varies.
    init?(_ values: [Double], blocks: [Int]?) {
        let finite = values.filter(\.isFinite)
        let count = Double(finite.count)
        let mean = finite.reduce(0, +) / count
        let sd = (finite.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
        var own: [Int: [Double]] = [:]
        for (index, value) in values.enumerated() where value.isFinite {
            own[blocks?[index] ?? index, default: []].append((value - mean) / sd)
        }
        guard own.count >= StudyPower.least, sd > 0 else { return nil }
        self.blocks = own.sorted { $0.key < $1.key }.map(\.value)
        effect = mean / sd
    }

    /// A study of so many dyads whose values are moved by `effect`. A block that would be too many is cut.
    func draw(
        _ effect: Double, dyads: Int, using generator: inout SplitMix64
    ) -> BlockSums {
        var values: [Double] = []
        var numbers: [Int] = []
        var number = 0
        while values.count < dyads {
            for value in blocks[Int.random(in: blocks.indices, using: &generator)]
                .prefix(dyads - values.count)
            {
                values.append(value + effect)
                numbers.append(number)
            }
            number += 1
        }
        return BlockSums(values, blocks: numbers)
    }
}

extension BlockSums {
    private static let level = 0.05
    /// Random subsets between two looks at whether the outcome is certain.
    private static let looks = 250
    /// Standard errors beyond which it is: wrong in less than 1 of 1000 studies, with 16 looks.
    private static let certain = 4.0
    /// Subsets after which p is taken as it is: with its error of 0.003 as many studies are called found that are not as
    /// the other way round.
    private static let mostSubsets = 4000

    /// Whether ``SubsetTest`` gives p ≤ 0.05 that the centre lies above zero. Of random subsets fewer are taken: as many as
    /// show it.
    var isGreater: Bool {
        if isExact {
            let subsets = 1 << totals.count
            return Double(belowZero(subsets) + 1) <= Self.level * Double(subsets) + 1e-9
        }
        var generator = SplitMix64(seed: 1)
        var (drawn, below) = (0, 0)
        while drawn < Self.mostSubsets {
            let (sum, size) = randomSubset(&generator)
            guard size > 0 else { continue }
            drawn += 1
            if sum / size <= slack { below += 1 }
            guard drawn % Self.looks == 0 else { continue }
            let share = Double(below) / Double(drawn)
            let error = (Self.level * (1 - Self.level) / Double(drawn)).squareRoot()
            if abs(share - Self.level) > Self.certain * error { return share < Self.level }
        }
        return Double(below + 1) <= Self.level * Double(drawn + 1)
    }

    /// Of all subsets but the empty one those whose mean is at most zero.
    private func belowZero(_ subsets: Int) -> Int {
        var sums = [0.0]
        sums.reserveCapacity(subsets)
        for total in totals { sums += sums.map { $0 + total } }
        // The sign of a sum is that of its mean; slack is of the mean of at least one value.
        return sums.dropFirst().count { $0 <= slack }
    }
}
