import Consents
import Foundation
import TestSupport
import Testing

/// Whatever `attune` does with a video, the process that looks at it has given up what it does not need:
/// the kernel is asked.
@Suite(.tags(.program), .untilStuck, .enabled(if: Kernel.confines))
struct ConfinedWorkTests {
    /// Of a process, what the kernel says of it: the lines of `/proc/PID/status`.
    private static func status(_ process: Int) -> [String: String] {
        let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        var lines: [String: String] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 {
                lines[String(parts[0])] = parts[1].trimmingCharacters(in: .whitespaces)
            }
        }
        return lines
    }

    /// The arguments of a process, which every user of the computer may read.
    private static func arguments(_ process: Int) -> [String] {
        let text = (try? String(contentsOfFile: "/proc/\(process)/cmdline", encoding: .utf8)) ?? ""
        return text.split(separator: "\0").map(String.init)
    }

    /// Runs the built program and looks at its vision process until it is confined, 20 s at most; then
    /// ends both. It must never be told by its arguments whom and what it looks at.
    private func confined(_ arguments: [String], task: String = "request") throws -> Bool {
        let process = Process()
        process.executableURL = Program.products.appendingPathComponent("attune")
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer {
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
            process.waitUntilExit()
        }
        let own = String(process.processIdentifier)
        let end = ContinuousClock.now + .seconds(20)
        while process.isRunning, ContinuousClock.now < end {
            usleep(10_000)
            let all = try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap(
                Int.init)
            let children = all.filter {
                let status = Self.status($0)
                return status["PPid"] == own && status["Name"] == "attune-vision"
            }
            guard let child = children.first else { continue }
            let status = Self.status(child)
            if status["Seccomp"] == "2", status["NoNewPrivs"] == "1" {
                for set in ["CapEff", "CapPrm", "CapInh", "CapAmb"]
                    + (geteuid() == 0 ? ["CapBnd"] : [])
                {
                    #expect(status[set].flatMap { UInt64($0, radix: 16) } == 0, "\(set)")
                }
                #expect(Self.arguments(child).dropFirst() == [task])
                return true
            }
        }
        return false
    }

    private let video = Program.example("helle.mp4")
    private let consent = Program.example("helle.consent.json")

    @Test func measuring() throws {
        try Program.inFolder { folder in
            let out = folder.appendingPathComponent("out").path
            let isConfined = try confined([
                "analyze", video, "--consent", consent, "--output", out,
            ])
            #expect(isConfined)
        }
    }

    @Test func measuringLive() throws {
        try Program.inFolder { folder in
            let out = folder.appendingPathComponent("out").path
            let isConfined = try confined([
                "live", "--camera", video, "--consent", consent, "--output", out,
            ])
            #expect(isConfined)
        }
    }

    @Test func watching() throws {
        #expect(try confined(["cameras", "--watch", video, "--seconds", "20"]))
    }

    @Test func drawing() throws {
        try Program.inFolder { folder in
            let scopes: [Consent.Scope] = [.analysis, .reviewClip]
            let session = try StoredSession(
                folder.appendingPathComponent("S01"),
                consent: StoredSession.consent(therapist: scopes, client: scopes), frames: 2000,
                drawable: true)
            #expect(
                try confined(["export", session.folder.path, "--format", "review"], task: "clip"))
        }
    }

    /// Nothing but what it needs is handed to any of them.
    @Test(arguments: [["cameras"], ["cameras", "--watch", "x.mp4"], ["doctor"]])
    func theEnvironmentIsNotHandedOn(arguments: [String]) throws {
        try Program.inFolder { folder in
            let seen = folder.appendingPathComponent("seen").path
            let attune = try DecoderFaultTests.install(
                in: folder, vision: "env > '\(seen)'; echo '\u{1B}[2Jno lib' >&2; exit 1")
            let run = try Program.run(
                ["env", "SECRET_TOKEN=x", "LD_PRELOAD=/nowhere/x.so", "ATTUNE_MODELS=/models"]
                    + [attune] + arguments)
            #expect(run.status != 0)
            #expect(!run.errors.contains("\u{1B}") && !run.output.contains("\u{1B}"))
            #expect((run.errors + run.output).contains("no lib"), "\(run)")
            let names = try String(contentsOfFile: seen, encoding: .utf8)
            #expect(names.contains("ATTUNE_MODELS=/models"))
            #expect(!names.contains("SECRET_TOKEN") && !names.contains("LD_PRELOAD"))
        }
    }
}
