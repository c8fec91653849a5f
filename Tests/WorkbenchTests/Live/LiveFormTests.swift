import Foundation
import TestSupport
import Testing

@testable import Base
@testable import Consents
@testable import Workbench

/// A live session takes the consents for that, and none of the recordings.
@Suite struct LiveFormTests {
    private static func form(
        _ library: Library, scope: [JSONValue], showsVideo: Bool = false,
        more: [JSONValue.Member] = []
    ) throws(SessionForm.Refusal) -> SessionForm {
        let people = [("therapist", "T01"), ("client", "C01")].map { seat, id -> JSONValue in
            [
                "seat": .string(seat), "id": .string(id), "scope": .array(scope),
                "signed": "2026-01-05", "expires": "2099-01-05",
            ]
        }
        let value = JSONValue.object(
            [
                .init("source", "x"),
                .init(
                    "consent",
                    ["schema": 1, "session": "S01", "participants": .array(people)]),
            ] + more)
        return try SessionForm(
            live: Array(value.text(.compact).utf8), library: library, showsVideo: showsVideo)
    }

    private static func refusal(_ body: () throws(SessionForm.Refusal) -> SessionForm) -> String? {
        do throws(SessionForm.Refusal) {
            _ = try body()
            return nil
        } catch {
            if case .wrong(let field, _) = error { return field }
            return "doubt"
        }
    }

    @Test func whatBothMustHaveAgreedTo() throws {
        try TemporaryFolder.with { root in
            let library = try Library(root.path)
            #expect(
                Self.refusal { () throws(SessionForm.Refusal) in
                    try Self.form(library, scope: ["analysis"])
                } == "first-scopes")
            #expect(
                Self.refusal { () throws(SessionForm.Refusal) in
                    try Self.form(library, scope: ["live"], showsVideo: true)
                } == "first-scopes")
            let form = try Self.form(library, scope: ["live", "video"], showsVideo: true)
            #expect(form.recordings.isEmpty)
            let session = try form.session(in: library)
            #expect(session.name == "S01" && session.folder == "S01")
            #expect(try library.consent(of: "S01").participants[1].scope == [.live, .video])
        }
    }

    @Test func whatNoPageSends() throws {
        try TemporaryFolder.with { root in
            let library = try Library(root.path)
            for more: [JSONValue.Member] in [
                [.init("output", "/tmp")], [.init("recordings", [])],
            ] {
                #expect(
                    Self.refusal { () throws(SessionForm.Refusal) in
                        try Self.form(library, scope: ["live"], more: more)
                    } == "form")
            }
            #expect(
                Self.refusal { () throws(SessionForm.Refusal) in
                    try Self.form(library, scope: ["live"], more: [.init("preset", "../x")])
                } == "preset")
        }
    }
}
