import SessionModel
import Posture
import Base
import ReferenceStatistics
import Testing

@testable import Exports

@Suite struct LikeJSONTests {
    private let first: [Double] = (0..<400).map { index -> Double in
        Double(index * 7919 % 101)
    }
    private let second: [Double] = (0..<400).map { index -> Double in
        let shifted: Int = (index + 3) * 7919 % 101
        return Double(shifted + index * index % 17)
    }

    private func value(_ recipe: ReferenceMethod) throws -> JSONValue {
        let score = try recipe.score(first, second, rate: 10)
        let bytes = try LikeJSON(score, channel: .motionEnergy).bytes(Fixture.helle())
        return try #require(JSONValue(parsing: bytes))
    }

    private func names(_ value: JSONValue?) -> [String] {
        guard case .object(let members)? = value else { return [] }
        return members.map(\.name)
    }

    private let shared = [
        "like", "version", "attune", "seats", "input", "consent_digest", "settings",
    ]

    @Test func rmeaHasTheKeysOfTheContract() throws {
        let value = try value(
            .rmea(.init(window: 6, step: 3, maxLag: 1), smoothing: 0.5, isScaled: true))
        #expect(
            names(value) == shared + [
                "windows", "lags", "grand_average", "s1_lead", "s2_lead", "lag_zero", "best_lag",
            ])
        #expect(value["like"] == "rmea")
        #expect(value["version"] == "1.2.2")
        #expect(
            value["settings"] == [
                "window": 6, "step": 3, "max_lag": 1, "smooth": 0.5, "scale": "sd",
                "absolute": false, "fisher_z": true, "rate": 10, "channel": "motion_energy",
            ])
        #expect(
            value["input"] == [["file": "helle.mp4", "sha256": .string(sha256)]])
        #expect(value["windows"] == 12)
        #expect(value["lags"] == 21)
    }

    @Test func susyHasTheKeysOfTheContract() throws {
        let value = try value(.susy(.init(segment: 6, maxLag: 1)))
        #expect(
            names(value) == shared + [
                "z", "z_pseudo", "sd_z", "sd_z_pseudo", "lags", "percent_above_pseudo",
                "segments", "es", "z_lead1", "z_lead2", "es_lead1", "es_lead2", "z_signed",
                "z_pseudo_signed", "es_signed",
            ])
        #expect(value["segments"] == 6)
    }

    @Test func wccHasTheKeysOfTheContract() throws {
        let value = try value(.wcc(.init(window: 4, step: 1, maxLag: 1.5)))
        #expect(
            names(value) == shared + [
                "windows", "lags", "max_mean", "max_var", "total_mean", "total_var",
                "zero_lag_mean", "zero_lag_var", "lag_mean", "lag_var", "original",
            ])
        #expect(names(value["original"]) == ["lagMean", "lagVar"])
    }

    @Test func whatCannotBeComputedIsNull() throws {
        let score = try ReferenceMethod.rmea(
            .init(window: 6, step: 3, maxLag: 1), smoothing: nil, isScaled: false
        ).score(Array(repeating: 1, count: 100), Array(first.prefix(100)), rate: 10)
        let text = String(
            decoding: try LikeJSON(score, channel: .headTilt).bytes(Fixture.helle()),
            as: UTF8.self)
        #expect(text.contains("\"grand_average\": null"))
        let matrix = String(
            decoding: try MatrixCSV(score.matrix).bytes(Fixture.helle()), as: UTF8.self)
        #expect(matrix.split(separator: "\n")[1] == String(repeating: ",", count: 20)[...])
    }

    @Test func theTableHasARowPerWindowAndLagsInSecondsAbove() throws {
        let score = try ReferenceMethod.susy(.init(segment: 6, maxLag: 0.5))
            .score(first, second, rate: 10)
        let text = String(
            decoding: try MatrixCSV(score.matrix).bytes(Fixture.helle()), as: UTF8.self)
        let lines = text.split(separator: "\n")
        #expect(lines[0] == "-0.5,-0.4,-0.3,-0.2,-0.1,0,0.1,0.2,0.3,0.4,0.5")
        #expect(lines.count == 7)
        let cells = lines[1].split(separator: ",").compactMap { Double($0) }
        #expect(cells == Array(score.matrix.row(0)))
    }

    private var sha256: String { Fixture.helle().source[0].sha256 }
}
