import ArgumentParser
import Foundation
import SessionStore

do {
    var command = try AttuneCommand.parseAsRoot()
    try command.run()
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
