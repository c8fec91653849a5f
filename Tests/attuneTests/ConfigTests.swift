import Base
import Foundation
import TestSupport
import Testing

/// `--config`, run as a user runs it.
@Suite(.tags(.program), .untilStuck)
struct ConfigTests {
    private let consent = Program.example("helle.consent.json")

    private func config(_ text: String, in folder: URL) throws -> String {
        let file = folder.appendingPathComponent("lab.json")
        try Data("{\"schema\": 1, \(text)}".utf8).write(to: file)
        return file.path
    }

    private func settings(_ folder: URL) throws -> JSONValue {
        let data = try Data(contentsOf: folder.appendingPathComponent("session.json"))
        return try #require(JSONValue(parsing: Array(data))?["settings"])
    }

    private func contents(_ folder: URL) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
        where !name.hasPrefix("session.sqlite") {
            files[name] = try Data(contentsOf: folder.appendingPathComponent(name))
        }
        return files
    }

    private func expectRefusal(
        _ run: Program, _ code: Int32, _ words: String...,
        location: SourceLocation = #_sourceLocation
    ) {
        #expect(run.status == code, "\(run.errors)", sourceLocation: location)
        #expect(run.output == "" && run.messages.count == 1, sourceLocation: location)
        for word in ["attune: error: ", "; "] + words {
            #expect(run.errors.contains(word), "\(run.errors)", sourceLocation: location)
        }
    }

    // MARK: Series

    /// Motion energy at 10 Hz that does not repeat itself.
    private func energy(in folder: URL, seconds: Int) throws -> String {
        var state: UInt64 = 1
        func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 40
        }
        let rows: [String] = (0..<seconds * 10).map { _ in "\(next()) \(next())" }
        let file = folder.appendingPathComponent("S01.txt")
        try Data(rows.joined(separator: "\n").utf8).write(to: file)
        return file.path
    }

    @Test func aSeriesIsScoredByTheFileAndTheCommandLineWins() throws {
        try Program.inFolder { folder in
            let series = try energy(in: folder, seconds: 60)
            let out = folder.appendingPathComponent("out")
            let file = try config(
                """
                "rate": 20, "synchrony": {"window": 10, "step": 2, "max_lag": 2},
                "surrogates": {"count": 50, "seed": 3}
                """, in: folder)
            func score(_ more: [String]) throws -> Program {
                try Program.attune(
                    ["score", series, "--format", "mea", "--output", out.path, "--config", file]
                        + more)
            }
            let run = try score(["--rate", "10"])
            #expect(run.status == 0, "\(run.errors)")
            let set = try settings(out)
            #expect(set["rate"] == "10")
            #expect(set["synchrony"]?["window"] == 10 && set["synchrony"]?["min_valid"] == 0.5)
            #expect(set["surrogates"]?["count"] == 50 && set["surrogates"]?["seed"] == 3)
            let rows = try String(
                contentsOf: out.appendingPathComponent("synchrony.csv"), encoding: .utf8
            ).split(separator: "\n").dropFirst()
            #expect(rows.count == 26)
            #expect(rows.first?.hasPrefix("motion_energy,none,0.000,10.000,") == true)
            let report = try String(
                contentsOf: out.appendingPathComponent("report.html"), encoding: .utf8)
            #expect(report.contains("windows of 10\u{A0}s, step 2\u{A0}s, lags up to ±2\u{A0}s"))
            #expect(!report.contains("up to 1000 surrogates"))
            // What was published repeats itself.
            let before = try contents(out)
            let copy = folder.appendingPathComponent("published.json")
            try Data(try #require(before["session.json"])).write(to: copy)
            let again = try Program.attune([
                "score", series, "--format", "mea", "--output", out.path, "--config", copy.path,
                "--force",
            ])
            #expect(again.status == 0, "\(again.errors)")
            #expect(try contents(out) == before)
            // By the file alone, at twice the rate, the series is half as long.
            #expect(try score(["--force"]).status == 0)
            #expect(try settings(out)["rate"] == "20")
        }
    }

    @Test func withoutSurrogatesNothingIsSaidOfChance() throws {
        try Program.inFolder { folder in
            let series = try energy(in: folder, seconds: 60)
            let out = folder.appendingPathComponent("out")
            let run = try Program.attune([
                "score", series, "--format", "mea", "--rate", "10", "--output", out.path,
                "--config",
                try config("\"surrogates\": {\"count\": 0}", in: folder),
            ])
            #expect(run.status == 0)
            #expect(run.errors.contains("nothing was tested against chance"))
            let report = try String(
                contentsOf: out.appendingPathComponent("report.html"), encoding: .utf8)
            #expect(report.contains("Nothing was tested against chance."))
            #expect(report.contains("the settings ask for no surrogates"))
            #expect(!report.contains("up to 0 surrogates"))
        }
    }

    @Test func motionEnergyMustFillAWindowOfTheSettings() throws {
        try Program.inFolder { folder in
            let series = try energy(in: folder, seconds: 60)
            let run = try Program.attune([
                "score", series, "--format", "mea", "--rate", "10", "--output",
                folder.appendingPathComponent("out").path, "--config",
                try config("\"synchrony\": {\"window\": 90}", in: folder),
            ])
            expectRefusal(run, 65, "shorter than one window of 90 s")
        }
    }

    @Test func whatASeriesCannotFollowIsSaid() throws {
        try Program.inFolder { folder in
            let series = try energy(in: folder, seconds: 60)
            let run = try Program.attune([
                "score", series, "--format", "mea", "--rate", "10", "--output",
                folder.appendingPathComponent("out").path, "--config",
                try config(
                    "\"swap_at\": [12], \"features\": {\"smoothing\": 1}, \"surrogates\": {\"count\": 0}",
                    in: folder),
            ])
            #expect(run.status == 0)
            #expect(run.errors.contains("\"swap_at\", \"features\" of "), "\(run.errors)")
        }
    }

    // MARK: Recordings

    @Test func aMeasuredSessionIsScoredAgainWithoutAnotherLook() throws {
        try Program.inFolder { folder in
            let video = folder.appendingPathComponent("clip.mp4")
            try Program.ffmpeg([
                "-t", "5", "-i", Program.example("helle.mp4"), "-c", "copy", video.path,
            ])
            let session = folder.appendingPathComponent("session")
            func analyze(_ more: [String]) throws -> Program {
                try Program.attune(
                    [
                        "analyze", video.path, "--consent", consent, "--output", session.path,
                        "--progress", "none",
                    ] + more)
            }
            try #require(try analyze([]).status == 0)
            let before = try contents(session)
            let published = folder.appendingPathComponent("published.json")
            try Data(try #require(before["session.json"])).write(to: published)

            let file = try config(
                """
                "postures": [{"name": "da", "conditions": [
                  {"signal": "presence", "direction": "above", "enter": 0.6, "leave": 0.5}]}],
                "features": {"smoothing": 0.4}, "synchrony": {"window": 2, "step": 1, "max_lag": 1}
                """, in: folder)
            let changed = try analyze(["--config", file])
            #expect(changed.status == 0, "\(changed.errors)")
            #expect(changed.errors.contains("nothing is measured again"))
            let other = try contents(session)
            #expect(other["features.csv"] != before["features.csv"])
            let postures = String(decoding: try #require(other["postures.csv"]), as: UTF8.self)
            #expect(postures.contains("therapist,da,,"))
            #expect(try settings(session)["features"]?["smoothing"] == 0.4)
            // The record keeps them: everything is made again as it was.
            let export = try Program.attune(["export", session.path, "--force"])
            #expect(export.status == 0, "\(export.errors)")
            #expect(try contents(session) == other)

            // Handed back, the settings of the first run give its files again.
            // They name the arithmetic that the processor had, and that its fastest was asked for.
            let back = try analyze(["--config", published.path])
            #expect(back.status == 0, "\(back.errors)")
            #expect(try contents(session) == before)

            // What would have to be measured is not made from the record.
            let faster = try config("\"rate\": 25", in: folder)
            expectRefusal(
                try analyze(["--config", faster]), 64, "rate 12.5", "rate 25", "--force")
            #expect(try contents(session) == before)
            #expect(try analyze(["--config", faster, "--rate", "12.5"]).status == 0)
        }
    }

    @Test func aFileThatDoesNotSuitTheRecordingsIsRefused() throws {
        try Program.inFolder { folder in
            let video = Program.example("helle.mp4")
            let out = folder.appendingPathComponent("out").path
            let file = try config("\"offset\": 2", in: folder)
            let unfit = try Program.attune([
                "analyze", video, "--consent", consent, "--output", out, "--config", file,
            ])
            expectRefusal(unfit, 65, "\"offset\"", "two videos")
            let missing = try Program.attune([
                "analyze", video, "--consent", consent, "--output", out, "--config",
                folder.appendingPathComponent("none.json").path,
            ])
            expectRefusal(missing, 66, "none.json")
            #expect(!FileManager.default.fileExists(atPath: out))
        }
    }

    // MARK: Live

    /// The record holds the settings from its beginning, so that they outlive the program.
    @Test func aLiveSessionThatIsKilledKeepsItsSettings() throws {
        try Program.inFolder { folder in
            let out = folder.appendingPathComponent("out")
            let file = try config(
                """
                "episodes": {"max_lag": 4}, "surrogates": {"count": 25, "seed": 5}, "postures": []
                """, in: folder)
            let live = try LiveProgram([
                "--camera", Program.example("helle.mp4"), "--consent", consent, "--output",
                out.path, "--config", file, "--rate", "5",
            ])
            try live.watch()
            try live.wait(for: "samples") { events in
                events.contains { $0.name == "sample" && ($0.data["time"]?.number ?? 0) >= 1.5 }
            }
            Thread.sleep(forTimeInterval: 1.5)
            live.signal(SIGKILL)
            _ = try live.finish()
            let export = try Program.attune(["export", out.path])
            #expect(export.status == 0, "\(export.errors)")
            let set = try settings(out)
            #expect(set["rate"] == "5" && set["postures"] == [])
            #expect(set["episodes"]?["max_lag"] == 4)
            #expect(set["surrogates"]?["count"] == 25 && set["surrogates"]?["seed"] == 5)
            #expect(set["confinement"]?["landlock_abi"] != nil)
        }
    }
}
