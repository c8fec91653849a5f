import Archive
import Base
import Consents
import Foundation
import Posture
import SessionModel
import TestSupport
import Testing

@testable import Workflows

/// A consent that takes breathing back, of a session that was measured with it.
@Suite struct ConsentRenewalTests {
    /// A stored session in whose results both breathe.
    private func breathing(_ folder: URL, _ wide: Consent) throws -> StoredSession {
        let session = try StoredSession(
            folder.appendingPathComponent("S01"), consent: wide.summary)
        let record = try open(session, .writing)
        var value = try record.session(for: nil)
        for seat in value.features.indices {
            value.features[seat][.breath] = value.features[seat].times.map { _ in 0.001 }
            value.features[seat][.breathRate] = value.features[seat].times.map { _ in 15 }
        }
        value.origin = SessionOrigin(made: Date(timeIntervalSince1970: 0), media: ["../videos/"])
        try record.save(value, summary: "{}")
        try record.close()
        return session
    }

    private func open(_ session: StoredSession, _ use: SessionRecord.Use) throws -> SessionRecord {
        try SessionRecord.open(session.folder.path + "/session.sqlite", for: use)
    }

    private func result(_ session: StoredSession) throws -> Session {
        let record = try open(session, .reading)
        defer { try? record.close() }
        return try record.session(for: nil)
    }

    @Test func whatIsTakenBackIsNoLongerInTheResults() async throws {
        try await TemporaryFolder.with { folder in
            let wide = try ConsentFile.make(
                folder, "wide.json", scope: [.analysis, .breathing, .sharing])
            let narrow = try ConsentFile.make(folder, "narrow.json", scope: [.analysis, .sharing])
            let session = try breathing(folder, wide)
            let path = session.folder.path
            let refusal = #expect(throws: Failure.self) {
                try ConsentRenewal(consent: narrow, folder: path).renew()
            }
            #expect(refusal?.kind == .noConsent)
            #expect(refusal?.what.contains("the breathing of the therapist") == true)
            #expect(refusal?.remedy.description.contains("renewConsent") == true)
            #expect(try result(session).consent == wide.summary)
            #expect(
                try await ConsentRenewal(consent: narrow, folder: path).renewLeavingOut())
            let left = try result(session)
            #expect(left.consent == narrow.summary)
            #expect(left.features.allSatisfy { $0[.breath].allSatisfy { $0.isNaN } })
            #expect(left.features.allSatisfy { $0[.breathRate].allSatisfy { $0.isNaN } })
            #expect(left.origin?.media == ["../videos/"])
            // Nothing is left to take out.
            #expect(
                try await !ConsentRenewal(consent: narrow, folder: path, goesBack: true)
                    .renewLeavingOut())
        }
    }

    @Test func whatIsStillCoveredStays() async throws {
        try await TemporaryFolder.with { folder in
            let wide = try ConsentFile.make(
                folder, "wide.json", scope: [.analysis, .breathing, .sharing])
            let other = try ConsentFile.make(folder, "other.json", scope: [.analysis, .breathing])
            let session = try breathing(folder, wide)
            #expect(
                try await !ConsentRenewal(consent: other, folder: session.folder.path)
                    .renewLeavingOut())
            #expect(try result(session).features[0][.breathRate].contains(15))
        }
    }

    /// Of two in one picture it takes the consent of both: who sits where may turn out later.
    @Test func oneOfTwoInOnePictureIsNotEnough() throws {
        let one = try StoredSession.consent(therapist: [.analysis, .breathing])
        let seats = ["therapist", "client"]
        #expect(one.coversBreathing(seats: seats, isUndivided: true) == [false, false])
        #expect(one.coversBreathing(seats: seats, isUndivided: false) == [true, false])
        let both = try StoredSession.consent(
            therapist: [.analysis, .breathing], client: [.analysis, .breathing])
        #expect(both.coversBreathing(seats: seats, isUndivided: true) == [true, true])
    }
}
