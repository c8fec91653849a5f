import Base
import Foundation
import Testing

@testable import Study

@Suite struct JointTestTests {
    /// R's `qnorm`.
    @Test func normalQuantiles() {
        for (share, value) in [
            (0.5, 0.0), (0.975, 1.959963984540), (0.001, -3.090232306168), (0.9, 1.281551565545),
        ] { #expect(abs(Normal.quantile(share) - value) < 1e-8) }
    }

    /// By hand: five dyads, two specifications of which the second is the first doubled.
    @Test func flipsAreThoseOfAllSpecificationsAtOnce() throws {
        let values = [[1.0, 2, 3, 4, 5], [2.0, 4, 6, 8, 10]]
        let effects = Rearrangements.flipped(values, blocks: [0, 1, 2, 3, 4])
        #expect(effects.count == 32 && effects[0] == [3, 6])
        #expect(effects.allSatisfy { abs($0[1] - 2 * $0[0]) < 1e-12 })
        let joint = try #require(JointTest(effects))
        #expect(joint.median == 4.5 && joint.medianPValue == 1.0 / 32)
        #expect(joint.isPositive && joint.significant == 1)
        // The curve below zero is as significant in its own dominant direction.
        #expect(joint.significantPValue == 2.0 / 32)
        #expect(joint.aggregatePValue == 1.0 / 32)
        // Both have the same z, that of the middle of the highest of 32 steps.
        #expect(abs(joint.aggregateZ - 2.0.squareRoot() * Normal.quantile(1 - 0.5 / 32)) < 1e-9)
        #expect(joint.band.count == 2 && joint.draws == 32)
    }

    @Test func fewDrawsSayNothing() {
        #expect(JointTest(Rearrangements.flipped([[1, 2, 3, 4]], blocks: [0, 1, 2, 3])) == nil)
        #expect(JointTest([]) == nil)
    }

    /// Correlated specifications of sessions with nothing in them: each test finds 5 % of studies.
    @Test func chanceIsFoundAsOftenAsItSays() throws {
        var generator = SplitMix64(seed: 21)
        var found = [0, 0, 0]
        let studies = 400
        for study in 0..<studies {
            let own: [Double] = (0..<9).map { _ in normal(&generator) }
            var values: [[Double]] = []
            for specification in 0..<10 {
                let spread = 0.1 * Double(specification)
                values.append(own.map { value in value + spread * normal(&generator) })
            }
            let joint = try #require(
                JointTest(
                    Rearrangements.flipped(
                        values, blocks: Array(0..<9), seed: UInt64(study))))
            for (index, p) in [
                joint.medianPValue, joint.significantPValue, joint.aggregatePValue,
            ].enumerated() where p <= 0.05 { found[index] += 1 }
        }
        // 20 ± 8.5; the share has few values and finds fewer.
        #expect((11...29).contains(found[0]) && (11...29).contains(found[2]), "\(found)")
        #expect(found[1] <= 29, "\(found)")
    }

    @Test func partnersAreExchangedInAllSpecificationsAtOnce() throws {
        var rows = [[Double]](repeating: [Double](repeating: 0, count: 6), count: 6)
        for row in 0..<6 {
            for column in 0..<6 {
                rows[row][column] = 1 + Double((row * 7 + column * 3) % 5) / 10
            }
            rows[row][row] = 5 + Double(row)
        }
        let doubled = rows.map { row in row.map { 2 * $0 } }
        let effects = Rearrangements.exchanged([[rows], [doubled]])
        #expect(effects.count == 720)
        #expect(effects.allSatisfy { abs($0[1] - 2 * $0[0]) < 1e-9 })
        let test = try #require(RecombinedTest(rows))
        #expect(abs(effects[0][0] - (test.realMean - test.pseudoMean)) < 1e-12)
        #expect(try #require(JointTest(effects)).medianPValue == test.pValue)
    }
}
