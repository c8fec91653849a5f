import Mimicry
import Posture
import Base
import Foundation
import SessionModel
import Testing

@testable import Exports

@Suite struct SessionJSONTests {
    private func names(_ value: JSONValue?) -> [String] {
        guard case .object(let members)? = value else { return [] }
        return members.map(\.name)
    }

    @Test func hasTheKeysOfTheContract() throws {
        let value = SessionJSON.value(Fixture.helle())
        #expect(
            names(value) == [
                "schema", "attune", "source", "seats", "consent", "settings", "quality", "summary",
                "warnings", "markers", "review",
            ])
        #expect(names(value["source"]) == ["file", "sha256", "duration", "frames", "rate"])
        #expect(names(value["consent"]) == ["session", "participants", "digest"])
        #expect(
            names(value["quality"]) == [
                "coverage", "identity", "not_validated", "roll", "untold", "therapist", "client",
            ])
        #expect(names(value["quality"]?["client"]) == ["channels", "rest"])
        #expect(
            names(value["summary"]) == [
                "episodes", "dissolution", "posture_sharing", "posture_sharing_seconds",
                "turns", "breathing", "facing", "distance", "gait", "posture_base_rates", "method",
                "known_seconds", "activity", "mirroring", "channels", "combined",
                "percentile_band", "leadership", "warnings",
            ])
        #expect(
            names(value["summary"]?["episodes"]) == [
                "count", "repeats", "after_events", "per_posture", "p_value", "excess",
                "excess_low", "excess_high", "chance", "chance_per_posture", "surrogate",
                "opportunities", "adopted", "adopted_by_chance", "risk_difference",
                "risk_difference_low", "risk_difference_high", "risk_ratio", "risk_ratio_low",
                "risk_ratio_high", "adopted_p_value", "per_direction",
                "opportunities_per_posture", "per_congruence",
            ])
    }

    /// A published file repeats what was published: nothing in it is unknown to who reads it.
    @Test func canBeHandedBackAsSettings() throws {
        var session = Fixture.helle()
        session.settings.confinement = .init(landlockAbi: 4, seccomp: true)
        session.settings.series = SeriesSettings(format: "openpose", pixelAspect: 1.094)
        session.settings.precision = "f32"
        session.settings.rate = "12.5"
        session.settings.keepUncertain = true
        session.settings.features.smoothing = 0.3
        session.settings.episodes.maxLag = 7
        session.settings.synchrony.window = 40
        session.settings.surrogates = .init(count: 500, seed: 9, rate: 4, level: 0.01)
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("\(UUID().uuidString).json").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(try SessionJSON().bytes(session)).write(to: URL(fileURLWithPath: path))
        let file = try SettingsFile.load(path)
        var settings = Settings(
            rate: file.rate ?? "", layout: file.layout ?? "", precision: file.precision ?? "",
            confinement: session.settings.confinement, series: file.series,
            offset: file.offset ?? .nan, swapAt: file.swapAt ?? [],
            keepUncertain: file.keepUncertain ?? false)
        settings.scoring = file.scoring
        #expect(
            settings.json.text() == session.settings.json.text())
    }

    @Test func isTheTextOfItsValue() throws {
        let bytes = try SessionJSON().bytes(Fixture.helle())
        #expect(JSONValue(parsing: bytes)?.text() == SessionJSON.value(Fixture.helle()).text())
        #expect(bytes.last == UInt8(ascii: "\n"))
    }

    @Test func saysWhatWasMeasured() {
        let value = SessionJSON.value(Fixture.helle())
        #expect(value["schema"] == 2)
        #expect(value["attune"] == "9.8.7")
        #expect(value["seats"] == ["therapist", "client"])
        #expect(value["quality"]?["coverage"] == ["therapist": 1.0, "client": 0.8])
        #expect(value["quality"]?["identity"] == [["start": 3.0, "end": 4.5]])
        let summary = value["summary"]
        #expect(summary?["episodes"]?["count"] == 1)
        #expect(summary?["episodes"]?["per_posture"] == ["head_on_hand": 1])
        #expect(summary?["episodes"]?["p_value"] == .null)
        #expect(summary?["posture_sharing_seconds"] == 9.9)
        #expect(summary?["leadership"]?["episodes_led"] == ["therapist": 1, "client": 0])
        #expect(summary?["leadership"]?["balance"] == 1.0)
        #expect(value["warnings"] == ["The file ends early."])
        #expect(summary?["warnings"] == value["warnings"])
    }

    @Test func saysHowManyBodiesWereInferredWhereThatIsKnown() {
        var session = Fixture.helle()
        #expect(SessionJSON.value(session)["quality"]?["inference"] == nil)
        session.quality.inference = Quality.Inference(bodies: 0.43212, bound: 0.025)
        #expect(
            SessionJSON.value(session)["quality"]?["inference"] == [
                "bodies": 0.4321, "bound": 0.025,
            ])
    }

    @Test func holdsEveryParameterUnderItsName() {
        let settings = SessionJSON.value(Fixture.helle())["settings"]
        #expect(settings?["rate"] == "native")
        #expect(settings?["episodes"]?["max_lag"] == 10)
        #expect(settings?["synchrony"]?["min_valid"] == 0.5)
    }

    @Test func listsTwoRecordings() {
        let value = SessionJSON.value(Fixture.empty())
        guard case .array(let sources)? = value["source"] else {
            Issue.record("source is not a list")
            return
        }
        #expect(sources.map { $0["file"] } == ["a.mp4", "b.mp4"])
        #expect(value["consent"] == .null)
        #expect(value["summary"]?["leadership"]?["balance"] == .null)
    }
}
