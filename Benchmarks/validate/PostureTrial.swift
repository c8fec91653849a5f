import Base
import Mimicry
import Posture

/// What is measured of one session of simulated postures.
struct PostureTrial {
    let simulation: PostureSimulation
    let chance: SurrogateSettings

    func measure(_ draws: inout RandomDraws) -> TrialResult {
        let (first, second) = simulation.dyad(&draws)
        let tested = EpisodeSignificance(
            first, second, recording: simulation.recording, surrogates: chance)
        guard let tested else { return TrialResult() }
        return TrialResult([
            .episodeCount: [tested.count.value], .countPValue: [tested.count.pValue],
            .posturePValues: tested.postures.values.map(\.pValue).sorted(),
            .episodePValues: tested.episodes.compactMap(\.pValue),
            .adoptionPValue: tested.details.pValues(of: .adoption),
            .leavingPValue: tested.details.pValues(of: .leaving),
            .sharingPValue: tested.details.sharedPValues,
        ])
    }
}

extension PostureChance {
    /// That of all postures and both directions; none without an occasion.
    func pValues(of measure: ResponseGroup.Measure) -> [Double] {
        responses.filter { $0.group == ResponseGroup(measure, .all) }.map(\.pValue)
    }

    /// That of the time in which both held any posture.
    var sharedPValues: [Double] {
        sharing.filter(\.name.isEmpty).map(\.significance.pValue)
    }
}

/// What the detectors find of postures that exist only as channels.
struct SignalTrial {
    let simulation: PostureSimulation
    let number: Int
    /// Samples per second.
    var rate = MovementSimulation.standardRate
    /// Onsets this near to the true ones are the same onsets, seconds.
    static let near = 1.0

    func measure(_ draws: inout RandomDraws) -> TrialResult {
        var simulation = simulation
        simulation.postures = PostureSignals.sets[number % PostureSignals.sets.count]
        let (first, second) = simulation.dyad(&draws)
        let duration = simulation.recording.end
        var scorer = MimicryScorer()
        let tracks = [first, second].map { record in
            PostureSignals(record: record, duration: duration, rate: rate).track(&draws)
        }
        var found: [Episode] = []
        for (seat, track) in zip(Seat.allCases, tracks) {
            for index in 0..<track.count {
                found += scorer.append(track[sample: index], of: seat).episodes
            }
        }
        found += scorer.finish().episodes
        found = found.filter { simulation.postures.contains($0.posture) }
        let truth = EpisodeDetector().episodes(first, second, recording: simulation.recording)
        return compare(found, truth)
    }

    private func compare(_ found: [Episode], _ truth: [Episode]) -> TrialResult {
        let matches = found.map { episode in
            truth.first {
                $0.posture == episode.posture && $0.leader == episode.leader
                    && abs($0.leaderOnset - episode.leaderOnset) <= Self.near
                    && abs($0.followerOnset - episode.followerOnset) <= Self.near
            }
        }
        let pairs = zip(found, matches).compactMap { found, match in match.map { (found, $0) } }
        return TrialResult([
            .found: [Double(found.count)], .real: [Double(truth.count)],
            .matched: [Double(pairs.count)],
            .onsetErrors: pairs.map { $0.followerOnset - $1.followerOnset },
            .episodeLagErrors: pairs.map { $0.lag - $1.lag },
            .congruence: pairs.map { $0.congruence == $1.congruence ? 1 : 0 },
        ])
    }
}
