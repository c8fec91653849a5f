import SessionModel
import Foundation
import Testing

@testable import Archive
@testable import Base
@testable import Consents

/// What a session folder itself says of consent is held against the day.
@Suite struct FolderConsentTests {
    private static func day(_ text: String) -> CalendarDate { CalendarDate(text) ?? .today }

    private static func summary(
        _ scope: [Consent.Scope] = [.analysis], expires: String? = "2027-01-05",
        withdrawn: String? = nil
    ) -> ConsentSummary {
        ConsentSummary(
            session: "S01",
            participants: [
                .init(seat: "thérapeute", id: "T01", scope: [.analysis, .live]),
                .init(
                    seat: "client 🙂", id: "C01", scope: scope, signed: day("2026-01-05"),
                    expires: expires.map(day), withdrawn: withdrawn.map(day)),
            ], digest: "cd")
    }

    private func inRecord(
        _ consent: ConsentSummary?, _ body: (SessionRecord, _ folder: String) throws -> Void
    ) throws {
        try RecordFixture.inPlace { path in
            let record = try SessionRecord.create(path, header: RecordFixture.header)
            var session = RecordFixture.session()
            session.consent = consent
            try record.save(session, summary: "{}")
            try body(record, (path as NSString).deletingLastPathComponent)
            try record.close()
        }
    }

    private func failure(_ body: () throws -> Void) -> Failure? {
        #expect(throws: Failure.self) { try body() }
    }

    @Test func aRecordIsReadFromTheFirstDayToTheLast() throws {
        try inRecord(Self.summary()) { record, folder in
            for day in ["2026-01-05", "2027-01-05"] {
                #expect(try record.session(on: Self.day(day)).consent == Self.summary())
                try FolderConsent.read(folder).require(on: Self.day(day))
            }
            for read: (CalendarDate) throws -> Void in [
                { _ = try record.session(on: $0) },
                { try FolderConsent.read(folder).require(on: $0) },
            ] {
                let expired = failure { try read(Self.day("2027-01-06")) }
                #expect(expired?.exitCode == 77)
                #expect(expired?.what == "the consent of C01 (client 🙂) expired on 2027-01-05")
                #expect(
                    expired?.remedy.description.contains("<renewConsent(folder: \"\(folder)\")>")
                        == true)
                #expect(failure { try read(Self.day("2026-01-04")) }?.exitCode == 77)
            }
            #expect(try record.session(for: nil, on: Self.day("2030-01-01")).seats.count == 2)
        }
    }

    @Test func aWithdrawalInTheConsentFileCounts() throws {
        try inRecord(Self.summary(withdrawn: "2026-06-01")) { record, folder in
            _ = try record.session(on: Self.day("2026-05-31"))
            let failure = failure { _ = try record.session(on: Self.day("2026-06-01")) }
            #expect(failure?.what == "C01 (client 🙂) withdrew consent on 2026-06-01")
            let words = failure?.remedy.text { action in
                action == .withdraw(code: "C01", folder: folder) ? "withdraw" : "?"
            }
            #expect(words?.contains("run withdraw") == true)
        }
    }

    @Test func whatWasMeasuredLiveIsCoveredByLive() throws {
        let day = Self.day("2026-06-01")
        try inRecord(Self.summary([.live])) { record, _ in _ = try record.session(on: day) }
        try inRecord(Self.summary([.sharing])) { record, _ in
            let failure = failure { _ = try record.session(on: day) }
            #expect(failure?.what == "the consent of C01 (client 🙂) does not cover analysis")
        }
        try inRecord(Self.summary()) { record, _ in
            #expect(failure { _ = try record.session(for: [.sharing], on: day) }?.exitCode == 77)
        }
    }

    /// Earlier versions kept no days: nothing can be held against them but a withdrawal.
    @Test func aRecordWithoutDaysIsRead() throws {
        let json = """
            {"session":"S01","participants":[{"seat":"a","id":"T01","scope":["analysis"]},
            {"seat":"b","id":"C01","scope":["analysis"]}],"digest":"cd"}
            """
        let old = try JSONDecoder().decode(ConsentSummary.self, from: Data(json.utf8))
        #expect(old.participants[0].expires == nil)
        try inRecord(old) { record, _ in
            _ = try record.session(on: Self.day("2099-01-01"))
        }
    }

    @Test func seriesWithoutConsentPass() throws {
        try inRecord(nil) { record, folder in
            #expect(try record.session().consent == nil)
            try FolderConsent.read(folder).require()
        }
    }

    @Test func withoutARecordTheSummaryIsAsked() throws {
        try RecordFixture.inPlace { path in
            let folder = (path as NSString).deletingLastPathComponent
            let json = """
                {"source": {"file": "a.txt", "sha256": "00"}, "consent": {"session": "S01",
                "digest": "cd", "participants": [{"seat": "a", "id": "T01", "scope": ["analysis"],
                "signed": "2026-01-05", "expires": "2026-02-05"}]}}
                """
            try Data(json.utf8).write(to: URL(fileURLWithPath: folder + "/session.json"))
            let consent = try FolderConsent.read(folder)
            #expect(consent.sources == [.init(file: "a.txt", sha256: "00")])
            try consent.require(on: Self.day("2026-02-05"))
            #expect(failure { try consent.require(on: Self.day("2026-02-06")) }?.exitCode == 77)
        }
    }
}
