import Base
import Consents
import Foundation
import TestSupport
import Testing

/// Where the kernel lacks what confines the process that looks at videos, none is looked at unless the
/// user says so.
@Suite(.tags(.program), .untilStuck)
struct UnconfinedTests {
    private static let video = Program.example("helle.mp4")
    private static let consent = Program.example("helle.consent.json")

    /// Every task that looks at a video.
    static let tasks: [[String]] = [
        ["analyze", video, "--consent", consent, "--output", "OUT"],
        ["analyze", video, "VIDEO", "--offset", "auto", "--consent", consent, "--output", "OUT"],
        ["check", video, "--seconds", "1"],
        ["live", "--camera", video, "--consent", consent, "--output", "OUT"],
        ["cameras", "--watch", video, "--seconds", "1"],
    ]

    /// Runs `attune` as under a kernel that lacks Landlock, or both means.
    private func run(
        _ arguments: [String], without means: String, in folder: URL
    ) throws -> Program {
        let probe = try #require(BuiltProgram.url("confinement-probe")).path
        let other = folder.appendingPathComponent("other.mp4").path
        if arguments.contains("VIDEO") {
            try Program.ffmpeg(["-t", "4", "-i", Self.video, "-c", "copy", other])
        }
        let places = ["OUT": folder.appendingPathComponent("out").path, "VIDEO": other]
        return try Program.run(
            [
                probe, "without", means, Program.products.appendingPathComponent("attune").path,
            ] + arguments.map { places[$0] ?? $0 })
    }

    @Test(arguments: tasks, ["landlock", "both"])
    func noVideoIsLookedAt(task: [String], means: String) throws {
        try Program.inFolder { folder in
            let run = try run(task, without: means, in: folder)
            #expect(run.status == 70, "\(run)")
            let lines = run.messages.filter { $0.hasPrefix("attune: error: ") }
            #expect(lines.count == 1 && lines[0].contains("this system offers no Landlock"))
            #expect(lines.first?.contains("no seccomp") == (means == "both"), "\(run.errors)")
            #expect(lines.first?.contains("--unconfined") == true)
            let results = folder.appendingPathComponent("out/session.sqlite").path
            #expect(!FileManager.default.fileExists(atPath: results))
        }
    }

    @Test func noClipIsDrawn() throws {
        try Program.inFolder { folder in
            let scopes: [Consent.Scope] = [.analysis, .reviewClip]
            let session = try StoredSession(
                folder.appendingPathComponent("S01"),
                consent: StoredSession.consent(therapist: scopes, client: scopes),
                drawable: true)
            let export = ["export", session.folder.path, "--format", "review"]
            let refused = try run(export, without: "landlock", in: folder)
            #expect(refused.status == 70 && refused.errors.contains("no Landlock"), "\(refused)")
            let made = try run(export + [Kernel.waiver], without: "landlock", in: folder)
            #expect(made.status == 0, "\(made.errors)")
        }
    }

    @Test func theUserMaySayOtherwise() throws {
        try Program.inFolder { folder in
            let clip = folder.appendingPathComponent("clip.mp4").path
            try Program.ffmpeg(["-t", "4", "-i", Self.video, "-c", "copy", clip])
            let run = try run(
                [
                    "analyze", clip, "--consent", Self.consent, "--output", "OUT",
                    Kernel.waiver,
                ], without: "both", in: folder)
            #expect(run.status == 0 && run.errors.contains("is not confined"), "\(run.errors)")
            let summary = try Data(
                contentsOf: folder.appendingPathComponent("out/session.json"))
            let used = JSONValue(parsing: Array(summary))?["settings"]?["confinement"]
            #expect(used?["seccomp"] == .bool(false), "\(String(describing: used))")
        }
    }

    @Test func theDoctorSaysSo() throws {
        try Program.inFolder { folder in
            let run = try run(["doctor"], without: "landlock", in: folder)
            #expect(run.status == 70)
            #expect(run.output.contains("FAIL  confinement  this system offers no Landlock"))
        }
    }

    /// What the kernel has is used whether or not it is asked for.
    @Test(.enabled(if: Kernel.confines)) func theWaiverTakesNothingAway() throws {
        let run = try Program.attune([
            "cameras", "--watch", Self.video, "--seconds", "1", Kernel.waiver,
        ])
        #expect(run.status == 0, "\(run.errors)")
    }
}
