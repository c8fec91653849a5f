import Foundation
import TestSupport
import Testing

/// A recording that its camera cut into chapters, from end to end.
@Suite(.tags(.program), .untilStuck)
struct ChaptersTests {
    private func analyze(_ videos: [String], _ session: URL, _ more: [String] = []) throws
        -> Program
    {
        try Program.attune(
            ["analyze"] + videos + [
                "--consent", Program.example("helle.consent.json"), "--output", session.path,
                "--progress", "none",
            ] + more)
    }

    /// Four seconds, whole and in the two files of a GoPro.
    private func make(_ folder: URL) throws -> (whole: String, chapters: [String]) {
        let whole = folder.appendingPathComponent("whole.mp4").path
        try Program.ffmpeg([
            "-ss", "12", "-t", "4", "-i", Program.example("helle.mp4"), "-g", "50", "-keyint_min",
            "50", "-sc_threshold", "0", "-bf", "0", whole,
        ])
        try Program.ffmpeg([
            "-i", whole, "-c", "copy", "-f", "segment", "-segment_time", "2", "-reset_timestamps",
            "1", "-segment_start_number", "1", folder.appendingPathComponent("GH0%d0042.MP4").path,
        ])
        return (
            whole, [1, 2].map { folder.appendingPathComponent("GH0\($0)0042.MP4").path }
        )
    }

    private func json(_ session: URL) throws -> [String: Any] {
        let data = try Data(contentsOf: session.appendingPathComponent("session.json"))
        return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test func chaptersAreOneSession() throws {
        try Program.inFolder { folder in
            let (whole, chapters) = try make(folder)
            let (one, two) = (
                folder.appendingPathComponent("one"), folder.appendingPathComponent("two")
            )
            #expect(try analyze([whole], one).status == 0)
            let run = try analyze(chapters, two)
            try #require(run.status == 0, "\(run.errors)")
            #expect(
                run.errors.contains(
                    "2 chapters of one camera with both people, in this order: "
                        + "GH010042.MP4, GH020042.MP4\n"), "\(run.errors)")
            for table in ["features.csv", "postures.csv", "episodes.csv", "timeline.csv"] {
                let files = try [one, two].map {
                    try Data(contentsOf: $0.appendingPathComponent(table))
                }
                #expect(files[0] == files[1], "\(table)")
            }
            let sources = try #require(json(two)["source"] as? [[String: Any]])
            #expect(sources.map { $0["file"] as? String } == ["GH010042.MP4", "GH020042.MP4"])
            #expect(sources.map { $0["start"] as? Double } == [0, 2])
            #expect(sources.map { $0["camera"] as? Int } == [1, 1])
            #expect(sources.map { $0["frames"] as? Int } == [50, 50])
            #expect(sources.map { $0["rate"] as? Double } == [12.5, 12.5])
            if SchemaCheck.isPossible {
                let text = try String(
                    contentsOf: two.appendingPathComponent("session.json"), encoding: .utf8)
                #expect(try SchemaCheck.accepted([text], "session") == [true])
            }

            // Corrections, exports and the clip come from the record alone.
            #expect(try analyze(chapters, two, ["--swap-at", "0:03"]).status == 0)
            let made = try Program.attune(["export", two.path, "--format", "landmarks,eaf,boris"])
            #expect(made.status == 0, "\(made.errors)")
            let elan = try String(
                contentsOf: two.appendingPathComponent("timeline.eaf"), encoding: .utf8)
            #expect(elan.contains("GH020042.MP4\" TIME_ORIGIN=\"-2000\""))
        }
    }

    @Test func whatDoesNotBelongTogetherIsRefused() throws {
        try Program.inFolder { folder in
            let (_, chapters) = try make(folder)
            let session = folder.appendingPathComponent("out")
            let twice = folder.appendingPathComponent("copy.mp4").path
            try FileManager.default.copyItem(atPath: chapters[0], toPath: twice)
            let small = folder.appendingPathComponent("small.mp4").path
            try Program.ffmpeg(["-i", chapters[1], "-vf", "scale=480:270", small])
            let missing = folder.appendingPathComponent("GH030042.MP4").path
            let cases: [([String], Int32, String)] = [
                ([chapters[0], chapters[1], twice], 65, "same recording"),
                ([chapters[0], chapters[1], small], 65, "480x270"),
                ([chapters[0], chapters[1], missing], 66, "GH030042.MP4"),
                ([chapters[0], chapters[1], "--offset", "1"], 64, "--no-chapters"),
                ([chapters[0], chapters[1], small, "--no-chapters"], 64, "+"),
            ]
            for (arguments, status, word) in cases {
                let run = try analyze(arguments, session)
                #expect(run.status == status, "\(run.errors)")
                #expect(run.errors.contains(word), "\(run.errors)")
                #expect(!FileManager.default.fileExists(atPath: session.path + "/session.sqlite"))
            }
        }
    }
}
