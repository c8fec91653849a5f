import Foundation
import TestSupport
import Testing

/// `attune score`, run as a user runs it.
@Suite(.tags(.program), .untilStuck)
struct ScoreTests {
    private func score(_ series: [String], in folder: URL, _ more: [String] = []) throws -> Program
    {
        try Program.attune(
            ["score"] + series + ["--output", folder.appendingPathComponent("out").path] + more)
    }

    private func file(_ folder: URL, _ name: String, _ text: String) throws -> String {
        let path = folder.appendingPathComponent(name)
        try text.write(to: path, atomically: true, encoding: .utf8)
        return path.path
    }

    private func text(_ folder: URL, _ name: String) throws -> String {
        try String(
            contentsOf: folder.appendingPathComponent("out/\(name)"), encoding: .utf8)
    }

    private func json(_ folder: URL, _ name: String) throws -> [String: Any] {
        let data = try Data(contentsOf: folder.appendingPathComponent("out/\(name)"))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    /// Motion energy of two people at 10 Hz of whom the second follows the first by half a second.
    private func energy(_ count: Int) -> String {
        var state: UInt64 = 1
        func next() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 33) / Double(UInt32.max)
        }
        let first = (0..<count).map { _ in next() }
        let rows = (0..<count).map { index in
            "\(first[index]) \(index < 5 ? next() : first[index - 5] + 0.2 * next())"
        }
        return "pat th\n" + rows.joined(separator: "\n") + "\n"
    }

    private func expectFailure(
        _ run: Program, _ code: Int32, _ words: [String],
        location: SourceLocation = #_sourceLocation
    ) {
        #expect(run.status == code, "\(run.errors)", sourceLocation: location)
        #expect(run.output == "", sourceLocation: location)
        #expect(run.messages.count == 1, "\(run.errors)", sourceLocation: location)
        let line = run.messages.first ?? ""
        #expect(line.hasPrefix("attune: error: "), "\(line)", sourceLocation: location)
        #expect(line.contains("; "), "\(line)", sourceLocation: location)
        for word in words { #expect(line.contains(word), "\(line)", sourceLocation: location) }
    }

    private func isEmpty(_ folder: URL) -> Bool {
        let out = folder.appendingPathComponent("out").path
        return (try? FileManager.default.contentsOfDirectory(atPath: out))?.isEmpty ?? true
    }

    @Test func motionEnergyGivesASessionFolder() throws {
        try Program.inFolder { folder in
            let series = try file(folder, "S01.txt", energy(1500))
            let run = try score([series], in: folder, ["--format", "mea", "--rate", "10"])
            #expect(run.status == 0, "\(run.errors)")
            // The first follows the other half a second behind, and both are lively at the same times:
            // which of the two it is, movement alone does not tell.
            #expect(run.output.hasPrefix("Both were lively at the same times"), "\(run.output)")
            #expect(run.output.contains("\nreport: "))
            #expect(run.errors.contains("only motion energy"))
            let names = try FileManager.default.contentsOfDirectory(
                atPath: folder.appendingPathComponent("out").path)
            #expect(
                Set(names).isSuperset(of: [
                    "features.csv", "postures.csv", "episodes.csv", "synchrony.csv",
                    "timeline.csv", "session.json", "report.html",
                ]))
            let session = try json(folder, "session.json")
            #expect(session["seats"] as? [String] == ["pat", "th"])
            #expect(session["consent"] is NSNull)
            let rows = try text(folder, "synchrony.csv").split(separator: "\n").dropFirst()
            #expect(rows.count == 25)
            // The first leads by half a second in every window.
            #expect(
                rows.allSatisfy { $0.hasPrefix("motion_energy,none,") && $0.contains(",0.500,") })
        }
    }

    @Test func itsOwnFeaturesComeOutAsTheyWentIn() throws {
        try Program.inFolder { folder in
            let series = try file(folder, "S01.txt", energy(900))
            _ = try score([series], in: folder, ["--rate", "10", "--seats", "therapist,client"])
            let first = try text(folder, "features.csv")
            let copy = try file(folder, "features.csv", first)
            let run = try score([copy], in: folder, ["--force"])
            #expect(run.status == 0, "\(run.errors)")
            #expect(try text(folder, "features.csv") == first)
            #expect(
                try json(folder, "session.json")["seats"] as? [String] == ["therapist", "client"])
            let turned = try score(
                [copy], in: folder, ["--force", "--seats", "client,therapist"])
            #expect(turned.status == 0, "\(turned.errors)")
            #expect(try text(folder, "synchrony.csv").contains(",-0.500,"))
        }
    }

    @Test func likeWritesThePackagesFiguresAndTable() throws {
        try Program.inFolder { folder in
            let series = try file(folder, "S01.txt", energy(900))
            let base = ["--format", "mea", "--rate", "10", "--force", "--like"]
            let rmea = try score(
                [series], in: folder,
                base + [
                    "rmea", "--window", "20", "--step", "10", "--max-lag", "2", "--smooth", "0.5",
                    "--scale", "sd",
                ])
            #expect(rmea.status == 0, "\(rmea.errors)")
            #expect(rmea.output.contains("\nrmea 1.2.2: grand average "))
            var like = try json(folder, "like.json")
            #expect(like["like"] as? String == "rmea")
            #expect(like["version"] as? String == "1.2.2")
            #expect(like["windows"] as? Int == 7)
            #expect(like["lags"] as? Int == 41)
            #expect(try #require(like["best_lag"] as? Double) > 0.3)
            let matrix = try text(folder, "matrix.csv").split(separator: "\n")
            #expect(matrix.count == 8)
            #expect(matrix[0].hasPrefix("-2,-1.9,"))
            #expect(matrix.allSatisfy { $0.split(separator: ",").count == 41 })

            let susy = try score(
                [series], in: folder, base + ["susy", "--segment", "15", "--max-lag", "2"])
            #expect(susy.status == 0, "\(susy.errors)")
            like = try json(folder, "like.json")
            #expect(like["segments"] as? Int == 6)
            #expect(
                try #require(like["z_lead1"] as? Double)
                    > (try #require(like["z_lead2"] as? Double)))

            let wcc = try score(
                [series], in: folder,
                base + ["wcc", "--window", "8", "--step", "1", "--max-lag", "3"])
            #expect(wcc.status == 0, "\(wcc.errors)")
            like = try json(folder, "like.json")
            #expect(like["windows"] as? Int == 79)
            #expect(abs(try #require(like["lag_mean"] as? Double) - 0.5) < 0.3)
        }
    }

    /// Scores have a record, which every command takes as that of a recording, or says what it lacks.
    @Test func theRecordOfScoresServesTheOtherCommands() throws {
        try Program.inFolder { folder in
            let series = try file(folder, "S01.txt", energy(600))
            let out = folder.appendingPathComponent("out").path
            try #require(try score([series], in: folder, ["--rate", "10"]).status == 0)
            for command in [["report", out], ["export", out], ["consent", "check", out]] {
                let run = try Program.attune(command)
                #expect(run.status == (command[0] == "consent" ? 77 : 0), "\(run.errors)")
            }
            let coding = Program.repository.appendingPathComponent("Tests/Golden/inputs/coding.tsv")
            expectFailure(
                try Program.attune(["compare", out, coding.path]), 65, ["motion energy alone"])
            expectFailure(
                try Program.attune(["export", out, "--format", "landmarks"]), 65, ["no landmarks"])
            let other = try file(folder, "S02.txt", energy(700))
            let study = folder.appendingPathComponent("study").path
            let pooled = try Program.attune(
                ["study", out, other, "--rate", "10", "--output", study])
            #expect(pooled.status == 0 && pooled.output.hasPrefix("2 sessions of 2 dyads"))

            #expect(try Program.attune(["recover", out]).output.contains("is not damaged"))
            let record = URL(fileURLWithPath: out + "/session.sqlite")
            let whole = try Data(contentsOf: record)
            let change = try Program.run([
                "python3", "-c",
                """
                import sqlite3, sys
                d = sqlite3.connect(sys.argv[1])
                d.execute("UPDATE series SET numbers = zeroblob(length(numbers)) WHERE seat = 1")
                d.commit(); d.close()
                """, record.path,
            ])
            try #require(change.status == 0, "\(change.errors)")
            expectFailure(try Program.attune(["report", out]), 65, ["series", "recover"])
            let run = try Program.attune(["recover", out])
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.contains("recovered: the scores of series in \(record.path)\n"))
            #expect(run.output.contains("lost: digits of the series"))
            #expect(run.output.contains("results: whole, as before the damage\n"))
            #expect(try Program.attune(["export", out, "--format", "csv"]).status == 0)
            try whole.prefix(200).write(to: record)
            let hopeless = try Program.attune(["recover", out])
            #expect(hopeless.status == 65 && hopeless.errors.contains("nothing can be saved"))
        }
    }

    @Test func existingResultsAreKept() throws {
        try Program.inFolder { folder in
            let series = try file(folder, "S01.txt", energy(400))
            let out = folder.appendingPathComponent("out")
            try FileManager.default.createDirectory(at: out, withIntermediateDirectories: true)
            try Data("mine\n".utf8).write(to: out.appendingPathComponent("like.json"))
            expectFailure(
                try score([series], in: folder, ["--rate", "10", "--like", "susy"]), 73,
                ["like.json", "--force"])
            #expect(try text(folder, "like.json") == "mine\n")
        }
    }

    @Test func consentIsHeldWhereItIsGiven() throws {
        try Program.inFolder { folder in
            let series = try file(folder, "S01.txt", energy(400))
            let given = try score(
                [series], in: folder,
                ["--rate", "10", "--consent", Program.example("helle.consent.json")])
            #expect(given.status == 0, "\(given.errors)")
            #expect(try json(folder, "session.json")["consent"] is [String: Any])
            expectFailure(
                try score([series], in: folder, ["--rate", "10", "--consent", "/nowhere.json"]), 77,
                ["/nowhere.json"])
        }
    }

    @Test func aBadTableIsOneLine() throws {
        try Program.inFolder { folder in
            let series = try file(folder, "bad.txt", "1 2\n3 x\n")
            expectFailure(
                try score([series], in: folder, ["--format", "mea", "--rate", "10"]), 65,
                ["line 2", "not a number (x)"])
            #expect(isEmpty(folder))
        }
    }

    @Test func whatIsNotThereIsNoInput() throws {
        try Program.inFolder { folder in
            expectFailure(
                try score(["/nowhere/S01.txt"], in: folder, ["--rate", "10"]), 66,
                ["/nowhere/S01.txt", "does not exist"])
            expectFailure(
                try score(["/nowhere/json"], in: folder, ["--format", "openpose", "--rate", "10"]),
                66, ["/nowhere/json"])
            #expect(isEmpty(folder))
        }
    }

    @Test(arguments: [
        (["--format", "mea"], "--rate"), (["--format", "bvh"], "--help"),
        (["--rate", "0"], "--help"), (["--rate", "10", "--window", "30"], "--window"),
        (["--rate", "10", "--like", "susy", "--window", "30"], "--window"),
        (["--rate", "10", "--like", "rmea", "--window", "-3"], "--window"),
        (["--rate", "10", "--like", "rmea", "--channel", "head_tilt"], "head_tilt"),
        (["--rate", "10", "--like", "susy", "--segment", "3"], "segment"),
        (["--rate", "10", "--seats", "one"], "one"),
        (["--rate", "10", "--pixel-aspect", "0"], "--pixel-aspect"),
    ])
    func usageErrors(arguments: [String], word: String) throws {
        try Program.inFolder { folder in
            let series = try file(folder, "S01.txt", energy(900))
            expectFailure(try score([series], in: folder, arguments), 64, [word])
            #expect(isEmpty(folder))
        }
    }

    @Test func helpShowsAnExample() throws {
        let run = try Program.attune(["score", "--help"])
        #expect(run.status == 0)
        #expect(run.output.contains("Example:"))
        #expect(run.output.contains("attune score S01.txt --format mea --rate 25"))
    }

    @Test(.enabled(if: ScoreGolden.isThere))
    func theCommandGivesWhatTheLibraryGives() throws {
        try Program.inFolder { output in
            let run = try Program.attune([
                "score",
                ScoreGolden.folder.appendingPathComponent("rmea-intake/normal/200_01.txt").path,
                "--format", "mea", "--rate", "25", "--output", output.path, "--like", "rmea",
                "--window", "30", "--step", "10", "--max-lag", "5", "--smooth", "0.5", "--scale",
                "sd",
            ])
            #expect(run.status == 0, "\(run.errors)")
            let data = try Data(contentsOf: output.appendingPathComponent("like.json"))
            let like = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            let average = try #require(like["grand_average"] as? Double)
            #expect(abs(average / -0.003_375_371_919_070_26 - 1) < 1e-9)
            let first = try String(
                contentsOf: output.appendingPathComponent("matrix.csv"), encoding: .utf8
            ).split(separator: "\n")[1].split(separator: ",")[0]
            #expect(abs(try #require(Double(first)) / 0.292_955_670_469_900_4 - 1) < 1e-9)
        }
    }
}

/// The reference values of the original packages, where they lie beside the repository.
private enum ScoreGolden {
    static let folder = Program.repository.deletingLastPathComponent()
        .appendingPathComponent("shared/golden")
    static var isThere: Bool {
        FileManager.default.fileExists(atPath: folder.appendingPathComponent("rmea-intake").path)
    }
}
