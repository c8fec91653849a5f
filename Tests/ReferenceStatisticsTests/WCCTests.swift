import Foundation
import Testing

@testable import ReferenceStatistics

/// Lags in samples with wcc's own sign.
private func values(_ summary: WCC.Summary, rate: Double) -> [Double] {
    [
        Double(summary.windows), Double(summary.lags), summary.maxMean, summary.maxVariance,
        summary.totalMean, summary.totalVariance, summary.zeroLagMean, summary.zeroLagVariance,
        -summary.lagMean * rate, summary.lagVariance * rate * rate,
    ]
}

@Suite struct WCCTests {
    private let settings = WCC.Settings(window: 4, step: 1, maxLag: 1.5)

    @Test func tableAndSummaryAreTheReference() throws {
        let matrix = try WCC.matrix(
            SmallDyad.first, SmallDyad.second, rate: SmallDyad.rate, settings: settings)
        expectEqual(
            [matrix[0, lag: 15], matrix[0, lag: 0], matrix[1, lag: -15]],
            [0.47251815217889775, 0.49041655326231903, -0.21667067352379726])
        expectEqual(
            values(try WCC.Summary(matrix), rate: SmallDyad.rate),
            [
                34, 31, 0.516095902622312641, 0.037757954751899074, 0.212137283437411589,
                0.070737143059864921, 0.422809329395034517, 0.092062837635425651,
                -1.795121545121545426, 3.968899736627010011,
            ])
    }

    @Test func peaksAreTheReference() throws {
        let matrix = try WCC.matrix(
            SmallDyad.first, SmallDyad.second, rate: SmallDyad.rate, settings: settings)
        let peaks = try WCC.peaks(of: matrix).prefix(8).map { try #require($0) }
        #expect(peaks.map(\.halfSamples) == [8, 14, -18, 14, 7, 7, 7, 6])
        expectEqual(
            peaks.map(\.value),
            [
                0.51400468016984868, 0.47814103135891162, 0.30954405641949168,
                0.38342576968446784, 0.33258783284365240, 0.43483202840918206,
                0.55198922991130139, 0.67175502381637631,
            ])
    }

    @Test func missingAndStillCellsCountAsZeroInTheSummary() throws {
        let matrix = try WCC.matrix(
            SmallDyad.still, SmallDyad.second, rate: SmallDyad.rate, settings: settings)
        #expect(matrix[0, lag: 15].isNaN)
        expectEqual(
            values(try WCC.Summary(matrix), rate: SmallDyad.rate),
            [
                34, 31, 0.407378953723291470, 0.065235908897251449, 0.178812884631696645,
                0.058530344708521184, 0.331348970248746322, 0.109649207167516402,
                -1.796703296703296981, 4.791042492860674962,
            ])
    }

    @Test func tooShortASeriesOrTooSmallALagIsRefused() throws {
        #expect(throws: ReferenceError.tooShort(given: 60, needed: 65)) {
            try WCC.matrix(
                Array(SmallDyad.first.prefix(60)), SmallDyad.second, rate: 10,
                settings: settings)
        }
        let narrow = try WCC.matrix(
            SmallDyad.first, SmallDyad.second, rate: 10,
            settings: .init(window: 4, step: 1, maxLag: 0.9))
        #expect(throws: ReferenceError.self) { try WCC.Summary(narrow) }
    }
}

@Suite struct LoessTests {
    private func row(_ count: Int) -> [Double] {
        (1...count).map { sin(Double($0)) + cos(Double($0 * $0)) }
    }

    @Test func smoothingIsThatOfR() {
        let smooth = LoessSmoother(count: 31, span: 0.25).smoothed(row(31))
        expectEqual(
            [0, 1, 15, 29, 30].map { smooth[$0] },
            [
                1.502508537048254489, 0.010551514855735744, 0.176762350099941956,
                -0.208462549967899591, 0.211752024637610420,
            ])
        let few = LoessSmoother(count: 21, span: 0.25).smoothed(row(21))
        expectEqual(
            [0, 1, 10, 19, 20].map { few[$0] },
            [
                1.38111076636588548, 0.25815632566125130, -1.04865381575085714,
                0.29560014800635143, 1.24369582203968165,
            ])
        let many = LoessSmoother(count: 251, span: 0.25).smoothed(row(251))
        expectEqual(
            [0, 1, 125, 199, 250].map { many[$0] },
            [
                0.1789447549765884604, 0.1797605204261919776, 0.1397148244401377470,
                0.0458057941910917782, 0.0083899306151613267,
            ])
    }

    @Test func theSplineIsThatOfR() {
        let curve = HalfStepSpline.values(
            LoessSmoother(count: 31, span: 0.25).smoothed(row(31)))
        #expect(curve.count == 61)
        expectEqual(
            [0, 1, 3, 29, 57, 59].map { curve[$0] },
            [
                1.50250853704825449, 0.67567258468753499, -0.49752707177016059,
                0.46874485278967687, -0.23675528969399445, -0.04673983560617298,
            ])
    }

    @Test func aCubicIsItsOwnSpline() {
        func cubic(_ x: Double) -> Double { ((0.5 * x - 2) * x + 1) * x - 3 }
        let curve = HalfStepSpline.values((0..<6).map { cubic(Double($0)) })
        expectEqual(curve, (0..<11).map { cubic(Double($0) / 2) }, within: 1e-12)
    }
}

@Suite(.enabled(if: PeerGolden.isThere)) struct WCCGoldenTests {
    private static let settings = WCC.Settings(window: 8, step: 1, maxLag: 3)

    private func matrix(_ name: String) throws -> LagMatrix {
        let dyad = try PeerGolden.dyad(name)
        return try WCC.matrix(
            dyad.first, dyad.second, rate: PeerGolden.rate, settings: Self.settings)
    }

    @Test(arguments: [
        (
            "normal/200_01", [-0.1247551255, -0.3052191763, 0.4537158209],
            [64, .nan, 10, 15.5, 15.5, 15.5, 15, 15],
            [
                0.6540492788, .nan, -0.03983466732, 0.4308546388, 0.46529814, 0.4532301275,
                0.4581649057, 0.4821131671,
            ],
            [
                0.1559748033, 0.05633634162, 0.139771541, 0.03658742275, 0.03351315122,
                0.04667623107, -0.9797030455, 175.8457125,
            ]
        ),
        (
            "normal/202_01", [-0.07879404174, -0.05985783072, 0.8611500075],
            [6, -14.5, -28.5, -30, -28.5, -28.5, -28.5, -28.5],
            [
                -0.05512242998, 0.1062507274, 0.3982158273, 0.3513802691, 0.3305665664,
                0.4363280034, 0.4176106757, 0.4146967232,
            ],
            [
                0.2283984598, 0.06735831381, 0.1491257431, 0.04596209717, 0.09383745201,
                0.06337616276, -0.3277258349, 226.6366161,
            ]
        ),
    ])
    func theDyadIsThatOfThePackage(
        name: String, cells: [Double], lags: [Double], heights: [Double], summary: [Double]
    ) throws {
        let matrix = try matrix(name)
        // The package printed ten digits.
        expectEqual(
            [matrix[0, lag: 75], matrix[0, lag: 0], matrix[0, lag: -75]], cells, within: 6e-10)
        let peaks = try WCC.peaks(of: matrix).prefix(8)
        for (peak, (lag, height)) in zip(peaks, zip(lags, heights)) {
            #expect((peak == nil) == lag.isNaN)
            guard let peak else { continue }
            #expect(Double(-peak.halfSamples) / 2 == lag)
            expectEqual([peak.value], [height], within: 6e-10)
        }
        expectEqual(
            values(try WCC.Summary(matrix), rate: PeerGolden.rate), [589, 151] + summary,
            within: 6e-10)
    }
}
