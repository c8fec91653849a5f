package import Base
import Mimicry
import Posture

extension ScoringSettings {
    /// Most lags a step: the report draws every lag of every window.
    private static let mostLagPerStep = 20.0
    /// Points that a window must have where it is compared with chance: fewer make no correlation.
    private static let fewestPoints = 10.0
    /// Lags to either side that there must be there: ends of the range are never peaks.
    private static let fewestLags = 2.0
    /// How much the comparison with chance may cost, in that of the standard settings. These take
    /// 28 s of processor time for an hour of recording with all channels of the body (measured), a fifth more
    /// with the face; 100 times as much is about half an hour on two cores.
    private static let mostCost = 100.0

    /// What is wrong between settings each of which is within its limits, and what to do; `nil` when
    /// they go together.
    package func contradiction() -> JSONProblem? {
        let rate = surrogates.rate
        if synchrony.maxLag > synchrony.window {
            return JSONProblem(
                "\"synchrony.max_lag\" is longer than \"synchrony.window\"",
                remedy: "give at most as much"
            )
        }
        if synchrony.step > synchrony.window {
            return JSONProblem(
                "\"synchrony.step\" is longer than \"synchrony.window\", so that moments are passed over",
                remedy: "give at most as much"
            )
        }
        if synchrony.peakRegion > synchrony.maxLag {
            return JSONProblem(
                "\"synchrony.peak_region\" is longer than \"synchrony.max_lag\"",
                remedy: "give at most as much"
            )
        }
        if synchrony.maxLag > Self.mostLagPerStep * synchrony.step {
            return JSONProblem(
                "\"synchrony.max_lag\" is more than 20 times \"synchrony.step\"",
                remedy: "give a longer step or a shorter lag"
            )
        }
        if episodes.simultaneous >= episodes.maxLag {
            return JSONProblem(
                "\"episodes.simultaneous\" is not shorter than \"episodes.max_lag\", so that there could "
                    + "be no episode", remedy: "give less"
            )
        }
        if episodes.undecided >= episodes.maxLag {
            return JSONProblem(
                "\"episodes.undecided\" is not shorter than \"episodes.max_lag\", so that there could "
                    + "be no episode", remedy: "give less"
            )
        }
        if let posture = postures.first(where: {
            ($0.maxLag ?? .infinity) <= episodes.closest
        }) {
            return JSONProblem(
                "\"max_lag\" of \(posture.name) is not longer than \"episodes.undecided\", so that there "
                    + "could be no episode", remedy: "give more"
            )
        }
        if synchrony.window * rate < Self.fewestPoints
            || synchrony.maxLag * rate < Self.fewestLags
        {
            return JSONProblem(
                "\"surrogates.rate\" leaves a window fewer than 10 points or 2 lags",
                remedy: "give a higher rate, or longer windows and lags"
            )
        }
        if cost(surrogates: surrogates.count) > Self.mostCost {
            return JSONProblem(
                "the comparison with chance would take more than 100 times as long as usual",
                remedy: "give fewer \"surrogates.count\", a lower \"surrogates.rate\" or a shorter "
                    + "\"synchrony.max_lag\""
            )
        }
        return nil
    }

    /// What a comparison with so many surrogates costs, in that of the standard settings: at every
    /// point and every window edge, each lag is looked at.
    package func cost(surrogates count: Int) -> Double {
        Self.work(synchrony, surrogates.rate) * Double(count)
            / (Self.work(.init(), SurrogateSettings().rate) * Double(SurrogateSettings().count))
    }

    private static func work(_ synchrony: SynchronySettings, _ rate: Double) -> Double {
        (rate + 1 / synchrony.step) * (2 * synchrony.maxLag * rate + 1)
    }
}
