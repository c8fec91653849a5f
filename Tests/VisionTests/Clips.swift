import Foundation
import Testing

/// Videos made for a test with ffmpeg, which the test set-up installs.
enum Clips {
    static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The rendered example session.
    static var example: String { repository.appendingPathComponent("Examples/helle.mp4").path }

    /// A folder of the test's own, removed afterwards.
    static func inFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("attune-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    /// - Parameter path: where standard output goes, a pipe in which nothing can be sought.
    static func ffmpeg(_ arguments: [String], into path: String? = nil) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["ffmpeg", "-v", "error", "-y"] + arguments
        process.standardInput = FileHandle.nullDevice
        let pipe = Pipe()
        if path != nil { process.standardOutput = pipe }
        try process.run()
        if let path {
            let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
            try bytes.write(to: URL(fileURLWithPath: path))
        }
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "ffmpeg \(arguments.joined(separator: " "))")
    }
}
