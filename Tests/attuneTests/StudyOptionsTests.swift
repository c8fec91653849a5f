import Foundation
import TestSupport
import Testing

/// Options of `attune study`, over motion energy that is made up.
@Suite(.tags(.program), .untilStuck)
struct StudyOptionsTests {
    /// Eight sessions of two minutes at 5 Hz: the second person repeats what the first did a second before.
    private func withEnergy(_ body: (_ folder: URL, _ files: [String]) throws -> Void) throws {
        try Program.inFolder { folder in
            let files = try (1...8).map { number in
                var state = UInt64(number)
                func next() -> Double {
                    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    return Double(state >> 40) / Double(1 << 24)
                }
                var (own, other) = (0.3, 0.3)
                var past: [Double] = []
                var lines: [String] = []
                for index in 0..<600 {
                    own += 0.3 * (next() - own)
                    other += 0.3 * (next() - other)
                    past.append(own)
                    let second = 0.6 * past[max(0, index - 5)] + 0.4 * other
                    lines.append("\(own) \(second)")
                }
                let file = folder.appendingPathComponent("S\(number).txt")
                try Data(lines.joined(separator: "\n").utf8).write(to: file)
                return file.path
            }
            try body(folder, files)
        }
    }

    private func table(_ folder: URL, _ name: String) throws -> [[String: String]] {
        let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        let lines = text.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
    }

    @Test func aTableTellsOfTheSessions() throws {
        try withEnergy { folder, files in
            let list = folder.appendingPathComponent("study.csv")
            let rows = (1...7).map {
                "S\($0).txt,group \($0 % 2),\($0),2026-05-0\($0),T\($0 / 2),\($0).5"
            }
            try Data(
                (["session,group,session_number,date,therapist,change"] + rows)
                    .joined(separator: "\n").utf8
            ).write(to: list)
            let output = folder.appendingPathComponent("study")
            let run = try Program.attune(
                ["study"] + files + [
                    "--rate", "5", "--sessions", list.path, "--output", output.path,
                ])
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.errors.contains("study.csv does not list S8.txt: give every session a row"))
            #expect(run.output.contains("8 dyads of 5 therapists. Six are needed"))
            #expect(run.output.contains("cannot be told from so few independent dyads"))
            let thirds = try table(output, "thirds.csv")
            #expect(thirds.count == 48)
            #expect(thirds[0]["group"] == "group 1" && thirds[0]["session_number"] == "1")
            #expect(thirds[11]["date"] == "2026-05-02" && thirds[11]["change"] == "2.5")
            #expect(thirds[11]["therapist"] == "T1" && thirds[47]["group"] == "")
            // A table that cannot be.
            try Data("code,group\nS1,a\n".utf8).write(to: list)
            let wrong = try Program.attune(
                ["study"] + files + ["--sessions", list.path, "--output", output.path + "2"])
            #expect(wrong.status == 65 && wrong.errors.contains("there is no column session"))
            let none = try Program.attune(
                ["study"] + files + ["--sessions", list.path + "x", "--output", output.path + "2"])
            #expect(none.status == 66)
            #expect(!FileManager.default.fileExists(atPath: output.path + "2"))
        }
    }

    @Test func settingsPartnersAndSizesAreTried() throws {
        try withEnergy { folder, files in
            let output = folder.appendingPathComponent("study")
            let study = ["study"] + files + ["--rate", "5", "--output", output.path]
            let run = try Program.attune(
                study + ["--recombine", "--power", "--multiverse", "window=10,20,30", "lag=2,15"])
            #expect(run.status == 0, "\(run.errors)")
            for task in ["reading 100 %", "recombining 100 %", "multiverse 100 %", "power 100 %"] {
                #expect(run.errors.contains(task), "\(task)")
            }
            #expect(run.errors.contains("1 of the 6 combinations for combined do not go together"))
            #expect(run.output.contains("Over 5 specifications of"))
            let multiverse = try table(output, "multiverse.csv")
            #expect(multiverse.count == 5)
            #expect(
                multiverse.allSatisfy { $0["sessions"] == "8" && $0["recombined_pairs"] == "56" })
            #expect(try table(output, "power.csv").count % 14 == 0)
            let pairs = try table(output, "recombined.csv")
            // Sessions of one length are aligned at both ends at once.
            #expect(pairs.count == 64)
            #expect(pairs.count { $0["together"] == "1" && $0["alignment"] == "own" } == 8)
            #expect(pairs[1]["first_session"] == "S1.txt" && pairs[1]["second_session"] == "S2.txt")
            // The table gives the means of study.json.
            let apart = pairs.filter { $0["together"] == "0" }
                .compactMap { $0["motion_energy"].flatMap(Double.init) }
            let json = try JSONSerialization.jsonObject(
                with: Data(contentsOf: output.appendingPathComponent("study.json")))
            let measures = ((json as? [String: Any])?["recombined"] as? [String: Any])?["measures"]
            let energy = (measures as? [[String: Any]])?.first {
                $0["name"] as? String == "motion_energy"
            }
            let mean = try #require(energy?["pseudo_mean"] as? Double)
            #expect(abs(apart.reduce(0, +) / Double(apart.count) - mean) < 1e-7)
            // What this study no longer has does not stay.
            let again = try Program.attune(study + ["--force", "--progress", "none"])
            #expect(again.status == 0 && !again.errors.contains("%"), "\(again.errors)")
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: output.path).sorted() == [
                    "episodes.csv", "sessions.csv", "study.html", "study.json", "synchrony.csv",
                    "thirds.csv",
                ])
        }
    }

    @Test func whatCannotBeTriedIsRefusedAtOnce() throws {
        let study = ["study", "S01", "S02", "--output", "nowhere"]
        for (words, what) in [
            (["detrend=1"], "“detrend” is no setting that can be tried"),
            (["window=1"], "window=1 cannot be"), (["window"], "is not a setting with its values"),
        ] {
            let run = try Program.attune(study + ["--multiverse"] + words)
            #expect(run.status == 64, "\(run.errors)")
            #expect(run.errors.contains(what) && run.messages.count == 1, "\(run.errors)")
        }
    }

    /// One signal ends the computation, and nothing is written.
    @Test func itCanBeInterrupted() throws {
        try withEnergy { folder, files in
            let output = folder.appendingPathComponent("study")
            let windows = (1...60).map { "\(10 + Double($0) / 10)" }.joined(separator: ",")
            let process = Process()
            process.executableURL = Program.products.appendingPathComponent("attune")
            process.arguments = Kernel.arguments(
                ["study"] + files + ["--rate", "5", "--progress", "json", "--output", output.path]
                    + ["--multiverse", "window=\(windows)", "lag=2,3,4,5"])
            let errors = Pipe()
            process.standardError = errors
            process.standardOutput = FileHandle.nullDevice
            try process.run()
            Thread.sleep(forTimeInterval: 4)
            process.interrupt()
            let text = String(
                decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            #expect(process.terminationStatus == 130, "\(text)")
            #expect(text.contains("interrupted while"), "\(text)")
            #expect(!FileManager.default.fileExists(atPath: output.path))
        }
    }
}
