import Base
import Foundation
import Testing

@testable import Posture

@Suite struct PostureDefinitionTests {
    private func load(_ text: String) throws(JSONProblem) -> [PostureDefinition] {
        try PostureDefinition.load(text.utf8)
    }

    private func message(_ text: String) -> String {
        do {
            _ = try load(text)
            return ""
        } catch {
            return error.description
        }
    }

    @Test func theStandardSetHasThePosturesOfTheContract() throws {
        let names = PostureDefinition.standard.map(\.name)
        #expect(
            names == [
                "head_on_hand", "hand_to_face", "arms_crossed", "hands_clasped", "head_tilted",
                "leaning_side", "leaning_forward", "leaning_back", "nearer", "shoulders_raised",
                "slumped", "turned_away", "head_turned", "smiling", "facing_partner",
                "breathing_shallow", "still", "absent",
            ])
        let sided = PostureDefinition.standard.filter(\.isSided).map(\.name)
        #expect(
            sided == [
                "head_on_hand", "hand_to_face", "head_tilted", "leaning_side", "turned_away",
                "head_turned",
            ])
        #expect(PostureDefinition.standard.allSatisfy { !$0.about.isEmpty })
        try PostureDefinition.check(PostureDefinition.standard)
    }

    @Test func whatIsNotWrittenHasItsDefault() throws {
        let set = try load(
            """
            {"schema": 1, "postures": [{"name": "nod", "conditions": [
              {"signal": "head_nod", "direction": "below", "enter": -20, "leave": -10}]}]}
            """)
        #expect(
            set == [
                PostureDefinition(
                    name: "nod",
                    conditions: [
                        PostureCondition(
                            signal: "head_nod", direction: .below, enter: -20, leave: -10)
                    ])
            ])
        #expect(set[0].minimumHold == 1 && set[0].bridge == 0.5 && set[0].hiddenBridge == 0.5)
    }

    /// As a settings file, `session.json` and a record say it; left out where it is as usual.
    @Test func aPostureMayBeNoMimicry() throws {
        let answers = PostureDefinition.standard.filter { !$0.isAdopted }
        #expect(answers.map(\.name) == ["facing_partner", "breathing_shallow", "still"])
        #expect(answers[0].json["adopted"] == .bool(false))
        #expect(PostureDefinition.standard[0].json["adopted"] == nil)
        let set = try load(
            """
            {"schema": 1, "postures": [{"name": "nod", "adopted": false, "conditions": [
              {"signal": "head_nod", "direction": "below", "enter": -20, "leave": -10}]}]}
            """)
        #expect(!set[0].isAdopted)
        let again = try JSONDecoder().decode(
            [PostureDefinition].self, from: JSONEncoder().encode(set))
        #expect(again == set)
        #expect(message("{\"schema\": 1, \"postures\": [{\"name\": \"n\", \"adopted\": 1}]}") != "")
    }

    @Test func aPostureMayHaveALongestLagOfItsOwn() throws {
        let lags = PostureDefinition.standard.filter { $0.maxLag != nil }
        #expect(lags.map(\.name) == ["smiling"] && lags[0].maxLag == 4)
        #expect(lags[0].json["max_lag"] == .plain(4))
        #expect(PostureDefinition.standard[0].json["max_lag"] == nil)
        let start = """
            {"schema": 1, "postures": [{"name": "nod", "max_lag": 0, "conditions": [
              {"signal": "head_nod", "direction": "below", "enter": -20, "leave": -10}]}]}
            """
        #expect(message(start).contains("max_lag"))
    }

    @Test func sidesAreFilledIn() {
        let condition = PostureCondition(
            signal: "{side}_hand_to_face", direction: .below, enter: 0.1, leave: 0.2)
        #expect(condition.signal(on: .left) == .channel(.leftHandToFace))
        #expect(condition.signal(on: .right) == .channel(.rightHandToFace))
        #expect(condition.signal(on: nil) == nil)
        let other = PostureCondition(
            signal: "{other}_hand_speed", direction: .below, enter: 0.1, leave: 0.2)
        #expect(other.signal(on: .left) == .handSpeed(.right))
    }

    @Test func everySignalIsFoundByItsName() {
        let signals = Channel.allCases.map(PostureSignal.channel) + PostureSignal.derived
        for signal in signals { #expect(PostureSignal(name: signal.name) == signal) }
        #expect(PostureSignal(name: "mood") == nil)
    }

    @Test(arguments: [
        ("", "JSON"),
        ("{\"schema\": 2, \"postures\": []}", "\"schema\" is not 1"),
        ("{\"postures\": []}", "\"schema\" is missing"),
        (
            "{\"schema\": 1, \"postures\": [{\"conditions\": []}]}",
            "\"name\" of posture 1 is missing"
        ),
        ("{\"schema\": 1, \"postures\": [{\"name\": \"a\", \"conditions\": []}]}", "no conditions"),
        ("{\"schema\": 1, \"postures\": [], \"extra\": 1}", "unknown key \"extra\""),
    ])
    func malformedSetsSayWhatIsWrong(text: String, part: String) {
        #expect(message(text).contains(part), "\(message(text))")
    }

    @Test(arguments: [
        (#"{"signal": "mood", "direction": "above", "enter": 1, "leave": 0}"#, "\"mood\""),
        (
            #"{"signal": "{side}_hand_y", "direction": "above", "enter": 1, "leave": 0}"#,
            "{side}_hand_y"
        ),
        (
            #"{"signal": "head_tilt", "direction": "up", "enter": 1, "leave": 0}"#,
            "\"direction\" of entry 1"
        ),
        (#"{"signal": "head_tilt", "direction": "above", "enter": 1, "leave": 2}"#, "\"leave\""),
        (#"{"signal": "head_tilt", "direction": "above", "enter": "1", "leave": 0}"#, "enter"),
        (
            #"{"signal": "head_tilt", "direction": "above", "enter": 1}"#,
            "\"leave\" of entry 1 of \"conditions\" of posture 1 (\"a\") is missing"
        ),
        (
            #"{"signal": "head_tilt", "direction": "above", "enter": 1, "leave": 0, "x": 1}"#,
            "unknown key \"x\""
        ),
    ])
    func malformedConditionsSayWhatIsWrong(condition: String, part: String) {
        let text = message(
            #"{"schema": 1, "postures": [{"name": "a", "conditions": ["# + condition + "]}]}")
        #expect(text.contains(part), "\(text)")
    }

    @Test func setsThatContradictThemselvesAreRefused() {
        let condition = #"[{"signal": "head_tilt", "direction": "above", "enter": 8, "leave": 5}]"#
        func set(_ first: String, _ second: String) -> String {
            """
            {"schema": 1, "postures": [{"name": "a", "conditions": \(condition)\(first)},
             {"name": "\(second)", "conditions": \(condition)}]}
            """
        }
        #expect(message(set("", "b")) == "")
        #expect(message(set("", "a")).contains("posture 2 (\"a\"): the name is taken"))
        #expect(
            message(set(", \"unless\": [\"c\"]", "b")).contains("\"c\", which is not in the set"))
        #expect(message(set(", \"unless\": [\"a\"]", "b")).contains("gives way to itself"))
        #expect(message(set(", \"min_hold\": -1", "b")).contains("min_hold"))
    }
}
