import Testing

@testable import Base

@Suite struct StrictObjectTests {
    private func object(
        _ value: JSONValue, _ place: StrictObject.Place = .file, required: [String] = []
    ) throws(JSONProblem) -> StrictObject {
        try StrictObject(value, place, known: ["a", "b"], required: required)
    }

    private func problem(_ body: () throws(JSONProblem) -> Void) -> String {
        do {
            try body()
            return ""
        } catch {
            return error.description
        }
    }

    @Test func whatIsLeftOutIsNil() throws {
        let object = try object([:])
        #expect(try object.number("a", 0...1) == nil)
        #expect(try object.integer("a", 0...1) == nil)
        #expect(try object.flag("a") == nil)
        #expect(try object.text("a") == nil)
        #expect(try object.list("a", of: "names", most: 2) == nil)
        #expect(try object.section("a", known: []) == nil)
        #expect(try self.object(["a": nil]).section("a", known: []) == nil)
    }

    @Test func valuesWithinTheirLimitsAreTaken() throws {
        let object = try object(["a": 2, "b": [1, 2.5]], .section("s"))
        #expect(try object.number("a", 0...2) == 2)
        #expect(try object.integer("a", 2...3) == 2)
        #expect(try object.numbers("b", 1...3, "seconds", most: 2) == [1, 2.5])
    }

    @Test(arguments: [
        (StrictObject.Place.file, "\"a\" is 3, out of range; give 0 to 2 seconds"),
        (.part("settings"), "\"a\" is 3, out of range; give 0 to 2 seconds"),
        (.section("s"), "\"s.a\" is 3, out of range; give 0 to 2 seconds"),
        (.entry("person 1"), "\"a\" of person 1 is 3, out of range; give 0 to 2 seconds"),
    ])
    func aProblemNamesTheKey(place: StrictObject.Place, says: String) {
        let said = problem { () throws(JSONProblem) in
            _ = try object(["a": 3], place).number("a", 0...2, "seconds")
        }
        #expect(said == says)
    }

    @Test(arguments: [
        (StrictObject.Place.file, "unknown key \"c\"; remove it; known are a, b"),
        (.section("s"), "unknown key \"c\" in \"s\"; remove it; known are a, b"),
        (.entry("person 1"), "unknown key \"c\" in person 1; remove it; known are a, b"),
    ])
    func anUnknownKeyIsRefused(place: StrictObject.Place, says: String) {
        #expect(problem { () throws(JSONProblem) in _ = try object(["c": 1], place) } == says)
    }

    @Test func whatIsRequiredMustBeThere() {
        let said = problem { () throws(JSONProblem) in
            _ = try object(["a": 1], .entry("person 1"), required: ["a", "b"])
        }
        #expect(said == "\"b\" of person 1 is missing; add it")
    }

    @Test func longNamesAreCut() {
        let name = String(repeating: "x", count: 50_000)
        let said = problem { () throws(JSONProblem) in
            _ = try object(.object([.init(name, 1)]))
        }
        #expect(said.utf8.count < 200)
    }

    @Test func theWrongTypeIsRefused() throws {
        let object = try object(["a": "1", "b": 1.5])
        let problems = [
            problem { () throws(JSONProblem) in _ = try object.number("a", 0...1) },
            problem { () throws(JSONProblem) in _ = try object.integer("b", 0...2) },
            problem { () throws(JSONProblem) in _ = try object.flag("a") },
            problem { () throws(JSONProblem) in _ = try object.text("b") },
            problem { () throws(JSONProblem) in
                _ = try object.list("a", of: "names", most: 2)
            },
        ]
        #expect(
            problems == [
                "\"a\" is not a number; give 0 to 1",
                "\"b\" is not a whole number; give 0 to 2",
                "\"a\" is not true or false; give true or false",
                "\"b\" is not a short text; write it in quotes",
                "\"a\" is not a list of at most 2 names; write them in square brackets, as "
                    + "docs/formats.md shows",
            ])
    }
}
