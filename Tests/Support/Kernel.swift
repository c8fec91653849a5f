import Foundation

/// What the running kernel has of the means of confinement.
package enum Kernel {
    /// Whether it can confine what looks at videos; where it cannot, programs are run with ``waiver``.
    package static let confines: Bool = {
        guard let probe = BuiltProgram.url("confinement-probe") else { return true }
        let process = Process()
        process.executableURL = probe
        process.arguments = ["state", "time"]
        let output = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        guard (try? process.run()) != nil else { return true }
        let said = (try? output.fileHandleForReading.readToEnd()) ?? Data()
        process.waitUntilExit()
        // The version of Landlock, and whether there is seccomp.
        let words = String(decoding: said, as: UTF8.self).split(separator: " ")
        return words.count == 3 && words[0] != "0" && words[1] != "0"
    }()

    /// What `attune` is told where the kernel lacks a means.
    package static let waiver = "--unconfined"

    /// The arguments of `attune`, with the waiver where it must be.
    package static func arguments(_ arguments: [String]) -> [String] {
        let looking: Set<String> = [
            "demo", "analyze", "batch", "live", "check", "cameras", "export",
        ]
        guard !confines, let command = arguments.first, looking.contains(command),
            !arguments.contains(waiver)
        else { return arguments }
        return arguments + [waiver]
    }
}
