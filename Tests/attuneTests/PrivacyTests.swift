import Foundation
import TestSupport
import Testing

/// What no command does, whatever the computer's settings.
@Suite(.tags(.program), .untilStuck)
struct PrivacyTests {
    /// A shell whose new files everybody may read and write, unless a program says otherwise.
    private static let careless = ["sh", "-c", "umask 0; exec \"$0\" \"$@\""]

    /// Every format that there is, as the help names them.
    private func formats() throws -> String {
        let help = try Program.attune(["export", "--help"]).output
        let text = help.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let names = try #require(text.firstMatch(of: #/Which of (.+?), with commas/#)).1
        return names.replacingOccurrences(of: " ", with: "")
    }

    /// And a withdrawal knows them all.
    @Test func everyFileIsForItsOwnerAlone() throws {
        try Program.inFolder { folder in
            let video = folder.appendingPathComponent("clip.mp4")
            try Program.ffmpeg([
                "-t", "2", "-i", Program.example("helle.mp4"), "-c", "copy", video.path,
            ])
            let coded = folder.appendingPathComponent("coded.csv")
            try Data(
                "Subject,Behavior,Behavior type,Start (s),Stop (s)\nclient,arms_crossed,STATE,1,2\n"
                    .utf8
            ).write(to: coded)
            let energy = folder.appendingPathComponent("mea.txt")
            let rows = (0..<1200).map { "\(($0 * 7919) % 97)\t\(($0 * 104_729) % 89)\n" }
            try Data(rows.joined().utf8).write(to: energy)
            for file in [video, coded, energy] { chmod(file.path, 0o600) }

            let (consent, session) = (folder.path + "/c.json", folder.path + "/S01")
            let person = "scope=analysis+live+review-clip+sharing,expires=2099-01-05"
            let commands = [
                [
                    "consent", "new", consent, "--session", "S01", "--participant",
                    "seat=therapist,id=T01,\(person)", "--participant",
                    "seat=client,id=C01,\(person)",
                ],
                ["analyze", video.path, "--consent", consent, "--output", session],
                ["export", session, "--format", try formats()],
                ["export", session, "--share", "--landmarks", "--output", folder.path + "/out"],
                ["compare", session, coded.path, "--output", folder.path + "/agreement"],
                [
                    "score", energy.path, "--format", "mea", "--rate", "25", "--output",
                    folder.path + "/score", "--like", "rmea",
                ],
                ["consent", "renew", consent, session],
            ]
            for command in commands {
                let run = try Program.attune(command, under: Self.careless)
                #expect(run.status == 0, "\(command[0]): \(run.errors)")
                #expect(try Modes.open(in: folder) == [], "\(command[0])")
            }
            let last = try Program.attune(
                ["consent", "withdraw", "C01", session, "--consent", consent], under: Self.careless)
            #expect(last.status == 0, "\(last.errors)")
            #expect(try Modes.open(in: folder) == [])
            let names = try FileManager.default.contentsOfDirectory(atPath: session)
            #expect(names == ["withdrawal.json"])
        }
    }

    /// A folder that was there before is closed to others as well, unless something in it is not
    /// Attune's: then that is said.
    @Test func aFolderThatWasThereIsClosedToOthers() throws {
        try Program.inFolder { folder in
            let consent = try StoredSession.consent()
            let session = try StoredSession(folder.appendingPathComponent("S01"), consent: consent)
            let path = session.folder.path
            chmod(path, 0o755)
            let run = try Program.attune(["export", path, "--format", "csv,json"])
            #expect(run.status == 0 && run.errors == "", "\(run.errors)")
            #expect(try Modes.of(path) == 0o700)
            let new = folder.appendingPathComponent("above/new").path
            try FileManager.default.createDirectory(
                atPath: new, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o755])
            let features = path + "/features.csv"
            _ = try Program.attune(["score", features, "--output", new])
            #expect(try Modes.of(new) == 0o700)
            // Those above it, which are made on the way, too.
            let below = folder.appendingPathComponent("one")
            _ = try Program.attune(
                ["score", features, "--output", below.path + "/two/three"], under: Self.careless)
            #expect(try Modes.of(below.path) == 0o700)
            #expect(try Modes.open(in: below) == [])

            try Data().write(to: session.folder.appendingPathComponent("notes.txt"))
            chmod(path, 0o750)
            let warned = try Program.attune(["report", path])
            #expect(warned.status == 0)
            #expect(warned.messages.count == 1)
            #expect(
                warned.errors.hasPrefix("attune: warning: \(path) "), "\(warned.errors)")
            #expect(warned.errors.contains("chmod 700 \(path)"))
            #expect(try Modes.of(path) == 0o750)
        }
    }

    /// What it holds in memory is not left in a file by a crash, nor open to the user's other programs.
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/strace")))
    func noDumpOfMemoryIsLeft() throws {
        try Program.inFolder { folder in
            let trace = folder.appendingPathComponent("trace").path
            let run = try Program.attune(
                ["--version"],
                under: ["strace", "-o", trace, "-e", "trace=prctl,prlimit64,setrlimit,openat"])
            #expect(run.status == 0)
            let calls = try String(contentsOfFile: trace, encoding: .utf8)
            #expect(calls.contains(#/prctl\(PR_SET_DUMPABLE, (0|SUID_DUMP_DISABLE).*= 0/#))
            #expect(
                calls.contains(#/RLIMIT_CORE, \{rlim_cur=0, rlim_max=0\}/#), "\(calls.suffix(500))")
        }
    }

    /// A measurement that is stopped leaves its record and tells why it ended; folders above the
    /// recording often bear names.
    @Test func noFolderNameGetsIntoTheResults() throws {
        try Program.inFolder { folder in
            let home = folder.appendingPathComponent("Eva Mustermann")
            try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
            let vision = try ScriptedVision(in: home)
            let output = folder.appendingPathComponent("out")
            let run = try vision.analyze(output, .stuck(after: 40))
            #expect(run.status == 130)
            let names = try FileManager.default.contentsOfDirectory(atPath: output.path)
            #expect(names.contains("session.json") && names.contains("session.sqlite"))
            // ELAN's file has to say where the video is, and the record to make it again.
            let links = ["timeline.eaf", "session.sqlite", "session.sqlite-wal"]
            for name in names where !links.contains(name) {
                let data = try Data(contentsOf: output.appendingPathComponent(name))
                #expect(data.range(of: Data("Mustermann".utf8)) == nil, "\(name)")
            }
        }
    }

    /// From its first moment the record tells whose it is, so that a run that was killed can be
    /// withdrawn from.
    @Test func aKilledMeasurementCanBeWithdrawnFrom() throws {
        try Program.inFolder { folder in
            let vision = try ScriptedVision(in: folder)
            let output = folder.appendingPathComponent("out")
            _ = try vision.analyze(output, .killed(after: 40))
            let run = try Program.attune(["consent", "withdraw", "F02", output.path])
            #expect(run.status == 0, "\(run.errors)")
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: output.path)
                    == ["withdrawal.json"])
            #expect(try vision.analyze(output, .whole, ["--resume"]).status == 77)
        }
    }
}
