import Archive
import Base
import Consents
import Foundation
import SessionModel
import TestSupport
import Testing
import VisionProtocol

@testable import Workflows

/// A consent file that lies beside results or a recording, and not in the record.
@Suite struct ConsentsBesideTests {
    private let reports = CollectedReports()

    private static let all: [Consent.Scope] = [.analysis, .live, .sharing, .reviewClip]

    /// A session in `sessions/S01` under a consent to everything, signed on 2026-01-05, and its recording in
    /// `videos`.
    private func inSession(
        _ body: (_ session: StoredSession, _ videos: URL, _ wide: Consent) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            let videos = folder.appendingPathComponent("videos")
            try FileManager.default.createDirectory(at: videos, withIntermediateDirectories: true)
            let wide = try ConsentFile.make(videos, "S01.consent.json", scope: Self.all)
            let session = try StoredSession(
                folder.appendingPathComponent("sessions/S01"), consent: wide.summary)
            let record = try SessionRecord.open(
                session.folder.path + "/session.sqlite", for: .writing)
            var value = try record.session(for: nil)
            value.origin = SessionOrigin(
                made: Date(timeIntervalSince1970: 0), media: ["../../videos/"])
            try record.save(value, summary: "{}")
            try record.close()
            try await body(session, videos, wide)
        }
    }

    private func share(_ session: StoredSession) throws -> [String] {
        try ShareExport(folder: session.folder.path, reporter: reports).write()
    }

    private func export(_ session: StoredSession) async throws -> [String] {
        try await SessionExport(session.folder.path, force: true, reporter: reports)
            .write(ExportFormat.all.filter { $0.name == "csv" })
    }

    private func refusal(
        location: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
    ) async -> Failure? {
        let failure = await #expect(throws: Failure.self, sourceLocation: location) {
            try await body()
        }
        #expect(failure?.kind == .noConsent, sourceLocation: location)
        return failure
    }

    /// The small ones are read first, as consents are; that not all were is said.
    @Test func manyLargeFilesDoNotHideASmallOne() async throws {
        try await inSession { session, _, _ in
            let padding = Data(repeating: UInt8(ascii: " "), count: 1_000_000)
            for number in 0..<20 {
                let file = session.folder.appendingPathComponent("\(number).consent.json")
                try padding.write(to: file)
            }
            let path = session.folder.path
            let remarks = try FolderConsent.read(path).remarks()
            #expect(remarks.contains { $0.text.contains("too much to look at every consent") })
            _ = try ConsentFile.make(
                session.folder, "S01-less.consent.json", scope: [.analysis, .live, .reviewClip])
            #expect(await refusal { _ = try share(session) } != nil)
        }
    }

    /// In the session folder or beside the recording.
    @Test(arguments: ["", "videos"])
    func whatItTakesBackIsNotUsed(_ place: String) async throws {
        try await inSession { session, videos, _ in
            _ = try share(session)
            let folder = place.isEmpty ? session.folder : videos
            let narrow = try ConsentFile.make(
                folder, "S01-less.consent.json", scope: [.analysis, .live, .reviewClip])
            let path = session.folder.path
            for use: () async throws -> Void in [
                { _ = try share(session) },
                { _ = try await export(session) },
                { try FolderConsent.read(path).require() },
            ] {
                let failure = await refusal(use)
                #expect(
                    failure?.what.contains("S01-less.consent.json does not cover sharing") == true)
                #expect(
                    failure?.remedy.description.contains("<renewConsent(folder: \"\(path)\")>")
                        == true)
            }
            // Put in, it is only what it says that cannot be done any more.
            try ConsentRenewal(consent: narrow, folder: path).renew()
            _ = try await export(session)
            #expect(await refusal { _ = try share(session) }?.what.contains("neither") == true)
        }
    }

    @Test func aWithdrawalBesideTheRecordingCounts() async throws {
        try await inSession { session, _, wide in
            try wide.recordWithdrawal(of: "C01", on: try #require(CalendarDate("2026-06-01")))
            let failure = await refusal { _ = try await export(session) }
            #expect(
                failure?.what.hasPrefix("C01 (client) withdrew consent on 2026-06-01, says ")
                    == true)
            let remedy = failure?.remedy.description ?? ""
            #expect(remedy.contains("<withdraw(code: Optional(\"C01\")"))
        }
    }

    @Test func aNewerOneThatTakesNothingBackIsNamed() async throws {
        try await inSession { session, videos, _ in
            _ = try await export(session)
            #expect(reports.warnings == [])
            _ = try ConsentFile.make(
                videos, "S01-2.consent.json", scope: Self.all + [.video], signed: "2026-02-05")
            _ = try await export(session)
            #expect(reports.warnings.count == 1)
            #expect(reports.warnings.first?.contains("S01-2.consent.json is signed later") == true)
        }
    }

    /// Earlier ones, those of other sessions and what has another name are passed over; what cannot be read
    /// is named.
    @Test func othersAreLeftAlone() async throws {
        try await inSession { session, videos, _ in
            _ = try ConsentFile.make(videos, "early.consent.json", signed: "2019-01-05")
            _ = try ConsentFile.make(videos, "other.consent.json", session: "S02")
            _ = try ConsentFile.make(videos, "strangers.consent.json", client: "C02")
            _ = try ConsentFile.make(videos, "narrow.json")
            let deeper = videos.appendingPathComponent("deeper")
            try FileManager.default.createDirectory(at: deeper, withIntermediateDirectories: true)
            _ = try ConsentFile.make(deeper)
            _ = try share(session)
            #expect(reports.warnings == [])
            try Data("{".utf8).write(to: videos.appendingPathComponent("x.consent.json"))
            mkfifo(videos.path + "/y.consent.json", 0o600)
            _ = try share(session)
            #expect(reports.warnings.count == 1)
            #expect(reports.warnings.first?.hasSuffix("(and 1 more like it)") == true)
        }
    }

    @Test func aWiderOneOfTheSameDayIsPutInOnRequestOnly() async throws {
        try await inSession { session, videos, wide in
            let narrow = try ConsentFile.make(videos, "S01-less.consent.json")
            try ConsentRenewal(consent: narrow, folder: session.folder.path).renew()
            let failure = await refusal {
                try ConsentRenewal(consent: wide, folder: session.folder.path).renew()
            }
            #expect(failure?.what.contains("covers live") == true)
            #expect(failure?.what.contains("signed on the same day (2026-01-05)") == true)
            #expect(await refusal { _ = try share(session) } != nil)
            try ConsentRenewal(consent: wide, folder: session.folder.path, goesBack: true).renew()
            // It is asked for by name; the narrower one is still there, and still counts.
            #expect(await refusal { _ = try share(session) } != nil)
            try FileManager.default.removeItem(atPath: narrow.path)
            _ = try share(session)
        }
    }

    @Test func measuringWithAWiderOneThanLiesBesideTheRecordingIsRefused() async throws {
        try await inSession { session, videos, wide in
            let video = videos.appendingPathComponent("a.mp4")
            try Data("not looked at".utf8).write(to: video)
            _ = try ConsentFile.make(videos, "S01-less.consent.json")
            let output = session.folder.path + "-2"
            let settings = try RunSettings(.init(), nil)
            let failure = await refusal {
                _ = try await AnalyzeWorkflow(
                    footage: [Footage([video.path])], consent: wide,
                    seats: ["therapist", "client"], settings: settings, output: output,
                    reporter: reports
                ).run()
            }
            #expect(
                failure?.what.contains("S01-less.consent.json does not cover live") == true)
            #expect(failure?.remedy.description.hasPrefix("give that file with <consent>") == true)
            let live = await refusal {
                try await LiveWorkflow(
                    source: video.path, consent: wide, seats: ["therapist", "client"],
                    settings: settings, output: output, reporter: reports
                ).run { _ in }
            }
            #expect(live?.what.contains("does not cover live") == true)
        }
    }

    @Test func scoresDoNotBringBackWhatWasTakenBack() async throws {
        try await inSession { session, videos, wide in
            let narrow = try ConsentFile.make(videos, "S01-less.consent.json")
            try FileManager.default.moveItem(
                atPath: narrow.path, toPath: session.folder.path + "/../narrow.json")
            try ConsentRenewal(
                consent: try Consent.load(session.folder.path + "/../narrow.json"),
                folder: session.folder.path
            ).renew()
            let paths = try await export(session)
            let features = try #require(paths.first { $0.hasSuffix("features.csv") })
            let failure = await refusal {
                _ = try await ScoreWorkflow(
                    series: [features], output: session.folder.path + "-2", consent: wide,
                    replaces: false, reporter: reports
                ).run()
            }
            #expect(failure?.what.contains("covers live") == true)
        }
    }
}
