import ArgumentParser
import Foundation
import SessionStore

/// Runs a command, whichever of its two kinds it is.
func run(_ parsed: any ParsableCommand) async throws {
    guard var command = parsed as? any AsyncParsableCommand else {
        var command = parsed
        return try command.run()
    }
    try await command.run()
}

do {
    try await run(AttuneCommand.parseAsRoot())
} catch let failure as Failure {
    Console.error(failure)
    exit(failure.exitCode)
} catch {
    let code = AttuneCommand.exitCode(for: error)
    let message = AttuneCommand.fullMessage(for: error)
    guard code.isSuccess else {
        Console.error(UsageMessage.failure(from: AttuneCommand.message(for: error), code))
        exit(code.rawValue)
    }
    print(message)
}
