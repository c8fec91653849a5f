import Base
import Mimicry

/// One kind of simulated session, how many of them there are, and what is measured of each.
struct Condition: Sendable {
    enum Kind: Sendable {
        case movement(MovementSimulation)
        case postures(PostureSimulation)
        /// Postures that the detectors must find in channels.
        case signals(PostureSimulation, rate: Double)
    }

    /// Names it in the file of results.
    var name: String
    var kind: Kind
    var sessions: Int
    var surrogates: Int
}

extension Condition {
    /// Measures session number `index`; the result depends on the seed and the index alone.
    func measure(_ index: Int, seed: UInt64) async -> TrialResult {
        let own = name.utf8.reduce(UInt64(seed)) { $0 &* 31 &+ UInt64($1) }
        var draws = RandomDraws(SplitMix64(seed: own).stream(index))
        let chance = SurrogateSettings(count: surrogates, seed: own &+ UInt64(index))
        switch kind {
        case .movement(let simulation):
            return await MovementTrial(simulation: simulation, chance: chance).measure(&draws)
        case .postures(let simulation):
            return PostureTrial(simulation: simulation, chance: chance).measure(&draws)
        case .signals(let simulation, let rate):
            return SignalTrial(simulation: simulation, number: index, rate: rate).measure(&draws)
        }
    }
}
