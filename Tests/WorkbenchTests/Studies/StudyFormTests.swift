import Foundation
import TestSupport
import Testing

@testable import Archive
@testable import Base
@testable import Consents
@testable import Workbench

/// What is taken from the page on which a study is made, and what is refused.
@Suite struct StudyFormTests {
    /// Two sessions of T01, with C01 and C02, and what cannot be part of a study.
    static func library(_ root: URL) throws -> Library {
        for number in 1...2 {
            _ = try StoredSession(
                root.appendingPathComponent("S0\(number)"), consent: try consent(number),
                digest: String(repeating: "a\(number)", count: 32))
        }
        _ = try StoredSession(cutOff: root.appendingPathComponent("S03"), consent: try consent(3))
        try Data("session,therapist\nS01,T01\n".utf8)
            .write(to: root.appendingPathComponent("list.csv"))
        return try Library(root.path)
    }

    static func consent(_ number: Int, client: String? = nil) throws -> ConsentSummary {
        var consent = try StoredSession.consent()
        consent.session = "S0\(number)"
        consent.participants[1].id = client ?? "C0\(number)"
        return consent
    }

    private static func form(
        _ library: Library, name: String = "pilot", sessions: [String]? = nil,
        more: [JSONValue.Member] = []
    ) throws(StudyForm.Refusal) -> StudyForm {
        let ids = sessions ?? StudyChoices(library: library).sessions.map(\.id)
        let value = JSONValue.object(
            [
                .init("name", .string(name)),
                .init("sessions", .array(ids.map { .string($0) })),
            ] + more)
        return try StudyForm(Array(value.text(.compact).utf8), library: library)
    }

    private static func refusal(_ body: () throws(StudyForm.Refusal) -> StudyForm) -> String? {
        do throws(StudyForm.Refusal) {
            _ = try body()
            return nil
        } catch { return error.field }
    }

    @Test func whatCanBeChosen() throws {
        try TemporaryFolder.with { root in
            let choices = StudyChoices(library: try Self.library(root))
            #expect(choices.sessions.map(\.name) == ["S01", "S02"])
            #expect(choices.tables.map(\.name) == ["list.csv"])
            let text = choices.json.text(.compact)
            #expect(text.contains("C02") && !text.contains(root.path))
        }
    }

    @Test func aStudyIsTaken() throws {
        try TemporaryFolder.with { root in
            let library = try Self.library(root)
            let table = try #require(StudyChoices(library: library).tables.first).id
            let form = try Self.form(
                library, more: [.init("table", .string(table)), .init("recombines", true)])
            #expect(form.study.sessions == ["\(root.path)/S01", "\(root.path)/S02"])
            #expect(form.study.folder == "\(root.path)/pilot")
            let list = root.appendingPathComponent("list.csv")
            #expect(form.study.table?.path == list.path)
            // What comes to stand in its place later is not read.
            try FileManager.default.removeItem(at: list)
            try FileManager.default.createSymbolicLink(
                at: list, withDestinationURL: URL(fileURLWithPath: "/etc/passwd"))
            #expect(form.study.table?.bytes == Array("session,therapist\nS01,T01\n".utf8))
            #expect(
                Self.refusal { () throws(StudyForm.Refusal) in
                    try Self.form(library, more: [.init("table", .string(table))])
                } == "table")
            #expect(form.study.recombines && !form.study.simulates && !form.study.replaces)
        }
    }

    @Test func whatIsRefused() throws {
        try TemporaryFolder.with { root in
            let library = try Self.library(root)
            let ids = StudyChoices(library: library).sessions.map(\.id)
            for name in ["../x", "", ".hidden", "/tmp/x", "a/b"] {
                #expect(
                    Self.refusal { () throws(StudyForm.Refusal) in
                        try Self.form(library, name: name)
                    } == "name")
            }
            for name in ["S01", "S03", "list.csv"] {
                #expect(
                    Self.refusal { () throws(StudyForm.Refusal) in
                        try Self.form(library, name: name)
                    } == "name", "\(name)")
            }
            // The same one twice is one; and folders are asked for by ids alone.
            for sessions in [
                [], [ids[0]], [ids[0], ids[0]], [ids[0], "\(root.path)/S02"], [ids[0], "S02"],
            ] {
                #expect(
                    Self.refusal { () throws(StudyForm.Refusal) in
                        try Self.form(library, sessions: sessions)
                    } == "sessions")
            }
            for (key, value) in [("table", "/etc/passwd"), ("reviewer", "a\u{1B}b")] {
                #expect(
                    Self.refusal { () throws(StudyForm.Refusal) in
                        try Self.form(library, more: [.init(key, .string(value))])
                    } == key)
            }
            #expect(
                Self.refusal { () throws(StudyForm.Refusal) in
                    try Self.form(library, more: [.init("output", "/tmp")])
                } == "form")
            let study = root.appendingPathComponent("pilot")
            try FileManager.default.createSymbolicLink(
                at: study, withDestinationURL: root.appendingPathComponent("S01"))
            #expect(
                Self.refusal { () throws(StudyForm.Refusal) in try Self.form(library) } == "name")
            try FileManager.default.removeItem(at: study)
            try FileManager.default.createDirectory(at: study, withIntermediateDirectories: false)
            try Data("{}".utf8).write(to: study.appendingPathComponent("study.json"))
            #expect(
                Self.refusal { () throws(StudyForm.Refusal) in try Self.form(library) }
                    == "replaces")
            #expect(try Self.form(library, more: [.init("replaces", true)]).study.replaces)
        }
    }
}

/// Pages of studies are shown as long as they are true and allowed.
@Suite struct StudyShelfTests {
    private static func drawn(_ folders: [String]) -> DrawnStudy {
        DrawnStudy(text: "<html>", headline: "2 sessions", sessions: folders)
    }

    @Test func aPageIsShownUntilARecordChanges() async throws {
        try await TemporaryFolder.with { root in
            _ = try StudyFormTests.library(root)
            let folders = ["S01", "S02"].map { "\(root.path)/\($0)" }
            let shelf = StudyShelf()
            #expect(!shelf.has("pilot"))
            _ = await shelf.keep("pilot", from: folders) { Self.drawn(folders) }
            #expect(shelf.has("pilot"))
            #expect(try shelf.text(of: "pilot") == "<html>")
            // A file beside the record changes nothing.
            try Data("x".utf8).write(to: URL(fileURLWithPath: folders[0] + "/notes.txt"))
            #expect(shelf.has("pilot"))
            let record = try SessionRecord.open(
                "\(folders[1])/\(SessionRecord.fileName)", for: .writing)
            try record.note(try StudyFormTests.consent(2, client: "C02"))
            try record.close()
            #expect(!shelf.has("pilot"))
            #expect(throws: Failure.self) { try shelf.text(of: "pilot") }
        }
    }

    /// A change while the page was being drawn is not overlooked.
    @Test func aRecordThatChangedMeanwhile() async throws {
        try await TemporaryFolder.with { root in
            _ = try StudyFormTests.library(root)
            let folder = "\(root.path)/S01"
            let shelf = StudyShelf()
            _ = try await shelf.keep("pilot", from: [folder]) {
                let record = try SessionRecord.open(
                    "\(folder)/\(SessionRecord.fileName)", for: .writing)
                try record.note(try StudyFormTests.consent(1))
                try record.close()
                return Self.drawn([folder])
            }
            #expect(!shelf.has("pilot"))
        }
    }

    @Test func aConsentThatWasTakenBackBeside() async throws {
        try await TemporaryFolder.with { root in
            _ = try StudyFormTests.library(root)
            let folder = "\(root.path)/S01"
            let shelf = StudyShelf()
            _ = await shelf.keep("pilot", from: [folder]) { Self.drawn([folder]) }
            var consent = try StudyFormTests.consent(1)
            consent.participants[1].withdrawn = consent.participants[1].signed
            _ = try Consent.Draft(session: "S01", participants: consent.participants)
                .write(to: "\(folder)/S01.consent.json")
            #expect(throws: Failure.self) { try shelf.text(of: "pilot") }
        }
    }
}
