import Foundation
import Mimicry
import Posture

/// What is measured of one session of simulated movement.
struct MovementTrial {
    let simulation: MovementSimulation
    let chance: SurrogateSettings

    func measure(_ draws: inout RandomDraws) async -> TrialResult {
        let (first, second) = simulation.dyad(&draws)
        guard
            let tested = await SynchronySignificance.test(
                first: first, second: second, surrogates: chance)
        else { return TrialResult() }
        var result = TrialResult()
        for channel in tested.channels {
            let (pValue, effect) = (channel.significance.pValue, channel.significance.excess)
            result[.pValue(channel.channel, channel.mapping)] = [pValue]
            result[.effect(channel.channel, channel.mapping)] = [effect]
        }
        result[.leastQValue] = [tested.channels.compactMap(\.adjusted).min() ?? 1]
        result[.combinedPValue] = tested.combined.map { [$0.pValue] } ?? []
        let percentiles = tested.windows.compactMap(\.percentile)
        result[.percentile] = [percentiles.reduce(0, +) / Double(max(1, percentiles.count))]
        result[.percentileAbove95] = [share(percentiles) { $0 > 95 }]
        if simulation.missing == 0, simulation.minutes <= 10 {
            result.add(PeerTrial(first, second, rate: simulation.rate, seed: chance.seed).measure())
        }
        if let coupling = simulation.coupling {
            result.add(lags(coupling, tested))
        }
        return result
    }

    /// Lag and leader of the coupled channels, from the significant peaks.
    private func lags(
        _ coupling: MovementSimulation.Coupling, _ tested: SynchronySignificance
    ) -> TrialResult {
        var result = TrialResult()
        for channel in MovementSimulation.coupled {
            let mapping = channel.mirror == nil ? Congruence.unsided : coupling.mapping
            let found = tested.leading.filter {
                $0.channel == channel && $0.mapping == mapping
            }
            guard !found.isEmpty else { continue }
            let lags = found.compactMap(\.peakLag).sorted()
            result[.lagError(channel)] = [lags[lags.count / 2] - coupling.lag]
            let lead = found.reduce(0.0) {
                let lag = $1.peakLag ?? 0
                return $0 + ($1.peakZ ?? 0) * (lag > 0 ? 1 : lag < 0 ? -1 : 0)
            }
            result[.leader(channel)] = [lead * coupling.lag > 0 ? 1 : 0]
        }
        return result
    }

    private func share(_ values: [Double], _ isMeant: (Double) -> Bool) -> Double {
        values.isEmpty ? .nan : Double(values.count(where: isMeant)) / Double(values.count)
    }
}
