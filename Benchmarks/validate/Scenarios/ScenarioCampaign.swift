import Base
import Foundation
import Mimicry

/// The options of a campaign of scenarios.
struct ScenarioOptions: Sendable {
    /// Sessions of each scenario.
    var sessions = 100
    var minutes = 20.0
    var surrogates = 199
    var seed: UInt64 = 1
    /// Only the tests of postures, which take a hundredth of the time.
    var isPosturesOnly = false
    /// Only scenarios whose names begin with this.
    var only = ""
    /// The page whose marked section is replaced; empty for none.
    var page = ""
}

/// Simulates people who are not the same throughout, and reports how often chance is mistaken for
/// mimicry, in sessions and in studies of them.
struct ScenarioCampaign {
    let options: ScenarioOptions

    func run() async throws {
        let watch = Stopwatch()
        var results: [(ScenarioCondition, [ScenarioResult])] = []
        let conditions = ScenarioCondition.all(minutes: options.minutes)
        for condition in conditions where condition.name.hasPrefix(options.only) {
            results.append((condition, await run(condition)))
            log("\(condition.name): \(Int(watch.elapsed.wall)) s")
        }
        let text = ScenarioReport(results: results, options: options).text
        print(text)
        if !options.page.isEmpty {
            try MarkedSection(page: options.page, name: "scenarios").replace(with: text)
        }
    }

    private func run(_ condition: ScenarioCondition) async -> [ScenarioResult] {
        let options = options
        return await withTaskGroup(of: (Int, ScenarioResult).self) { group in
            var next = 0
            func start() {
                guard next < options.sessions else { return }
                let session = next
                next += 1
                group.addTask {
                    // The same people in every scenario, so that rows can be compared.
                    var draws = RandomDraws(SplitMix64(seed: options.seed).stream(session))
                    let chance = SurrogateSettings(
                        count: options.surrogates, seed: options.seed &+ UInt64(session))
                    let trial = ScenarioTrial(
                        condition: condition, chance: chance,
                        isPosturesOnly: options.isPosturesOnly)
                    return (session, await trial.measure(&draws))
                }
            }
            for _ in 0..<ProcessInfo.processInfo.activeProcessorCount { start() }
            var found: [Int: ScenarioResult] = [:]
            for await (session, result) in group {
                found[session] = result
                start()
            }
            return found.sorted { $0.key < $1.key }.map(\.value)
        }
    }

    private func log(_ text: String) {
        FileHandle.standardError.write(Data("\(text)\n".utf8))
    }
}
