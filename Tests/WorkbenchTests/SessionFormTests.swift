import Base
import Consents
import Foundation
import Posture
import TestSupport
import Testing
import VisionProtocol

@testable import Workbench

/// What the page sends to have a session measured.
@Suite struct SessionFormTests {
    private static func person(
        _ seat: String, _ id: String, scope: [String] = ["analysis"],
        expires: String = "2099-01-01",
        signed: String = "2026-01-05"
    ) -> JSONValue {
        [
            "seat": .string(seat), "id": .string(id), "scope": .array(scope.map { .string($0) }),
            "signed": .string(signed), "expires": .string(expires),
        ]
    }

    private static func form(
        _ recordings: [String], session: String = "S01", _ people: [JSONValue]? = nil,
        accepted: Bool = false, replaces: Bool = false, more: [JSONValue.Member] = []
    ) -> [UInt8] {
        let value: JSONValue = [
            "recordings": .array(recordings.map { .string($0) }),
            "consent": [
                "schema": 1, "session": .string(session),
                "participants": .array(
                    people ?? [person("therapist", "T01"), person("client", "C01")]),
            ],
            "accepted": .bool(accepted), "replaces": .bool(replaces),
        ]
        guard case .object(let members) = value else { return [] }
        return Array(JSONValue.object(members + more).text(.compact).utf8)
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
            let session = try form.session(in: library)
            #expect(
                session == NewSession(name: "S01", folder: "S01", recordings: ["b.mp4", "a.mp4"]))
            let written = try Consent.load("\(library.root)/S01.consent.json")
            #expect(written.participants.map(\.id) == ["T01", "C01"])
            let files = try library.files(of: session)
            #expect(files.recordings == ["b.mp4", "a.mp4"].map { "\(library.root)/\($0)" })
            #expect(files.folder == "\(library.root)/S01")
            #expect(files.consent.participants == written.participants)
            // The same again is the same file.
            _ = try form.session(in: library)
        }
    }

    /// The consent file has the one in the first seat first: what continues or repeats the measurement needs to know no more.
    @Test func whoIsWhoIsTheOrderInTheConsent() throws {
        try Self.with { library, ids in
            let filmed: JSONValue = ["layout": "side-by-side", "mirrored": "first"]
            let form = try SessionForm(
                Self.form(
                    [ids[0]], more: [.init("exchanged", true), .init("filmed", filmed)]),
                library: library)
            let session = try form.session(in: library)
            #expect(session.filming == Filming(layout: .sideBySide, mirrored: .first))
            let written = try Consent.load("\(library.root)/S01.consent.json")
            #expect(written.participants.map(\.id) == ["C01", "T01"])
            #expect(try written.seats(requested: nil) == ["client", "therapist"])
            let other = try SessionForm(Self.form([ids[0]]), library: library)
            #expect {
                try other.session(in: library)
            } throws: { error in
                guard case SessionForm.Refusal.other(let words) = error else { return false }
                return words.contains("the other way round")
            }
            // The fields keep their names.
            let people = [Self.person("therapist", "T01"), Self.person("client", "Anna Meier")]
            guard
                case .wrong("second-id", _)? = Self.refusal(
                    Self.form([ids[0]], people, more: [.init("exchanged", true)]), library)
            else {
                Issue.record("another field")
                return
            }
        }
    }

    @Test func aCodeThatLooksLikeAnotherOneIsRefused() throws {
        try Self.with { library, ids in
            _ = try SessionForm(Self.form([ids[0]]), library: library).session(in: library)
            // Cyrillic, a capital O, a small s, wide letters.
            for code in ["Ѕ01", "SO1", "s01", "Ｓ01"] {
                let form = try SessionForm(Self.form([ids[0]], session: code), library: library)
                #expect {
                    try form.session(in: library)
                } throws: { error in
                    guard case SessionForm.Refusal.wrong("session", let why) = error else {
                        return false
                    }
                    return why.contains("looks like S01")
                }
            }
            let other = try SessionForm(Self.form([ids[0]], session: "S02"), library: library)
            #expect(try other.session(in: library).name == "S02")
        }
    }

    @Test func codesAreComposed() throws {
        try Self.with { library, ids in
            let form = try SessionForm(
                Self.form([ids[0]], session: "U\u{308}1"), library: library)
            let session = try form.session(in: library)
            #expect(Array(session.name.utf8) == Array("Ü1".utf8))
            let names = try FileManager.default.contentsOfDirectory(atPath: library.root)
            #expect(names.contains { Array($0.utf8) == Array("Ü1.consent.json".utf8) })
        }
    }

    @Test func anotherConsentIsShownAndReplacedOnlyWhenSaid() throws {
        try Self.with { library, ids in
            _ = try SessionForm(Self.form([ids[0]]), library: library).session(in: library)
            let people = [Self.person("therapist", "T02"), Self.person("client", "C01")]
            let other = try SessionForm(Self.form([ids[0]], people), library: library)
            #expect {
                try other.session(in: library)
            } throws: { error in
                guard case SessionForm.Refusal.other(let words) = error else { return false }
                return words.contains(
                    "T01 (therapist), signed 2026-01-05, until 2099-01-01: analysis")
            }
            let path = "\(library.root)/S01.consent.json"
            #expect(try Consent.load(path).participants[0].id == "T01")
            let replacing = try SessionForm(
                Self.form([ids[0]], people, replaces: true), library: library)
            _ = try replacing.session(in: library)
            #expect(try Consent.load(path).participants[0].id == "T02")
        }
    }

    /// Taken back stays taken back, whatever the form says, unless they have signed since.
    @Test func aWithdrawalIsNotReplaced() throws {
        try Self.with { library, ids in
            _ = try SessionForm(Self.form([ids[0]]), library: library).session(in: library)
            let path = "\(library.root)/S01.consent.json"
            let day = try #require(CalendarDate("2026-02-01"))
            try Consent.load(path).recordWithdrawal(of: "C01", on: day)
            let same = try SessionForm(Self.form([ids[0]], replaces: true), library: library)
            let others = [Self.person("therapist", "T09"), Self.person("client", "C09")]
            let foreign = try SessionForm(
                Self.form([ids[0]], others, replaces: true), library: library)
            for form in [same, foreign] {
                #expect {
                    try form.session(in: library)
                } throws: { error in
                    guard case SessionForm.Refusal.wrong("session", let words) = error else {
                        return false
                    }
                    return words.contains("C01 took the consent for S01 back on 2026-02-01")
                }
            }
            #expect(try Consent.load(path).participants[1].withdrawn == day)
            let again = [
                Self.person("therapist", "T01"),
                Self.person("client", "C01", signed: "2026-02-02"),
            ]
            _ = try SessionForm(Self.form([ids[0]], again, replaces: true), library: library)
                .session(in: library)
            #expect(try Consent.load(path).participants[1].withdrawn == nil)
            try Data("{}".utf8).write(to: URL(fileURLWithPath: path))
            #expect(throws: SessionForm.Refusal.self) { try same.session(in: library) }
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data("{}".utf8))
        }
    }

    @Test func noSessionIsMeasuredIntoAStudy() throws {
        try Self.with { library, ids in
            let folder = "\(library.root)/S01"
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: false)
            try Data("{}".utf8).write(to: URL(fileURLWithPath: folder + "/study.json"))
            let form = try SessionForm(Self.form([ids[0]]), library: library)
            #expect(throws: SessionForm.Refusal.self) { try form.session(in: library) }
            #expect(!FileManager.default.fileExists(atPath: library.root + "/S01.consent.json"))
        }
    }

    /// What was measured keeps its consent.
    @Test func aMeasuredCodeIsTaken() throws {
        try Self.with { library, ids in
            let folder = "\(library.root)/S01"
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: false)
            try Data().write(to: URL(fileURLWithPath: folder + "/session.partial.sqlite"))
            let form = try SessionForm(Self.form([ids[0]], replaces: true), library: library)
            #expect(throws: SessionForm.Refusal.self) { try form.session(in: library) }
        }
    }

    @Test func aLinkInTheFoldersPlaceIsNotFollowed() throws {
        try Self.with { library, ids in
            let form = try SessionForm(Self.form([ids[0]]), library: library)
            let session = try form.session(in: library)
            // Whoever can write to the folder may put it there at any time.
            try FileManager.default.createSymbolicLink(
                atPath: "\(library.root)/S01", withDestinationPath: "/tmp")
            #expect(throws: Failure.self) { try library.files(of: session) }
            #expect(throws: SessionForm.Refusal.self) { try form.session(in: library) }
        }
    }

    @Test func filesAreLookedUpWhenTheSessionBegins() throws {
        try Self.with { library, ids in
            let session = try SessionForm(Self.form([ids[0]]), library: library)
                .session(in: library)
            let files = FileManager.default
            try files.createDirectory(
                atPath: "\(library.root)/sub", withIntermediateDirectories: false)
            try files.moveItem(
                atPath: "\(library.root)/a.mp4", toPath: "\(library.root)/sub/a.mp4")
            #expect(try library.files(of: session).recordings == ["\(library.root)/sub/a.mp4"])
            try files.removeItem(atPath: "\(library.root)/sub/a.mp4")
            #expect(throws: Failure.self) { try library.files(of: session) }
            try Data().write(to: URL(fileURLWithPath: "\(library.root)/a.mp4"))
            try files.removeItem(atPath: "\(library.root)/S01.consent.json")
            #expect(throws: Failure.self) { try library.files(of: session) }
        }
    }

    @Test func refusalsNameTheField() throws {
        try Self.with { library, ids in
            let people = { (second: JSONValue) in [Self.person("therapist", "T01"), second] }
            let wrong: [(bytes: [UInt8], field: String)] = [
                (Array("{".utf8), "form"), (Self.form([]), "recordings"),
                (Self.form(ids), "recordings"), (Self.form([ids[0], ids[0]]), "recordings"),
                (Self.form(["../a.mp4"]), "recordings"),
                (Self.form([ids[0]], session: "../S01"), "session"),
                (Self.form([ids[0]], session: ".S01"), "session"),
                (Self.form([ids[0]], people(Self.person("client", "Anna Meier"))), "second-id"),
                (Self.form([ids[0]], people(Self.person("client", ""))), "second-id"),
                (Self.form([ids[0]], people(Self.person("client", "Т01"))), "second-id"),
                (Self.form([ids[0]], people(Self.person("client", "TO1"))), "second-id"),
                (Self.form([ids[0]], people(Self.person("", "C01"))), "second-seat"),
                (Self.form([ids[0]], people(Self.person("client", "=1"))), "second-id"),
                (
                    Self.form([ids[0]], people(Self.person("client", "C1", scope: ["sharing"]))),
                    "second-scopes"
                ),
                (
                    Self.form([ids[0]], people(Self.person("client", "C1", expires: "2026-01-06"))),
                    "second-expires"
                ),
                (
                    Self.form([ids[0]], people(Self.person("client", "C1", expires: ""))),
                    "second-expires"
                ),
                (Self.form([ids[0]], [Self.person("therapist", "T01")]), "form"),
                (
                    Self.form([ids[0]], [Self.person("a", "T01"), Self.person("a", "C01")]), "form"
                ),
            ]
            for (bytes, field) in wrong {
                guard case .wrong(field, let why)? = Self.refusal(bytes, library) else {
                    Issue.record("\(field): \(String(describing: Self.refusal(bytes, library)))")
                    continue
                }
                #expect(why.hasSuffix(".") && !why.contains("<"), "\(why)")
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

    /// A folder that somebody sent may hold any list.
    @Test func aPlantedListLeadsNowhere() throws {
        try Self.with { library, _ in
            let path = "\(library.root)/\(QueueFile.name)"
            for text in [
                "{", "[]",
                #"{"sessions": [{"name": "../x", "folder": "x", "recordings": ["a.mp4"]}]}"#,
                #"{"sessions": [{"name": "x", "folder": "../x", "recordings": ["a.mp4"]}]}"#,
                #"{"sessions": [{"name": "x", "folder": "/x", "recordings": ["a.mp4"]}]}"#,
                #"{"sessions": [{"name": "x", "folder": "x", "recordings": ["../a.mp4"]}]}"#,
                #"{"sessions": [{"name": "x", "folder": ".x", "recordings": ["a.mp4"]}]}"#,
                #"{"sessions": [{"name": "x", "folder": "x", "recordings": [".git/a.mp4"]}]}"#,
                #"{"sessions": [{"name": "x", "folder": "x", "recordings": ["a\u202e4pm.exe"]}]}"#,
                #"{"sessions": [{"name": "x", "folder": "x", "recordings": ["a\u001b.mp4"]}]}"#,
                #"{"sessions": [{"name": "x", "folder": "x", "recordings": []}]}"#,
                #"{"sessions": [{"name": "x", "folder": "x", "recordings": ["a.mp4"], "layout": "x"}]}"#,
                #"{"sessions": [{"name": "x", "folder": "x", "recordings": ["a.mp4"], "mirrored": 1}]}"#,
                #"{"sessions": [{"name": "x", "folder": "x", "recordings": ["a.mp4"], "offset": 1e9}]}"#,
            ] {
                try Data(text.utf8).write(to: URL(fileURLWithPath: path))
                #expect(QueueFile(in: library.root).read() == [], "\(text)")
            }
            let session = NewSession(name: "S01", folder: "a/S01", recordings: ["a/b.mp4"])
            let filmed = NewSession(
                name: "S02", folder: "S02", recordings: ["a.mp4", "b.mp4"],
                filming: Filming(mirrored: .second, offset: .seconds(-62.5)))
            let parts = NewSession(
                name: "S03", folder: "S03", recordings: ["a.mp4"],
                filming: Filming(
                    layout: .regions(
                        PictureRegion(x: 0, y: 0.05, width: 0.495, height: 0.9),
                        PictureRegion(x: 0.5, y: 0, width: 0.5, height: 1)), offset: .sound))
            try QueueFile(in: library.root).write([session, filmed, parts])
            #expect(QueueFile(in: library.root).read() == [session, filmed, parts])
        }
    }
}
