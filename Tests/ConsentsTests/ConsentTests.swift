import Foundation
import Testing

@testable import Base
@testable import Consents

@Suite struct ConsentTests {
    private static let today = CalendarDate(year: 2026, month: 6, day: 1) ?? .today

    /// A valid file, with a piece of it exchanged.
    private static func file(_ old: String = "", _ new: String = "") throws -> String {
        let text = """
            {"schema": 1, "session": "S01", "participants": [
              {"seat": "therapist", "id": "T01", "scope": ["analysis", "live", "review-clip"],
               "signed": "2026-01-05", "expires": "2027-01-05"},
              {"seat": "client", "id": "C01", "scope": ["analysis"],
               "signed": "2026-01-05", "expires": "2027-01-05", "withdrawn": null}]}
            """
        if !old.isEmpty { #expect(text.contains(old)) }
        return try write(text.replacingOccurrences(of: old, with: new))
    }

    private static func write(_ text: String) throws -> String {
        let path = NSTemporaryDirectory() + "consent-\(UUID().uuidString).json"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    private func failure(_ path: String, _ check: (Consent) throws -> Void = { _ in }) -> Failure? {
        defer { try? FileManager.default.removeItem(atPath: path) }
        return #expect(throws: Failure.self) { try check(try Consent.load(path)) }
    }

    @Test func readsTheFileOfTheContract() throws {
        let path = try Self.file()
        let consent = try Consent.load(path)
        #expect(consent.session == "S01")
        #expect(consent.participants.map(\.seat) == ["therapist", "client"])
        #expect(consent.participants[0].scope == [.analysis, .live, .reviewClip])
        #expect(consent.participants[1].withdrawn == nil)
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        #expect(consent.digest == Digest.sha256(bytes))
        #expect(consent.digest.count == 64)
        try consent.require(.analysis, on: Self.today)
    }

    /// What cannot be seen, or turns the text round it, makes two codes look the same.
    @Test(arguments: [
        "C\\u202E01", "C\\u200b01", "C\\u2066a\\u2069", "C\\u202801", "C\\u00ad01", "C\\n01",
    ])
    func refusesCodesWithInvisibleCharacters(_ code: String) throws {
        for old in ["\"C01\"", "\"client\"", "\"S01\""] {
            let failure = failure(try Self.file(old, "\"\(code)\""))
            #expect(failure?.exitCode == 77)
            #expect(failure?.what.contains("an invisible character") == true)
            #expect(failure?.what.unicodeScalars.contains("\u{202E}") == false)
        }
    }

    /// In the characters that the schema counts, not in what looks like one.
    @Test func aCodeHas64CharactersAtMost() throws {
        let letters = { (count: Int) in String(repeating: "A\u{0301}", count: count) }
        let path = try Self.file("C01", letters(32))
        #expect(try Consent.load(path).participants[1].id.unicodeScalars.count == 64)
        #expect(failure(try Self.file("C01", letters(32) + "A"))?.exitCode == 77)
        #expect(failure(try Self.file("C01", letters(3000)))?.exitCode == 77)
    }

    /// Codes stand in tables that people open in a spreadsheet.
    @Test(arguments: ["=1+2", "+1", "-2+3", "@SUM(1)", "＝1"])
    func refusesCodesThatAreFormulas(_ code: String) throws {
        for old in ["\"C01\"", "\"client\"", "\"S01\""] {
            let failure = failure(try Self.file(old, "\"\(code)\""))
            #expect(failure?.exitCode == 77)
            #expect(failure?.what.contains("makes a formula") == true)
        }
        let given = #expect(throws: Failure.self) { try Consent.seats(option: "a,\(code)") }
        #expect(given?.kind == .usage)
    }

    @Test func refusesSeatsThatReadOtherwiseThanTheyAre() throws {
        for seats in ["t\u{202E},client", "t" + String(repeating: "\u{301}", count: 60) + ",c"] {
            let given = #expect(throws: Failure.self) { try Consent.seats(option: seats) }
            #expect(given?.kind == .usage)
        }
    }

    @Test func acceptsAByteOrderMark() throws {
        let path = try Self.file()
        let text = "\u{FEFF}" + (try String(contentsOfFile: path, encoding: .utf8))
        #expect(try Consent.load(Self.write(text)).session == "S01")
    }

    struct Malformed: CustomTestStringConvertible {
        var old: String
        var new: String
        var says: String
        init(_ old: String, _ new: String, _ says: String) {
            (self.old, self.new, self.says) = (old, new, says)
        }
        var testDescription: String { says }
    }

    @Test(arguments: [
        Malformed("\"schema\": 1", "\"schema\": 2", "\"schema\" is not 1"),
        Malformed("\"schema\": 1", "\"schema\": \"1\"", "\"schema\" is not 1"),
        Malformed("\"schema\": 1", "\"schema\": true", "\"schema\" is not 1"),
        Malformed("\"schema\": 1, ", "", "\"schema\" is missing"),
        Malformed("\"session\": \"S01\"", "\"session\": 1", "\"session\" is not a text"),
        Malformed("\"session\": \"S01\"", "\"session\": \"\"", "\"session\" is empty"),
        Malformed("\"S01\"", "\"S01\", \"note\": \"\"", "unknown key \"note\""),
        Malformed("\"T01\"", "\"T01\", \"name\": \"A\"", "unknown key \"name\" in participant 1"),
        Malformed("\"id\": \"C01\", ", "", "\"id\" of participant 2 is missing"),
        Malformed("\"id\": \"C01\"", "\"id\": null", "\"id\" of participant 2 is not a text"),
        Malformed("\"id\": \"C01\"", "\"id\": \" C01\"", "\"id\" of participant 2 is empty"),
        Malformed("\"id\": \"C01\"", "\"id\": \"T01\"", "both people have the id \"T01\""),
        Malformed("\"client\"", "\"therapist\"", "both people have the seat \"therapist\""),
        Malformed("\"client\"", "\"a,b\"", "\"seat\" of participant 2 holds a comma"),
        Malformed("[\"analysis\"]", "[\"anything\"]", "unknown scope \"anything\" of C01 (client)"),
        Malformed("[\"analysis\"]", "\"analysis\"", "\"scope\" of C01 (client) is not a list"),
        Malformed("[\"analysis\"]", "[1]", "\"scope\" of C01 (client) holds something other"),
        Malformed(
            "[\"analysis\"]", "[\"analysis\", \"analysis\"]",
            "scope \"analysis\" of C01 (client) is there twice"),
        Malformed("null", "true", "\"withdrawn\" of C01 (client) is not a date"),
        Malformed("null", "\"2026-02-30\"", "\"withdrawn\" of C01 (client) is not a date"),
        Malformed("null", "\"\"", "\"withdrawn\" of C01 (client) is not a date"),
        Malformed("null}", "null, \"withdrawn\": null}", "\"withdrawn\" is there twice"),
        Malformed("null}]}", "null}]", "line 5, column"),
        Malformed("null}]}", "null}]} x", "text after the end"),
        Malformed("null}]}", "null},]}", "expected a value"),
        Malformed("[\n  {", "{", "expected a name in quotes"),
        Malformed("1, \"session\"", "1 \"session\"", "expected a comma or a closing brace"),
    ])
    func refusesAMalformedFile(_ example: Malformed) throws {
        let failure = failure(try Self.file(example.old, example.new))
        #expect(failure?.exitCode == 77)
        #expect(failure?.what.contains(example.says) == true, "\(failure?.what ?? "")")
        #expect(failure?.description.contains("\n") == false)
        #expect(failure?.remedy.description.isEmpty == false)
    }

    @Test(arguments: ["2026-13-01", "2026-02-29", "26-01-05", "2026-1-5", "05.01.2026", "tomorrow"])
    func refusesWhatIsNoDay(_ text: String) throws {
        let path = try Self.file("\"expires\": \"2027-01-05\"}", "\"expires\": \"\(text)\"}")
        #expect(
            failure(path)?.what.contains("\"expires\" of T01 (therapist) is not a date") == true)
    }

    @Test func refusesAConsentThatExpiresBeforeItIsSigned() throws {
        let path = try Self.file("\"expires\": \"2027-01-05\"}", "\"expires\": \"2026-01-04\"}")
        #expect(failure(path)?.what.contains("before it is signed") == true)
    }

    @Test func refusesOneParticipant() throws {
        let path = try Self.write(
            """
            {"schema": 1, "session": "S01", "participants": [
              {"seat": "a", "id": "1", "scope": [], "signed": "2026-01-05", "expires": "2027-01-05"}]}
            """)
        #expect(failure(path)?.what.contains("not a list of two people") == true)
    }

    @Test func refusesAMissingFileAndAFolder() throws {
        let missing = #expect(throws: Failure.self) { try Consent.load("/nowhere/consent.json") }
        #expect(missing?.exitCode == 77)
        #expect(missing?.what.contains("/nowhere/consent.json (No such file") == true)
        let folder = #expect(throws: Failure.self) { try Consent.load("/tmp") }
        #expect(folder?.exitCode == 77)
    }

    @Test func refusesAFileThatIsNoConsentFile() throws {
        for text in ["", "[]", "null", "\u{0}\u{1}", String(repeating: "[", count: 100_000)] {
            #expect(failure(try Self.write(text))?.exitCode == 77)
        }
        let large = failure(try Self.write(String(repeating: " ", count: 2_000_000)))
        #expect(large?.what.contains("larger than 1 MB") == true)
    }

    // MARK: In force

    @Test func namesThePersonWhoseConsentDoesNotCoverTheUse() throws {
        let failure = failure(try Self.file()) { try $0.require(.live, on: Self.today) }
        #expect(failure?.exitCode == 77)
        #expect(failure?.what == "the consent of C01 (client) does not cover live")
        #expect(failure?.remedy.description.contains("ask C01") == true)
    }

    @Test func holdsFromTheDayItIsSignedToTheDayItExpires() throws {
        let consent = try Consent.load(Self.file())
        for day in ["2026-01-05", "2027-01-05"] {
            try consent.require(.analysis, on: CalendarDate(day)!)
        }
        let before = #expect(throws: Failure.self) {
            try consent.require(.analysis, on: CalendarDate("2026-01-04")!)
        }
        #expect(before?.what.contains("T01 (therapist) is signed on 2026-01-05") == true)
        #expect(before?.what.contains("in the future") == true)
        let after = #expect(throws: Failure.self) {
            try consent.require(.analysis, on: CalendarDate("2027-01-06")!)
        }
        #expect(after?.what == "the consent of T01 (therapist) expired on 2027-01-05")
    }

    @Test func endsOnTheDayItIsWithdrawn() throws {
        let path = try Self.file("null", "\"2026-06-01\"")
        let consent = try Consent.load(path)
        try consent.require(.analysis, on: CalendarDate("2026-05-31")!)
        let failure = failure(path) { try $0.require(.analysis, on: Self.today) }
        #expect(failure?.exitCode == 77)
        #expect(failure?.what == "C01 (client) withdrew consent on 2026-06-01")
    }

    // MARK: Seats

    @Test func seatsAreTheFilesOwnUnlessRequested() throws {
        let consent = try Consent.load(Self.file())
        #expect(try consent.seats(requested: nil) == ["therapist", "client"])
        #expect(try consent.seats(requested: ["client", "therapist"]) == ["client", "therapist"])
        let failure = #expect(throws: Failure.self) {
            try consent.seats(requested: ["left", "right"])
        }
        #expect(failure?.exitCode == 77)
        #expect(failure?.what.contains("therapist and client, not of left and right") == true)
    }

    @Test func readsTheSeatsOption() throws {
        #expect(try Consent.seats(option: "therapist,client") == ["therapist", "client"])
        #expect(try Consent.seats(option: " a , b ") == ["a", "b"])
        for wrong in ["", "a", "a,a", "a,", ",", "a,b,c"] {
            let failure = #expect(throws: Failure.self) { try Consent.seats(option: wrong) }
            #expect(failure?.exitCode == 64)
        }
    }

    @Test func summaryHoldsCodesOnly() throws {
        let summary = try Consent.load(Self.file()).summary
        #expect(summary.session == "S01")
        #expect(summary.participants.map(\.id) == ["T01", "C01"])
        let copy = try JSONDecoder().decode(
            ConsentSummary.self, from: JSONEncoder().encode(summary))
        #expect(copy == summary)
    }
}
