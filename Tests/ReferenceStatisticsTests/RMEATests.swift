import Foundation
import TestSupport
import Testing

@testable import Base
@testable import ReferenceStatistics

@Suite struct RMEATests {
    private let settings = RMEA.Settings(window: 6, step: 3, maxLag: 1)

    private func prepared(_ series: [Double]) throws -> [Double] {
        RMEA.scaled(try RMEA.smoothed(series, window: 0.45, rate: SmallDyad.rate))
    }

    private func values(_ matrix: LagMatrix) -> [Double] {
        let summary = RMEA.Summary(matrix)
        return [
            Double(summary.windows), Double(summary.lags), summary.grandAverage,
            summary.firstLead, summary.secondLead, summary.lagZero, summary.bestLag,
            matrix.values[0], matrix[1, lag: 0],
        ]
    }

    @Test func smoothingCutsTheWindowToWholeSamplesAndDividesByItsWidth() throws {
        let smooth = try RMEA.smoothed(SmallDyad.first, window: 0.45, rate: SmallDyad.rate)
        expectEqual(
            [0, 1, 2, 3, 99, 397, 398, 399].map { smooth[$0] },
            [
                0.029233663175415606, 0.219069899983219213, 0.463369329127616192,
                0.764984881217671719, 1.948902520053561904, 1.475910383750187016,
                1.377250517190596879, 0,
            ])
        let constant = try RMEA.smoothed(Array(repeating: 1, count: 100), rate: 25)
        #expect(constant[50] == 0.96)
        #expect(constant[99] == 0)
    }

    @Test func signedTableIsTheReference() throws {
        let matrix = try RMEA.matrix(
            prepared(SmallDyad.first), prepared(SmallDyad.second), rate: SmallDyad.rate,
            settings: settings)
        expectEqual(
            values(matrix),
            [
                12, 21, 0.234907238069586327, 0.387078153723838858, 0.051151618262111287,
                0.550754279601811558, 0.191666666666666680, 0.288787028819719682,
                0.135294232582608281,
            ])
    }

    @Test func absoluteTableIsTheReference() throws {
        var settings = settings
        settings.absolute = true
        let matrix = try RMEA.matrix(
            prepared(SmallDyad.first), prepared(SmallDyad.second), rate: SmallDyad.rate,
            settings: settings)
        expectEqual(
            values(matrix),
            [
                12, 21, 3.5179608310228766e-01, 4.2085282990198525e-01, 2.6251475559976234e-01,
                5.5404189013056493e-01, 0, 2.8878702881971968e-01, 1.3529423258260828e-01,
            ])
    }

    @Test func missingPairsAreLeftOutAndWindowsWithTooFewStayEmptyInTheirPlace() throws {
        let matrix = try RMEA.matrix(
            SmallDyad.gappy, SmallDyad.second, rate: SmallDyad.rate, settings: settings)
        expectEqual(
            values(matrix),
            [
                12, 21, 0.1016845771809532090, 0.1736038153055263489, -0.0055389747118433762,
                0.4547277148631876376, 0.2222222222222222376, 0.2319566451087886616,
                0.3827450155298804946,
            ])
        // 12.0–20.0 s are missing: the windows that start at 12 s have no value.
        #expect(matrix.row(4).allSatisfy { $0.isNaN })
        #expect(matrix.row(7).allSatisfy { !$0.isNaN })
    }

    @Test func aPositiveLagMeansThatTheFirstLeads() throws {
        var noise = Noise(3)
        let lead = noise.walk(600)
        let follow = (0..<600).map { $0 < 7 ? 0 : lead[$0 - 7] }
        let matrix = try RMEA.matrix(lead, follow, rate: 10, settings: settings)
        #expect(RMEA.Summary(matrix).bestLag > 0.65)
    }

    @Test func seriesThatAreTheSameOrDoNotVaryHaveNoValue() throws {
        let same = try RMEA.matrix(
            SmallDyad.first, SmallDyad.first, rate: 10, settings: settings)
        #expect(same[0, lag: 0].isNaN)
        #expect(!same[0, lag: 1].isNaN)
        let flat = try RMEA.matrix(
            SmallDyad.first, Array(repeating: 0.1, count: 400), rate: 10, settings: settings)
        #expect(flat.values.allSatisfy { $0.isNaN })
        #expect(RMEA.scaled([3, 3, 3]).allSatisfy { $0.isNaN })
    }

    @Test func aSeriesShorterThanAWindowAndItsLagsIsRefused() {
        #expect(throws: ReferenceError.tooShort(given: 69, needed: 70)) {
            try RMEA.matrix(
                Array(SmallDyad.first.prefix(69)), SmallDyad.second, rate: 10,
                settings: settings)
        }
    }

    @Test func shuffledSegmentsNeverMeetTheirPartnerAgain() {
        var generator = SplitMix64(seed: 1)
        for _ in 0..<200 {
            let order = SegmentOrder.apart(3, using: &generator)
            #expect(zip(order.0, order.1).allSatisfy { $0 != $1 })
            #expect(order.0.sorted() == [0, 1, 2])
            #expect(order.1.sorted() == [0, 1, 2])
        }
        #expect(SegmentOrder.joined([1, 2, 3, 4, 5], [1, 0], length: 2) == [3, 4, 1, 2])
    }

    @Test func shufflingTakesTheCouplingAway() throws {
        let real = RMEA.Summary(
            try RMEA.matrix(SmallDyad.first, SmallDyad.second, rate: 10, settings: settings))
        let shuffled = try RMEA.shuffledAverages(
            SmallDyad.first, SmallDyad.second, rate: 10, settings: settings, segment: 4,
            count: 40, seed: 7)
        #expect(shuffled.count == 40)
        #expect(shuffled.allSatisfy { $0 < real.grandAverage })
        #expect(
            try shuffled
                == RMEA.shuffledAverages(
                    SmallDyad.first, SmallDyad.second, rate: 10, settings: settings,
                    segment: 4, count: 40, seed: 7))
    }

    @Test func cohensDUsesThePooledDeviation() {
        let groups = GroupComparison(real: [3, 5, .nan], pseudo: [1, 2, 3])
        #expect(groups.realMean == 4)
        #expect(groups.pseudoMean == 2)
        // Variances 2 and 1 with 1 and 2 degrees of freedom: pooled 4/3.
        expectEqual([groups.cohensD], [2 / (4.0 / 3).squareRoot()])
    }
}

@Suite(.enabled(if: PeerGolden.isThere)) struct RMEAGoldenTests {
    private func prepared(_ name: String) throws -> (first: [Double], second: [Double]) {
        let dyad = try PeerGolden.dyad(name)
        func prepare(_ series: [Double]) throws -> [Double] {
            RMEA.scaled(try RMEA.smoothed(series, window: 0.5, rate: PeerGolden.rate))
        }
        return (try prepare(dyad.first), try prepare(dyad.second))
    }

    @Test func everyDyadAndConfigurationIsThatOfThePackage() throws {
        let rows = try PeerGolden.table("rmea-expected.csv")
        #expect(rows.count == 20)
        for row in rows {
            let id = try #require(row["id"]).dropFirst(7).prefix(3)
            let dyad = try prepared("normal/\(id)_01")
            let absolute = try #require(row["config"]).hasSuffix("abs")
            let matrix = try RMEA.matrix(
                dyad.first, dyad.second, rate: PeerGolden.rate,
                settings: .init(
                    window: absolute ? 60 : 30, step: absolute ? 30 : 10, maxLag: 5,
                    absolute: absolute))
            let summary = RMEA.Summary(matrix)
            let expected = try [
                "windows", "lags", "grand_average", "s1_lead", "s2_lead", "lag_zero", "best_lag",
                "first_cell", "middle_cell", "last_cell",
            ].map { try #require(row[$0].flatMap(Double.init)) }
            expectEqual(
                [
                    Double(summary.windows), Double(summary.lags), summary.grandAverage,
                    summary.firstLead, summary.secondLead, summary.lagZero, summary.bestLag,
                    matrix.values[0], matrix[(matrix.windowCount + 1) / 2 - 1, lag: 0],
                    matrix.values[matrix.values.count - 1],
                ], expected)
        }
    }

    /// The twenty dyads against everybody with everybody else's partner.
    @Test func theGroupResultIsThatOfThePackage() throws {
        let dyads = try PeerGolden.names.map(prepared)
        let settings = RMEA.Settings(window: 30, step: 10, maxLag: 5, absolute: true)
        func average(_ first: Int, _ second: Int) throws -> Double {
            let length = min(dyads[first].first.count, dyads[second].second.count)
            return RMEA.Summary(
                try RMEA.matrix(
                    Array(dyads[first].first.prefix(length)),
                    Array(dyads[second].second.prefix(length)), rate: PeerGolden.rate,
                    settings: settings)
            ).grandAverage
        }
        let groups = GroupComparison(
            real: try dyads.indices.map { try average($0, $0) },
            pseudo: try GroupComparison.pseudoDyads(of: dyads.count).map {
                try average($0.first, $0.second)
            })
        expectEqual(
            [groups.realMean, groups.pseudoMean, groups.cohensD],
            [0.16947158, 0.15688173, 0.76452239], within: 1e-7)
    }
}
