import Foundation
import Testing

/// `attune study` over folders that `attune analyze` has made.
@Suite struct StudyTests {
    /// A folder with sessions `S1` … of the same short clip, passed off as different dyads.
    private func withSessions(
        _ count: Int, _ body: (_ folder: URL, _ sessions: [String]) throws -> Void
    ) throws {
        try Program.inFolder { folder in
            let video = folder.appendingPathComponent("clip.mp4")
            try Program.ffmpeg([
                "-t", "3", "-i", Program.example("helle.mp4"), "-c", "copy", video.path,
            ])
            let first = folder.appendingPathComponent("first")
            let run = try Program.attune([
                "analyze", video.path, "--consent", Program.example("helle.consent.json"),
                "--output", first.path, "--rate", "5", "--progress", "none",
            ])
            try #require(run.status == 0, "\(run.errors)")
            let sessions = try (1...count).map { number in
                let copy = folder.appendingPathComponent("S\(number)")
                try FileManager.default.copyItem(at: first, to: copy)
                try change(
                    copy.path,
                    """
                    json_set(json, '$.session', 'S\(number)', '$.participants[0].id', 'T\(number)', \
                    '$.participants[1].id', 'C\(number)')
                    """)
                try sql(copy.path, "UPDATE sources SET sha256 = '\(number)'")
                return copy.path
            }
            try body(folder, sessions)
        }
    }

    private func sql(_ session: String, _ text: String) throws {
        try Program.sqlite(URL(fileURLWithPath: session + "/session.sqlite"), text)
    }

    /// Changes the consent that a record keeps.
    private func change(_ session: String, _ value: String) throws {
        try sql(session, "UPDATE documents SET json = \(value) WHERE name = 'consent'")
    }

    @Test func manySessionsAreOneStudy() throws {
        try withSessions(3) { folder, sessions in
            let output = folder.appendingPathComponent("study")
            let arguments = ["study"] + sessions + ["--output", output.path]
            let run = try Program.attune(arguments)
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.hasPrefix("3 sessions of 3 dyads"))
            #expect(run.output.hasSuffix("report: \(output.path)/study.html\n"))
            #expect(run.errors.contains("with 3 dyads no p-value"))
            let names = try FileManager.default.contentsOfDirectory(atPath: output.path)
            #expect(
                names.sorted() == [
                    "episodes.csv", "sessions.csv", "study.html", "study.json", "synchrony.csv",
                ])
            for name in names {
                let mode = try FileManager.default.attributesOfItem(
                    atPath: output.appendingPathComponent(name).path)[.posixPermissions]
                #expect(mode as? Int == 0o600)
            }
            let json = try JSONSerialization.jsonObject(
                with: Data(contentsOf: output.appendingPathComponent("study.json")))
            let study = try #require(json as? [String: Any])
            #expect(study["dyads"] as? [String] == ["C1 + T1", "C2 + T2", "C3 + T3"])
            #expect((study["sessions"] as? [Any])?.count == 3)
            // Results are not overwritten, and a session folder never becomes a study.
            #expect(try Program.attune(arguments).status == 73)
            #expect(try Program.attune(arguments + ["--force"]).status == 0)
            let over = try Program.attune(["study"] + sessions + ["--output", sessions[0]])
            #expect(over.status == 73 && over.errors.contains("is a session folder"))
        }
    }

    @Test func whoDoesNotAgreeIsLeftOut() throws {
        try withSessions(2) { folder, sessions in
            let output = folder.appendingPathComponent("study")
            for (value, words) in [
                ("json_set(json, '$.participants[1].withdrawn', '2026-02-01')", "withdrew"),
                ("json_set(json, '$.participants[1].expires', '2020-01-01')", "until 2020-01-01"),
                ("json_set(json, '$.participants[1].scope', json('[\"live\"]'))", "analysis"),
            ] {
                let copy = folder.appendingPathComponent("refused")
                try? FileManager.default.removeItem(at: copy)
                try FileManager.default.copyItem(
                    at: URL(fileURLWithPath: sessions[1]), to: copy)
                try change(copy.path, value)
                let run = try Program.attune(
                    ["study", sessions[0], copy.path, "--output", output.path])
                #expect(run.status == 77, "\(run.errors)")
                #expect(run.errors.contains(copy.path) && run.errors.contains(words))
                #expect(run.errors.contains("C2 (client)"))
                #expect(!FileManager.default.fileExists(atPath: output.path))
            }
        }
    }

    @Test func whatIsNoStudyIsRefused() throws {
        try withSessions(2) { folder, sessions in
            let output = ["--output", folder.appendingPathComponent("study").path]
            #expect(try Program.attune(["study", sessions[0]] + output).status == 64)
            let twice = try Program.attune(["study", sessions[0], sessions[0]] + output)
            #expect(twice.status == 65 && twice.errors.contains("are both session S1"))
            let missing = try Program.attune(["study", sessions[0], folder.path] + output)
            #expect(missing.status == 66 && missing.errors.contains(folder.path))
        }
    }
}
