import Foundation
import TestSupport
import Testing

/// `attune batch --only` and `--collect`: a batch in pieces, as on the computers of a cluster.
@Suite(.tags(.program), .untilStuck)
struct BatchPiecesTests {
    /// A folder with the tables a.csv and b.csv, and a study of them and of one that is missing.
    private func withStudy(_ body: (_ folder: URL, _ command: [String]) throws -> Void) throws {
        try Program.inFolder { folder in
            let features = Program.repository.appendingPathComponent(
                "Tests/Golden/inputs/features.csv")
            let lines = try String(contentsOf: features, encoding: .utf8).split(separator: "\n")
            for (name, count) in [("a", 1001), ("b", 901)] {
                try (lines.prefix(count).joined(separator: "\n") + "\n").write(
                    to: folder.appendingPathComponent("\(name).csv"), atomically: true,
                    encoding: .utf8)
            }
            let table = folder.appendingPathComponent("study.csv")
            try "session,series\nS01,a.csv\nS02,missing.csv\n007,b.csv\n".write(
                to: table, atomically: true, encoding: .utf8)
            try body(
                folder,
                ["batch", table.path, "--output", folder.appendingPathComponent("results").path])
        }
    }

    private func progress(_ folder: URL) throws -> [String] {
        try String(
            contentsOf: folder.appendingPathComponent("results/progress.csv"), encoding: .utf8
        ).split(separator: "\n").map(String.init)
    }

    @Test func sessionsOneByOneGiveTheTableOfAll() throws {
        try withStudy { folder, command in
            // At the same time: they share no file.
            let program = Program.products.appendingPathComponent("attune").path
            let both = """
                import subprocess, sys
                runs = [subprocess.Popen(sys.argv[1:] + ["--only", name]) for name in ("S01", "007")]
                sys.exit(max(run.wait() for run in runs))
                """
            let run = try Program.run(["python3", "-c", both, program] + command)
            #expect(run.status == 0, "\(run.errors)")
            let missing = try Program.attune(command + ["--only", "S02"])
            #expect(missing.status == 66 && missing.errors.contains("missing.csv does not exist"))
            #expect(!FileManager.default.fileExists(atPath: command[3] + "/progress.csv"))
            let table = try Program.attune(command + ["--collect"])
            #expect(table.status == 66, "\(table.errors)")
            #expect(table.output.contains("2 of 3 sessions done, 1 failed"))
            let rows = try progress(folder)
            #expect(rows[1].hasPrefix("S01,done,1,20") && rows[3].hasPrefix("007,done,1,20"))
            #expect(rows[2].hasPrefix("S02,failed,0,") && rows[2].contains(",66,"))

            // The same batch as a whole knows what is done, and its table is that of all from then on.
            try FileManager.default.copyItem(
                at: folder.appendingPathComponent("a.csv"),
                to: folder.appendingPathComponent("missing.csv"))
            let rest = try Program.attune(command)
            #expect(rest.errors.contains("1 of 3 sessions to measure"), "\(rest.errors)")
            let again = try Program.attune(command + ["--collect"])
            #expect(again.status == 0 && again.output.contains("3 of 3 sessions done"))
        }
    }

    /// What a computer that fails leaves behind is told, and done again.
    @Test func aRunThatSaysNothingMoreIsStopped() throws {
        try withStudy { folder, command in
            #expect(try Program.attune(command + ["--only", "S01"]).status == 0)
            let piece = folder.appendingPathComponent("results/.progress/S01.csv")
            let done = try String(contentsOf: piece, encoding: .utf8)
            try done.replacing(",done,", with: ",measuring,")
                .write(to: piece, atomically: true, encoding: .utf8)
            let table = try Program.attune(command + ["--collect"])
            #expect(table.status == 130 && table.output.contains("1 stopped"), "\(table.errors)")
            #expect(try progress(folder)[1].contains("nothing has said how it ended"))
            #expect(try Program.attune(command + ["--only", "S01"]).status == 0)
            _ = try Program.attune(command + ["--collect"])
            #expect(try progress(folder)[1].hasPrefix("S01,done,1,"))
        }
    }

    /// A row of other series than the results are of waits for somebody to say so.
    @Test func resultsOfAnotherRowStay() throws {
        try withStudy { folder, command in
            #expect(try Program.attune(command + ["--only", "S01"]).status == 0)
            try "session,series\nS01,b.csv\n".write(
                to: URL(fileURLWithPath: command[1]), atomically: true, encoding: .utf8)
            let other = try Program.attune(command + ["--only", "S01"])
            #expect(other.status == 65 && other.errors.contains("--force"), "\(other.errors)")
            let forced = try Program.attune(command + ["--only", "S01", "--force"])
            #expect(forced.status == 0, "\(forced.errors)")
            #expect(try Program.attune(command + ["--only", "S09"]).status == 64)
            #expect(try Program.attune(command + ["--only", "S01", "--collect"]).status == 64)
        }
    }
}
