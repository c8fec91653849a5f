import TestSupport
import Foundation

/// The built `confinement-probe`, which tries one thing in a process that is confined or not.
struct Probe {
    /// How far the process was confined before it tried.
    enum Stage: String {
        case none, loading, decoding, camera
        /// Of a clip: `writable` is the file.
        case drawing
        /// As decoding, and says the version of Landlock and whether there is seccomp.
        case state
    }

    enum Outcome: Equatable, CustomStringConvertible {
        case done
        /// The error's name, such as `EPERM`.
        case refused(String)
        /// The signal that ended the process.
        case killed(Int32)

        var description: String {
            switch self {
            case .done: "possible"
            case .refused(let name): name
            case .killed(SIGSYS): "killed (SIGSYS)"
            case .killed(let number): "killed (signal \(number))"
            }
        }
    }

    static let program =
        BuiltProgram.url("confinement-probe") ?? URL(fileURLWithPath: "confinement-probe")

    /// Version of the kernel's Landlock.
    static let landlock: Int = {
        let said = (try? output(.state, ["time"]).said) ?? ""
        return said.split(separator: " ").first.flatMap { Int($0) } ?? 0
    }()

    /// - Parameters:
    ///   - byElder: whether a thread tries it that was started while loading.
    ///   - throughShell: what a shell does before it becomes the probe.
    static func run(
        _ stage: Stage, _ arguments: [String], readable: String? = nil, writable: String? = nil,
        byElder: Bool = false, throughShell preparation: String? = nil
    ) throws -> Outcome {
        let (said, process) = try output(
            stage, arguments, readable: readable, writable: writable, byElder: byElder,
            throughShell: preparation)
        if process.terminationReason == .uncaughtSignal {
            return .killed(process.terminationStatus)
        }
        let word = said.split(whereSeparator: \.isWhitespace).last.map(String.init) ?? ""
        // A program that was started in the probe's place says nothing.
        return word.isEmpty || word == "done" ? .done : .refused(word)
    }

    private static func output(
        _ stage: Stage, _ arguments: [String], readable: String? = nil, writable: String? = nil,
        byElder: Bool = false, throughShell preparation: String? = nil
    ) throws -> (said: String, process: Process) {
        let process = Process()
        process.executableURL = preparation == nil ? program : URL(fileURLWithPath: "/bin/sh")
        let shell = preparation.map { ["-c", "\($0); exec \"$0\" \"$@\"", program.path] } ?? []
        process.arguments = shell + [stage.rawValue] + arguments
        process.environment = [
            "PROBE_READABLE": readable ?? "/nowhere", "PROBE_WRITABLE": writable ?? "/nowhere",
            // The address sanitizer looks for leaks with what is refused here.
            "ASAN_OPTIONS": "detect_leaks=0",
        ]
        if byElder { process.environment?["PROBE_ELDER"] = "1" }
        let output = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        try process.run()
        let said = String(
            decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return (said, process)
    }
}
