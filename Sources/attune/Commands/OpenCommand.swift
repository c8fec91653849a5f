import ArgumentParser
import Base
import Foundation
import Workflows

/// `attune open`: sessions and studies in a browser.
struct OpenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Shows the sessions of a folder in a browser.",
        discussion: """
            Example:
              attune open sessions

            Lists the sessions and studies in the folder and those below it, with their state, opens their
            reports, and measures recordings that lie there, with the consent that is filled in on the page. Makes
            studies of sessions, writes files of them, takes a person's consent back, shows what other settings would
            change, and begins live sessions. On the review page of a session a coder confirms, rejects, corrects and
            adds episodes. Prints the address of the page, which this computer's user alone can open, and opens it in
            the browser. Ctrl-C ends it; what was being measured can be gone on with.
            """)

    @Argument(help: ArgumentHelp("The folder of the sessions (.).", valueName: "dir"))
    var folder: String?

    @Flag(help: "Show the folder Attune in your home folder, which is made when it is missing.")
    var home = false

    @Option(help: "Port of the page on 127.0.0.1; 0 takes any that is free.")
    var port = 0

    @Flag(inversion: .prefixedNo, help: "Open the page in the browser.")
    var browser = true

    func validate() throws {
        guard (0...65535).contains(port) else {
            throw ValidationError("--port takes a number from 0 to 65535.")
        }
        guard !home || folder == nil else {
            throw ValidationError("--home is a folder of its own; give it or a folder.")
        }
    }

    func run() async throws {
        let folder = home ? try LibraryPage.homeFolder() : folder
        try await LibraryPage(folder: folder ?? ".", port: port, words: PageWords.words(for:))
            .run { address in
                Terminal.say("listening on \(address)")
                fflush(nil)
                if browser { Self.open(address) }
            }
    }

    /// Hands the address to the desktop's browser, where there is a desktop. Others who see it among the arguments of
    /// a program cannot use it: only this user's processes are answered.
    private static func open(_ address: String) {
        let environment = ProcessInfo.processInfo.environment
        let program = "/usr/bin/xdg-open"
        guard environment["DISPLAY"] ?? environment["WAYLAND_DISPLAY"] != nil,
            FileManager.default.isExecutableFile(atPath: program)
        else { return }
        let opener = Process()
        opener.executableURL = URL(fileURLWithPath: program)
        opener.arguments = [address]
        opener.standardOutput = FileHandle.nullDevice
        opener.standardError = FileHandle.nullDevice
        try? opener.run()
    }
}
