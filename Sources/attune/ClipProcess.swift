import Foundation
import SessionStore
import VisionLink

/// The vision process while it draws a clip: messages go to its standard input, and it says one thing
/// at the end. It is stopped when this is released.
final class ClipProcess {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private let oldHandler: (@convention(c) (Int32) -> Void)?

    init() throws(Failure) {
        Interruption.listen()
        // A process that has gone away is an error of the write, not the end of this one.
        oldHandler = signal(SIGPIPE, SIG_IGN)
        process.executableURL = try Installation.visionProgram()
        process.arguments = [ClipMessage.argument]
        process.standardInput = input
        process.standardOutput = output
        do {
            try process.run()
        } catch {
            throw Self.failure("attune-vision does not run here (\(error))")
        }
    }

    deinit {
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
        signal(SIGPIPE, oldHandler)
    }

    /// - Throws: what the process reports when it has stopped taking messages; ``ExitCode/interrupted``
    ///   when the user asked to stop.
    func send(_ message: ClipMessage) throws(Failure) {
        guard !Interruption.isRequested else { throw Self.interrupted }
        do {
            try input.fileHandleForWriting.write(contentsOf: try message.encoded())
        } catch {
            try finish()
            throw Self.failure("attune-vision stopped early")
        }
    }

    /// Waits for the clip to be complete.
    func finish() throws(Failure) {
        try? input.fileHandleForWriting.close()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard !Interruption.isRequested else { throw Self.interrupted }
        var reader = EventReader()
        switch (try? reader.append(said))?.last {
        case .end: return
        case .failure(let failure):
            let what =
                failure.exitCode == ExitCode.cannotCreate
                ? "cannot write \(ReviewClip.fileName) (\(failure.what))"
                : "the review clip cannot be made: \(failure.what)"
            throw Failure(exitCode: failure.exitCode, what: what, todo: failure.todo)
        default: throw Self.failure("attune-vision ended with status \(process.terminationStatus)")
        }
    }

    private static var interrupted: Failure {
        Failure(
            exitCode: ExitCode.interrupted, what: "interrupted while the review clip was made",
            todo: "run attune export with --format review to make it")
    }

    private static func failure(_ what: String) -> Failure {
        Failure(
            exitCode: ExitCode.software, what: "the review clip cannot be made: \(what)",
            todo: "run `make setup` and build again")
    }
}
