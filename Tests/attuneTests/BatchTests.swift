import Foundation
import TestSupport
import Testing

/// `attune batch`: one session's failure stops no other one, and a second run does only what is left.
@Suite(.tags(.program), .untilStuck)
struct BatchTests {
    /// A folder with two seconds of the example, a consent for S01 and S02, and one that has ended for S03.
    private func withStudy(_ body: (_ folder: URL) throws -> Void) throws {
        try Program.inFolder { folder in
            let clip = folder.appendingPathComponent("S01.mp4").path
            try Program.ffmpeg(["-t", "2", "-i", Program.example("helle.mp4"), "-c", "copy", clip])
            let text = try String(
                contentsOfFile: Program.example("helle.consent.json"), encoding: .utf8)
            for session in ["S01", "S02", "S03"] {
                var own = text.replacingOccurrences(of: "\"helle\"", with: "\"\(session)\"")
                if session == "S03" {
                    own = own.replacingOccurrences(of: "2036-01-05", with: "2026-01-06")
                }
                try own.write(
                    to: folder.appendingPathComponent("\(session).json"), atomically: true,
                    encoding: .utf8)
            }
            try body(folder)
        }
    }

    private func write(_ rows: [String], in folder: URL) throws -> String {
        let path = folder.appendingPathComponent("study.csv")
        let text =
            (["session,recordings,consent,group,score"] + rows).joined(separator: "\n") + "\n"
        try text.write(to: path, atomically: true, encoding: .utf8)
        return path.path
    }

    /// Per session the cells of `progress.csv`.
    private func progress(_ results: URL) throws -> [String: [String: String]] {
        let code = """
            import csv,json,sys
            print(json.dumps({r["session"]: r for r in csv.DictReader(open(sys.argv[1], newline=""))}))
            """
        let run = try Program.run([
            "python3", "-c", code, results.appendingPathComponent("progress.csv").path,
        ])
        return try JSONDecoder().decode(
            [String: [String: String]].self, from: Data(run.output.utf8))
    }

    @Test func eachSessionIsMeasuredOnce() throws {
        try withStudy { folder in
            let results = folder.appendingPathComponent("results")
            let rows = [
                "S01,S01.mp4,S01.json,a,1", "S02,S02.mp4,S02.json,b,2", "S03,S01.mp4,S03.json,a,3",
            ]
            let table = try write(rows, in: folder)
            let command = ["batch", table, "--output", results.path]
            let first = try Program.attune(command)
            #expect(first.status == 66, "\(first.errors)")
            #expect(first.output.contains("1 of 3 sessions done, 2 failed"))
            #expect(first.errors.contains("S02") && first.errors.contains("progress.csv"))
            let begun = try progress(results)
            #expect(begun["S01"]?["state"] == "done" && begun["S01"]?["share"] == "1")
            #expect(begun["S02"]?["state"] == "failed" && begun["S02"]?["exit_code"] == "66")
            #expect(begun["S03"]?["exit_code"] == "77" && begun["S03"]?["remedy"] != "")
            let report = results.appendingPathComponent("S01/report.html")
            let made =
                try FileManager.default.attributesOfItem(atPath: report.path)[.modificationDate]
                as? Date

            // What was missing comes; the rest stays as it is.
            try FileManager.default.copyItem(
                at: folder.appendingPathComponent("S01.mp4"),
                to: folder.appendingPathComponent("S02.mp4"))
            try FileManager.default.removeItem(at: folder.appendingPathComponent("S01.mp4"))
            _ = try write(Array(rows.prefix(2)), in: folder)
            let second = try Program.attune(command)
            #expect(second.status == 0, "\(second.errors)")
            #expect(second.errors.contains("1 of 2 sessions to measure"))
            #expect(second.output.contains("2 of 2 sessions done"))
            let now =
                try FileManager.default.attributesOfItem(atPath: report.path)[.modificationDate]
                as? Date
            #expect(made != nil && made == now)

            // Results of another row are not taken for those of this one.
            _ = try write(["S01,S02.mp4,S01.json,a,1", rows[1]], in: folder)
            let changed = try Program.attune(command)
            #expect(
                changed.status == 65
                    && changed.output.contains("1 changed since they were measured"))
            #expect(try progress(results)["S01"]?["remedy"]?.contains("--force") == true)
            #expect(try Program.attune(command + ["--force"]).status == 0)
            #expect(try progress(results)["S01"]?["state"] == "done")
        }
    }

    @Test func aTableThatCannotBeReadStartsNothing() throws {
        try withStudy { folder in
            let results = folder.appendingPathComponent("results")
            let table = try write(
                ["S01,S01.mp4,S01.json,a,1", "S01,S01.mp4,S01.json,a,1"], in: folder)
            let run = try Program.attune(["batch", table, "--output", results.path])
            #expect(
                run.status == 65 && run.errors.contains("line 3: session S01 is in line 2 already"))
            #expect(!FileManager.default.fileExists(atPath: results.path))
        }
    }
}
