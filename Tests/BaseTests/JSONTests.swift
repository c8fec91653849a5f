import Testing

@testable import Base

@Suite struct JSONTests {
    private func parse(_ text: String) -> JSONValue? { JSONValue(parsing: Array(text.utf8)) }

    @Test func keepsTheOrderOfMembers() {
        let value: JSONValue = ["z": 1, "a": [true, nil, "x"], "m": ["b": 2.5]]
        #expect(value.text(.compact) == #"{"z":1,"a":[true,null,"x"],"m":{"b":2.5}}"#)
        #expect(parse(value.text()) == value)
        #expect(JSONValue.object([]).text() == "{}")
    }

    /// A name that is there twice is found without comparing each with all before it.
    @Test func anObjectOfManyMembersIsReadInOneGo() {
        let members = (0..<300_000).map { "\"k\($0)\":0" }.joined(separator: ",")
        var count = 0
        let time = ContinuousClock().measure {
            if case .object(let read)? = parse("{\(members)}") { count = read.count }
        }
        #expect(count == 300_000)
        // Without optimisation on a busy machine; each with all would be hours.
        #expect(time < .seconds(60))
        #expect(parse("{\(members),\"k7\":1}") == nil)
    }

    @Test func aDocumentOfMillionsOfValuesIsRefused() {
        let text = "[" + String(repeating: "[],", count: JSONParser.mostValues) + "1]"
        let error = #expect(throws: JSONParser.SyntaxError.self) {
            try JSONParser.parse(Array(text.utf8))
        }
        #expect(error?.what == "more than 2000000 values")
    }

    @Test func laysOutALevelALine() {
        let value: JSONValue = ["a": 1, "b": [2]]
        #expect(value.text() == "{\n  \"a\": 1,\n  \"b\": [\n    2\n  ]\n}")
    }

    @Test func escapesText() {
        let value = JSONValue.string("a\"\\\n\t\u{1}</script>é😀")
        #expect(value.text() == #""a\"\\\n\t\u0001</script>é😀""#)
        #expect(value.text(embeddable: true).contains("<") == false)
        let page = JSONValue.string("a\"\\\n\t\\u{1}</script>é😀")
        #expect(parse(value.text(embeddable: true)) == page)
    }

    @Test func writesNumbersPlainly() {
        #expect(JSONValue.number(4).text() == "4")
        #expect(JSONValue.number(0.1).text() == "0.1")
        #expect(JSONValue.number(.nan).text() == "null")
        #expect(JSONValue.rounded(1.23456, decimals: 2) == .number(1.23))
        #expect(JSONValue.rounded(.infinity) == .null)
        #expect(JSONValue.rounded(nil) == .null)
    }

    @Test(arguments: [
        ("1", JSONValue.integer(1)), ("-0", .integer(0)), ("1.5e2", .number(150)),
        (#""\u00e9\ud83d\ude00\/""#, .string("é😀/")), (" [ ] ", .array([])),
        ("9223372036854775808", .number(9_223_372_036_854_775_808)),
    ])
    func reads(_ text: String, _ value: JSONValue) { #expect(parse(text) == value) }

    @Test(arguments: [
        "", "01", "1.", ".5", "+1", "1e", "1e999", "nul", "tru", "'a'", "\"a", "\"\n\"", "\"\\x\"",
        "\"\\ud800\"", "\"\\u12\"", "[1,]", "[1 2]", "{\"a\"}", "{\"a\":1,}", "{a:1}",
        "{\"a\":1,\"a\":1}",
        "1 2", "// x\n1", "NaN",
    ])
    func refuses(_ text: String) { #expect(parse(text) == nil) }

    @Test func refusesBytesThatAreNoText() {
        #expect(JSONValue(parsing: [0x22, 0xFF, 0x22]) == nil)
    }

    @Test func tellsWhere() {
        let problem = #expect(throws: JSONParser.SyntaxError.self) {
            try JSONParser.parse(Array("{\n  \"a\": x}".utf8))
        }
        #expect(problem?.line == 2)
        #expect(problem?.column == 8)
    }
}
