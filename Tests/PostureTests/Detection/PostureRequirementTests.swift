import Base
import Foundation
import Testing

@testable import Posture

@Suite struct PostureRequirementTests {
    private static let sideways = PostureRequirement(
        signal: "head_turn", direction: .below, value: 35, reason: "the head is turned")

    /// At 25 Hz, a head that is tilted from 4 to 8 s and turned as told.
    private func record(_ turn: (Double) -> Double) -> PostureRecord {
        var track = FeatureTrack()
        for index in 0..<300 {
            let time = Double(index) / 25
            var row = [Double](repeating: 0, count: Channel.allCases.count)
            row.rest()
            row[Channel.headTilt.index] = (4..<8).contains(time) ? -20 : 0
            row[Channel.headTurn.index] = turn(time)
            track.append(time: time, presence: 1, row: row)
        }
        return PostureDetector.record(of: track, seat: .first)
    }

    @Test(arguments: [-40.0, 40]) func whereTheCameraCannotTellItIsUnknownAndNotAbsent(turn: Double)
    {
        let record = record { (3..<9).contains($0) ? turn : 0 }
        #expect(!record.held.contains { $0.posture == "head_tilted" })
        let unknown = record.unknown["head_tilted"] ?? []
        #expect(unknown.contains { $0.start <= 3.04 && $0.end >= 8.96 }, "\(unknown)")
        // What does not ask for it is known.
        #expect(record.unknown["shoulders_raised"] == nil)
    }

    @Test func itIsKnownAgainAsSoonAsItCanBeTold() {
        let record = record { (5..<6.5).contains($0) ? 40 : 0 }
        let held = record.held.filter { $0.posture == "head_tilted" }
        #expect(held.map(\.side) == [.right, .right])
        #expect(held.map { ($0.offset * 100).rounded() / 100 } == [5, 8])
        #expect(record.unknown["head_tilted"]?.count == 1)
    }

    @Test(arguments: [-34.0, 34, .nan]) func whatIsAllowedOrUnknownForbidsNothing(turn: Double) {
        let record = record { _ in turn }
        #expect(record.held.map(\.posture) == ["head_tilted"])
        #expect(record.unknown["head_tilted"] == nil)
    }

    @Test func leansFromTheFrontAreUnknown() {
        var track = FeatureTrack()
        for index in 0..<300 {
            var row = [Double](repeating: 0, count: Channel.allCases.count)
            row.rest()
            row[Channel.trunkPitch.index] = index < 150 ? 0 : 40
            track.append(time: Double(index) / 25, presence: 1, row: row)
        }
        let record = PostureDetector.record(of: track, seat: .first)
        #expect(record.held == [])
        for name in ["leaning_forward", "leaning_back"] {
            #expect(record.unknown[name]?.contains { $0.duration > 11 } == true, "\(name)")
        }
    }

    @Test(arguments: [(PostureCondition.Direction.above, [1.0, -1.2]), (.below, [1, -0.8])])
    func theSignDoesNotCount(_ direction: PostureCondition.Direction, _ allowed: [Double]) {
        let requirement = PostureRequirement(
            signal: "head_turn", direction: direction, value: 1, reason: "")
        #expect(allowed.allSatisfy(requirement.allows))
        #expect(!requirement.allows(direction == .above ? 0.9 : 1.1))
        #expect(!requirement.allows(direction == .above ? -0.9 : -1.1))
        #expect(requirement.allows(.nan))
    }

    private func load(_ requires: String) throws(JSONProblem) -> PostureDefinition {
        let text = """
            {"schema": 1, "postures": [{"name": "nod", "conditions": [
              {"signal": "head_nod", "direction": "below", "enter": -20, "leave": -10}],
              "requires": \(requires)}]}
            """
        return try PostureDefinition.load(text.utf8)[0]
    }

    @Test func itIsReadAndWrittenBack() throws {
        let definition = try load(
            """
            [{"signal": "head_turn", "direction": "below", "value": 35, "reason": "the head is turned"}]
            """)
        #expect(definition.requirements == [Self.sideways])
        let file: JSONValue = ["schema": 1, "postures": .array([definition.json])]
        #expect(try PostureDefinition.load(file.text().utf8) == [definition])
        let coded = try JSONEncoder().encode(definition)
        #expect(try JSONDecoder().decode(PostureDefinition.self, from: coded) == definition)
        #expect(try load("[]").requirements == [])
    }

    @Test(arguments: [
        ("3", "\"requires\""),
        (
            #"[{"signal": "mood", "direction": "below", "value": 1, "reason": ""}]"#,
            "unknown signal \"mood\""
        ),
        (
            #"[{"signal": "{side}_hand_y", "direction": "below", "value": 1, "reason": ""}]"#,
            "unknown signal"
        ),
        (
            #"[{"signal": "head_turn", "direction": "left", "value": 1, "reason": ""}]"#,
            "\"direction\" of entry 1 of \"requires\""
        ),
        (
            #"[{"signal": "head_turn", "direction": "below", "reason": ""}]"#,
            "\"value\" of entry 1 of \"requires\" of posture 1 (\"nod\") is missing"
        ),
        (
            #"[{"signal": "head_turn", "direction": "below", "value": 1}]"#,
            "\"reason\" of entry 1 of \"requires\""
        ),
        (
            #"[{"signal": "head_turn", "direction": "below", "value": 1e4, "reason": ""}]"#,
            "\"value\""
        ),
        (
            #"[{"signal": "head_turn", "direction": "below", "value": 1, "reason": "", "x": 1}]"#,
            "unknown key \"x\""
        ),
    ])
    func malformedRequirementsSayWhatIsWrong(requires: String, part: String) {
        do {
            _ = try load(requires)
            Issue.record("it was read")
        } catch {
            #expect(error.description.contains(part), "\(error.description)")
        }
    }

    @Test func aDefinitionOfAnOldRecordHasNone() throws {
        let old = """
            {"name": "nod", "sided": false, "conditions": [{"signal": "head_nod", "direction": "below",
             "enter": -20, "leave": -10, "relative": false}], "confirmedBy": [], "minHold": 1,
             "bridge": 0.5, "bridgeHidden": 0.5, "unless": [], "unlessSameSide": []}
            """
        let definition = try JSONDecoder().decode(PostureDefinition.self, from: Data(old.utf8))
        #expect(definition.requirements == [] && definition.validation == nil)
        #expect(definition.name == "nod" && definition.minimumHold == 1)
    }
}
