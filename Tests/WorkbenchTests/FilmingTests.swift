import Base
import Consents
import Foundation
import Posture
import TestSupport
import Testing
import VisionProtocol

@testable import Workbench

/// What the page says of how a session was filmed, and what it asks for before anything is measured.
@Suite struct FilmingTests {
    private static func filming(_ text: String, recordings: Int = 1) throws -> Filming {
        try Filming(JSONValue(parsing: Array(text.utf8)), recordings: recordings)
    }

    private static func field(_ text: String, recordings: Int = 1) -> String? {
        do {
            _ = try filming(text, recordings: recordings)
            return nil
        } catch SessionForm.Refusal.wrong(let field, let why) {
            return why.hasSuffix(".") ? field : "no sentence: \(why)"
        } catch {
            return "\(error)"
        }
    }

    @Test func nothingSaidIsTheStandard() throws {
        #expect(try Filming(nil, recordings: 1) == Filming())
        #expect(try Self.filming("{}") == Filming())
        let said = #"{"layout": "auto", "mirrored": "", "offset": "auto"}"#
        #expect(try Self.filming(said) == Filming())
        #expect(try Self.filming(said, recordings: 2) == Filming(offset: .sound))
    }

    /// As the command line's options are read.
    @Test func whatIsSaidBecomesSettings() throws {
        #expect(
            try Self.filming(#"{"layout": "side-by-side", "mirrored": "second"}"#)
                == Filming(layout: .sideBySide, mirrored: .second))
        let parts =
            #"{"layout": "regions", "regions": [["0", "5", "49.5", "90"], ["50", "0", "50", "100"]]}"#
        #expect(
            try Self.filming(parts).layout
                == Layout("regions=0,0.05,0.495,0.9;0.5,0,0.5,1"))
        #expect(
            try Self.filming(#"{"offset": "-1:02.5"}"#, recordings: 2).offset == .seconds(-62.5))
        #expect(
            try Self.filming(#"{"mirrored": "first"}"#, recordings: 2).mirrored == .first)
    }

    @Test func whatIsWrongIsNamed() {
        func part(_ numbers: String) -> String {
            #"{"layout": "regions", "regions": [["0", "0", "50", "100"], \#(numbers)]}"#
        }
        for (text, field) in [
            (part(#"["50", "0", "0", "100"]"#), "second-width"),
            (part(#"["-1", "0", "50", "100"]"#), "second-x"),
            (part(#"["50", "nan", "50", "100"]"#), "second-y"),
            (part(#"["0x1p3", "0", "50", "100"]"#), "second-x"),
            (part(#"["50", "0", "60", "100"]"#), "second-width"),
            (part(#"["50", "10", "50", "100"]"#), "second-height"),
            (part(#"["", "0", "50", "100"]"#), "second-x"),
            (part(#"["50", "0"]"#), "form"), (part("7"), "form"),
            (#"{"layout": "regions"}"#, "form"),
            (#"{"layout": "regions=0,0,1,1;0,0,1,1"}"#, "form"),
            (#"{"layout": "upside-down"}"#, "form"), (#"{"mirrored": "third"}"#, "form"),
            (#"{"mirrored": "first"}"#, "layout"), (#"{"camera": 1}"#, "form"), ("[]", "form"),
        ] { #expect(Self.field(text) == field, "\(text)") }
        for (text, field) in [
            (#"{"layout": "side-by-side"}"#, "layout"), (#"{"offset": ""}"#, "offset"),
            (#"{"offset": "soon"}"#, "offset"), (#"{"offset": "24:00:00"}"#, "offset"),
            (#"{"offset": 3}"#, "offset"),
        ] { #expect(Self.field(text, recordings: 2) == field, "\(text)") }
    }

    // MARK: Looking at recordings

    private static func consent(_ scopes: [[String]], signed: String = "2026-01-05") -> JSONValue {
        let people = zip([("therapist", "T01"), ("client", "C01")], scopes).map {
            person, scope -> JSONValue in
            [
                "seat": .string(person.0), "id": .string(person.1),
                "scope": .array(scope.map { .string($0) }), "signed": .string(signed),
                "expires": "2099-01-01",
            ]
        }
        return ["schema": 1, "session": "S01", "participants": .array(people)]
    }

    private static func look(_ members: [JSONValue.Member], _ library: Library) -> String? {
        let recordings = Recordings(library: library).all().map { JSONValue.string($0.id) }
        let form = JSONValue.object([.init("recordings", .array(recordings))] + members)
        do throws(SessionForm.Refusal) {
            let look = try RecordingLook(Array(form.text(.compact).utf8), library: library)
            return look.showsPictures ? "pictures" : "drawing"
        } catch {
            guard case .wrong(let field, _) = error else { return "\(error)" }
            return field
        }
    }

    /// A picture leaves the process that decodes only under the consent of both to that.
    @Test func aPictureTakesTheConsentOfBoth() throws {
        try TemporaryFolder.with { root in
            try FileManager.default.createDirectory(
                at: root.appendingPathComponent("rec"), withIntermediateDirectories: false)
            try Data(count: 1).write(to: root.appendingPathComponent("rec/a.mp4"))
            let library = try Library(root.path)
            let both = Self.consent([["analysis", "video"], ["analysis", "video"]])
            let picture = JSONValue.Member("picture", true)
            #expect(Self.look([], library) == "drawing")
            #expect(Self.look([.init("consent", both)], library) == "drawing")
            #expect(Self.look([picture], library) == "form")
            #expect(Self.look([picture, .init("consent", both)], library) == "pictures")
            #expect(Self.look([.init("more", true)], library) == "form")
            for (scopes, field) in [
                ([["analysis", "video"], ["analysis"]], "second-scopes"),
                ([["analysis"], ["analysis", "video"]], "first-scopes"),
                ([["video"], ["analysis", "video"]], "first-scopes"),
            ] {
                #expect(
                    Self.look([picture, .init("consent", Self.consent(scopes))], library) == field)
            }
            // The day after tomorrow may come, and is not here.
            let late = Self.consent(
                [["analysis", "video"], ["analysis", "video"]], signed: "2098-01-01")
            #expect(Self.look([picture, .init("consent", late)], library) == "first-signed")
            // Somebody has taken it back in a file beside the recording.
            let less = Self.consent([["analysis", "video"], ["analysis"]])
            try Data(less.text().utf8).write(
                to: root.appendingPathComponent("rec/S01.consent.json"))
            #expect(Self.look([picture, .init("consent", both)], library) == "form")
            #expect(Self.look([], library) == "drawing")
        }
    }

    @Test func whatIsFoundIsToldAsShares() {
        let person = FoundPeople.Person(
            picture: 0, points: [.init(x: 0.25, y: 0.5), .init(x: 0.5, y: 1)],
            lines: [[.init(x: 0.25, y: 0.5), .init(x: 0.5, y: 1)]])
        let found = FoundPeople(
            pictures: [.init(width: 640, height: 360, jpeg: [0xFF, 0xD8, 0xFF])],
            people: [person, nil])
        #expect(
            found.json.text(.compact)
                == #"{"pictures":[{"width":640,"height":360,"jpeg":"/9j/"}],"people":[{"picture":0,"box":[0.25,0.5,0.5,1],"lines":[[[0.25,0.5],[0.5,1]]]},null]}"#
        )
    }
}
