import Base
import Foundation

/// All specifications of a figure tested together, since they are computed from the same sessions.
///
/// Under the null hypothesis the sessions can be rearranged (signs of dyads flipped, partners exchanged). Each
/// rearrangement is made of *all* specifications at once, and gives a curve as the null hypothesis would. Three figures
/// of the curve are held against those (U. Simonsohn, J. P. Simmons & L. D. Nelson 2020, *Specification curve analysis*,
/// Nature Human Behaviour 4, 1208–1214): the median effect; the share of specifications that are significant in the
/// dominant direction, which is that of the median and may be another in every rearrangement; and Stouffer's aggregate
/// of their z. As the tests of a study do, median and z ask for *more* than chance.
package struct JointTest: Sendable, Equatable {
    package let specifications: Int
    /// Of the effects.
    package let median: Double
    package let medianPValue: Double
    /// Whether the median is above zero: the dominant direction.
    package let isPositive: Bool
    /// Share of specifications with p ≤ 0.05 in that direction, 0…1.
    package let significant: Double
    package let significantPValue: Double
    /// Σ z / √n, z from each specification's one-sided p.
    package let aggregateZ: Double
    package let aggregatePValue: Double
    /// Rearrangements, with the real one.
    package let draws: Int
    /// At every place of the sorted effects what 95 % of the rearrangements have there.
    package let band: [ClosedRange<Double>]

    private static let level = 0.05

    /// - Parameter effects: draws × specifications, the real ones first. `nil` without specifications, or with fewer
    ///   than 20 draws, of which none can be at the 5 % level.
    package init?(_ effects: [[Double]]) {
        guard let real = effects.first, !real.isEmpty, effects.count >= 20 else { return nil }
        let curves = Self.curves(effects)
        specifications = real.count
        draws = effects.count
        median = curves[0].median
        isPositive = median >= 0
        significant = curves[0].significant
        aggregateZ = curves[0].z
        func share(_ value: (Curve) -> Double) -> Double {
            let least = value(curves[0])
            let reached = curves.count { value($0) >= least - 1e-9 * max(1e-3, abs(least)) }
            return Double(reached) / Double(curves.count)
        }
        medianPValue = share(\.median)
        significantPValue = share(\.significant)
        aggregatePValue = share(\.z)
        var columns = [[Double]](repeating: [], count: real.count)
        for row in effects {
            for (place, effect) in row.sorted().enumerated() { columns[place].append(effect) }
        }
        band = columns.map { ($0.quantile(0.025) ?? 0)...($0.quantile(0.975) ?? 0) }
    }

    /// What is tested of one rearrangement.
    private struct Curve {
        var median: Double
        var significant: Double
        var z: Double
    }

    private static func curves(_ effects: [[Double]]) -> [Curve] {
        let total = Double(effects.count)
        let count = effects[0].count
        var zs = [Double](repeating: 0, count: effects.count)
        var above = zs
        var below = zs
        for column in 0..<count {
            let values = effects.map { $0[column] }
            let ranks = Self.shares(values)
            for index in values.indices {
                // In the middle of its step, so that the least of all has a finite z too.
                zs[index] += Normal.quantile(1 - (ranks.greater[index] - 0.5 / total))
                if ranks.greater[index] <= level { above[index] += 1 }
                if ranks.less[index] <= level { below[index] += 1 }
            }
        }
        return effects.indices.map { index in
            let median = effects[index].median ?? 0
            return Curve(
                median: median,
                significant: (median >= 0 ? above[index] : below[index]) / Double(count),
                z: zs[index] / Double(count).squareRoot())
        }
    }

    /// Per value the share of values that are at least as large, and that are at most as large.
    private static func shares(_ values: [Double]) -> (greater: [Double], less: [Double]) {
        let slack = 1e-12 * (values.map(\.magnitude).max() ?? 0)
        let order = values.indices.sorted { values[$0] < values[$1] }
        let total = Double(values.count)
        var greater = values
        var less = values
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, values[order[end]] - values[order[end - 1]] <= slack {
                end += 1
            }
            for place in start..<end {
                greater[order[place]] = Double(order.count - start) / total
                less[order[place]] = Double(end) / total
            }
            start = end
        }
        return (greater, less)
    }
}

/// The standard normal distribution.
enum Normal {
    /// The value below which a share (0…1, ends excluded) lies: P. J. Acklam's rational approximation, relative error
    /// below 1.2e-9.
    static func quantile(_ share: Double) -> Double {
        let low = 0.02425
        if share > 1 - low { return -quantile(1 - share) }
        if share < low {
            let q = (-2 * log(share)).squareRoot()
            return polynomial(
                q,
                [
                    -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838,
                    -2.549732539343734, 4.374664141464968, 2.938163982698783,
                ])
                / polynomial(
                    q,
                    [
                        7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996,
                        3.754408661907416, 1,
                    ])
        }
        let q = share - 0.5
        return q
            * polynomial(
                q * q,
                [
                    -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02,
                    1.383577518672690e+02, -3.066479806614716e+01, 2.506628277459239,
                ])
            / polynomial(
                q * q,
                [
                    -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
                    6.680131188771972e+01, -1.328068155288572e+01, 1,
                ])
    }

    /// Coefficients of the highest power first.
    private static func polynomial(_ x: Double, _ coefficients: [Double]) -> Double {
        coefficients.reduce(0) { $0 * x + $1 }
    }
}
