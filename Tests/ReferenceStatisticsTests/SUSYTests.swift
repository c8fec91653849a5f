import TestSupport
import Testing

@testable import ReferenceStatistics

private func values(_ summary: SUSY.Summary) -> [Double] {
    [
        summary.z, summary.zPseudo, summary.sdZ, summary.sdZPseudo, Double(summary.lags),
        summary.percentAbovePseudo, Double(summary.segments), summary.effectSize, summary.zLead1,
        summary.zLead2, summary.effectSizeLead1, summary.effectSizeLead2, summary.zSigned,
        summary.zPseudoSigned, summary.effectSizeSigned,
    ]
}

@Suite struct SUSYTests {
    private let settings = SUSY.Settings(segment: 6, maxLag: 1)

    @Test func theResultIsTheReference() throws {
        let result = try SUSY.result(
            SmallDyad.first, SmallDyad.second, rate: SmallDyad.rate, settings: settings)
        expectEqual(
            values(result.summary),
            [
                0.2057095243333100509, 0.1382094547794182615, 0.1236059085345710684,
                0.0185644295954187459, 21, 61.9047619047619051003, 6, 3.6359894176629690143,
                0.2392132977273714323, 0.1403446351309170781, 6.5307239087705051261,
                0.1021326306632274056, 0.1275909538326702453, 0.0039286543640715786,
                3.9498656539573979707,
            ])
    }

    @Test func missingSamplesAreCutOutAndStillSegmentsCountAsZero() throws {
        let result = try SUSY.result(
            SmallDyad.still, SmallDyad.second, rate: SmallDyad.rate, settings: settings)
        expectEqual(
            values(result.summary),
            [
                0.1609676417093027501, 0.1220287945759547799, 0.1032202866024254651,
                0.0093453041714876596, 21, 42.8571428571428540977, 6, 4.1666752005942866433,
                0.1881875826643139848, 0.1047880854608211343, 9.3926990734998305754,
                -1.3090300736790527747, 0.1092210238327337296, 0.0074135616876030560,
                2.6023403179889021963,
            ])
    }

    @Test func aSegmentThatDoesNotVaryHasAnEmptyRow() throws {
        var still = SmallDyad.first
        for index in 60..<120 { still[index] = 0.1 }
        let matrix = try SUSY.result(still, SmallDyad.second, rate: 10, settings: settings).matrix
        #expect(matrix.row(1).allSatisfy { $0.isNaN })
        #expect(matrix.row(0).allSatisfy { !$0.isNaN })
    }

    @Test func aPositiveLagMeansThatTheFirstLeads() throws {
        var noise = Noise(3)
        let lead = noise.walk(600)
        let follow = (0..<600).map { $0 < 7 ? 0 : lead[$0 - 7] }
        let result = try SUSY.result(lead, follow, rate: 10, settings: settings)
        let best = try #require(result.real.indices.max { result.real[$0] < result.real[$1] })
        #expect(result.matrix.lag(best) == 0.7)
        #expect(result.summary.zLead1 > result.summary.zLead2)
    }

    @Test func oneSegmentIsNotEnough() {
        #expect(throws: ReferenceError.tooShort(given: 100, needed: 120)) {
            try SUSY.result(
                Array(SmallDyad.first.prefix(100)), SmallDyad.second, rate: 10,
                settings: settings)
        }
        #expect(throws: ReferenceError.self) {
            try SUSY.result(
                SmallDyad.first, SmallDyad.second, rate: 10,
                settings: .init(segment: 3, maxLag: 2))
        }
    }
}

@Suite(.enabled(if: PeerGolden.isThere)) struct SUSYGoldenTests {
    @Test func everyDyadIsThatOfThePackage() throws {
        let rows = try PeerGolden.table("susy-expected.csv")
        #expect(rows.count == 10)
        for row in rows {
            let dyad = try PeerGolden.dyad(try #require(row["id"]))
            let result = try SUSY.result(
                dyad.first, dyad.second, rate: PeerGolden.rate,
                settings: .init(segment: 30, maxLag: 3))
            let expected = try [
                "Z", "Z-Pseudo", "SD(Z)", "SD(Z-Pseudo)", "n(lags)", "%>Pseudo", "n(Segmente)",
                "ES", "Z(lead1)", "Z(lead2)", "ES(lead1)", "ES(lead2)", "Z(noAbs)",
                "Z(Pseudo-noAbs)", "ES(noAbs)",
            ].map { try #require(row[$0].flatMap(Double.init)) }
            expectEqual(values(result.summary), expected)
        }
    }
}
