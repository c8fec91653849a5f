import Foundation

do {
    switch try Command(CommandLine.arguments.dropFirst()) {
    case .validate(let options): try await Campaign(options).run()
    case .bench(let bench): try await bench.run()
    case .scenarios(let options): try await ScenarioCampaign(options: options).run()
    case .recombined(let options): try await RecombinedDyads(options: options).run()
    case .help: print(Command.usage)
    }
} catch let error as Command.Problem {
    FileHandle.standardError.write(Data("attune-validate: error: \(error.text)\n".utf8))
    exit(64)
} catch {
    FileHandle.standardError.write(Data("attune-validate: error: \(error)\n".utf8))
    exit(73)
}
