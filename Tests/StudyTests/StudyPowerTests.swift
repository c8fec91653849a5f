import Base
import Foundation
import Testing

@testable import Study

@Suite struct StudyPowerTests {
    /// Ten thousand normal values.
    private static let normals = (0..<10_000).map { Normal.quantile((Double($0) + 0.5) / 10_000) }

    /// Share of simulated studies of so many dyads with p ≤ 0.05.
    private func power(
        _ studies: SimulatedStudies, _ effect: Double, _ dyads: Int, count: Int = 2000
    ) -> Double {
        var generator = SplitMix64(seed: UInt64(dyads))
        let found = (0..<count).count { _ in
            studies.draw(effect, dyads: dyads, using: &generator).isGreater
        }
        return Double(found) / Double(count)
    }

    /// Of normal values the sign-flip test has the power of Student's t. Exact one-sided power at 5 % from the
    /// noncentral t distribution: in R `power.t.test(n, delta, type = "one.sample", alternative = "one.sided")`.
    @Test(arguments: [
        (10, 0.8, 0.7544), (20, 0.5, 0.6951), (30, 0.2, 0.2827), (50, 0.3, 0.6726),
        (100, 0.2, 0.6336),
    ])
    func itIsThatOfATTest(_ dyads: Int, _ effect: Double, _ exact: Double) throws {
        let studies = try #require(SimulatedStudies(Self.normals, blocks: nil))
        let found = power(studies, effect, dyads)
        // Three standard errors of 2000 studies, and 1 % for flips against t.
        let error = 3 * (exact * (1 - exact) / 2000).squareRoot() + 0.01
        #expect(abs(found - exact) < error, "\(found), exactly \(exact)")
    }

    @Test func withoutAnEffectItIsTheLevel() throws {
        let studies = try #require(SimulatedStudies(Self.normals, blocks: nil))
        for dyads in [12, 40] {
            let found = power(studies, 0, dyads)
            #expect((0.035...0.065).contains(found), "\(dyads): \(found)")
        }
    }

    /// Few subsets decide as all of them do.
    @Test func aStudyIsTestedAsAStudyIs() throws {
        var generator = SplitMix64(seed: 3)
        var differ = 0
        for _ in 0..<300 {
            let count = Int.random(in: 6...40, using: &generator)
            let values = (0..<count).map { _ in normal(&generator) + 0.3 }
            let blocks = values.indices.map { $0 / Int.random(in: 1...2, using: &generator) }
            let test = try #require(SubsetTest(values, blocks: blocks))
            if BlockSums(values, blocks: blocks).isGreater != (test.greater <= 0.05) { differ += 1 }
        }
        // Those whose p is all but 0.05.
        #expect(differ <= 3)
    }

    /// Dyads of one therapist tell less than as many of their own.
    @Test func blocksAreDrawnWhole() throws {
        var generator = SplitMix64(seed: 9)
        let blocks = (0..<400).map { $0 / 4 }
        let own = (0..<100).map { _ in normal(&generator) }
        let values = blocks.map { own[$0] + normal(&generator) }
        let grouped = try #require(SimulatedStudies(values, blocks: blocks))
        let single = try #require(SimulatedStudies(values, blocks: nil))
        #expect(power(grouped, 0.5, 32, count: 500) < power(single, 0.5, 32, count: 500) - 0.2)
        let study = grouped.draw(0, dyads: 10, using: &generator)
        #expect(study.sizes.reduce(0, +) == 10 && study.totals.count == 3)
    }

    @Test func theTableHasARowForEverySizeAndEffect() async throws {
        let values: [Double] = [0.5, 1, 1.5, 0.2, 0.8, -0.1, 0.4, -1.2]
        let study = StudyAnalysis(
            try values.enumerated().map {
                try StudyFixture.session("S\($0)", people: ["T\($0)", "C\($0)"], effect: $1)
            })
        let power = try #require(await StudyPower(study, studies: 200))
        #expect(power.rows.count == 3 * 5 * StudyPower.sizes.count)
        let large = power.rows.filter { $0.figure == "combined" && $0.effect == 0.8 }
        #expect(large.map(\.dyads) == StudyPower.sizes)
        #expect(large.first.map { $0.power < 0.9 } == true && large.last?.power == 1)
        #expect(large.allSatisfy { $0.interval.contains($0.power) && $0.units == Double($0.dyads) })
        #expect(try #require(power.dyads(for: 0.8, of: "combined")) < 30)
        #expect(power.dyads(for: 0.2, of: "combined") ?? 1000 > 100)
        // The same on any number of cores.
        #expect(await StudyPower(study, studies: 200) == power)
        let table = String(
            decoding: try FileWriter.bytes { output throws(Failure) in
                try power.write(to: &output)
            }, as: UTF8.self)
        #expect(
            table.hasPrefix(
                StudyPower.columns.joined(separator: ",") + "\ncombined,0.2,0,10,10,200,"))
        var with = study
        with.power = power
        #expect(StudySentences(with).sentences.contains { $0.contains("for d = 0.5") })
        let few = StudyAnalysis(Array(study.sessions.prefix(4)))
        #expect(await StudyPower(few)?.rows == [])
    }
}
