import ArgumentParser
import Base
import CConfine
import Foundation

/// Runs a command, whichever of its two kinds it is. The argument parser's own entry would also print the
/// error, in another form.
func run(_ parsed: any ParsableCommand) async throws {
    guard var command = parsed as? any AsyncParsableCommand else {
        var command = parsed
        return try command.run()
    }
    try await command.run()
}

/// Results that could not be printed, as on a full disk, are no success.
func flushOutput() throws(Failure) {
    // Whoever has read enough has closed the pipe.
    guard fflush(nil) != 0, errno != EPIPE else { return }
    throw Failure.cannotCreate(
        "cannot write to standard output (\(String(cString: strerror(errno))))",
        remedy: "free some space there or send the output elsewhere")
}

// A descriptor that was closed beforehand would be given to the next file that is opened, and be printed to.
for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) < 0 {
    _ = open("/dev/null", O_RDWR)
}

// A reader that has gone away is an error of the write, not the end of a measurement.
signal(SIGPIPE, SIG_IGN)

// The memory of this process holds landmarks, and in a live session the picture that is shown.
confine_hide_memory()

do {
    try await run(AttuneCommand.parseAsRoot())
    try flushOutput()
} catch let failure as Failure {
    Console().error(failure)
    exit(failure.exitCode)
} catch {
    let code = AttuneCommand.exitCode(for: error)
    let message = AttuneCommand.fullMessage(for: error)
    guard code.isSuccess else {
        Console().error(UsageMessage.failure(from: AttuneCommand.message(for: error)))
        exit(code.rawValue)
    }
    Terminal.say(text: message)
}
