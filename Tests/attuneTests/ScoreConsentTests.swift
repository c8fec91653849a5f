import Archive
import Base
import Consents
import Foundation
import TestSupport
import Testing

/// `attune score` of series in a session folder; see also `ScoreWorkflowTests`.
@Suite(.tags(.program), .untilStuck)
struct ScoreConsentTests {
    /// A measured session of T01 and C01 with its tables, and a folder beside it.
    private func inSession(
        _ consent: ConsentSummary? = nil,
        _ body: (_ session: StoredSession, _ features: String, _ outside: URL) throws -> Void
    ) throws {
        try Program.inFolder { folder in
            let session = try StoredSession(
                folder.appendingPathComponent("S01"),
                consent: consent ?? StoredSession.consent(client: [.analysis, .sharing]),
                frames: 1000, formats: "csv,json")
            try body(session, session.folder.path + "/features.csv", folder)
        }
    }

    private func score(_ series: [String], _ output: URL, _ more: [String] = []) throws -> Program {
        try Program.attune(["score"] + series + ["--output", output.path] + more)
    }

    private func summary(_ folder: URL) throws -> ConsentSummary? {
        try FolderConsent.read(folder.path).summary
    }

    private func expectRefusal(_ run: Program, _ status: Int32, _ words: String...) {
        #expect(run.status == status, "\(run.errors)")
        #expect(run.messages.count == 1 && run.output == "", "\(run.errors)")
        for word in words { #expect(run.errors.contains(word), "\(word): \(run.errors)") }
    }

    @Test func scoresOfASessionKeepItsConsent() throws {
        try inSession { session, features, outside in
            let output = outside.appendingPathComponent("k2")
            let run = try score([features], output)
            #expect(run.status == 0, "\(run.errors)")
            #expect(try summary(output) == summary(session.folder))
            let erased = try Program.attune(["consent", "withdraw", "C01", output.path])
            #expect(erased.status == 0, "\(erased.errors)")
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: output.path)
                    == ["withdrawal.json"])
        }
    }

    @Test func anotherRunIsNotDisturbed() throws {
        try inSession { _, features, outside in
            let output = outside.appendingPathComponent("k2")
            try FileManager.default.createDirectory(
                at: output, withIntermediateDirectories: false)
            let lock = try FolderLock(output.path)
            defer { withExtendedLifetime(lock) {} }
            expectRefusal(try score([features], output), 73, "another run is writing")
        }
    }
}
