import Posture
import SessionStore
import Testing

@testable import Timeline

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
                "warnings", "markers",
            ])
        #expect(names(value["source"]) == ["file", "sha256", "duration", "frames", "rate"])
        #expect(names(value["consent"]) == ["session", "participants", "digest"])
        #expect(names(value["quality"]) == ["coverage", "identity"])
        #expect(
            names(value["summary"]) == [
                "episodes", "posture_sharing_seconds", "channels", "combined", "leadership",
                "warnings",
            ])
        #expect(
            names(value["summary"]?["episodes"]) == [
                "count", "per_posture", "p_value", "chance", "chance_per_posture", "surrogate",
            ])
    }

    @Test func isTheTextOfItsValue() throws {
        let bytes = try SessionJSON().bytes(Fixture.helle())
        #expect(JSONValue(parsing: bytes)?.text() == SessionJSON.value(Fixture.helle()).text())
        #expect(bytes.last == UInt8(ascii: "\n"))
    }

    @Test func saysWhatWasMeasured() {
        let value = SessionJSON.value(Fixture.helle())
        #expect(value["schema"] == 1)
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
