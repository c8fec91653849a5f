import Archive
import Consents
import Foundation
import TestSupport
import Testing

/// `attune export --share`; see also `ShareExportTests`.
@Suite(.tags(.program), .untilStuck)
struct ShareTests {
    private func inSession(
        _ therapist: [Consent.Scope], _ client: [Consent.Scope],
        _ body: (StoredSession, _ outside: URL) throws -> Void
    ) throws {
        try Program.inFolder { folder in
            try body(
                StoredSession(
                    folder.appendingPathComponent("S01"),
                    consent: StoredSession.consent(therapist: therapist, client: client)), folder)
        }
    }

    private func share(_ session: StoredSession, _ output: URL?, _ more: [String] = []) throws
        -> Program
    {
        try Program.attune(
            ["export", session.folder.path, "--share"]
                + (output.map { ["--output", $0.path] } ?? [])
                + more)
    }

    private func contents(_ folder: URL) throws -> [String: String] {
        var files: [String: String] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            files[name] = try String(
                contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        }
        return files
    }

    @Test func ofBothNothingTellsWhoseItIs() throws {
        try inSession([.analysis, .sharing], [.analysis, .sharing]) { session, outside in
            let output = outside.appendingPathComponent("out")
            let run = try share(session, output)
            #expect(run.status == 0, "\(run.errors)")
            let files = try contents(output)
            #expect(
                files.keys.sorted() == [
                    "episodes.csv", "features.csv", "postures.csv", "responses.csv",
                    "session.json", "synchrony.csv", "timeline.csv",
                ])
            #expect(try Modes.of(output.path) == 0o700)
            #expect(try Modes.open(in: outside) == [])
            let keys = try PseudonymKey.read(in: session.folder.path)
            let export = try #require(keys.exports.first)
            #expect(export.session == "S01" && export.participants.map(\.id) == ["T01", "C01"])
            for (name, text) in files {
                for word in ["S01", "T01", "C01", "sitting", "abab", "cdcd", "sha256"] {
                    #expect(!text.contains(word), "\(word) in \(name)")
                }
                let date = text.firstRange(of: #/(19|20)\d\d-\d\d-\d\d/#)
                #expect(date == nil, "a date in \(name)")
            }
            let json = try #require(files["session.json"])
            for code in [export.code] + export.participants.map(\.code) {
                #expect(json.contains(code))
            }
            #expect(try #require(files["features.csv"]).contains("\n0.040,client,"))

            // Every export has codes of its own, and goes into a folder of its own.
            let full = try share(session, output)
            #expect(full.status == 73 && full.errors.contains("is not empty"))
            #expect(try PseudonymKey.read(in: session.folder.path) == keys)
            #expect(try share(session, outside.appendingPathComponent("two")).status == 0)
            let exports = try PseudonymKey.read(in: session.folder.path).exports
            #expect(Set(exports.flatMap { [$0.code] + $0.participants.map(\.code) }).count == 6)
        }
    }

    @Test func whereItWentIsToldAtAWithdrawal() throws {
        try inSession([.analysis, .sharing], [.analysis, .sharing]) { session, outside in
            let output = outside.appendingPathComponent("out")
            #expect(try share(session, output).status == 0)
            let path = session.folder.path
            for more in [["--dry-run"], []] {
                let run = try Program.attune(["consent", "withdraw", "C01", path] + more)
                #expect(run.status == 0)
                #expect(run.output.contains(", written to \(output.path): delete"), "\(run.output)")
            }
            // Folders are often named after people: the receipt does not say it.
            #expect(!(try session.text("withdrawal.json")).contains("out"))
        }
    }

    @Test(arguments: [
        ["--landmarks"], ["--output", "out"], ["--share", "--format", "eaf"],
        ["--share", "--language", "de"],
    ])
    func usageErrors(options: [String]) throws {
        try inSession([.analysis, .sharing], [.analysis, .sharing]) { session, _ in
            let run = try Program.attune(["export", session.folder.path] + options)
            #expect(run.status == 64)
            #expect(try session.names == ["session.sqlite"])
        }
    }
}
