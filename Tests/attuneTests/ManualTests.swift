import Foundation
import TestSupport
import Testing

/// The manual pages of the package are made from what the program says of itself.
@Suite(.tags(.program), .untilStuck)
struct ManualTests {
    private struct Help: Decodable {
        struct Command: Decodable {
            struct Argument: Decodable {
                struct Name: Decodable { var name: String }
                var names: [Name]?
                var shouldDisplay: Bool
            }
            var commandName: String
            var arguments: [Argument]?
            var subcommands: [Command]?
        }
        var command: Command
    }

    /// The commands below one, itself included, by their words.
    private func all(_ command: Help.Command, _ path: [String] = []) -> [([String], Help.Command)] {
        let path = path + [command.commandName]
        let below = (command.subcommands ?? []).filter { $0.commandName != "help" }
        return [(path, command)] + below.flatMap { all($0, path) }
    }

    @Test func everyCommandHasAPageWithAllItsOptions() throws {
        try Program.inFolder { folder in
            let help = try Program.attune(["--experimental-dump-help"])
            let source = folder.appendingPathComponent("help.json")
            try Data(help.output.utf8).write(to: source)
            let made = try Program.run([
                "sh", "-c", "\"$1\" \"$2\" 2026-01-01 1.2.3 <\"$3\"", "sh",
                Program.repository.appendingPathComponent("scripts/packaging/manual").path,
                folder.path, source.path,
            ])
            try #require(made.status == 0, "\(made.errors)")
            let root = try JSONDecoder().decode(Help.self, from: Data(help.output.utf8)).command
            let commands = all(root)
            #expect(commands.count > 15)
            for (path, command) in commands {
                let name = path.joined(separator: "-")
                let page = try String(
                    contentsOf: folder.appendingPathComponent("\(name).1"), encoding: .utf8)
                #expect(page.hasPrefix(".TH \(name.uppercased()) 1 2026-01-01 \"attune 1.2.3\""))
                #expect(page.contains("\n.SH SYNOPSIS\n"), "\(name)")
                for argument in command.arguments ?? [] where argument.shouldDisplay {
                    for option in argument.names ?? [] {
                        let spelt = option.name.replacingOccurrences(of: "-", with: "\\-")
                        #expect(page.contains("\\-\(spelt)\\fR"), "\(name): \(option.name)")
                    }
                }
            }
        }
    }
}
