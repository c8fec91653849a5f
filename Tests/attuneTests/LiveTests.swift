import Base
import Foundation
import TestSupport
import Testing

/// The built program measures a session while it happens; a video that is played stands in for the
/// camera.
@Suite(.serialized, .tags(.program, .timed), .untilStuck)
struct LiveTests {
    private func consent(_ scopes: [String], in folder: URL) throws -> String {
        let list = scopes.map { "\"\($0)\"" }.joined(separator: ", ")
        let people = [("therapist", "F01"), ("client", "F02")].map { seat, id in
            """
            {"seat": "\(seat)", "id": "\(id)", "scope": [\(list)], "signed": "2026-01-05",
             "expires": "2036-01-05"}
            """
        }
        let file = folder.appendingPathComponent("consent.json")
        let text =
            "{\"schema\": 1, \"session\": \"helle\", \"participants\": "
            + "[\(people.joined(separator: ", "))]}"
        try Data(text.utf8).write(to: file)
        return file.path
    }

    /// Of an option that is given twice, the last one counts.
    private func arguments(_ folder: URL, _ more: [String] = []) throws -> [String] {
        [
            "--camera", Program.example("helle.mp4"), "--consent",
            try consent(["analysis", "live"], in: folder), "--output",
            folder.appendingPathComponent("out").path,
        ] + more
    }

    private func text(_ folder: URL, _ name: String) throws -> String {
        try String(
            contentsOf: folder.appendingPathComponent("out").appendingPathComponent(name),
            encoding: .utf8)
    }

    private func hasSamples(_ events: [LiveProgram.Event], until time: Double) -> Bool {
        events.contains { $0.name == "sample" && ($0.data["time"]?.number ?? 0) >= time }
    }

    // MARK: A whole session

    @Test func aSessionOfAFewSecondsLeavesAWholeFolder() throws {
        try Program.inFolder { folder in
            let live = try LiveProgram(arguments(folder, ["--max-duration", "6"]))
            try live.watch()
            try live.wait(for: "samples") { hasSamples($0, until: 1) }
            #expect(try live.post("/markers", "{\"text\": \"she sighs\"}") < 300)
            let (status, errors) = try live.finish()
            #expect(status == 0, "\(errors)")
            let names = try FileManager.default.contentsOfDirectory(
                atPath: folder.appendingPathComponent("out").path)
            #expect(
                Set(names) == [
                    "episodes.csv", "features.csv", "markers.csv", "postures.csv", "responses.csv",
                    "report.html", "session.json", "session.sqlite", "synchrony.csv",
                    "timeline.csv", "timeline.eaf", "timeline.TextGrid", "timeline.vtt",
                    "boris.tsv",
                ])
            #expect(try text(folder, "features.csv").split(separator: "\n").count > 20)
            #expect(try text(folder, "markers.csv").contains(",she sighs\n"))
            #expect(try text(folder, "session.json").contains("\"she sighs\""))
            let sample = try #require(live.events("sample").last?.data)
            let therapist = try #require(sample["seats"]?["therapist"])
            #expect(therapist["presence"]?.number ?? 0 > 0.5)
            #expect(therapist["head_tilt"]?.number != nil)
            #expect(sample["latency_ms"]?.number ?? 0 > 0)
            let kinds = live.events("status").compactMap { $0.data["kind"]?.text }
            #expect(kinds.first == "warming_up")
            #expect(kinds.contains("stopping") && kinds.contains("ended"))
            #expect(errors.contains("instants a second"))
        }
    }

    @Test func stoppingFromThePageAndWithASignalBothEndItWell() throws {
        try Program.inFolder { folder in
            for signal in [nil, SIGINT, SIGTERM] {
                let live = try LiveProgram(arguments(folder, ["--force"]))
                try live.watch()
                try live.wait(for: "samples") { hasSamples($0, until: 1) }
                if let signal { live.signal(signal) } else { #expect(try live.post("/stop") < 300) }
                let (status, errors) = try live.finish()
                #expect(status == 0, "\(errors)")
                #expect(try text(folder, "report.html").contains("therapist"))
                #expect(try text(folder, "features.csv").split(separator: "\n").count > 10)
            }
        }
    }

    @Test func aPauseIsNeitherMeasuredNorRecorded() throws {
        try Program.inFolder { folder in
            let live = try LiveProgram(arguments(folder))
            try live.watch()
            try live.wait(for: "samples") { hasSamples($0, until: 1) }
            #expect(try live.post("/pause", "{\"on\": true}") < 300)
            try live.wait(for: "the pause") { events in
                events.contains { $0.data["kind"]?.text == "paused" }
            }
            let before = live.events("sample").count
            Thread.sleep(forTimeInterval: 2.5)
            #expect(live.events("sample").count == before)
            #expect(try live.post("/pause", "{\"on\": false}") < 300)
            let last = live.events("sample").last?.data["time"]?.number ?? 0
            try live.wait(for: "samples again") { hasSamples($0, until: last + 3) }
            #expect(try live.post("/stop") < 300)
            #expect(try live.finish().status == 0)
            let times = try text(folder, "features.csv").split(separator: "\n").dropFirst()
                .compactMap { Double($0.prefix { $0 != "," }) }
            let gap = zip(times, times.dropFirst()).map { $1 - $0 }.max() ?? 0
            #expect(gap > 2)
            #expect(try text(folder, "session.json").contains("nothing was measured from"))
            // A live record, too, knows how the picture is stored.
            let export = try Program.attune([
                "export", folder.appendingPathComponent("out").path, "--format", "landmarks",
            ])
            #expect(export.status == 0, "\(export.errors)")
            let landmarks = try text(folder, "landmarks.csv").split(separator: "\n")
            #expect(landmarks.count > times.count)
        }
    }

    @Test func thePictureIsShownToThoseWhoAskedAndKeptNowhere() throws {
        try Program.inFolder { folder in
            let start = try arguments(folder, ["--show-video"])
            _ = try consent(["analysis", "live", "video"], in: folder)
            let live = try LiveProgram(start)
            // What the encoder signs its pictures with.
            let signature = "Lavc"
            let answer = try live.beginning(of: "/video", until: signature)
            #expect(answer.contains("multipart/x-mixed-replace"))
            #expect(answer.contains("image/jpeg") && answer.contains(signature))
            #expect(try live.post("/stop") < 300)
            #expect(try live.finish().status == 0)
            let output = folder.appendingPathComponent("out")
            for name in try FileManager.default.contentsOfDirectory(atPath: output.path) {
                let data = try Data(contentsOf: output.appendingPathComponent(name))
                #expect(data.range(of: Data(signature.utf8)) == nil, "\(name)")
            }
        }
    }

    // MARK: What goes wrong

    @Test func aKilledSessionLosesASecondAndItsReportCanBeMade() throws {
        try Program.inFolder { folder in
            let live = try LiveProgram(arguments(folder))
            try live.watch()
            try live.wait(for: "samples") { hasSamples($0, until: 5) }
            #expect(try live.post("/markers", "{\"text\": \"early\"}") < 300)
            try live.wait(for: "samples") { hasSamples($0, until: 7) }
            let last = live.events("sample").last?.data["time"]?.number ?? 0
            live.signal(SIGKILL)
            _ = try live.finish()
            let output = folder.appendingPathComponent("out").path
            // Nobody may take it for a recording, or write over it.
            let again = try Program.attune(["live"] + arguments(folder))
            #expect(again.status == 73)
            #expect(again.errors.contains("attune report"))
            let report = try Program.attune(["report", output])
            #expect(report.status == 0, "\(report.errors)")
            #expect(report.errors.contains("the session was cut off after"))
            let export = try Program.attune(["export", output, "--format", "csv,json,markers"])
            #expect(export.status == 0, "\(export.errors)")
            let times = try text(folder, "features.csv").split(separator: "\n").dropFirst()
                .compactMap { Double($0.prefix { $0 != "," }) }
            #expect(try #require(times.last) > last - 1)
            #expect(try text(folder, "markers.csv").contains("early"))
        }
    }

    @Test func consentIsAskedFor() throws {
        try Program.inFolder { folder in
            let output = folder.appendingPathComponent("out").path
            let start = ["live", "--camera", Program.example("helle.mp4"), "--output", output]
            let cases = [
                (["analysis"], [], "does not cover live"),
                (["analysis", "live"], ["--show-video"], "does not cover video"),
            ]
            for (scopes, more, sentence) in cases {
                let file = try consent(scopes, in: folder)
                let run = try Program.attune(start + ["--consent", file] + more)
                #expect(run.status == 77)
                #expect(run.messages.count == 1 && run.errors.contains(sentence), "\(run.errors)")
                #expect(!FileManager.default.fileExists(atPath: output))
            }
        }
    }

    @Test func aFolderIsForOneSessionAtATime() throws {
        try Program.inFolder { folder in
            let live = try LiveProgram(arguments(folder))
            let other = try Program.attune(["live"] + arguments(folder))
            #expect(other.status == 73)
            #expect(other.errors.contains("another run is writing to"))
            let report = try Program.attune([
                "report", folder.appendingPathComponent("out").path,
            ])
            #expect(report.status != 0)
            live.signal(SIGKILL)
            _ = try live.finish()
        }
    }

    @Test func whatIsNotThereIsSaid() throws {
        try Program.inFolder { folder in
            let file = try consent(["live"], in: folder)
            let output = folder.appendingPathComponent("out").path
            let cases: [(String, Int32)] = [
                ("/dev/video99", 69), (folder.appendingPathComponent("none.mp4").path, 66),
                (file, 65),
            ]
            for (camera, status) in cases {
                let run = try Program.attune([
                    "live", "--camera", camera, "--consent", file, "--output", output,
                ])
                #expect(run.status == status, "\(run.errors)")
                #expect(run.messages.filter { $0.hasPrefix("attune: error: ") }.count == 1)
                #expect(run.errors.contains(camera))
            }
        }
    }

    @Test func aPortThatIsTakenIsSaidBeforeAnythingIsMeasured() throws {
        try Program.inFolder { folder in
            let live = try LiveProgram(arguments(folder))
            let second = folder.appendingPathComponent("second")
            try FileManager.default.createDirectory(at: second, withIntermediateDirectories: true)
            let run = try Program.attune(
                ["live"] + arguments(second, ["--port", "\(live.port)"]))
            #expect(run.status == 69)
            #expect(run.errors.contains("port \(live.port)"))
            live.signal(SIGKILL)
            _ = try live.finish()
        }
    }

    @Test func aProgramThatStoodStillGoesOnWithWhatIsNewest() throws {
        try Program.inFolder { folder in
            let live = try LiveProgram(arguments(folder))
            try live.watch()
            try live.wait(for: "samples") { hasSamples($0, until: 1) }
            live.signal(SIGSTOP)
            Thread.sleep(forTimeInterval: 4)
            live.signal(SIGCONT)
            let last = live.events("sample").last?.data["time"]?.number ?? 0
            try live.wait(for: "samples after it") { hasSamples($0, until: last + 8) }
            let after = live.events("sample").filter {
                ($0.data["time"]?.number ?? 0) >= last + 7
            }
            // It has not carried the delay along.
            let latencies = after.compactMap { $0.data["latency_ms"]?.number }.sorted()
            #expect(latencies[latencies.count / 2] < 1500, "\(latencies)")
            #expect(try live.post("/stop") < 300)
            #expect(try live.finish().status == 0)
        }
    }

    // MARK: The same record

    /// A file that is played has the episodes that it has when it is analysed. Live every body is inferred, of a
    /// recording some are told from lines, so an onset may lie elsewhere in the second that the movement takes (on Zen 5
    /// by 0.32 s); and what was told of it while it went on was what came out in the end.
    @Test func aPlayedFileHasTheEpisodesOfTheAnalysedOne() throws {
        try Program.inFolder { folder in
            // Up to where the episode is over; short of a test against chance, which takes its time.
            let clip = folder.appendingPathComponent("clip.mp4").path
            try Program.ffmpeg(["-t", "28", "-i", Program.example("helle.mp4"), "-c", "copy", clip])
            let live = try LiveProgram(arguments(folder, ["--camera", clip]))
            try live.watch()
            let (status, errors) = try live.finish()
            #expect(status == 0, "\(errors)")
            let offline = folder.appendingPathComponent("offline")
            let run = try Program.attune([
                "analyze", clip, "--consent",
                try consent(["analysis", "live"], in: folder), "--output", offline.path,
                "--progress", "none",
            ])
            #expect(run.status == 0)
            let final = try rows(folder.appendingPathComponent("out"), "episodes.csv")
            let expected = try rows(offline, "episodes.csv")
            #expect(final.count == expected.count && final.count == 1)
            for (one, other) in zip(final, expected) {
                for column in ["posture", "leader", "leader_side", "follower_side", "congruence"] {
                    #expect(one[column] == other[column])
                }
                for column in ["leader_onset", "follower_onset"] {
                    let (a, b) = (try number(one, column), try number(other, column))
                    #expect(abs(a - b) <= 0.5, "\(column) \(a) \(b)")
                }
            }
            try checkTold(live, final)
        }
    }

    private func checkTold(_ live: LiveProgram, _ final: [[String: String]]) throws {
        let told = live.events("episode")
        let states = told.compactMap { $0.data["state"]?.text }
        #expect(states.first == "present" && states.last == "ended")
        #expect(!states.contains("withdrawn"))
        #expect(Set(told.compactMap { $0.data["id"]?.number }) == [1])
        let row = try #require(final.first)
        let early = try #require(told.first)
        for column in ["leader_onset", "follower_onset"] {
            let onset = try #require(early.data[column]?.number)
            // In the measures of the body that were known then: two samples at most.
            #expect(abs(onset - (try number(row, column))) <= 0.17)
        }
        // Told within a second of the follower's posture being established.
        let shown = try #require(
            live.events("sample").first { sample in
                guard case .array(let held)? = sample.data["seats"]?["client"]?["postures"] else {
                    return false
                }
                return held.contains { $0["posture"]?.text == "head_on_hand" }
            })
        #expect(early.arrived - shown.arrived < 1)
    }

    private func rows(_ folder: URL, _ name: String) throws -> [[String: String]] {
        let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        let lines = text.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let header = try #require(lines.first)
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
    }

    private func number(_ row: [String: String], _ column: String) throws -> Double {
        try #require(row[column].flatMap(Double.init), "\(column) in \(row)")
    }
}
