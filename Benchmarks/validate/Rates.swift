import Base
import Foundation

/// A share of cases with its 95 % interval.
struct Rate {
    var share: Double
    var interval: ClosedRange<Double>
    var count: Int

    /// Of independent cases, after Wilson (1927, *J. Am. Statist. Assoc.* 22, 209–212).
    init(_ cases: [Bool]) {
        let n = Double(cases.count)
        let share = n > 0 ? Double(cases.count { $0 }) / n : .nan
        let z = 1.959964
        let middle = (share + z * z / (2 * n)) / (1 + z * z / n)
        let half =
            z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot() / (1 + z * z / n)
        self.share = share
        interval = n > 0 ? max(0, middle - half)...min(1, middle + half) : 0...1
        count = cases.count
    }

    /// Of cases that come in clusters (the channels of a session, the episodes of a session), which are
    /// not independent of each other: share of all cases, interval from the spread over clusters
    /// (ratio estimator; Cochran 1977, *Sampling Techniques*, §6.3).
    init(clusters: [[Bool]]) {
        let total = Double(clusters.reduce(0) { $0 + $1.count })
        let hits = Double(clusters.reduce(0) { $0 + $1.count { $0 } })
        let share = total > 0 ? hits / total : .nan
        let squares = clusters.reduce(0.0) {
            let off = Double($1.count { $0 }) - share * Double($1.count)
            return $0 + off * off
        }
        let n = Double(clusters.count)
        let error = (squares * n / max(1, n - 1)).squareRoot() / max(1, total)
        self.share = share
        interval =
            total > 0
            ? max(0, share - 1.959964 * error)...min(1, share + 1.959964 * error) : 0...1
        count = Int(total)
    }

    var text: String { Self.percent(share) }
    var withInterval: String {
        "\(text) (\(Self.percent(interval.lowerBound))–\(Self.percent(interval.upperBound)))"
    }

    static func percent(_ share: Double) -> String {
        share.isNaN ? "—" : String(format: share < 0.0995 ? "%.1f" : "%.0f", share * 100)
    }
}

/// Distances from a uniform distribution and order statistics.
enum Statistics {
    /// The Kolmogorov–Smirnov distance of p-values from the uniform distribution, taken at the values
    /// that p-values of `step` can have, and its p-value for independent cases (asymptotic; on the safe
    /// side for values that are discrete).
    static func uniformity(_ pValues: [Double]) -> (distance: Double, p: Double) {
        let sorted = pValues.sorted()
        let n = Double(sorted.count)
        var distance = 0.0
        for (index, p) in sorted.enumerated()
        where index + 1 == sorted.count || sorted[index + 1] > p {
            distance = max(distance, abs(Double(index + 1) / n - p))
        }
        let t = (n.squareRoot() + 0.12 + 0.11 / n.squareRoot()) * distance
        var p = 0.0
        for k in 1...100 {
            let sign = k.isMultiple(of: 2) ? -1.0 : 1.0
            p += 2 * sign * exp(-2 * Double(k * k) * t * t)
        }
        return (distance, t < 0.2 ? 1 : min(1, max(0, p)))
    }

    /// `NaN` without values.
    static func quantile(_ values: [Double], _ share: Double) -> Double {
        values.quantile(share) ?? .nan
    }
}
