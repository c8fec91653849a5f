import Foundation
import TestSupport
import Testing

@testable import Base
@testable import Consents

@Suite struct ConsentDraftTests {
    private static let draft = Consent.Draft(
        session: "S \"1\"",
        participants: [
            .init(
                seat: "therapist", id: "T01", scope: [.analysis, .reviewClip],
                signed: day("2026-01-05"), expires: day("2027-01-05")),
            .init(
                seat: "Klientin ü", id: "C01", scope: [], signed: day("2026-01-05"),
                expires: day("2026-01-05")),
        ])

    private static func day(_ text: String) -> CalendarDate { CalendarDate(text) ?? .today }

    private func inFolder(_ body: (String) throws -> Void) throws {
        try TemporaryFolder.with { try body($0.path) }
    }

    private func names(_ path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }

    @Test func comesBackAsItWasWritten() throws {
        try inFolder { folder in
            let path = folder + "/c.json"
            let written = try Self.draft.write(to: path)
            let read = try Consent.load(path)
            #expect(read.participants == Self.draft.participants && read.session == "S \"1\"")
            #expect(read.digest == written.digest)
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect(mode as? Int == 0o600)
            #expect(try names(folder) == ["c.json"])
        }
    }

    @Test func aFileThatIsThereStays() throws {
        try inFolder { folder in
            let path = folder + "/c.json"
            try Data("mine".utf8).write(to: URL(fileURLWithPath: path))
            let failure = #expect(throws: Failure.self) { try Self.draft.write(to: path) }
            #expect(
                failure?.exitCode == 73 && failure?.remedy.description.contains("<force>") == true)
            #expect(FileManager.default.contents(atPath: path) == Data("mine".utf8))
            _ = try Self.draft.write(to: path, replacing: true)
            #expect(try Consent.load(path).participants.count == 2)
        }
    }

    @Test func whatIsNoConsentIsNotWritten() throws {
        try inFolder { folder in
            var drafts = Array(repeating: Self.draft, count: 5)
            drafts[0].participants[1].id = "T01"
            drafts[1].participants[1].seat = "a,b"
            drafts[2].participants[1].expires = Self.day("2026-01-04")
            drafts[3].session = " "
            drafts[4].participants.removeLast()
            for draft in drafts {
                let failure = #expect(throws: Failure.self) {
                    try draft.write(to: folder + "/c.json")
                }
                #expect(failure?.exitCode == 77)
            }
            let left = try names(folder)
            #expect(left.isEmpty)
            let nowhere = #expect(throws: Failure.self) {
                try Self.draft.write(to: folder + "/none/c.json")
            }
            #expect(nowhere?.exitCode == 73)
        }
    }

    @Test func aWithdrawalIsWrittenIntoTheFile() throws {
        try inFolder { folder in
            let path = folder + "/c.json"
            _ = try Self.draft.write(to: path)
            symlink("c.json", folder + "/link.json")
            try Consent.load(folder + "/link.json").recordWithdrawal(
                of: "C01", on: Self.day("2026-06-01"))
            let changed = try Consent.load(path)
            #expect(changed.participants[1].withdrawn == Self.day("2026-06-01"))
            #expect(changed.participants[0] == Self.draft.participants[0])
            #expect(try names(folder) == ["c.json", "link.json"])
            // The first withdrawal counts, and a file that says so already is left as it is.
            try changed.recordWithdrawal(of: "C01", on: Self.day("2026-07-01"))
            #expect(try Consent.load(path).digest == changed.digest)
            let other = #expect(throws: Failure.self) {
                try changed.recordWithdrawal(of: "C02", on: Self.day("2026-07-01"))
            }
            #expect(other?.exitCode == 65)
        }
    }

    @Test(arguments: [
        "C01", "t-07", "kx7f", "S01", "4711", "PAT-0032", "client", "VP Nr. 7", "S19120345",
        "12345678", "left", "Therapist", "Therapeutin", "klientin", "Ärztin", "Berater_1",
    ])
    func codesAreFine(_ code: String) { #expect(PseudonymCheck.verdict(on: code) == .fine) }

    @Test(arguments: [
        "Anna", "MeierA", "Özge", "Anna-01", "anna_meier", "müller", "anna.meier",
    ])
    func namesAreDoubted(_ code: String) {
        #expect(PseudonymCheck.verdict(on: code) == .doubtful("looks like a name"))
    }

    @Test(arguments: [
        "Therapeutin", "Klient", "Patientin", "Beraterin", "Psychotherapeut", "Versuchsleitung",
        "Mutter", "Therapist", "Person1", "Klientin-links",
    ])
    func rolesAreNoNames(_ seat: String) {
        #expect(PseudonymCheck.verdict(on: seat, for: .sessionOrSeat) == .fine)
    }

    @Test func aSessionThatLooksLikeAnotherIsFoundInTheFolder() throws {
        try TemporaryFolder.with { root in
            let people = ["T01", "C01"].map {
                Consent.Participant(
                    seat: $0 + "-seat", id: $0, scope: [.analysis], signed: Self.day("2026-01-05"),
                    expires: Self.day("2099-01-01"))
            }
            func draft(_ session: String) -> Consent.Draft {
                .init(session: session, participants: people)
            }
            _ = try draft("S01").write(to: root.path + "/any.consent.json")
            #expect(draft("SO1").sessionAlike(in: root.path) == "S01")
            #expect(draft("S01").sessionAlike(in: root.path) == nil)
            #expect(draft("S02").sessionAlike(in: root.path) == nil)
            #expect(draft("S02").sessionAlike(in: root.path + "/none") == nil)
            #expect(
                Array(draft("U\u{308}").composed.session.utf8) == Array("Ü".utf8))
        }
    }

    @Test(arguments: [
        "19850211", "11021985", "P-1985-02-11", "11.02.1985b", "Anna Meier 1985-02-11",
    ])
    func whatHoldsADateIsDoubted(_ code: String) {
        guard case .doubtful(let why) = PseudonymCheck.verdict(on: code) else {
            Issue.record("\(code) passes")
            return
        }
        #expect(why.contains("date"))
    }

    @Test(arguments: [
        "Anna Meier", "meier, anna", "a.meier@example.org", "1985-02-11", "11.02.1985", "1.2.1985",
        "02/11/1985",
    ])
    func whatIsPersonalIsSeen(_ code: String) {
        guard case .personal = PseudonymCheck.verdict(on: code) else {
            Issue.record("\(code) passes")
            return
        }
    }

    @Test func aYearLater() {
        #expect(Self.day("2026-06-01").aYearLater == Self.day("2027-06-01"))
        #expect(Self.day("2024-02-29").aYearLater == Self.day("2025-02-28"))
    }
}
