import Base
import Foundation
import Imports
import Mimicry
import Posture

/// The options of a run on real dyads.
struct RecombinedOptions: Sendable {
    /// Folders of motion energy, a file of two columns per session.
    var folders: [String] = []
    /// Samples per second.
    var rate = 25.0
    var surrogates = 199
    var seed: UInt64 = 1
    /// The page whose marked section is replaced; empty for none.
    var page = ""
}

/// Real people who never met: the first seat of one session with the second of another. Whatever they seem to
/// share is chance, and they move as people do.
struct RecombinedDyads {
    /// p-values of one pair.
    struct Pair: Sendable {
        var first: Int
        var second: Int
        var pValues: [RecombinedMeasure: Double]
    }

    let options: RecombinedOptions

    func run() async throws {
        let sessions = try sessions()
        let watch = Stopwatch()
        let pairs = await withTaskGroup(of: Pair?.self) { group in
            for first in sessions.indices {
                for second in sessions.indices {
                    group.addTask {
                        await pair(first, second, sessions[first][0], sessions[second][1])
                    }
                }
            }
            var pairs: [Pair] = []
            for await pair in group { if let pair { pairs.append(pair) } }
            return pairs
        }
        FileHandle.standardError.write(
            Data("\(pairs.count) pairs in \(Int(watch.elapsed.wall)) s\n".utf8))
        let report = RecombinedReport(
            pairs: pairs, sessions: sessions.count, surrogates: options.surrogates)
        print(report.text)
        if !options.page.isEmpty {
            try MarkedSection(page: options.page, name: "recombined").replace(with: report.text)
        }
    }

    /// Both people of every session, in order of the files' names.
    private func sessions() throws -> [[FeatureTrack]] {
        let files = try options.folders.flatMap { folder in
            try FileManager.default.contentsOfDirectory(atPath: folder)
                .filter { $0.hasSuffix(".txt") || $0.hasSuffix(".csv") }.sorted()
                .map { "\(folder)/\($0)" }
        }
        let reader = SeriesReader(format: .mea, rate: options.rate)
        return try files.map { try reader.read([$0]).tracks }
    }

    private func pair(
        _ one: Int, _ other: Int, _ first: FeatureTrack, _ second: FeatureTrack
    ) async -> Pair? {
        let chance = SurrogateSettings(
            count: options.surrogates, seed: options.seed &+ UInt64(one * 1000 + other))
        guard
            let tested = await SynchronySignificance.test(
                first: first, second: second, surrogates: chance)
        else { return nil }
        let isFound = tested.activity?.isFound ?? false
        var pValues: [RecombinedMeasure: Double] = [:]
        let energy = tested.channels.first { $0.channel == .motionEnergy }?.significance.pValue
        pValues[.energy] = energy
        pValues[.claimed] = isFound ? 1 : energy
        pValues[.activity] = tested.activity?.pValue
        pValues[.leader] = tested.leading.isEmpty ? 1 : 0
        return Pair(first: one, second: other, pValues: pValues)
    }
}

/// What is tested of a pair.
enum RecombinedMeasure: String, CaseIterable, Sendable {
    case energy = "motion energy"
    /// Where the session does not refuse to say anything because both were lively at the same times.
    case claimed = "motion energy, claimed"
    case activity = "lively together or in turn"
    case leader = "a leader named"
}

/// The table, in Markdown.
struct RecombinedReport {
    let pairs: [RecombinedDyads.Pair]
    let sessions: Int
    let surrogates: Int

    var text: String {
        let head =
            "| p ≤ 0.05, % of | people who never met | the sessions themselves |\n| --- | --- | --- |"
        let rows = RecombinedMeasure.allCases.map { measure in
            let met = pairs.filter { $0.first == $0.second }
            return "| \(measure.rawValue) | \(apart(measure)) | \(share(met, measure)) |"
        }
        let count = pairs.count { $0.first != $0.second }
        return """
            ### Real people who never met

            Written by `attune-validate recombined` (\(surrogates) surrogates). Motion energy of the first person of one real \
            session with that of the second of another: \(count) pairs of \(sessions) sessions (10 min each; intake \
            interviews, sample data of rMEA, not in this repository). 5 is right. In brackets the 95 % interval by a jackknife \
            over sessions, since each person is in many pairs.

            \(([head] + rows).joined(separator: "\n"))
            """
    }

    private func share(_ pairs: [RecombinedDyads.Pair], _ measure: RecombinedMeasure) -> String {
        Rate.percent(Self.share(pairs, measure))
    }

    private static func share(
        _ pairs: [RecombinedDyads.Pair], _ measure: RecombinedMeasure
    ) -> Double {
        let values = pairs.compactMap { $0.pValues[measure] }
        return Double(values.count { $0 <= 0.05 + 1e-12 }) / Double(values.count)
    }

    /// With its interval: the sessions are left out one by one, from both seats.
    private func apart(_ measure: RecombinedMeasure) -> String {
        let interval = Self.interval(
            pairs.filter { $0.first != $0.second }, sessions: sessions, measure)
        return
            "\(Rate.percent(interval.share)) (\(Rate.percent(interval.low))–\(Rate.percent(interval.high)))"
    }

    static func interval(
        _ pairs: [RecombinedDyads.Pair], sessions: Int, _ measure: RecombinedMeasure
    ) -> (share: Double, low: Double, high: Double) {
        let share = share(pairs, measure)
        let without = (0..<sessions).map { session in
            Self.share(pairs.filter { $0.first != session && $0.second != session }, measure)
        }
        let mean = without.meanOfAll
        let squares = without.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let n = Double(sessions)
        let error = ((n - 1) / n * squares).squareRoot()
        return (share, max(0, share - 1.959964 * error), min(1, share + 1.959964 * error))
    }
}
