import Archive
import Base
import Consents
import Foundation
import SessionModel
import TestSupport
import Testing

@testable import Workflows

@Suite struct SessionExportTests {
    private let reports = CollectedReports()

    private func export(
        _ folder: URL, _ formats: String..., force: Bool = false
    ) async throws -> [String] {
        try await SessionExport(folder.path, force: force, reporter: reports)
            .write(ExportFormat.all.filter { formats.contains($0.name) })
    }

    private func expectFailure(
        _ kind: Failure.Kind, _ words: String, location: SourceLocation = #_sourceLocation,
        _ body: () async throws -> Void
    ) async {
        let failure = await #expect(throws: Failure.self, sourceLocation: location) {
            try await body()
        }
        #expect(failure?.kind == kind, sourceLocation: location)
        #expect(
            failure?.description.contains(words) == true, "\(String(describing: failure))",
            sourceLocation: location)
    }

    @Test func aFileThatWasChangedIsLeftUnlessItMayBeReplaced() async throws {
        try await TemporaryFolder.with { folder in
            let place = folder.appendingPathComponent("S01")
            let session = try StoredSession(place, consent: StoredSession.consent())
            let paths = try await export(place, "csv", "json")
            #expect(paths.count == 7 && paths.allSatisfy { $0.hasPrefix(place.path + "/") })
            let before = try session.text("episodes.csv")
            // The same again changes nothing.
            let again = try await export(place, "csv", "json")
            #expect(again == paths)
            try Data("mine\n".utf8).write(to: place.appendingPathComponent("episodes.csv"))
            await expectFailure(.cannotCreate, "episodes.csv") {
                _ = try await export(place, "csv")
            }
            #expect(try session.text("episodes.csv") == "mine\n")
            _ = try await export(place, "csv", force: true)
            #expect(try session.text("episodes.csv") == before)
        }
    }

    @Test func withoutARecordThereIsNothingToExport() async throws {
        try await TemporaryFolder.with { folder in
            await expectFailure(.noInput, "session.sqlite does not exist") {
                _ = try await export(folder, "csv")
            }
            try Data("not a database at all".utf8).write(
                to: folder.appendingPathComponent("session.sqlite"))
            await expectFailure(.badInput, "is not a session record") {
                _ = try await export(folder, "csv")
            }
        }
    }

    @Test func aClipNeedsTheConsentOfBoth() async throws {
        try await TemporaryFolder.with { folder in
            let place = folder.appendingPathComponent("S01")
            _ = try StoredSession(
                place, consent: StoredSession.consent(client: [.analysis, .reviewClip]))
            await expectFailure(.noConsent, "T01") { _ = try await export(place, "review") }
        }
    }

    @Test func aLiveSessionThatWasCutOffIsRescued() async throws {
        try await TemporaryFolder.with { folder in
            let place = folder.appendingPathComponent("S01")
            let session = try StoredSession(
                cutOff: place,
                consent: StoredSession.consent(
                    therapist: [.analysis, .live], client: [.analysis, .live]))
            let paths = try await export(place, "csv")
            #expect(paths.count == 6)
            #expect(
                reports.warnings.contains { $0.contains("the session was cut off after ") })
            #expect(try session.names.contains("session.sqlite"))
            let names = try session.names
            #expect(!names.contains("session.partial.sqlite"))
            let record = try SessionRecord.open(place.path + "/session.sqlite")
            #expect(try record.state() == .stopped)
            #expect(try record.frameCount() == 100)
            try record.close()
        }
    }

    @Test func anUnfinishedMeasurementIsNotExported() async throws {
        try await TemporaryFolder.with { folder in
            let place = folder.appendingPathComponent("S01")
            _ = try StoredSession(place, consent: StoredSession.consent())
            try FileManager.default.moveItem(
                atPath: place.path + "/session.sqlite",
                toPath: place.path + "/session.partial.sqlite")
            await expectFailure(.badInput, "run <analyze> again with <resume>") {
                _ = try await export(place, "csv")
            }
        }
    }

    // MARK: Consent renewal

    @Test func aNewerConsentOfTheSamePeopleIsPutIn() async throws {
        try await TemporaryFolder.with { folder in
            let place = folder.appendingPathComponent("S01")
            _ = try StoredSession(place, consent: StoredSession.consent(expires: "2021-01-05"))
            await expectFailure(.noConsent, "expired on 2021-01-05") {
                _ = try await export(place, "csv")
            }
            let strangers = try ConsentFile.make(folder, "strangers.json", client: "C02")
            await expectFailure(.noConsent, "is of other people or another session") {
                try ConsentRenewal(consent: strangers, folder: place.path).renew()
            }
            let newer = try ConsentFile.make(folder, "newer.json")
            try ConsentRenewal(consent: newer, folder: place.path).renew()
            #expect(try FolderConsent.read(place.path).summary?.digest == newer.digest)
            _ = try await export(place, "csv")
        }
    }

    @Test func anEarlierConsentIsPutInOnRequestOnly() throws {
        try TemporaryFolder.with { folder in
            let place = folder.appendingPathComponent("S01")
            _ = try StoredSession(place, consent: StoredSession.consent())
            let earlier = try ConsentFile.make(folder, "earlier.json", signed: "2019-01-05")
            #expect(throws: Failure.self) {
                try ConsentRenewal(consent: earlier, folder: place.path).renew()
            }
            try ConsentRenewal(consent: earlier, folder: place.path, goesBack: true).renew()
            #expect(try FolderConsent.read(place.path).summary?.digest == earlier.digest)
        }
    }

    @Test func aSessionThatWasCutOffTakesAConsent() throws {
        try TemporaryFolder.with { folder in
            let place = folder.appendingPathComponent("S01")
            _ = try StoredSession(cutOff: place, consent: StoredSession.consent())
            let newer = try ConsentFile.make(folder, "newer.json", scope: [.analysis, .live])
            try ConsentRenewal(consent: newer, folder: place.path).renew()
            #expect(try FolderConsent.read(place.path).summary?.digest == newer.digest)
        }
    }
}
