import TestSupport
import Foundation
import Testing

/// The page in a real browser: `Tests/LivePage/live_page.py` says what has to be seen.
@Suite(.tags(.timed, .sockets), .timeLimit(.minutes(5)))
struct BrowserTests {
    private static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The Python of `scripts/setup --test`, or another that has selenium.
    private static let python =
        ProcessInfo.processInfo.environment["ATTUNE_TEST_PYTHON"]
        ?? repository.appendingPathComponent(".deps/test-venv/bin/python").path

    /// Beside the running test program.
    private static let rehearsal = BuiltProgram.url("live-rehearsal")?.path

    static var canDrive: Bool {
        [python, "/usr/bin/chromedriver", rehearsal ?? ""]
            .allSatisfy(FileManager.default.isExecutableFile(atPath:))
    }

    @Test(.enabled(if: canDrive, "make test puts a browser and .deps/test-venv in place"))
    func aSessionOnThePage() async throws {
        let rehearsal = try #require(Self.rehearsal)
        let said = try await Blocking.run { () throws -> (status: Int32, text: String) in
            let process = Process()
            process.executableURL = URL(fileURLWithPath: Self.python)
            process.arguments = [
                Self.repository.appendingPathComponent("Tests/LivePage/live_page.py").path,
                rehearsal,
            ]
            let output = Pipe()
            process.standardOutput = output
            process.standardError = output
            try process.run()
            let text = String(
                decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            return (process.terminationStatus, text)
        }
        #expect(said.status == 0, "\(said.text)")
    }
}
