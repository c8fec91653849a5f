import Base
import Foundation

/// Studies put together from simulated sessions: how often they find more than chance.
struct ScenarioStudies {
    /// Values of the sessions.
    let values: [Double]
    let dyads: Int
    var level = 0.05
    private static let studies = 1000
    private static let flips = 199

    /// Share of studies with p up to `level` by sign flips, one-sided.
    ///
    /// Studies are drawn from the same sessions and resemble each other; the share follows the mean of
    /// those sessions by as much as `error` says.
    var share: Double {
        guard values.count > dyads else { return .nan }
        var draws = RandomDraws(SplitMix64(seed: 7))
        let found = (0..<Self.studies).count { _ in
            var pool = values
            let study = (0..<dyads).map { _ in
                pool.remove(at: Int(draws.uniform() * Double(pool.count)))
            }
            let mean = study.reduce(0, +)
            let reached = (0..<Self.flips).count { _ in
                study.reduce(0) { $0 + (draws.isTrue(0.5) ? $1 : -$1) } >= mean - 1e-12
            }
            return Double(reached + 1) <= level * Double(Self.flips + 1) + 1e-9
        }
        return Double(found) / Double(Self.studies)
    }

    /// Mean of the sessions in their standard errors: what a study of all of them would see.
    var bias: Double {
        let mean = values.meanOfAll
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let n = Double(values.count)
        return mean / (squares / (n - 1) / n).squareRoot()
    }
}
