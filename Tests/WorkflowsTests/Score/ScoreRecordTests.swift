import Archive
import Base
import Consents
import Exports
import Foundation
import Imports
import Posture
import ReferenceStatistics
import SessionModel
import Study
import TestSupport
import Testing

@testable import Workflows

/// `score` makes a record, from which everything follows that follows from the series.
@Suite struct ScoreRecordTests {
    private let reports = CollectedReports()

    /// Motion energy of two people at 10 Hz of whom the second follows the first; both jump at two cuts.
    private func energy(seed: UInt64, _ count: Int = 900) -> String {
        var noise = SplitMix64(seed: seed)
        let first = (0..<count).map { _ in Double.random(in: 0..<1, using: &noise) / 3 }
        let rows = (0..<count).map { index -> String in
            let cut = index == 300 || index == 600 ? 50.0 : 0
            let own = Double.random(in: 0..<1, using: &noise) / 7
            return "\(first[index] + cut) \((index < 5 ? 0 : first[index - 5]) + own + cut)"
        }
        return "therapist client\n" + rows.joined(separator: "\n") + "\n"
    }

    /// Few surrogates: what is looked at is whether figures are the same.
    private func quick(_ folder: URL) throws -> SettingsFile {
        let path = folder.appendingPathComponent("quick.json").path
        try #"{"schema": 1, "surrogates": {"count": 19}}"#.write(
            toFile: path, atomically: true, encoding: .utf8)
        return try SettingsFile.load(path)
    }

    private func file(_ folder: URL, _ name: String, _ text: String) throws -> String {
        let path = folder.appendingPathComponent(name).path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @discardableResult
    private func score(
        _ series: String, _ output: String, consent: Consent? = nil, replaces: Bool = false,
        format: SeriesFormat? = .mea, rate: Double = 10, _ settings: SettingsFile? = nil
    ) async throws -> ScoreWorkflow.Results {
        try await ScoreWorkflow(
            series: [series], output: output, format: format, rate: format == .mea ? rate : nil,
            settings: settings, consent: consent, replaces: replaces, reporter: reports
        ).run()
    }

    private func contents(_ folder: String) throws -> [String: Data] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        return try Dictionary(
            uniqueKeysWithValues: names.filter { !$0.hasSuffix(".sqlite") }.map {
                ($0, try Data(contentsOf: URL(fileURLWithPath: folder + "/" + $0)))
            })
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

    private func formats(_ names: String...) -> [ExportFormat] {
        ExportFormat.all.filter { names.contains($0.name) }
    }

    // MARK: What follows from the record

    @Test func everyFileComesOutOfTheRecordAsItWasWritten() async throws {
        try await TemporaryFolder.with { folder in
            let series = try file(folder, "S01.txt", energy(seed: 1))
            let output = folder.path + "/S01"
            try await score(series, output, try quick(folder))
            let before = try contents(output)
            #expect(before.keys.sorted().first == "episodes.csv" && before["report.html"] != nil)
            for name in before.keys { unlink(output + "/" + name) }
            let paths = try await SessionExport(output, force: false, reporter: reports)
                .write(ExportFormat.standard)
            #expect(paths.count == before.count)
            #expect(try contents(output) == before)
            let record = try SessionRecord.open(output + "/" + SessionRecord.fileName)
            #expect(try record.state() == .complete)
            #expect(
                !FileManager.default.fileExists(
                    atPath: output + "/" + SessionRecord.unfinishedName))
        }
    }

    /// Also of series in which postures are told, with a consent.
    @Test func featuresWithPosturesComeOutAsWell() async throws {
        try await TemporaryFolder.with { folder in
            let session = try StoredSession(
                folder.appendingPathComponent("S01"), consent: StoredSession.consent(),
                frames: 1000)
            _ = try await SessionExport(session.folder.path, force: false, reporter: reports)
                .write(formats("csv", "json"))
            let output = folder.path + "/again"
            let found = try await score(
                session.folder.path + "/features.csv", output, format: nil, try quick(folder))
            #expect(found.session.consent?.session == "S01")
            let before = try contents(output)
            #expect(before["timeline.eaf"] != nil)
            for name in before.keys { unlink(output + "/" + name) }
            _ = try await SessionExport(output, force: false, reporter: reports)
                .write(ExportFormat.standard)
            #expect(try contents(output) == before)
            #expect(try FolderConsent.read(output).sources.map(\.file) == ["features.csv"])
        }
    }

    /// The first 36 seconds of real intake interviews, which lie beside the repository; `nil` without them.
    private static let intakes: [String]? = {
        let folder = Repository.root.deletingLastPathComponent()
            .appendingPathComponent("shared/golden/rmea-intake/normal")
        let texts = (200...203).compactMap { number -> String? in
            let file = folder.appendingPathComponent("\(number)_01.txt")
            return (try? String(contentsOf: file, encoding: .utf8)).map {
                $0.split(separator: "\n").prefix(901).joined(separator: "\n")
            }
        }
        return texts.count == 4 ? texts : nil
    }()

    @Test func aStudyOfMadeUpRecordsIsThatOfTheSeries() async throws {
        let kept = try await compareStudies((1...4).map { energy(seed: $0, 450) }, rate: 10)
        let cuts = try #require(kept[0].session.asGiven)
        #expect(cuts[0][.motionEnergy][300] > 0.9)
        #expect(kept[0].session.features[0][.motionEnergy][300].isNaN)
    }

    @Test(.enabled(if: intakes != nil)) func aStudyOfRealRecordsIsThatOfTheSeries() async throws {
        _ = try await compareStudies(Self.intakes ?? [], rate: 25)
    }

    /// A study of records gives what a study of the series gives, to the last digit; other packages' statistics too,
    /// which know nothing of cuts.
    private func compareStudies(
        _ texts: [String], rate: Double
    ) async throws -> [StudyInput.Found] {
        try await TemporaryFolder.with { folder in
            try FileManager.default.createDirectory(
                atPath: folder.path + "/records", withIntermediateDirectories: false)
            let quick = try quick(folder)
            let input = StudyInput(rate: rate, scoring: quick.scoring, reporter: reports)
            var (raw, kept): ([StudyInput.Found], [StudyInput.Found]) = ([], [])
            for (number, text) in texts.enumerated() {
                // The name stands for the session where nobody agreed to anything.
                let series = try file(folder, "S\(number).txt", text)
                let output = folder.path + "/records/S\(number).txt"
                try await score(series, output, rate: rate, quick)
                raw.append(try await input.read(series))
                kept.append(try await input.read(output + "/"))
            }
            let seats = raw[0].session.seats
            var studies: [String] = []
            let recipe = ReferenceMethod.rmea(
                .init(window: 10, step: 5, maxLag: 2, absolute: true), smoothing: 0.5,
                isScaled: true)
            for found in [raw, kept] {
                for statistic in [
                    Recombination.Statistic.attune, .reference(recipe, .motionEnergy),
                ] {
                    var study = StudyAnalysis(
                        found.map {
                            StudySession($0.session, folder: $0.place, isWhole: $0.isWhole)
                        })
                    study.recombination = try await Recombination(
                        RecombinationPlan(study.sessions, seats: seats), of: statistic,
                        load: { number async throws(Failure) in found[number].session })
                    #expect(study.recombination?.measures.isEmpty == false)
                    #expect(study.warnings.filter { $0.contains("settings.") } == [])
                    studies.append(StudyJSON.value(study).text())
                }
            }
            #expect(studies[0] == studies[2] && studies[1] == studies[3])
            return kept
        }
    }

    // MARK: What cannot be

    @Test func whatSeriesDoNotHaveIsRefusedInOneLine() async throws {
        try await TemporaryFolder.with { folder in
            let series = try file(folder, "S01.txt", energy(seed: 1))
            let output = folder.path + "/S01"
            let consent = try ConsentFile.make(
                folder, scope: [.analysis, .sharing, .reviewClip])
            try await score(series, output, consent: consent, try quick(folder))
            let before = try FileManager.default.contentsOfDirectory(atPath: output).sorted()
            let export = SessionExport(output, force: true, reporter: reports)
            for name in ["landmarks", "review"] {
                await expectFailure(.badInput, name, "which have no landmarks") {
                    _ = try await export.write(formats(name))
                }
            }
            for name in ["eaf", "eaf-template", "textgrid", "vtt", "boris"] {
                await expectFailure(.badInput, name, "motion energy alone") {
                    _ = try await export.write(formats(name, "csv"))
                }
            }
            await expectFailure(.badInput, "no landmarks") {
                _ = try ShareExport(
                    folder: output, output: folder.path + "/out", landmarks: true,
                    reporter: reports
                ).write()
            }
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: output).sorted() == before)
            let shared = try ShareExport(
                folder: output, output: folder.path + "/out", reporter: reports
            ).write()
            #expect(shared.contains { $0.hasSuffix("/features.csv") })
        }
    }

    // MARK: Consent and folders

    @Test func aConsentCanBePutIn() async throws {
        try await TemporaryFolder.with { folder in
            let series = try file(folder, "S01.txt", energy(seed: 1))
            let output = folder.path + "/S01"
            try await score(series, output, try quick(folder))
            #expect(try FolderConsent.read(output).summary == nil)
            let export = SessionExport(output, force: true, reporter: reports)
            let before = try export.record().session().features
            let consent = try ConsentFile.make(folder)
            try ConsentRenewal(consent: consent, folder: output).renew()
            #expect(try FolderConsent.read(output).summary?.digest == consent.digest)
            let after = try export.record().session()
            #expect(after.consent?.digest == consent.digest)
            #expect("\(after.features)" == "\(before)" && after.asGiven != nil)
            let strangers = try ConsentFile.make(folder, "strangers.json", client: "C02")
            await expectFailure(.noConsent, "other people") {
                try ConsentRenewal(consent: strangers, folder: output).renew()
            }
            // Nor are they scored over without it.
            await expectFailure(.noConsent, "does not say whose it is") {
                try await score(series, output, replaces: true, try quick(folder))
            }
            let withdrawal = try FolderWithdrawal(output, of: "C01")
            #expect(withdrawal.sources.map(\.file) == ["S01.txt"])
            _ = try withdrawal.carryOut()
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: output) == ["withdrawal.json"])
        }
    }

    /// Breathing that a consent does not cover stays nowhere.
    @Test func breathingIsNotKeptUnderAConsentWithoutIt() async throws {
        try await TemporaryFolder.with { folder in
            let rows = (0..<400).map { index -> String in
                let time = Double(index) / 8
                return "\(100 + 9 * sin(1.6 * time)),\(5 + sin(1.6 * time - 1))\n"
            }
            let belts = try file(folder, "belts.csv", "therapist,client\n" + rows.joined())
            let output = folder.path + "/S01"
            _ = try await ScoreWorkflow(
                series: [belts], output: output, format: .belts, rate: 8,
                settings: try quick(folder), reporter: reports
            ).run()
            let narrow = try ConsentFile.make(folder)
            await expectFailure(
                .noConsent, "breathing of the therapist", "belts tell of breathing alone"
            ) {
                try ConsentRenewal(consent: narrow, folder: output).renew()
            }
            #expect(try FolderConsent.read(output).summary == nil)
            let wide = try ConsentFile.make(
                folder, "wide.json", scope: [.analysis, .breathing])
            try ConsentRenewal(consent: wide, folder: output).renew()
        }
    }

    /// Nor does another package's statistic see it.
    @Test func noStatisticIsMadeOfBreathingWithoutConsent() async throws {
        try await TemporaryFolder.with { folder in
            let rows = (0..<2000).map { index -> String in
                let time = Double(index / 2) / 10
                let seat = index.isMultiple(of: 2) ? "therapist" : "client"
                return "\(time),\(seat),1,\(9 * sin(0.7 * time)),\(0.01 * sin(1.6 * time))\n"
            }
            let table = try file(
                folder, "features.csv", "time,seat,presence,head_tilt,breath\n" + rows.joined())
            let narrow = try ConsentFile.make(folder)
            let output = folder.path + "/S01"
            let workflow = ScoreWorkflow(
                series: [table], output: output, settings: try quick(folder), consent: narrow,
                recipe: .susy(.init()),
                peerChannel: { measured throws(Failure) in
                    guard measured.contains(.breath) else {
                        throw Failure.usage("breath was not measured", remedy: "take another")
                    }
                    return .breath
                }, reporter: reports)
            await expectFailure(.usage, "breath was not measured") { _ = try await workflow.run() }
            #expect(!FileManager.default.fileExists(atPath: output + "/like.json"))
        }
    }

    @Test func scoresAreReplacedByForceAlone() async throws {
        try await TemporaryFolder.with { folder in
            let series = try file(folder, "S01.txt", energy(seed: 1))
            let output = folder.path + "/S01"
            try await score(series, output, try quick(folder))
            let other = try file(folder, "S02.txt", energy(seed: 2))
            await expectFailure(.cannotCreate, "is there already") {
                try await score(other, output, try quick(folder))
            }
            try await score(other, output, replaces: true, try quick(folder))
            let record = try SessionRecord.open(output + "/" + SessionRecord.fileName)
            #expect(try record.session().source.map(\.file) == ["S02.txt"])
            // Where the tables are gone, the record is still there.
            for name in try contents(output).keys { unlink(output + "/" + name) }
            await expectFailure(.cannotCreate, "session.sqlite is there already") {
                try await score(series, output, try quick(folder))
            }
        }
    }

    /// A run that is killed leaves nothing in the way of the next one.
    /// A coder's work is of the recording: it outlives another scoring of it, and is not thrown away for another.
    @Test func scoringAgainKeepsReviews() async throws {
        try await TemporaryFolder.with { folder in
            let settings = try quick(folder)
            let series = try file(folder, "energy.txt", energy(seed: 1))
            let output = folder.appendingPathComponent("S01").path
            try await score(series, output, settings)
            let path = output + "/" + SessionRecord.fileName
            let record = try SessionRecord.open(path, for: .writing)
            let added = Review.Finding(
                posture: "slumped", leader: "client", leaderOnset: 1, followerOnset: 2, offset: 3)
            let item = Review.Item(
                about: nil, verdict: .confirmed, finding: added, decided: Date())
            try record.save(Review(coder: "K1", items: [item]))
            try record.close()
            try await score(series, output, replaces: true, settings)
            #expect(try SessionRecord.open(path).review(by: "K1")?.items == [item])
            let before = try contents(output)
            let other = try file(folder, "other.txt", energy(seed: 2))
            await expectFailure(.cannotCreate, "holds reviews", "another recording") {
                try await score(other, output, replaces: true, settings)
            }
            #expect(try contents(output) == before)
            #expect(try SessionRecord.open(path).review(by: "K1")?.items == [item])
        }
    }

    @Test func whatAKilledRunLeftIsMadeAnew() async throws {
        try await TemporaryFolder.with { folder in
            let series = try file(folder, "S01.txt", energy(seed: 1))
            let output = folder.path + "/S01"
            try await score(series, output, try quick(folder))
            let record = output + "/" + SessionRecord.fileName
            let unfinished = output + "/" + SessionRecord.unfinishedName
            for name in try contents(output).keys { unlink(output + "/" + name) }
            try FileManager.default.moveItem(atPath: record, toPath: unfinished)
            await expectFailure(.badInput, "were not finished", "<score>") {
                _ = try await SessionExport(output, force: false, reporter: reports)
                    .write(formats("csv"))
            }
            try await score(series, output, try quick(folder))
            #expect(
                FileManager.default.fileExists(atPath: record)
                    && !FileManager.default.fileExists(atPath: unfinished))
            // Killed before it had begun.
            for name in try contents(output).keys + [SessionRecord.fileName] {
                unlink(output + "/" + name)
            }
            try Data().write(to: URL(fileURLWithPath: unfinished))
            try await score(series, output, try quick(folder))
            #expect(!FileManager.default.fileExists(atPath: unfinished))
        }
    }
}
