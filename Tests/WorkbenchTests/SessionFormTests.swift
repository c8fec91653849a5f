import Base
import Consents
import Foundation
import TestSupport
import Testing

@testable import Workbench

/// What the page sends to have a session measured.
@Suite struct SessionFormTests {
    private static func person(
        _ seat: String, _ id: String, scope: [String] = ["analysis"], expires: String = "2099-01-01"
    ) -> JSONValue {
        [
            "seat": .string(seat), "id": .string(id), "scope": .array(scope.map { .string($0) }),
            "signed": "2026-01-05", "expires": .string(expires),
        ]
    }

    private static func form(
        _ recordings: [String], session: String = "S01", _ people: [JSONValue]? = nil,
        accepted: Bool = false
    ) -> [UInt8] {
        let value: JSONValue = [
            "recordings": .array(recordings.map { .string($0) }),
            "consent": [
                "schema": 1, "session": .string(session),
                "participants": .array(
                    people ?? [person("therapist", "T01"), person("client", "C01")]),
            ],
            "accepted": .bool(accepted),
        ]
        return Array(value.text(.compact).utf8)
    }

    private static func with(_ body: (Library, [String]) throws -> Void) throws {
        try TemporaryFolder.with { root in
            for name in ["a.mp4", "b.mp4", "c.mp4"] {
                try Data(count: 1).write(to: root.appendingPathComponent(name))
            }
            let library = try Library(root.path)
            try body(library, Recordings(library: library).all().map(\.id))
        }
    }

    private static func refusal(_ bytes: [UInt8], _ library: Library) -> SessionForm.Refusal? {
        do throws(SessionForm.Refusal) {
            _ = try SessionForm(bytes, library: library)
            return nil
        } catch { return error }
    }

    @Test func aFormBecomesASessionWithItsConsent() throws {
        try Self.with { library, ids in
            let form = try SessionForm(Self.form([ids[1], ids[0]]), library: library)
            let session = try form.session(in: library.root)
            #expect(session.recordings == ["b.mp4", "a.mp4"].map { "\(library.root)/\($0)" })
            #expect(session.folder == "\(library.root)/S01")
            let written = try Consent.load("\(library.root)/S01.consent.json")
            #expect(written.participants.map(\.id) == ["T01", "C01"])
            // The same again is the same file; another one is not overwritten.
            _ = try form.session(in: library.root)
            let other = try SessionForm(
                Self.form(
                    [ids[0]],
                    [Self.person("therapist", "T02"), Self.person("client", "C01")]),
                library: library)
            #expect(throws: Failure.self) { try other.session(in: library.root) }
            #expect(try Consent.load(written.path).participants == written.participants)
        }
    }

    @Test func aLinkInTheFoldersPlaceIsNotFollowed() throws {
        try Self.with { library, ids in
            try FileManager.default.createSymbolicLink(
                atPath: "\(library.root)/S01", withDestinationPath: "/tmp")
            let form = try SessionForm(Self.form([ids[0]]), library: library)
            #expect(throws: Failure.self) { try form.session(in: library.root) }
            #expect(!FileManager.default.fileExists(atPath: "\(library.root)/S01.consent.json"))
        }
    }

    @Test func whatIsNoConsentIsNotWritten() throws {
        try Self.with { library, ids in
            for people in [
                [Self.person("a", "T01", scope: ["sharing"]), Self.person("b", "C01")],
                [Self.person("a", "T01", expires: "2026-01-06"), Self.person("b", "C01")],
            ] {
                let form = try SessionForm(Self.form([ids[0]], people), library: library)
                #expect(throws: Failure.self) { try form.session(in: library.root) }
            }
            #expect(!FileManager.default.fileExists(atPath: "\(library.root)/S01.consent.json"))
        }
    }

    @Test func refusalsSayWhatToDo() throws {
        try Self.with { library, ids in
            let people = [Self.person("therapist", "T01"), Self.person("client", "Anna Meier")]
            let wrong: [(bytes: [UInt8], words: String)] = [
                (Array("{".utf8), "not what the page sends"),
                (Self.form([]), "Choose one recording"), (Self.form(ids), "Choose one recording"),
                (Self.form([ids[0], ids[0]]), "Choose one recording"),
                (Self.form(["../a.mp4"]), "Choose one recording"),
                (Self.form([ids[0]], session: "../S01"), "names its folder"),
                (Self.form([ids[0]], session: ".S01"), "names its folder"),
                (Self.form([ids[0]], people), "use a code"),
                (Self.form([ids[0]], [Self.person("therapist", "T01")]), "two"),
                (Self.form([ids[0]], [Self.person("a", "=1"), Self.person("b", "C1")]), "begins"),
            ]
            for (bytes, words) in wrong {
                guard case .wrong(let why)? = Self.refusal(bytes, library) else {
                    Issue.record("\(words)")
                    continue
                }
                #expect(why.contains(words), "\(why)")
            }
        }
    }

    @Test func aNameIsDoubtedUntilSomebodyAnswersForIt() throws {
        try Self.with { library, ids in
            let people = [Self.person("therapist", "T01"), Self.person("client", "Anna")]
            guard case .doubtful(let why)? = Self.refusal(Self.form([ids[0]], people), library)
            else {
                Issue.record("not doubted")
                return
            }
            #expect(why.contains("Anna"))
            #expect(Self.refusal(Self.form([ids[0]], people, accepted: true), library) == nil)
        }
    }
}
