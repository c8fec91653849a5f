import Base
import Consents
import Foundation
import Mimicry
import SessionModel
import TestSupport
import Testing

@testable import Archive
@testable import Workflows

/// Other settings are tried without a trace, and put in force with one.
@Suite struct RescoringTests {
    private static func file(_ text: String) throws -> SettingsFile {
        try SettingsFile.read(Array("{\"schema\": 1, \(text)}".utf8), as: "lab.settings.json")
    }

    private static let short = """
        "episodes": {"max_lag": 3}, "surrogates": {"count": 19}
        """

    private static func contents(_ folder: URL) throws -> [String: Data] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try Dictionary(
            uniqueKeysWithValues: names.map {
                ($0, try Data(contentsOf: folder.appendingPathComponent($0)))
            })
    }

    @Test func aPreviewWritesNothing() async throws {
        try await TemporaryFolder.with { root in
            let folder = root.appendingPathComponent("S01")
            _ = try StoredSession(folder, consent: try StoredSession.consent())
            let before = try Self.contents(folder)
            let reports = CollectedReports()
            let (now, then) = try await Rescoring(
                folder.path, with: try Self.file(Self.short + ", \"rate\": 25"), reporter: reports
            ).preview()
            #expect(now.settings.episodes.maxLag == 10 && then.settings.episodes.maxLag == 3)
            #expect(try Self.contents(folder) == before)
            #expect(reports.warnings.contains { $0.contains("rate would change what is measured") })
            let value = SettingsPreview(now: now, then: then).json
            let text = value.text(.compact)
            #expect(
                text.contains("{\"name\":\"episodes.max_lag\",\"now\":10,\"then\":3}"), "\(text)")
            #expect(text.contains("\"name\":\"slumped\""))
        }
    }

    @Test func theRecordSaysWhichSettings() async throws {
        try await TemporaryFolder.with { root in
            let folder = root.appendingPathComponent("S01")
            _ = try StoredSession(folder, consent: try StoredSession.consent())
            let reports = CollectedReports()
            _ = try await Rescoring(
                folder.path, with: try Self.file(Self.short), reporter: reports
            ).run()
            let record = try SessionRecord.open(
                folder.appendingPathComponent(SessionRecord.fileName).path)
            #expect(try record.session().settings.episodes.maxLag == 3)
            try record.close()
            let summary = try String(
                contentsOf: folder.appendingPathComponent("session.json"), encoding: .utf8)
            #expect(summary.contains("\"max_lag\": 3"))
            // And back.
            _ = try await Rescoring(
                folder.path, with: SettingsFile(path: "standard"), reporter: reports
            ).run()
            #expect(
                try await Rescoring(
                    folder.path, with: SettingsFile(path: "standard"), reporter: reports
                ).preview().now.settings.episodes.maxLag == 10)
        }
    }

    @Test func whatIsRefused() async throws {
        try await TemporaryFolder.with { root in
            let folder = root.appendingPathComponent("S01")
            let stored = try StoredSession(folder, consent: try StoredSession.consent())
            let before = try Self.contents(folder)
            let reports = CollectedReports()
            // Measured otherwise.
            await #expect(throws: Failure.self) {
                try await Rescoring(
                    folder.path, with: try Self.file("\"rate\": 25"), reporter: reports
                ).run()
            }
            // Another run is writing to it.
            let lock = try FolderLock(folder.path)
            await #expect(throws: Failure.self) {
                try await Rescoring(
                    folder.path, with: try Self.file(Self.short), reporter: reports
                ).run()
            }
            withExtendedLifetime(lock) {}
            #expect(try Self.contents(folder) == before)
            try stored.set(try StoredSession.consent(expires: "2021-01-01"))
            for isTried in [true, false] {
                let rescoring = Rescoring(
                    folder.path, with: try Self.file(Self.short), reporter: reports)
                do {
                    if isTried {
                        _ = try await rescoring.preview()
                    } else {
                        _ = try await rescoring.run()
                    }
                    Issue.record("an ended consent was taken")
                } catch let failure as Failure { #expect(failure.kind == .noConsent) }
            }
        }
    }
}

/// Everything that can be set is shown, with its limits and its words.
@Suite struct ListedSettingTests {
    private static var all: [ListedSetting] { RunSettings.listed + ListedSetting.scoring }

    @Test func standardsAreWithinTheirLimits() {
        for setting in ListedSetting.scoring {
            guard case .number(let limits) = setting.form, let value = setting.standard.numberValue
            else { return #expect(Bool(false), "\(setting.name)") }
            #expect(limits.range.contains(value), "\(setting.name)")
            #expect(setting.value(in: Settings().json) == setting.standard)
        }
        #expect(ListedSetting.scoring.count == 22)
        #expect(Set(Self.all.map(\.name)).count == Self.all.count)
    }

    @Test func everySettingHasWords() throws {
        let words = try String(
            contentsOfFile: Repository.path(
                "Sources/Workbench/Resources/Settings/settings-words.js"),
            encoding: .utf8)
        let docs = try String(contentsOfFile: Repository.path("docs/formats.md"), encoding: .utf8)
        for setting in Self.all {
            let key =
                setting.section == nil ? "    \(setting.key): \"" : "    \"\(setting.name)\": \""
            #expect(words.contains(key), "\(setting.name)")
            #expect(docs.contains("| `\(setting.name)` |"), "\(setting.name)")
        }
    }
}
