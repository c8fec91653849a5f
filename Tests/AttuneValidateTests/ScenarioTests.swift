import Base
import Mimicry
import Posture
import Testing

@testable import attune_validate

@Suite struct ScenarioTests {
    func dyad(_ scenario: Scenario, minutes: Double = 20) -> ScenarioSimulation.Dyad {
        var draws = RandomDraws(SplitMix64(seed: 3))
        return ScenarioSimulation(
            condition: ScenarioCondition(scenario: scenario, minutes: minutes)
        ).dyad(&draws)
    }

    /// Correlation of how much two people move in 10 s.
    func liveliness(_ dyad: ScenarioSimulation.Dyad) -> Double {
        let means = dyad.tracks.map { track in
            track[.headTilt].chunks(of: 125).map { $0.reduce(0) { $0 + $1.magnitude } / 125 }
        }
        return SimulationTests().correlation(means[0], means[1])
    }

    @Test func sharedBoutsAreSharedTurnsAreOppositeAndOthersNeither() {
        #expect(liveliness(dyad(.bouts)) > 0.4)
        #expect(liveliness(dyad(.blocks(60))) > 0.4)
        #expect(liveliness(dyad(.turns(15))) < -0.4)
        #expect(abs(liveliness(dyad(.control))) < 0.2)
        #expect(abs(liveliness(dyad(.ownBouts))) < 0.3)
    }

    @Test func whatASessionIsToldIsWhatHappened() throws {
        func told(_ scenario: Scenario) -> ScenarioSimulation.Dyad {
            var draws = RandomDraws(SplitMix64(seed: 3))
            return ScenarioSimulation(
                condition: ScenarioCondition(scenario: scenario, minutes: 20, isTold: true)
            ).dyad(&draws)
        }
        let turns = try #require(told(.turns(15)).turns)
        let spoken = turns.seconds(in: TimeSpan(start: 0, end: 1200))
        #expect(spoken.seats.allSatisfy { $0 > 300 } && spoken.both < 30)
        #expect(abs(spoken.seats[0] + spoken.seats[1] - 1200) < 40)
        #expect(dyad(.turns(15)).turns == nil)
        // The same people, but for what is left out.
        let (plain, events) = (dyad(.events).tracks[0], told(.events).tracks[0])
        let hidden = events[.headTurn].indices.filter { events[.headTurn][$0].isNaN }
        #expect(abs(Double(hidden.count) / 12.5 - 70) < 2)
        #expect(hidden.allSatisfy { plain[.headTurn][$0].isFinite })
        let shaken = told(.shake).tracks[0]
        #expect(shaken[.motionEnergy].count(where: \.isNaN) > 100)
        #expect(shaken[.headTurn].count(where: \.isNaN) == 0)
    }

    @Test func neitherIsSeenForTheShareThatIsAskedFor() {
        for (scenario, share) in [(Scenario.emptyChairs(0.17), 0.17), (.unknown(0.2), 0.2)] {
            let dyad = dyad(scenario, minutes: 50)
            let hidden = dyad.tracks.map { $0[.headTurn].map(\.isNaN) }
            #expect(hidden[0] == hidden[1])
            let found = Double(hidden[0].count { $0 }) / Double(hidden[0].count)
            #expect(abs(found - share) < 0.05)
            #expect(dyad.records.allSatisfy { $0.unknown.count == 5 })
            #expect(dyad.records[0].unknown == dyad.records[1].unknown)
        }
    }

    @Test func aLivelyPersonEntersPosturesMoreOften() {
        let dyad = dyad(.settling, minutes: 60)
        let onsets = dyad.records.flatMap { $0.held.map(\.onset) }
        let settling = Double(onsets.count { $0 < 90 || $0 > 3510 }) / 180
        let rest = Double(onsets.count { $0 >= 90 && $0 <= 3510 }) / 3420
        #expect(settling > 1.5 * rest)
    }

    @Test func aStudyOfBiasedSessionsIsFoundOut() {
        let fair = (0..<100).map { Double($0) - 49.5 }
        #expect(ScenarioStudies(values: fair, dyads: 20).share < 0.08)
        #expect(ScenarioStudies(values: fair.map { $0 + 15 }, dyads: 20).share > 0.5)
        #expect(abs(ScenarioStudies(values: fair, dyads: 20).bias) < 0.01)
    }
}

extension [Double] {
    fileprivate func chunks(of size: Int) -> [ArraySlice<Double>] {
        stride(from: 0, to: count - size + 1, by: size).map { self[$0..<$0 + size] }
    }
}
