/// Pairs the onsets of two coders one to one.
enum OnsetMatching {
    /// As many pairs as possible of onsets at most `tolerance` apart, and among those ways the one with
    /// the smallest sum of distances; ties go to the earlier.
    ///
    /// On a line such a pairing never needs to cross, so that it is found by dynamic programming over
    /// both lists in order. The lists are cut where nothing can be paired across, which keeps the
    /// tables small.
    ///
    /// - Parameters: both in ascending order.
    /// - Returns: indices into both lists, in ascending order.
    static func pairs(
        _ one: [Double], _ other: [Double], tolerance: Double
    ) -> [(Int, Int)] {
        // Decimal times are not exact in binary: 12.3 − 10.3 is more than 2.
        let limit = tolerance + 1e-9
        var result: [(Int, Int)] = []
        var i = 0
        var j = 0
        while i < one.count, j < other.count {
            if one[i] < other[j] - limit {
                i += 1
            } else if other[j] < one[i] - limit {
                j += 1
            } else {
                let (m, n) = cluster(one, other, from: i, j, limit)
                result += best(Array(one[i..<m]), Array(other[j..<n]), limit)
                    .map { ($0 + i, $1 + j) }
                (i, j) = (m, n)
            }
        }
        return result
    }

    /// The end of the onsets from `i` and `j` on between which no gap is wider than the limit.
    private static func cluster(
        _ one: [Double], _ other: [Double], from i: Int, _ j: Int, _ limit: Double
    ) -> (Int, Int) {
        var (m, n) = (i, j)
        var last = min(one[i], other[j])
        while true {
            let next = min(
                m < one.count ? one[m] : .infinity, n < other.count ? other[n] : .infinity)
            guard next - last <= limit else { return (m, n) }
            last = next
            if m < one.count, one[m] == next { m += 1 } else { n += 1 }
        }
    }

    private struct Score: Comparable {
        var pairs = 0
        var distance = 0.0

        static func < (one: Score, other: Score) -> Bool {
            (one.pairs, -one.distance) < (other.pairs, -other.distance)
        }
    }

    private enum Step: UInt8 {
        case skipOne, skipOther, pair
    }

    private static func best(
        _ one: [Double], _ other: [Double], _ limit: Double
    ) -> [(Int, Int)] {
        // Row by row over prefixes of both lists; `steps` remembers the way back.
        let width = other.count + 1
        var row = [Score](repeating: Score(), count: width)
        var steps = [Step](repeating: .skipOne, count: (one.count + 1) * width)
        for j in 1..<width { steps[j] = .skipOther }
        for i in 1...one.count {
            var next = [Score](repeating: Score(), count: width)
            for j in 1..<width {
                var score = row[j]
                var step = Step.skipOne
                if next[j - 1] > score { (score, step) = (next[j - 1], .skipOther) }
                let distance = (one[i - 1] - other[j - 1]).magnitude
                if distance <= limit {
                    let paired = Score(
                        pairs: row[j - 1].pairs + 1, distance: row[j - 1].distance + distance)
                    if !(paired < score) { (score, step) = (paired, .pair) }
                }
                next[j] = score
                steps[i * width + j] = step
            }
            row = next
        }
        return path(steps, from: one.count, other.count, width)
    }

    private static func path(_ steps: [Step], from i: Int, _ j: Int, _ width: Int) -> [(Int, Int)] {
        var (i, j) = (i, j)
        var pairs: [(Int, Int)] = []
        while i > 0, j > 0 {
            switch steps[i * width + j] {
            case .skipOne: i -= 1
            case .skipOther: j -= 1
            case .pair:
                i -= 1
                j -= 1
                pairs.append((i, j))
            }
        }
        return pairs.reversed()
    }
}
