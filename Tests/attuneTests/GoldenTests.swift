import Foundation
import TestSupport
import Testing

/// Whole folders of results, compared byte for byte with those in `Tests/Golden`.
///
/// They start from stored records and series, so that no network's last digits are in them. What changes
/// on purpose is written anew with `make golden`, and the difference is there to be reviewed.
@Suite(.serialized, .tags(.program), .untilStuck)
struct GoldenTests {
    private static let golden = Program.repository.appendingPathComponent("Tests/Golden")
    private static let inputs = golden.appendingPathComponent("inputs")
    private static let isRecording = ProcessInfo.processInfo.environment["ATTUNE_GOLDEN"] != nil
    /// Every format that `attune export` writes, the clip apart, which holds an encoder's version.
    private static let formats =
        "csv,eaf,eaf-template,textgrid,vtt,json,boris,html,timeline-json,markers"

    /// The example from its stored landmarks, and its report in German; a live session that a kill cut off; both as one study, and a
    /// coding compared with the example.
    @Test func recordsGiveTheSameFiles() throws {
        try Self.check(["example", "german", "live", "study", "compared"]) { folder in
            try Self.example(in: folder)
            try Self.attune(
                ["export", "example", "--format", Self.formats + ",landmarks"], in: folder)
            try Self.german(in: folder)
            try Self.live(in: folder)
            try Self.attune(["study", "example", "live", "--output", "study"], in: folder)
            let coding = Self.inputs.appendingPathComponent("coding.tsv").path
            let told = try Self.attune(
                ["compare", "example", coding, "--output", "compared"], in: folder)
            try Data(told.utf8).write(to: folder.appendingPathComponent("compared/output.txt"))
        }
    }

    @Test(arguments: [
        ["attune", "features.csv"],
        ["mea", "energy.txt", "--rate", "5"],
        ["openpose", "openpose", "--rate", "2"],
        ["mediapipe", "mediapipe.csv"],
        ["keypoints", "keypoints.csv", "--rate", "5"],
    ]) func seriesOfOtherToolsAreScored(_ words: [String]) throws {
        let name = "score-\(words[0])"
        try Self.check([name]) { folder in
            let series = Self.inputs.appendingPathComponent(words[1]).path
            try Self.attune(
                ["score", series, "--format", words[0], "--output", name] + words.dropFirst(2),
                in: folder)
        }
    }

    @Test(arguments: [
        [
            "rmea", "--window", "30", "--step", "10", "--max-lag", "5", "--smooth", "0.5",
            "--scale",
            "sd",
        ],
        ["susy", "--segment", "30", "--max-lag", "3"],
        ["wcc", "--window", "8", "--step", "1", "--max-lag", "3"],
    ]) func publishedStatisticsAreRepeated(_ words: [String]) throws {
        let name = "like-\(words[0])"
        try Self.check([name]) { folder in
            try Self.attune(
                [
                    "score", Self.inputs.appendingPathComponent("energy.txt").path, "--format",
                    "mea", "--rate", "5", "--output", name, "--like",
                ] + words, in: folder)
        }
    }

    // MARK: What is compared

    private static func example(in folder: URL) throws {
        for name in ["helle.mp4", "helle.consent.json"] {
            try FileManager.default.copyItem(
                at: URL(fileURLWithPath: Program.example(name)),
                to: folder.appendingPathComponent(name))
        }
        try place("example.sqlite", at: folder.appendingPathComponent("example/session.sqlite"))
        try attune(
            [
                "analyze", "helle.mp4", "--consent", "helle.consent.json", "--output", "example",
                "--precision", "f32", "--progress", "none", "--force",
            ], in: folder)
    }

    /// The report of the example in German, alone.
    private static func german(in folder: URL) throws {
        let (example, german) = ("example/session.sqlite", folder.appendingPathComponent("german"))
        try FileManager.default.createDirectory(at: german, withIntermediateDirectories: true)
        let record = german.appendingPathComponent("session.sqlite")
        try FileManager.default.copyItem(at: folder.appendingPathComponent(example), to: record)
        try attune(["report", "german", "--language", "de"], in: folder)
        try FileManager.default.removeItem(at: record)
    }

    private static func live(in folder: URL) throws {
        try place("live.sqlite", at: folder.appendingPathComponent("live/session.partial.sqlite"))
        try attune(["export", "live", "--format", formats], in: folder)
    }

    private static func place(_ input: String, at target: URL) throws {
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            at: inputs.appendingPathComponent(input), to: target)
    }

    @discardableResult
    private static func attune(_ words: [String], in folder: URL) throws -> String {
        let run = try Program.run(
            [
                "sh", "-c", "cd \"$0\" && exec \"$@\"", folder.path,
                Program.products.appendingPathComponent("attune").path,
            ] + Kernel.arguments(words))
        try #require(run.status == 0, "\(words.joined(separator: " ")): \(run.errors)")
        return run.output
    }

    /// Makes results in a folder of the test's own, and compares each of the named ones, or keeps them.
    private static func check(_ names: [String], _ make: (URL) throws -> Void) throws {
        try Program.inFolder { folder in
            try make(folder)
            for name in names {
                let found = try files(folder.appendingPathComponent(name))
                let place = golden.appendingPathComponent(name)
                if isRecording {
                    try keep(found, in: place)
                } else {
                    let expected = try files(place)
                    #expect(found.keys.sorted() == expected.keys.sorted(), "files of \(name)")
                    for (file, content) in found where expected[file] != content {
                        Issue.record(
                            "\(name)/\(file) is another: \(Self.difference(expected[file], content))"
                        )
                    }
                }
            }
        }
    }

    private static func keep(_ found: [String: String], in place: URL) throws {
        try? FileManager.default.removeItem(at: place)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        for (file, content) in found {
            try Data(content.utf8).write(to: place.appendingPathComponent(file))
        }
    }

    /// The content of every file by name; of a record, what is in it.
    private static func files(_ folder: URL) throws -> [String: String] {
        var contents: [String: String] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let file = folder.appendingPathComponent(name)
            if name.hasSuffix(".sqlite") {
                contents["record.txt"] = try dump(file)
            } else if !name.hasSuffix("-wal"), !name.hasSuffix("-shm") {
                contents[name] = short(
                    withoutScripts(try String(contentsOf: file, encoding: .utf8)))
            }
        }
        return contents
    }

    /// A page without its styles and scripts, which are files of their own: the digests in its content
    /// security policy tell when one of them changes.
    private static func withoutScripts(_ text: String) -> String {
        text.replacing(/<(style|script)>(?s:.*?)<\/(style|script)>/) { found in
            "<\(found.1)>…</\(found.1)>"
        }
    }

    /// A table of many megabytes: its first lines, and a hash of all.
    private static func short(_ text: String) -> String {
        guard text.utf8.count > 1 << 20 else { return text }
        // FNV-1a, 64 bits.
        let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
        let lines = text.split(separator: "\n").prefix(100).joined(separator: "\n")
        return lines + "\n… \(text.utf8.count) bytes, \(hash)\n"
    }

    /// The schema and the rows of a record; of bytes, their digest.
    private static func dump(_ record: URL) throws -> String {
        let script = """
            import hashlib, sqlite3, sys
            d = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)
            print("version", d.execute("pragma user_version").fetchone()[0])
            for name, sql in d.execute("select name, sql from sqlite_master where sql is not null order by name"):
                print(sql)
            for (name,) in d.execute("select name from sqlite_master where type='table' order by name").fetchall():
                rows = d.execute('select * from "%s"' % name).fetchall() if name != "sqlite_sequence" else []
                said = [repr([hashlib.sha256(v).hexdigest() if isinstance(v, bytes) else v for v in r]) for r in rows]
                print("==", name, len(rows))
                if len(rows) <= 100: print("\\n".join(said))
                else: print(hashlib.sha256("\\n".join(said).encode()).hexdigest())
            """
        let run = try Program.run(["python3", "-c", script, record.path])
        try #require(run.status == 0, "\(run.errors)")
        return run.output
    }

    /// The first line that differs.
    private static func difference(_ expected: String?, _ found: String) -> String {
        guard let expected else { return "it is new" }
        let lines = zip(
            expected.split(separator: "\n", omittingEmptySubsequences: false),
            found.split(separator: "\n", omittingEmptySubsequences: false))
        guard let (number, pair) = lines.enumerated().first(where: { $0.element.0 != $0.element.1 })
        else { return "one is longer" }
        return "line \(number + 1): \(pair.0.prefix(200)) ≠ \(pair.1.prefix(200))"
    }
}
