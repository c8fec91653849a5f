import TestSupport
import Foundation

/// The built `fuzz-replay`: a broken promise ends its process and not the tests'.
enum Replay {
    struct Run {
        /// Negative: the signal that ended it.
        var status: Int32
        /// Which input came last.
        var lastLine: String
        var errors: String
    }

    static let targets: [String] = {
        (try? start(program.path, []).output.split(separator: "\n").map(String.init)) ?? []
    }()

    /// Inputs that broke a promise once.
    static func regressions(of target: String) -> [String] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Fuzz/regressions/\(target)")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().map { folder.appendingPathComponent($0).path }
    }

    static func run(_ arguments: [String]) throws -> Run {
        let run = try start(program.path, arguments)
        let last = run.output.split(separator: "\n").last.map(String.init) ?? ""
        return Run(status: run.status, lastLine: last, errors: String(run.errors.prefix(2000)))
    }

    static func start(
        _ program: String, _ arguments: [String]
    ) throws -> (status: Int32, output: String, errors: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        let errors = FileManager.default.temporaryDirectory
            .appendingPathComponent("attune-replay-\(UUID().uuidString).txt")
        try Data().write(to: errors)
        defer { try? FileManager.default.removeItem(at: errors) }
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        let said = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let isSignal = process.terminationReason == .uncaughtSignal
        return (
            isSignal ? -process.terminationStatus : process.terminationStatus,
            String(decoding: said, as: UTF8.self),
            String(decoding: (try? Data(contentsOf: errors)) ?? Data(), as: UTF8.self)
        )
    }

    private static let program =
        BuiltProgram.url("fuzz-replay") ?? URL(fileURLWithPath: "fuzz-replay")
}
