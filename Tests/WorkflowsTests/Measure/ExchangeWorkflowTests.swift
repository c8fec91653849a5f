import Archive
import Base
import Consents
import Foundation
import SessionModel
import TestSupport
import Testing

@testable import Workflows

/// The two people of a measured session, exchanged from a moment on.
@Suite struct ExchangeWorkflowTests {
    private static func exchange(_ folder: String, _ time: Double) async throws -> [String] {
        try await ExchangeWorkflow(folder: folder, time: time).run()
    }

    private static func session(_ folder: String) throws -> Session {
        let record = try SessionRecord.open("\(folder)/\(SessionRecord.fileName)")
        defer { try? record.close() }
        return try record.session()
    }

    /// Results and files are made anew, everything else stays; the same once more takes it back.
    @Test func thereAndBack() async throws {
        try await TemporaryFolder.with { root in
            let folder = root.appendingPathComponent("S01").path
            let stored = try StoredSession(
                root.appendingPathComponent("S01"), consent: try StoredSession.consent())
            for name in ["landmarks.csv", "reviewed-K1.report.html", "markers.csv", "notes.txt"] {
                try Data("old".utf8).write(to: stored.folder.appendingPathComponent(name))
            }
            let old = try await Self.exchange(folder, 2.00004)
            #expect(old == ["landmarks.csv", "reviewed-K1.report.html"])
            let made = try Self.session(folder)
            #expect(made.settings.swapAt == [2] && made.seats == ["therapist", "client"])
            #expect(try stored.text("session.json").contains("\"swap_at\""))
            #expect(try stored.text("notes.txt") == "old" && stored.names.contains("report.html"))
            _ = try await Self.exchange(folder, 1)
            #expect(try Self.session(folder).settings.swapAt == [1, 2])
            _ = try await Self.exchange(folder, 2.0004)
            #expect(try Self.session(folder).settings.swapAt == [1])
            _ = try await Self.exchange(folder, 1)
            #expect(try Self.session(folder).settings.swapAt.isEmpty)
        }
    }

    /// What a coder added where the two are other people now is kept, and does not count.
    @Test func reviewsOfTheOldPairingDoNotCount() async throws {
        try await TemporaryFolder.with { root in
            let folder = root.appendingPathComponent("S01").path
            _ = try StoredSession(
                root.appendingPathComponent("S01"), consent: try StoredSession.consent())
            let record = try SessionRecord.open(
                "\(folder)/\(SessionRecord.fileName)", for: .writing)
            let items = [0.5, 3.0].map { time in
                Review.Item(
                    about: nil, verdict: .confirmed,
                    finding: .init(
                        posture: "slumped", leader: "client", leaderOnset: time,
                        followerOnset: time + 0.2, offset: time + 0.4),
                    decided: Date(timeIntervalSince1970: 0))
            }
            try record.save(Review(coder: "K1", items: items))
            try record.close()
            _ = try await Self.exchange(folder, 2)
            let again = try SessionRecord.open("\(folder)/\(SessionRecord.fileName)")
            let review = try #require(try again.review(by: "K1"))
            let summary = try again.session().reviewed(by: review).review
            #expect(review.items.count == 2 && summary?.added == 1 && summary?.lost == 1)
        }
    }

    @Test func whatCannotBeExchanged() async throws {
        try await TemporaryFolder.with { root in
            let folder = root.appendingPathComponent("S01").path
            await #expect(throws: Failure.self) { try await Self.exchange(folder, 1) }
            #expect(!FileManager.default.fileExists(atPath: folder))
            let stored = try StoredSession(
                root.appendingPathComponent("S01"), consent: try StoredSession.consent())
            for time in [-0.1, 4.1, .nan, .infinity, 1e300] {
                let failure = await #expect(throws: Failure.self) {
                    try await Self.exchange(folder, time)
                }
                #expect(failure?.kind == .badInput)
            }
            let lock = try FolderLock(folder)
            var failure = await #expect(throws: Failure.self) {
                try await Self.exchange(folder, 1)
            }
            #expect(failure?.kind == .cannotCreate)
            withExtendedLifetime(lock) {}
            try stored.set(try StoredSession.consent(expires: "2021-01-01"))
            failure = await #expect(throws: Failure.self) { try await Self.exchange(folder, 1) }
            #expect(failure?.kind == .noConsent)
            #expect(try stored.names == [SessionRecord.fileName])
        }
    }
}
