import Archive
import Base
import Consents
import Foundation
import Imports
import Posture
import ReferenceStatistics
import SessionModel
import TestSupport
import Testing

@testable import Workflows

/// Series of a session stay under its consent, wherever their scores go.
@Suite struct ScoreWorkflowTests {
    private let reports = CollectedReports()

    /// A measured session of T01 and C01 with its tables, and a folder beside it.
    private func inSession(
        _ body: (_ session: StoredSession, _ features: String, _ outside: URL) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            let session = try await session(
                folder.appendingPathComponent("S01"), StoredSession.consent())
            try await body(session, session.folder.path + "/features.csv", folder)
        }
    }

    private func session(_ folder: URL, _ consent: ConsentSummary) async throws -> StoredSession {
        let session = try StoredSession(folder, consent: consent, frames: 1000)
        let formats = ExportFormat.all.filter { ["csv", "json"].contains($0.name) }
        _ = try await SessionExport(folder.path, force: false, reporter: reports).write(formats)
        return session
    }

    @discardableResult
    private func score(
        _ series: [String], _ output: URL, _ consent: Consent? = nil, replaces: Bool = false
    ) async throws -> ScoreWorkflow.Results {
        try await ScoreWorkflow(
            series: series, output: output.path, consent: consent, replaces: replaces,
            reporter: reports
        ).run()
    }

    private func expectFailure(
        _ kind: Failure.Kind, _ words: String..., location: SourceLocation = #_sourceLocation,
        _ body: () async throws -> Void
    ) async {
        let failure = await #expect(throws: Failure.self, sourceLocation: location) {
            try await body()
        }
        #expect(failure?.kind == kind, sourceLocation: location)
        for word in words {
            #expect(
                failure?.description.contains(word) == true, "\(String(describing: failure))",
                sourceLocation: location)
        }
    }

    private func summary(_ folder: URL) throws -> ConsentSummary? {
        try FolderConsent.read(folder.path).summary
    }

    @Test func scoresOfASessionKeepItsConsent() async throws {
        try await inSession { session, features, outside in
            let output = outside.appendingPathComponent("k2")
            let results = try await score([features], output)
            #expect(results.hasPostures && results.peer == nil)
            #expect(results.report == output.path + "/report.html")
            #expect(results.session.features.map(\.count) == [1000, 1000])
            #expect(try summary(output) == summary(session.folder))
        }
    }

    @Test func anotherConsentMustBeOfTheSamePeople() async throws {
        try await inSession { _, features, outside in
            let output = outside.appendingPathComponent("k2")
            let strangers = try ConsentFile.make(outside, "strangers.json", client: "C02")
            await expectFailure(
                .noConsent, "session S01 of T01 (therapist) and C01 (client)", strangers.path
            ) { try await score([features], output, strangers) }
            let other = try ConsentFile.make(outside, "other.json", session: "S02")
            await expectFailure(.noConsent, "S01") { try await score([features], output, other) }
            #expect(!FileManager.default.fileExists(atPath: output.path))
            let newer = try ConsentFile.make(outside, "newer.json")
            try await score([features], output, newer)
            #expect(try summary(output)?.digest == newer.digest)
            // Scores of earlier versions have no record that could be renewed.
            SessionRecord.remove(output.path + "/" + SessionRecord.fileName)
            await expectFailure(.noInput, "<consent> \(newer.path) and <force>") {
                try ConsentRenewal(consent: newer, folder: output.path).renew()
            }
        }
    }

    /// Belts are health data, as breathing in video is.
    @Test func beltsNeedAConsentToBreathing() async throws {
        try await TemporaryFolder.with { folder in
            let belts = folder.appendingPathComponent("belts.csv")
            let rows = (0..<400).map { index -> String in
                let time = Double(index) / 8
                return "\(100 + 9 * sin(1.6 * time)),\(5 + sin(1.6 * time - 1))\n"
            }
            try ("therapist,client\n" + rows.joined()).write(
                to: belts, atomically: true, encoding: .utf8)
            func score(_ scope: [Consent.Scope], _ name: String) async throws -> Session {
                let consent = try ConsentFile.make(folder, name + ".json", scope: scope)
                return try await ScoreWorkflow(
                    series: [belts.path], output: folder.path + "/" + name, format: .belts,
                    rate: 8, consent: consent, reporter: reports
                ).run().session
            }
            await expectFailure(.noConsent, "does not cover breathing") {
                _ = try await score([.analysis], "without")
            }
            let session = try await score([.analysis, .breathing], "with")
            #expect(
                session.features.allSatisfy { track in track[.breath].allSatisfy { $0.isFinite } })
            #expect(
                session.warnings.filter { $0.contains("synchrony") || $0.contains("posture") } == []
            )
            #expect(session.settings.series?.isOfBelts == true && session.episodes.isEmpty)
            #expect(!session.warnings.contains { $0.contains("too short") })
            let report = try String(
                contentsOfFile: folder.path + "/with/report.html", encoding: .utf8)
            #expect(!report.contains("too short") && !report.contains("could not be tested"))
            #expect(report.contains("there is no movement to be compared"))
            #expect(report.contains("Postures cannot be told from what was measured"))
        }
    }

    @Test func aFolderWithARecordIsNotScoredInto() async throws {
        try await inSession { session, features, _ in
            let before = try session.text("session.json")
            await expectFailure(.cannotCreate, "session.sqlite", "another <output>") {
                try await score([features], session.folder, replaces: true)
            }
            #expect(try session.text("session.json") == before)
            try FileManager.default.moveItem(
                atPath: session.folder.path + "/session.sqlite",
                toPath: session.folder.path + "/session.partial.sqlite")
            await expectFailure(.cannotCreate, "session.partial.sqlite") {
                try await score([features], session.folder, replaces: true)
            }
        }
    }

    @Test func scoresOfOtherPeopleAreNotReplaced() async throws {
        try await inSession { _, features, outside in
            let output = outside.appendingPathComponent("k2")
            try await score([features], output)
            var strangers = try StoredSession.consent()
            strangers.participants[1].id = "C02"
            let second = try await session(outside.appendingPathComponent("S02"), strangers)
            let before = try String(contentsOfFile: output.path + "/session.json", encoding: .utf8)
            let theirs = second.folder.path + "/features.csv"
            await expectFailure(.noConsent, "C01 (client)", "another <output>") {
                try await score([theirs], output, replaces: true)
            }
            // Nor by series of unknown people.
            let loose = outside.appendingPathComponent("loose").path
            try FileManager.default.createDirectory(
                atPath: loose, withIntermediateDirectories: false)
            try FileManager.default.copyItem(atPath: theirs, toPath: loose + "/features.csv")
            await expectFailure(.noConsent, "C01 (client)") {
                try await score([loose + "/features.csv"], output, replaces: true)
            }
            #expect(
                try String(contentsOfFile: output.path + "/session.json", encoding: .utf8) == before
            )
            try await score([features], output, replaces: true)
        }
    }

    @Test func aLinkToATableIsTheTable() async throws {
        try await inSession { session, features, outside in
            let link = outside.appendingPathComponent("link.csv").path
            try FileManager.default.createSymbolicLink(
                atPath: link, withDestinationPath: features)
            let output = outside.appendingPathComponent("k2")
            try await score([link], output)
            #expect(try summary(output)?.session == "S01")
            try session.set(StoredSession.consent(expires: "2021-01-05"))
            let again = outside.appendingPathComponent("k3")
            await expectFailure(.noConsent, "expired on 2021-01-05") {
                try await score([link], again)
            }
            // In a folder that is linked, too.
            let place = outside.appendingPathComponent("place").path
            try FileManager.default.createSymbolicLink(
                atPath: place, withDestinationPath: session.folder.path)
            await expectFailure(.noConsent, "expired") {
                try await score([place + "/features.csv"], again)
            }
            #expect(!FileManager.default.fileExists(atPath: again.path))
        }
    }

    // MARK: Motion energy

    private func energy(
        _ table: String, _ body: (_ series: String, _ output: String) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            let file = folder.appendingPathComponent("S01.txt")
            try Data(table.utf8).write(to: file)
            let output = folder.appendingPathComponent("out").path
            try await body(file.path, output)
            let names = (try? FileManager.default.contentsOfDirectory(atPath: output)) ?? []
            #expect(names.isEmpty)
        }
    }

    @Test(arguments: [
        ("1 2\n3\n", ["line 2", "one column"]), ("1 2\n3 x\n", ["line 2", "not a number (x)"]),
        ("1.5;2,5\n", ["line 1", "decimal point"]), ("1 2 3\n", ["3 columns", "<columns>"]),
        ("1\n2\n", ["one column"]), ("1 2\n2 2\n", ["does not vary"]),
        ("NA 2\nNA 3\n", ["all are missing"]), ("1 2\n3 inf\n", ["line 2", "infinite"]),
        ("1 2\n2 3\n3 1\n", ["0.3 s", "shorter than one window of 30 s", "<rate>"]),
    ])
    func aBadTableLeavesNothing(table: String, words: [String]) async throws {
        try await energy(table) { series, output in
            let failure = await #expect(throws: Failure.self) {
                try await ScoreWorkflow(
                    series: [series], output: output, format: .mea, rate: 10, reporter: reports
                ).run()
            }
            #expect(failure?.kind == .badInput)
            for word in words {
                #expect(
                    failure?.description.contains(word) == true, "\(String(describing: failure))")
            }
        }
    }

    @Test func aSeriesShorterThanThePackagesWindow() async throws {
        let rows = (0..<330).map { "\(($0 * 7919) % 101) \(($0 * 104_729) % 97)" }
        try await energy(rows.joined(separator: "\n")) { series, output in
            let failure = await #expect(throws: Failure.self) {
                try await ScoreWorkflow(
                    series: [series], output: output, rate: 10,
                    recipe: .rmea(
                        .init(window: 30, step: 10, maxLag: 5, absolute: false), smoothing: nil,
                        isScaled: false), reporter: reports
                ).run()
            }
            for word in ["too short for rmea", "33 s", "35 s"] {
                #expect(failure?.what.contains(word) == true, "\(String(describing: failure))")
            }
        }
    }
}
