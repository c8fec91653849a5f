import Posture
import Base
import Foundation
import Mimicry
import Testing

@testable import attune_validate

@Suite struct SimulationTests {
    func draws(_ seed: UInt64) -> RandomDraws { RandomDraws(SplitMix64(seed: seed)) }

    func correlation(_ x: some Collection<Double>, _ y: some Collection<Double>) -> Double {
        let pairs = zip(x, y).filter { $0.isFinite && $1.isFinite }
        let n = Double(pairs.count)
        let mx = pairs.reduce(0) { $0 + $1.0 } / n
        let my = pairs.reduce(0) { $0 + $1.1 } / n
        let xy = pairs.reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) }
        let xx = pairs.reduce(0) { $0 + ($1.0 - mx) * ($1.0 - mx) }
        let yy = pairs.reduce(0) { $0 + ($1.1 - my) * ($1.1 - my) }
        return xy / (xx * yy).squareRoot()
    }

    @Test func channelsForgetAsFastAsTheyShould() {
        var draws = draws(1)
        let times = (0..<40_000).map { Double($0) * 0.1 }
        let path = OrnsteinUhlenbeck.path(at: times, memory: 2, &draws)
        // r(2 s) = 1/e.
        #expect(abs(correlation(path.dropLast(20), path.dropFirst(20)) - exp(-1)) < 0.06)
    }

    @Test(arguments: Plan.rates)
    func aCoupledChannelFollowsAtItsLagAndInTheMirror(rate: Double) {
        var draws = draws(2)
        let simulation = MovementSimulation(
            minutes: 5, coupling: .init(strength: 0.8, lag: 2, mapping: .mirror), rate: rate)
        let (first, second) = simulation.dyad(&draws)
        #expect(first.count == Int(300 * rate))
        let lag = Int(2 * rate)
        let r = correlation(first[.headTurn].dropLast(lag), second[.headTurn].dropFirst(lag))
        #expect(abs(r + 0.8) < 0.12)
        #expect(abs(correlation(first[.headNod], second[.headNod])) < 0.4)
    }

    @Test func aShareOfTheSamplesIsMissing() {
        var draws = draws(3)
        let (first, _) = MovementSimulation(minutes: 20, missing: 0.2).dyad(&draws)
        let channels = Channel.compared.filter { !$0.isFace }
        let missing = channels.map { first[$0].count(where: \.isNaN) }.reduce(0, +)
        let share = Double(missing) / Double(first.count * channels.count)
        #expect(abs(share - 0.2) < 0.04)
    }

    @Test func whatOnlyTellsPosturesIsNotSimulated() {
        var draws = draws(3)
        let (first, second) = MovementSimulation(minutes: 1).dyad(&draws)
        for channel in Channel.allCases {
            #expect(first[channel].count == first.count && second[channel].count == second.count)
            let isSimulated = channel.isCompared && !channel.isFace
            #expect(first[channel].allSatisfy(\.isNaN) == !isSimulated, "\(channel)")
        }
        #expect(
            MovementSimulation.memories.count == Channel.compared.count { !$0.isFace })
    }

    @Test func everythingThatIsAdoptedIsFound() {
        var draws = draws(4)
        let simulation = PostureSimulation(minutes: 50, adoption: 1)
        let (first, second) = simulation.dyad(&draws)
        let episodes = EpisodeDetector().episodes(
            first, second, recording: simulation.recording)
        #expect(episodes.count { $0.leader == .first } > 60)
    }

    @Test func sessionsDependOnSeedAndNumberAlone() async {
        let condition = Condition(
            name: "x", kind: .movement(MovementSimulation(minutes: 1.5)), sessions: 2,
            surrogates: 19)
        let one = await condition.measure(1, seed: 5)
        let again = await condition.measure(1, seed: 5)
        let other = await condition.measure(0, seed: 5)
        // NaN is not equal to itself.
        let measures = Set(one.measures)
        #expect(measures == Set(again.measures))
        #expect(measures.allSatisfy { one[$0].description == again[$0].description })
        #expect(one != other)
        #expect(one[.combinedPValue].count == 1)
    }

    @Test(arguments: Plan.rates) func postureSignalsAreFoundAgain(rate: Double) async {
        let condition = Condition(
            name: "y", kind: .signals(PostureSimulation(minutes: 3, adoption: 1), rate: rate),
            sessions: 1, surrogates: 0)
        let result = await condition.measure(0, seed: 8)
        let matched = result[.matched].first ?? 0
        #expect(matched >= 2)
        #expect(matched >= 0.8 * (result[.real].first ?? 0))
    }

    @Test func noShareAndNoDistanceIsNegative() {
        var draws = draws(6)
        let track = PostureSignals(record: PostureRecord(seat: .first), duration: 60)
            .track(&draws)
        for channel in Channel.allCases
        where !channel.isCompared && channel != .handsPast && track[channel][0].isFinite {
            #expect(track[channel].allSatisfy { $0 >= 0 }, "\(channel)")
        }
    }

    @Test func aStoppedRunGoesOn() throws {
        let path = NSTemporaryDirectory() + "attune-validate-\(UUID().uuidString).jsonl"
        defer { try? FileManager.default.removeItem(atPath: path) }
        var store = try TrialStore(path: path, run: "a")
        try store.add("c", 3, TrialResult([.combinedPValue: [0.25, .nan]]))
        // A line that was cut off.
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.seekToEnd()
        try file.write(contentsOf: Data("{\"run\":\"a\",\"cond".utf8))
        try file.close()
        var again = try TrialStore(path: path, run: "a")
        #expect(again.has("c", 3))
        #expect(again.results["c"]?[3]?[.combinedPValue].first == 0.25)
        try again.add("c", 4, TrialResult())
        #expect(try TrialStore(path: path, run: "a").has("c", 4))
        #expect(try !TrialStore(path: path, run: "b").has("c", 3))
    }
}
