import Foundation
import TestSupport
import Testing

/// Bad input: one clear line, the right exit code, nothing left behind.
@Suite(.tags(.program), .untilStuck)
struct BadInputTests {
    private let consent = Program.example("helle.consent.json")

    private func analyze(
        _ video: String, in folder: URL, consent: String? = nil, more: [String] = []
    ) throws -> Program {
        let output = folder.appendingPathComponent("out").path
        return try Program.attune(
            ["analyze", video, "--consent", consent ?? self.consent, "--output", output] + more)
    }

    /// The run failed with the code and with one line that names what is wrong.
    private func expectFailure(
        _ run: Program, _ code: Int32, _ words: String...,
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

    private func clip(_ folder: URL, _ arguments: [String], _ name: String = "clip.mp4") throws
        -> String
    {
        let path = folder.appendingPathComponent(name).path
        try Program.ffmpeg(arguments + [path])
        return path
    }

    @Test func aMissingVideo() throws {
        try Program.inFolder { folder in
            expectFailure(
                try analyze("/nowhere/session.mp4", in: folder), 66, "/nowhere/session.mp4",
                "does not exist")
            #expect(
                !FileManager.default.fileExists(atPath: folder.appendingPathComponent("out").path))
        }
    }

    @Test func aFolderInsteadOfAVideo() throws {
        try Program.inFolder { folder in
            expectFailure(try analyze(folder.path, in: folder), 66, "is a folder")
        }
    }

    @Test func textNamedAsAVideo() throws {
        try Program.inFolder { folder in
            let path = folder.appendingPathComponent("notes.mp4")
            try Data("Session notes\n".utf8).write(to: path)
            expectFailure(try analyze(path.path, in: folder), 65, "notes.mp4")
        }
    }

    @Test func anEmptyFile() throws {
        try Program.inFolder { folder in
            let path = folder.appendingPathComponent("empty.mp4")
            try Data().write(to: path)
            expectFailure(try analyze(path.path, in: folder), 65, "empty.mp4")
        }
    }

    @Test func soundOnly() throws {
        try Program.inFolder { folder in
            let path = try clip(
                folder, ["-f", "lavfi", "-i", "sine=duration=1"], "sound.m4a")
            expectFailure(try analyze(path, in: folder), 65, "sound.m4a", "no video")
        }
    }

    @Test func nobodyInView() throws {
        try Program.inFolder { folder in
            let path = try clip(
                folder, ["-f", "lavfi", "-i", "testsrc=duration=2:size=640x360:rate=10"])
            expectFailure(try analyze(path, in: folder), 65, "no people")
            let left = try FileManager.default.contentsOfDirectory(
                atPath: folder.appendingPathComponent("out").path)
            #expect(left.isEmpty)
        }
    }

    @Test func onePersonIsAnalysedAndSaidSo() throws {
        try Program.inFolder { folder in
            let path = try clip(
                folder, ["-t", "2", "-i", Program.example("helle.mp4"), "-vf", "crop=480:540:0:0"])
            let run = try analyze(path, in: folder)
            #expect(run.status == 0)
            #expect(run.errors.contains("stayed empty, so nothing can be said about mimicry"))
        }
    }

    /// Six seconds: others are looked for every 0.7 s, in one part of the picture after the other.
    @Test func fourPeopleAreSaidAndTheSeatsCanBeChosen() throws {
        try Program.inFolder { folder in
            let path = try clip(
                folder,
                [
                    "-t", "6", "-i", Program.example("helle.mp4"), "-filter_complex",
                    "[0:v]split[a][b];[a]scale=1344:756[big];[b]scale=576:324,pad=576:756[small];"
                        + "[big][small]hstack",
                ])
            let run = try analyze(path, in: folder)
            #expect(run.status == 0)
            #expect(run.errors.contains("people were in view"))
            #expect(run.errors.contains("\"layout\""))
            let chosen = try analyze(
                path, in: folder,
                more: ["--force", "--layout", "regions=1344,0,288,324;1632,0,288,324"])
            #expect(chosen.status == 0)
            #expect(!chosen.errors.contains("only one person"), "\(chosen.errors)")
        }
    }

    @Test func aCutFileIsAnalysedUpToTheCut() throws {
        try Program.inFolder { folder in
            let whole = try clip(
                folder, ["-t", "6", "-i", Program.example("helle.mp4"), "-c", "copy"], "whole.mkv")
            let data = try Data(contentsOf: URL(fileURLWithPath: whole))
            let cut = folder.appendingPathComponent("cut.mkv")
            try data.prefix(data.count * 2 / 3).write(to: cut)
            let run = try analyze(cut.path, in: folder)
            #expect(run.status == 0)
            #expect(run.errors.contains("the file ends at"))
            #expect(run.output.contains("report: "))
        }
    }

    @Test func aFileCutBeforeItsIndexIsRefused() throws {
        try Program.inFolder { folder in
            let whole = try clip(
                folder, ["-t", "2", "-i", Program.example("helle.mp4"), "-c", "copy"], "whole.mp4")
            let data = try Data(contentsOf: URL(fileURLWithPath: whole))
            let cut = folder.appendingPathComponent("cut.mp4")
            try data.prefix(data.count / 2).write(to: cut)
            expectFailure(try analyze(cut.path, in: folder), 65, "cut.mp4")
        }
    }

    @Test func noConsent() throws {
        try Program.inFolder { folder in
            let video = Program.example("helle.mp4")
            expectFailure(
                try analyze(video, in: folder, consent: "/nowhere/consent.json"), 77,
                "/nowhere/consent.json")
            #expect(
                !FileManager.default.fileExists(atPath: folder.appendingPathComponent("out").path))
        }
    }

    @Test func expiredConsent() throws {
        try Program.inFolder { folder in
            let file = folder.appendingPathComponent("consent.json")
            let text = try String(contentsOfFile: consent, encoding: .utf8)
                .replacingOccurrences(of: "2036-01-05", with: "2026-02-01")
            try text.write(to: file, atomically: true, encoding: .utf8)
            expectFailure(
                try analyze(Program.example("helle.mp4"), in: folder, consent: file.path), 77,
                "expired", "F01")
        }
    }

    @Test func existingResultsAreKept() throws {
        try Program.inFolder { folder in
            let out = folder.appendingPathComponent("out")
            try FileManager.default.createDirectory(at: out, withIntermediateDirectories: true)
            let old = out.appendingPathComponent("episodes.csv")
            try Data("mine\n".utf8).write(to: old)
            expectFailure(
                try analyze(Program.example("helle.mp4"), in: folder), 73, "episodes.csv", "--force"
            )
            #expect(try Data(contentsOf: old) == Data("mine\n".utf8))
        }
    }

    @Test func aDiskThatFillsUp() throws {
        try Program.inFolder { folder in
            let path = try clip(
                folder, ["-t", "2", "-i", Program.example("helle.mp4"), "-c", "copy"])
            let out = folder.appendingPathComponent("out").path
            // Files of more than 8 blocks of 512 bytes are refused, as on a full disk.
            let run = try Program.attune(
                ["analyze", path, "--consent", consent, "--output", out, "--progress", "none"],
                under: ["sh", "-c", "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\""])
            expectFailure(run, 73, "out")
            #expect(try FileManager.default.contentsOfDirectory(atPath: out).isEmpty)
        }
    }

    @Test(arguments: [
        ["analyze"], ["analyse"], ["analyze", "a.mp4"], ["--bogus"],
        ["analyze", "a.mp4", "--consent", "c", "--output", "o", "--rate", "fast"],
        ["analyze", "a.mp4", "--consent", "c", "--output", "o", "--layout", "regions=1,2"],
    ])
    func usageErrors(arguments: [String]) throws {
        expectFailure(try Program.attune(arguments), 64, "--help")
    }

    @Test(arguments: [["--help"], ["analyze", "--help"]])
    func helpShowsAnExample(arguments: [String]) throws {
        let run = try Program.attune(arguments)
        #expect(run.status == 0)
        #expect(run.errors == "")
        #expect(run.output.contains("Example:"))
        #expect(run.output.contains("attune analyze session.mp4 --consent"))
    }
}
