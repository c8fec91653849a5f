import Archive
import Base
import Consents
import Foundation
import SessionModel
import TestSupport
import Testing

/// `attune study` over folders that `attune analyze` has made.
@Suite(.tags(.program), .untilStuck)
struct StudyTests {
    /// What every study has.
    private static let files = [
        "episodes.csv", "sessions.csv", "study.html", "study.json", "synchrony.csv", "thirds.csv",
    ]

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
                try change(copy.path) { session in
                    session.consent?.session = "S\(number)"
                    session.consent?.participants[0].id = "T\(number)"
                    session.consent?.participants[1].id = "C\(number)"
                    session.source[0].sha256 = "\(number)"
                }
                return copy.path
            }
            try body(folder, sessions)
        }
    }

    /// Saves a session anew in its record, with something changed.
    private func change(_ folder: String, _ edit: (inout Session) throws -> Void) throws {
        let record = try SessionRecord.open(
            folder + "/" + SessionRecord.fileName, for: .writing)
        var session = try record.session(for: nil)
        try edit(&session)
        try record.save(session, summary: "{}")
        try record.close()
    }

    @Test func manySessionsAreOneStudy() throws {
        try withSessions(3) { folder, sessions in
            let output = folder.appendingPathComponent("study")
            let arguments = ["study"] + sessions + ["--output", output.path]
            let run = try Program.attune(arguments)
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.hasPrefix("3 sessions of 3 dyads"))
            #expect(run.output.hasSuffix("report: \(output.path)/study.html\n"))
            #expect(run.errors.contains("with 3 dyads, no p-value"))
            let names = try FileManager.default.contentsOfDirectory(atPath: output.path)
            #expect(
                names.sorted() == Self.files)
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

    /// Of many sessions one whose consent has ended, and one that is damaged, do not end the study.
    @Test func whatCannotBeReadIsLeftOutWhereThatIsWanted() throws {
        try withSessions(4) { folder, sessions in
            try change(sessions[1]) { session in
                session.consent?.participants[0].expires = CalendarDate("2020-01-01")
            }
            try Data("nothing".utf8).write(
                to: URL(fileURLWithPath: sessions[2] + "/" + SessionRecord.fileName))
            let output = folder.appendingPathComponent("study")
            let arguments = ["study"] + sessions + ["--output", output.path]
            #expect(try Program.attune(arguments).status == 77)
            let run = try Program.attune(arguments + ["--leave-out"])
            #expect(run.status == 0 && run.output.hasPrefix("2 sessions"), "\(run.errors)")
            #expect(run.errors.contains("left out: ") && run.errors.contains("2020-01-01"))
            let page = try String(
                contentsOf: output.appendingPathComponent("study.html"), encoding: .utf8)
            #expect(page.contains("left out: ") && page.contains("S3/session.sqlite"))
            let few = try Program.attune(
                ["study", "--leave-out"] + sessions[0...1] + ["--output", folder.path + "/few"])
            #expect(few.status == 77, "\(few.errors)")
        }
    }

    @Test func whoDoesNotAgreeIsLeftOut() throws {
        try withSessions(2) { folder, sessions in
            let output = folder.appendingPathComponent("study")
            let changes: [((inout Consent.Participant) -> Void, String)] = [
                ({ $0.withdrawn = CalendarDate("2026-02-01") }, "withdrew"),
                ({ $0.expires = CalendarDate("2020-01-01") }, "2020-01-01"),
                ({ $0.scope = [.sharing] }, "analysis"),
            ]
            for (edit, words) in changes {
                let copy = folder.appendingPathComponent("refused")
                try? FileManager.default.removeItem(at: copy)
                try FileManager.default.copyItem(
                    at: URL(fileURLWithPath: sessions[1]), to: copy)
                try change(copy.path) { session in
                    var client = try #require(session.consent?.participants[1])
                    edit(&client)
                    session.consent?.participants[1] = client
                }
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

    /// A study is of many people: whoever is one of them can have all its results erased.
    @Test func aWithdrawalErasesTheWholeStudy() throws {
        try withSessions(3) { folder, sessions in
            let study = folder.appendingPathComponent("study")
            let arguments = ["study"] + sessions + ["--output", study.path]
            try #require(try Program.attune(arguments).status == 0)
            let json = try String(
                contentsOf: study.appendingPathComponent("study.json"), encoding: .utf8)
            let page = try String(
                contentsOf: study.appendingPathComponent("study.html"), encoding: .utf8)
            let digest = try Consent.load(Program.example("helle.consent.json")).digest
            for text in [json, page] { #expect(text.contains(digest)) }
            let value = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
            let second = (value?["sessions"] as? [[String: Any]])?[1]
            #expect(second?["participants"] as? [String] == ["T2", "C2"])
            try Data("mine".utf8).write(to: study.appendingPathComponent("notes.txt"))

            let nobody = try Program.attune(["consent", "withdraw", "C9", study.path])
            #expect(nobody.status == 65 && nobody.errors.contains("C9 has no part in"))
            let plan = try Program.attune(["consent", "withdraw", "C2", study.path, "--dry-run"])
            #expect(plan.status == 0, "\(plan.errors)")
            #expect(plan.output.contains("would remove study.json"))
            #expect(plan.output.contains("make the study again without S2"))

            let run = try Program.attune(["consent", "withdraw", "C2", study.path])
            #expect(run.status == 0, "\(run.errors)")
            for name in Self.files {
                #expect(run.output.contains("removed \(name)\n"))
            }
            #expect(run.output.contains("make the study again without S2"))
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: study.path).sorted()
                    == ["notes.txt", "withdrawal.json"])
            #expect(try Program.attune(["consent", "withdraw", "C2", study.path]).status == 0)
            let again = try Program.attune(arguments + ["--force"])
            #expect(again.status == 77 && again.errors.contains("C2 withdrew"), "\(again.errors)")
        }
    }

    /// Also where the results do not tell whose they are, and after an erasure that was cut off.
    @Test func aStudyIsNeverErasedByHalf() throws {
        try withSessions(2) { folder, sessions in
            let study = folder.appendingPathComponent("study")
            try #require(
                try Program.attune(["study"] + sessions + ["--output", study.path]).status == 0)
            let file = folder.appendingPathComponent("c.json").path
            let made = try Program.attune([
                "consent", "new", file, "--session", "S2", "--participant",
                "seat=therapist,id=T2,scope=analysis,expires=2099-01-05", "--participant",
                "seat=client,id=C2,scope=analysis,expires=2099-01-05",
            ])
            try #require(made.status == 0)
            try Data("{}".utf8).write(to: study.appendingPathComponent("study.json"))
            #expect(try Program.attune(["consent", "withdraw", "C2", study.path]).status == 65)
            let cut = try Program.attune(
                ["consent", "withdraw", "C2", study.path, "--consent", file],
                under: [
                    "strace", "-f", "-o", "/dev/null", "-e", "trace=unlinkat", "-e",
                    "inject=unlinkat:signal=KILL:when=\(Self.files.count)",
                ])
            try #require(cut.status != 0)
            // What tells that it is a study is gone by now.
            try? FileManager.default.removeItem(at: study.appendingPathComponent("study.json"))
            let run = try Program.attune(["consent", "withdraw", "C2", study.path])
            #expect(run.status == 0, "\(run.errors)")
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: study.path)
                    == ["withdrawal.json"])
        }
    }
}
