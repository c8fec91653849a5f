import Mimicry
import Posture

/// A column of the tables of scenarios.
enum ScenarioMeasure: String, CaseIterable, Sendable {
    case mirroring, mirrored = "mirroring of a channel"
    case combined, energy = "motion energy", sided, other, corrected = "any after correction"
    /// The same where the session does not refuse the claim.
    case claimed = "combined, claimed", claimedEnergy = "energy, claimed"
    case claimedAny = "any, claimed", leader = "a leader named"
    case activity = "activity shared"
    case episodes, posture = "each posture", episode = "each episode"
    case claimedEpisodes = "episodes, claimed"
    case correctedEpisode = "any episode after correction"
    case adoptions, leavings, shared = "shared time"

    /// Those of which a study takes a value of each session.
    static let studied: [ScenarioMeasure] = [
        .mirroring, .combined, .energy, .sided, .other, .episodes,
    ]
}

/// What a session of a scenario gives: p-values, and the values that a study would take.
struct ScenarioResult: Sendable {
    var pValues: [ScenarioMeasure: [Double]] = [:]
    var values: [ScenarioMeasure: Double] = [:]
    var isLivelyTogether = false
    /// Correlation of how lively the two were.
    var activity: Double?
    /// Mean percentile of the windows.
    var percentile: Double?
    /// p-values of a coupled channel under its true mapping.
    var coupled: [Channel: Double] = [:]
    /// p-values of the mirroring of a coupled channel.
    var mirrored: [Channel: Double] = [:]
}

struct ScenarioTrial {
    let condition: ScenarioCondition
    let chance: SurrogateSettings
    var isPosturesOnly = false

    func measure(_ draws: inout RandomDraws) async -> ScenarioResult {
        let simulation = ScenarioSimulation(condition: condition)
        let dyad = simulation.dyad(&draws)
        var result = ScenarioResult()
        if !isPosturesOnly,
            let tested = await SynchronySignificance.test(
                first: dyad.tracks[0], second: dyad.tracks[1], surrogates: chance,
                turns: dyad.turns)
        {
            add(tested, &result)
        }
        if condition.coupling == 0, condition.rate == MovementSimulation.standardRate,
            let tested = EpisodeSignificance(
                dyad.records[0], dyad.records[1], recording: simulation.recording,
                surrogates: chance)
        {
            add(tested, &result)
        }
        return result
    }

    private func add(_ tested: SynchronySignificance, _ result: inout ScenarioResult) {
        result.pValues[.combined] = tested.combined.map { [$0.pValue] }
        result.values[.combined] = tested.combined?.excess
        result.pValues[.mirroring] = tested.mirroring.map { [$0.pValue] }
        result.values[.mirroring] = tested.mirroring?.excess
        result.pValues[.mirrored] = tested.mirrored.map(\.significance.pValue)
        result.pValues[.activity] = tested.activity.map { [$0.pValue] }
        let isFound = tested.activity?.isFound ?? false
        result.isLivelyTogether = isFound && tested.activity?.isOpposite == false
        result.activity = tested.activity?.correlation
        result.pValues[.leader] = [tested.leading.isEmpty ? 1 : 0]
        result.pValues[.claimed] = isFound ? [1] : result.pValues[.combined]
        for channel in tested.mirrored
        where ScenarioSimulation.coupled.contains(channel.channel) {
            result.mirrored[channel.channel] = channel.significance.pValue
        }
        var values: [ScenarioMeasure: [Double]] = [:]
        for channel in tested.channels {
            let measure: ScenarioMeasure =
                channel.channel == .motionEnergy
                ? .energy : channel.mapping == .unsided ? .other : .sided
            result.pValues[measure, default: []].append(channel.significance.pValue)
            values[measure, default: []].append(channel.significance.excess)
            let isTrue = channel.mapping != .identical
            if ScenarioSimulation.coupled.contains(channel.channel), isTrue {
                result.coupled[channel.channel] = channel.significance.pValue
            }
        }
        result.pValues[.claimedEnergy] = isFound ? [1] : result.pValues[.energy]
        for (measure, values) in values { result.values[measure] = values.meanOfAll }
        result.pValues[.corrected] = [tested.channels.compactMap(\.adjusted).min() ?? 1]
        result.pValues[.claimedAny] = isFound ? [1] : result.pValues[.corrected]
        result.percentile = tested.windows.compactMap(\.percentile).meanOfAll
    }

    private func add(_ tested: EpisodeSignificance, _ result: inout ScenarioResult) {
        result.pValues[.episodes] = [tested.count.pValue]
        result.pValues[.claimedEpisodes] = result.isLivelyTogether ? [1] : [tested.count.pValue]
        result.values[.episodes] = tested.count.excess * 60 / tested.known
        result.pValues[.posture] = tested.postures.values.map(\.pValue).sorted()
        result.pValues[.episode] = tested.episodes.compactMap(\.pValue)
        result.pValues[.correctedEpisode] = [tested.episodes.compactMap(\.qValue).min() ?? 1]
        result.pValues[.adoptions] = tested.details.pValues(of: .adoption)
        result.pValues[.leavings] = tested.details.pValues(of: .leaving)
        result.pValues[.shared] = tested.details.sharedPValues
    }
}

extension [Double] {
    /// `NaN` without values.
    var meanOfAll: Double { reduce(0, +) / Double(count) }
}
