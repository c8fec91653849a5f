import Base
import Posture
import Testing

@testable import LivePage

/// The names and units that other programs rely on.
@Suite struct LiveEventTests {
    @Test func aSampleHasTheDocumentedMembers() throws {
        let json = LiveEvent.sample(.made(at: 2.0004)).json
        #expect(
            json.names == ["time", "seats", "mimicry_percentile", "leader_balance", "latency_ms"])
        #expect(json["time"]?.number == 2)
        #expect(json["latency_ms"]?.number == 81)
        #expect(json["seats"]?.names == ["therapist", "client"])
        let seat = try #require(json["seats"]?["client"])
        #expect(
            seat.names == ["presence"] + Channel.allCases.map(\.rawValue) + ["postures", "figure"])
        #expect(seat["head_nod"] == .null)
        #expect(seat["head_turn"]?.number == 1.125)
        #expect(
            seat["postures"] == [["posture": "head_on_hand", "side": "left", "onset": .number(3)]])
        guard case .array(let figure)? = seat["figure"] else {
            Issue.record("no figure")
            return
        }
        #expect(figure.count == 99)
        #expect(figure.prefix(3).map(\.number) == [0.1235, 0.5432, 0.99])
    }

    @Test func aBreathSaysHowLateItIsAndWhyThereIsNone() throws {
        let json = LiveEvent.breath(.made(at: 30)).json
        #expect(json.names == ["time", "behind", "step", "seats"])
        #expect(json["time"]?.number == 30 && json["behind"]?.number == 20)
        #expect(json["step"]?.number == 0.2)
        #expect(json["seats"]?.names == ["therapist", "client"])
        let first = try #require(json["seats"]?["therapist"])
        #expect(first.names == ["rate", "doubt", "curve"])
        #expect(first["rate"]?.number == 14.3 && first["doubt"] == .null)
        #expect(first["curve"] == [.null, .number(0.00123)])
        let second = try #require(json["seats"]?["client"])
        #expect(second["rate"] == .null && second["doubt"] == "moving")
        #expect(
            BreathDoubt.allCases.map(\.rawValue) == [
                "unseen", "short", "moving", "uneven", "unclear", "drifting", "confused",
            ])
    }

    @Test func anEpisodeIsARowOfItsTable() {
        let columns = [
            "posture", "leader", "follower", "leader_side", "follower_side", "congruence",
            "leader_onset", "follower_onset", "lag", "offset", "shared_duration", "p_value",
        ]
        let present = LiveEvent.episode(.made(7)).json
        #expect(present.names == ["id", "state"] + columns)
        #expect(present["offset"] == .null)
        #expect(present["p_value"] == .null)
        #expect(present["leader"] == "therapist")
        #expect(present["lag"]?.number == 4)
        #expect(LiveEvent.episode(.made(7, .ended)).json["offset"]?.number == 24)
    }

    @Test func aStatusHasAWordForPrograms() {
        let words = LiveStatus.Kind.allCases.map(\.rawValue)
        #expect(
            words == [
                "warming_up", "running", "camera_lost", "camera_back", "stalled", "paused",
                "resumed", "slow", "stopping", "ended",
            ])
    }
}
