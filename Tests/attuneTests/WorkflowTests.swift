import Foundation
import TestSupport
import Testing

/// The Snakemake workflow on this computer, over made-up series; `make test-cluster` runs it on Slurm.
@Suite(.tags(.program), .untilStuck)
struct WorkflowTests {
    private static let snakemake = Repository.path(".deps/workflow-venv/bin/snakemake")
    private static let isThere = FileManager.default.isExecutableFile(atPath: snakemake)

    /// Runs the workflow in a folder.
    ///
    /// - Returns: its exit code, what it said, and how many jobs there were of each rule.
    private func run(
        in folder: URL, _ more: [String] = []
    ) throws -> (status: Int32, said: String, jobs: [String: Int]) {
        let attune = Program.products.appendingPathComponent("attune").path
        let run = try Program.run(
            [
                Self.snakemake, "--snakefile", Repository.path("workflow/Snakefile"), "--profile",
                Repository.path("workflow/profiles/local"), "--directory", folder.path, "--cores",
                "2", "--config", "attune=\(attune)",
            ] + more)
        var jobs: [String: Int] = [:]
        for line in run.errors.split(separator: "\n") + run.output.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count == 2, !words[0].hasSuffix(":"), let count = Int(words[1]) {
                jobs[String(words[0])] = count
            }
        }
        return (run.status, run.errors + run.output, jobs)
    }

    private func tables(_ words: [String]) throws -> String {
        try Program.run(
            [
                Repository.path(".deps/workflow-venv/bin/python"),
                Repository.path("workflow/scripts/tables.py"),
            ] + words
        ).output
    }

    /// Three sessions of parts of the example's series, one of which is not there.
    private func withStudy(_ body: (URL) throws -> Void) throws {
        try Program.inFolder { folder in
            let text = try String(
                contentsOfFile: Repository.path("Tests/Golden/inputs/features.csv"), encoding: .utf8
            )
            let lines = text.split(separator: "\n")
            for (name, count) in [("a", 1001), ("b", 901)] {
                try (lines.prefix(count).joined(separator: "\n") + "\n").write(
                    to: folder.appendingPathComponent("\(name).csv"), atomically: true,
                    encoding: .utf8)
            }
            try "session,series,group\nS01,a.csv,x\n007,b.csv,y\nS03,c.csv,y\n".write(
                to: folder.appendingPathComponent("study.csv"), atomically: true, encoding: .utf8)
            try body(folder)
        }
    }

    @Test(.enabled(if: isThere, "make test puts .deps/workflow-venv in place"))
    func onlyWhatChangedIsDoneAgain() throws {
        try withStudy { folder in
            let results = folder.appendingPathComponent("results")
            let first = try run(in: folder)
            // The whole ends in an error, after everything that could be done.
            #expect(first.status == 1, "\(first.said)")
            #expect(first.said.contains("1 of 3 sessions are not measured: S03"))
            let progress = try String(
                contentsOf: results.appendingPathComponent("progress.csv"), encoding: .utf8)
            #expect(progress.contains("S03,failed,0,") && progress.contains("c.csv does not exist"))
            #expect(
                FileManager.default.fileExists(
                    atPath: results.appendingPathComponent("study/study.html").path))
            let parquet = results.appendingPathComponent("tables").path
            let rows = "SELECT session, count(*) AS n FROM features GROUP BY ALL ORDER BY ALL"
            #expect(try tables(["query", parquet, rows]) == "session,n\n007,900\nS01,1000\n")
            let adoption = try tables(["adoption", parquet])
            #expect(adoption.hasPrefix("led_by,third,episodes,per_minute\n"))
            let episodes =
                "SELECT (SELECT count(*) FROM episodes) - sum(episodes)::INT AS n FROM thirds"
            #expect(try tables(["query", parquet, episodes]) == "n\n0\n")
            #expect(Self.modes(under: results).isSubset(of: [0o600, 0o700]))

            // What was missing comes.
            let text = try String(
                contentsOfFile: Repository.path("Tests/Golden/inputs/features.csv"), encoding: .utf8
            )
            try text.write(
                to: folder.appendingPathComponent("c.csv"), atomically: true, encoding: .utf8)
            let second = try run(in: folder)
            #expect(second.status == 0, "\(second.said)")
            #expect(
                second.jobs == [
                    "session": 1, "export": 1, "tables": 1, "mark": 1, "collect": 1, "study": 1,
                    "dataset": 1, "all": 1, "total": 8,
                ], "\(second.jobs)")
            #expect(try run(in: folder, ["--dry-run"]).jobs == ["all": 1, "total": 1])

            // A record that is damaged is found out by its export, and is in no table any more.
            let record = results.appendingPathComponent("S01/session.sqlite")
            var bytes = try Data(contentsOf: record)
            bytes.replaceSubrange(200_000..<220_000, with: Data(count: 20_000))
            try bytes.write(to: record)
            let third = try run(in: folder, ["--forcerun", "export"])
            #expect(third.status == 1 && third.jobs["session"] == nil, "\(third.said)")
            let damaged = try String(
                contentsOf: results.appendingPathComponent("progress.csv"), encoding: .utf8)
            #expect(damaged.contains("S01,failed,1,") && damaged.contains(",65,"), "\(damaged)")
            #expect(damaged.contains("session.sqlite is damaged"))
            let left = "SELECT DISTINCT session FROM features ORDER BY ALL"
            #expect(try tables(["query", parquet, left]) == "session\n007\nS03\n")
        }
    }

    private static func modes(under folder: URL) -> Set<Int> {
        let manager = FileManager.default
        return Set(
            (manager.enumerator(atPath: folder.path)?.allObjects ?? []).compactMap { name in
                let path = folder.appendingPathComponent("\(name)").path
                let attributes = try? manager.attributesOfItem(atPath: path)
                return attributes?[.posixPermissions] as? Int
            })
    }
}
