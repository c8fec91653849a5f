/// p-values of several statistics, corrected for their number: step-down maxT after Westfall & Young
/// (1993, *Resampling-Based Multiple Testing*, algorithm 2.8).
///
/// Every surrogate gives all statistics at once, so that what they have in common (a head that tilts
/// turns, too; mirror and identical are opposites) counts as it is. Of the statistics in order of size,
/// each is compared with the largest of itself and all smaller ones. The smallest p-value that can be
/// reached is that of a single test: more statistics do not raise it.
package enum StepDown {
    /// Corrected p-values in the order of the statistics: the chance that any of them is so far beyond
    /// chance, if none is.
    ///
    /// - Parameters:
    ///   - values: of the real session.
    ///   - surrogates: per statistic its value in each surrogate, in the same order for all; what is not
    ///     finite reaches nothing.
    ///   - real: further surrogates that are the real alignment itself, see `CircularShifts`.
    package static func pValues(
        _ values: [Double], surrogates: [[Double]], atReal real: Int = 0
    ) -> [Double] {
        let scaled = zip(values, surrogates).map(Self.scaled)
        let order = values.indices.sorted { scaled[$0].value > scaled[$1].value }
        let count = surrogates.map(\.count).min() ?? 0
        var highest = Array(repeating: -Double.infinity, count: count)
        var result = Array(repeating: 1.0, count: values.count)
        for index in order.reversed() {
            var reached = real
            for surrogate in 0..<count {
                highest[surrogate] = max(highest[surrogate], scaled[index].chance[surrogate])
                // Sums of the same values in another order may differ in the last place.
                if highest[surrogate] >= scaled[index].value - 1e-9 { reached += 1 }
            }
            result[index] = Double(reached + 1) / Double(count + real + 1)
        }
        // No statistic has a smaller p-value than a larger one.
        var least = 0.0
        for index in order {
            least = max(least, result[index])
            result[index] = least
        }
        return result
    }

    /// A statistic and its surrogates in standard deviations from the mean of them all, the real one like the others, so that those of
    /// different scales can be compared; 0 where they do not vary.
    private static func scaled(
        _ value: Double, _ chance: [Double]
    ) -> (value: Double, chance: [Double]) {
        let finite = (chance + [value]).filter(\.isFinite)
        let mean = finite.meanOfPresent()
        let variance = finite.lazy.map { ($0 - mean) * ($0 - mean) }.meanOfPresent()
        let scale = variance > 0 ? 1 / variance.squareRoot() : 0
        func score(_ value: Double) -> Double {
            value.isFinite ? (value - mean) * scale : -.infinity
        }
        return (score(value), chance.map(score))
    }
}
