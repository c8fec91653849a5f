import Archive
import Base
import Foundation
import TestSupport
import Testing

/// What is made again from the record, without the video and without inference.
@Suite(.tags(.program), .untilStuck)
struct RecordTests {
    private let consent = Program.example("helle.consent.json")

    private func analyze(_ folder: URL, _ video: URL, _ more: [String] = []) throws -> Program {
        try Program.attune(
            [
                "analyze", video.path, "--consent", consent, "--output", folder.path, "--progress",
                "none",
            ] + more)
    }

    /// A session of a clip of five seconds.
    private func withSession(_ body: (_ session: URL, _ video: URL) throws -> Void) throws {
        try Program.inFolder { folder in
            let video = folder.appendingPathComponent("clip.mp4")
            try Program.ffmpeg([
                "-t", "5", "-i", Program.example("helle.mp4"), "-c", "copy", video.path,
            ])
            let session = folder.appendingPathComponent("session")
            let run = try analyze(session, video)
            try #require(run.status == 0, "\(run.errors)")
            try body(session, video)
        }
    }

    private func contents(_ folder: URL) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
        where !name.hasPrefix("session.sqlite") {
            files[name] = try Data(contentsOf: folder.appendingPathComponent(name))
        }
        return files
    }

    private func rows(_ data: Data?, where seat: String) throws -> [[String]] {
        String(decoding: try #require(data), as: UTF8.self).split(separator: "\n").dropFirst()
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
            .filter { $0[1] == seat }
    }

    @Test func everyFileIsMadeAgainWithoutTheVideo() throws {
        try withSession { session, video in
            let before = try contents(session)
            #expect(before.count == 12)
            let eaf = String(decoding: try #require(before["timeline.eaf"]), as: UTF8.self)
            #expect(eaf.contains("RELATIVE_MEDIA_URL=\"../clip.mp4\""))
            #expect(eaf.contains("DATE=\"2026-01-01T00:00:00Z\""))
            try FileManager.default.removeItem(at: video)
            for name in before.keys {
                try FileManager.default.removeItem(at: session.appendingPathComponent(name))
            }
            let run = try Program.attune(["export", session.path])
            #expect(run.status == 0 && run.errors == "")
            #expect(run.output.split(separator: "\n").count == before.count)
            #expect(try contents(session) == before)
            let report = session.appendingPathComponent("report.html")
            try FileManager.default.removeItem(at: report)
            let again = try Program.attune(["report", session.path])
            #expect(again.output == "report: \(report.path)\n")
            #expect(try contents(session) == before)
        }
    }

    @Test func whereThereIsNoRecord() throws {
        try Program.inFolder { folder in
            for command in ["export", "report"] {
                let run = try Program.attune([command, folder.path])
                #expect(run.status == 66)
                #expect(run.errors.contains("session.sqlite does not exist"))
            }
            try Data("not a database at all".utf8).write(
                to: folder.appendingPathComponent("session.sqlite"))
            let run = try Program.attune(["report", folder.path])
            #expect(run.status == 65)
            #expect(run.errors.contains("is not a session record"))
            #expect(
                try Program.attune(["export", folder.path, "--format", "csv,pdf"]).status == 64)
        }
    }

    @Test func aSwapIsCorrectedWithoutAnotherLook() throws {
        try withSession { session, video in
            let before = try contents(session)
            let run = try analyze(session, video, ["--swap-at", "2.5"])
            #expect(run.status == 0)
            #expect(run.errors.contains("nothing is measured again"), "\(run.errors)")
            let after = try contents(session)
            // Presence and motion energy do not depend on whose body they are told in, and away from
            // the exchange smoothing does not mix the two.
            for (seat, other) in [("therapist", "client"), ("client", "therapist")] {
                let corrected = try rows(after["features.csv"], where: seat)
                let own = try rows(before["features.csv"], where: seat)
                let others = try rows(before["features.csv"], where: other)
                #expect(corrected.count == own.count)
                for (index, row) in corrected.enumerated() {
                    let time = try #require(Double(row[0]))
                    if abs(time - 2.5) < 0.3 { continue }
                    let source = time < 2.5 ? own[index] : others[index]
                    #expect([row[0], row[2], row[17]] == [source[0], source[2], source[17]])
                }
            }
            let json = String(decoding: try #require(after["session.json"]), as: UTF8.self)
            #expect(json.filter { !$0.isWhitespace }.contains("\"swap_at\":[2.5]"))
            // Without the option and without --force the correction stays.
            #expect(try analyze(session, video).status == 73)
            #expect(try contents(session) == after)
            #expect(try analyze(session, video, ["--force"]).status == 0)
            #expect(try contents(session) == before)
        }
    }

    @Test func seatsAreRenamedWithoutAnotherLook() throws {
        try withSession { session, video in
            let run = try analyze(session, video, ["--seats", "client,therapist"])
            #expect(run.status == 0)
            #expect(run.errors.contains("nothing is measured again"))
            let features = try String(
                contentsOf: session.appendingPathComponent("features.csv"), encoding: .utf8)
            let second = try #require(features.split(separator: "\n").dropFirst().first)
            #expect(second.hasPrefix("0.000,client,"))
        }
    }

    @Test func uncertainStretchesAreLeftOutUnlessTheyAreKept() throws {
        try withSession { session, video in
            let before = try contents(session)
            let path = session.appendingPathComponent("session.sqlite").path
            let record = try SessionRecord.open(path, for: .writing)
            let writer = try RecordWriter(record)
            try writer.append(.uncertain(TimeSpan(start: 1, end: 4), cause: "overlap"))
            try writer.commit()
            try record.close()

            #expect(try analyze(session, video, ["--force"]).status == 0)
            let masked = try contents(session)
            #expect(masked["features.csv"] == before["features.csv"])
            #expect(masked["postures.csv"] != before["postures.csv"])
            let json = String(decoding: try #require(masked["session.json"]), as: UTF8.self)
            #expect(json.filter { !$0.isWhitespace }.contains("[{\"start\":1,\"end\":4}]"))

            #expect(try analyze(session, video, ["--keep-uncertain"]).status == 0)
            let kept = try contents(session)
            #expect(kept["postures.csv"] == before["postures.csv"])
            #expect(kept["episodes.csv"] == before["episodes.csv"])
            let settings = String(decoding: try #require(kept["session.json"]), as: UTF8.self)
            #expect(settings.contains("\"keep_uncertain\": true"))
        }
    }

    /// Neither by a new measurement nor by what is only derived.
    @Test func recordsOfOtherPeopleStayTheirs() throws {
        try withSession { session, video in
            let before = try contents(session)
            let own = try String(contentsOfFile: consent, encoding: .utf8)
            func file(_ old: String, _ new: String) throws -> String {
                let path = video.deletingLastPathComponent().path + "/other.json"
                try own.replacingOccurrences(of: old, with: new).write(
                    toFile: path, atomically: true, encoding: .utf8)
                return path
            }
            func run(_ command: String, _ more: [String]) throws -> Program {
                let path = video.deletingLastPathComponent().path + "/other.json"
                let source = command == "live" ? ["--camera", video.path] : [video.path]
                return try Program.attune(
                    [command] + source + ["--consent", path, "--output", session.path] + more)
            }
            for (old, new) in [("F02", "F03"), ("\"helle\"", "\"S02\"")] {
                _ = try file(old, new)
                for more in [
                    ["--force"], ["--swap-at", "2.5"], ["--resume"], ["--keep-uncertain"],
                ] {
                    let refused = try run("analyze", more)
                    #expect(refused.status == 77 && refused.output == "", "\(refused.errors)")
                    #expect(refused.messages.count == 1)
                    #expect(refused.errors.contains("session helle of F01 (therapist) and F02"))
                    #expect(refused.errors.contains("another --output"))
                }
                #expect(try run("live", ["--force"]).status == 77)
                #expect(try contents(session) == before)
            }
            // Of one day the narrower counts, here one that ends sooner.
            _ = try file("2036", "2035")
            #expect(try run("analyze", ["--force"]).status == 0)
            let json = String(
                decoding: try #require(try contents(session)["session.json"]), as: UTF8.self)
            #expect(json.contains("2035-01-05"))
        }
    }

    @Test(arguments: [["export", "--help"], ["report", "--help"]])
    func helpShowsAnExample(arguments: [String]) throws {
        let run = try Program.attune(arguments)
        #expect(run.status == 0)
        #expect(run.output.contains("Example:"))
        #expect(run.output.contains("attune \(arguments[0]) results"))
    }
}
