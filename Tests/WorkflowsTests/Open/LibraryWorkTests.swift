import Base
import Consents
import Foundation
import Synchronization
import TestSupport
import Testing
import Workbench

@testable import Workflows

/// Studies are made and drawn, and files written, for the page as for the command line.
@Suite struct LibraryWorkTests {
    private final class Said: Sendable {
        let remarks = Mutex<[String]>([])

        var report: JobReport {
            JobReport(
                progress: { _, _ in },
                remark: { [self] text in remarks.withLock { $0.append(text) } })
        }

        func has(_ words: String) -> Bool {
            remarks.withLock { $0.contains { $0.contains(words) } }
        }
    }

    private static let work = LibraryWork(words: { _ in "the page" })

    private static func sessions(
        _ root: URL, _ codes: [String] = ["S01", "S02", "S03"]
    ) throws -> [String: String] {
        var places: [String: String] = [:]
        for (number, code) in codes.enumerated() {
            var consent = try StoredSession.consent()
            consent.session = code
            consent.participants[1].id = "C\(number)"
            let folder = root.appendingPathComponent(code)
            _ = try StoredSession(
                folder, consent: consent, digest: String(repeating: "a\(number)", count: 32))
            places[code] = folder.path
        }
        return places
    }

    private static func study(_ root: URL, _ places: [String: String]) -> NewStudy {
        NewStudy(
            sessions: places.values.sorted(), folder: root.appendingPathComponent("pilot").path)
    }

    @Test func aStudyIsMadeAndDrawnAgain() async throws {
        try await TemporaryFolder.with { root in
            let places = try Self.sessions(root)
            let said = Said()
            let made = try await Self.work.make(Self.study(root, places), telling: said.report)
            #expect(made.headline.contains("3 sessions of 3 dyads"), "\(made.headline)")
            #expect(said.has("3 dyads of 1 therapist cannot tell anything"))
            let folder = root.appendingPathComponent("pilot")
            let page = folder.appendingPathComponent("study.html")
            #expect(try String(contentsOf: page, encoding: .utf8) == made.text)
            // A page that somebody planted is not what is shown.
            try Data("PLANTED".utf8).write(to: page)
            let again = Said()
            let drawn = try await Self.work.draw(folder.path, of: places, telling: again.report)
            #expect(drawn.text == made.text)
            #expect(Set(drawn.sessions) == Set(places.values))
            #expect(!again.has("say something else"))
        }
    }

    @Test func figuresThatSomebodyChangedAreNamed() async throws {
        try await TemporaryFolder.with { root in
            let places = try Self.sessions(root)
            _ = try await Self.work.make(Self.study(root, places), telling: Said().report)
            let file = root.appendingPathComponent("pilot/study.json")
            let text = try String(contentsOf: file, encoding: .utf8)
            let changed = text.replacing("\"therapist\"", with: "\"coach\"", maxReplacements: 1)
            #expect(changed != text)
            try Data(changed.utf8).write(to: file)
            let said = Said()
            _ = try await Self.work.draw(
                file.deletingLastPathComponent().path, of: places, telling: said.report)
            #expect(said.has("say something else of seats"))
        }
    }

    @Test func whatTheCommandRefusesIsRefused() async throws {
        try await TemporaryFolder.with { root in
            let places = try Self.sessions(root)
            let study = Self.study(root, places)
            _ = try await Self.work.make(study, telling: Said().report)
            // There already; of one session alone; reviewed by nobody.
            await #expect(throws: Failure.self) {
                try await Self.work.make(study, telling: Said().report)
            }
            var other = study
            other.folder = root.appendingPathComponent("other").path
            other.reviewer = "K1"
            await #expect(throws: Failure.self) {
                try await Self.work.make(other, telling: Said().report)
            }
            #expect(!FileManager.default.fileExists(atPath: other.folder))
            var few = places
            few["S03"] = nil
            await #expect(throws: Failure.self) {
                try await Self.work.draw(study.folder, of: few, telling: Said().report)
            }
            // A consent that has ended.
            var consent = try StoredSession.consent(expires: "2021-01-01")
            consent.session = "S03"
            consent.participants[1].id = "C2"
            let folder = root.appendingPathComponent("ended")
            _ = try StoredSession(
                folder, consent: consent, digest: String(repeating: "ff", count: 32))
            other.reviewer = nil
            other.sessions = [folder.path] + places.values.sorted().prefix(2)
            do {
                _ = try await Self.work.make(other, telling: Said().report)
                Issue.record("an ended consent was taken")
            } catch let failure as Failure { #expect(failure.kind == .noConsent) }
            other.leavesOut = true
            let said = Said()
            _ = try await Self.work.make(other, telling: said.report)
            #expect(said.has("left out"))
        }
    }

    @Test func filesAreWritten() async throws {
        try await TemporaryFolder.with { root in
            let places = try Self.sessions(root, ["S01"])
            let folder = try #require(places["S01"])
            #expect(Self.work.formats.contains("eaf"))
            let choice = ExportChoice(formats: ["csv", "eaf"], replaces: false)
            let files = try await Self.work.export(folder, choice, telling: Said().report)
            #expect(files.contains("features.csv") && files.contains("timeline.eaf"))
            try Data("mine".utf8).write(
                to: URL(fileURLWithPath: folder).appendingPathComponent("timeline.eaf"))
            await #expect(throws: Failure.self) {
                try await Self.work.export(folder, choice, telling: Said().report)
            }
            // A clip of skeletons takes a consent of its own.
            do {
                _ = try await Self.work.export(
                    folder, ExportChoice(formats: ["review"], replaces: false),
                    telling: Said().report)
                Issue.record("a clip without consent")
            } catch let failure as Failure { #expect(failure.kind == .noConsent) }
        }
    }
}
