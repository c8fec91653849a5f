import Consents
import Foundation
import TestSupport
import Testing

/// The built program, run as a user runs it.
struct Program {
    var status: Int32
    var output: String
    var errors: String

    /// Lines of standard error that are neither progress nor empty.
    var messages: [String] {
        errors.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("measuring") }
    }

    static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func example(_ name: String) -> String {
        repository.appendingPathComponent("Examples/\(name)").path
    }

    /// The folder of built products: the one of the running test program.
    static let products =
        BuiltProgram.url("attune")?.deletingLastPathComponent() ?? URL(fileURLWithPath: "/")

    static func attune(_ arguments: [String], under wrapper: [String] = []) throws -> Program {
        let program = products.appendingPathComponent("attune").path
        return try run(wrapper + [program] + Kernel.arguments(arguments))
    }

    /// Runs the program and tells how much memory it, or a process that it started, took at most, megabytes, and how
    /// long it took, seconds; −1 where it was ended.
    static func measured(_ arguments: [String]) throws -> (run: Program, peak: Int, seconds: Int) {
        let code = """
            import os, subprocess, sys, time
            begun = time.time()
            child = subprocess.Popen(sys.argv[1:])
            _, status, usage = os.wait4(child.pid, 0)
            print("peak", usage.ru_maxrss // 1024, int(time.time() - begun))
            sys.exit(os.waitstatus_to_exitcode(status) & 0xFF)
            """
        var run = try attune(
            arguments, under: ["timeout", "-s", "KILL", "300", "python3", "-c", code])
        let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        let words = lines.last?.split(separator: " ") ?? []
        guard words.count == 3, words[0] == "peak" else { return (run, -1, -1) }
        run.output = lines.dropLast().map { $0 + "\n" }.joined()
        return (run, Int(words[1]) ?? -1, Int(words[2]) ?? -1)
    }

    static func run(_ command: [String]) throws -> Program {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardInput = FileHandle.nullDevice
        // Results are dated; in tests always the same.
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["SOURCE_DATE_EPOCH": "1767225600"]
        ) { own, _ in own }
        let files = (0..<2).map { _ in
            FileManager.default.temporaryDirectory
                .appendingPathComponent("attune-output-\(UUID().uuidString)")
        }
        defer { for file in files { try? FileManager.default.removeItem(at: file) } }
        for file in files { try Data().write(to: file) }
        process.standardOutput = try FileHandle(forWritingTo: files[0])
        process.standardError = try FileHandle(forWritingTo: files[1])
        try process.run()
        process.waitUntilExit()
        let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
        return Program(status: process.terminationStatus, output: texts[0], errors: texts[1])
    }

    /// A folder of the test's own, removed afterwards.
    static func inFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("attune-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    /// Changes a record behind the program's back.
    static func sqlite(_ record: URL, _ sql: String) throws {
        let code =
            "import sqlite3,sys; d=sqlite3.connect(sys.argv[1]); d.execute(sys.argv[2]); d.commit()"
        let changed = try run(["python3", "-c", code, record.path, sql])
        try #require(changed.status == 0, "\(changed.errors)")
    }

    static func ffmpeg(_ arguments: [String]) throws {
        let made = try run(["ffmpeg", "-v", "error", "-y"] + arguments)
        try #require(made.status == 0, "\(made.errors)")
    }
}

extension StoredSession {
    /// Makes a record, and files from it with `attune export`.
    init(
        _ folder: URL, consent: ConsentSummary?, frames: Int = 100, formats: String
    ) throws {
        try self.init(folder, consent: consent, frames: frames)
        let run = try Program.attune(["export", folder.path, "--format", formats])
        try #require(run.status == 0, "\(run.errors)")
    }
}
