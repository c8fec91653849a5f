package import Base
import Foundation
import Logging
import Loopback
import ServiceLifecycle
import Workbench

/// Serves the page that lists a folder's sessions and has more of them measured, until the user asks to stop.
package struct LibraryPage: Sendable {
    package let folder: String
    package let port: Int
    private let words: @Sendable (Remedy.Action) -> String

    /// - Parameter words: how a remedy names options and commands.
    package init(
        folder: String, port: Int, words: @escaping @Sendable (Remedy.Action) -> String
    ) {
        self.folder = folder
        self.port = port
        self.words = words
    }

    /// `Attune` in the user's home folder, made for them alone when it is missing.
    ///
    /// - Throws: ``Failure/Kind/cannotCreate``.
    package static func homeFolder() throws(Failure) -> String {
        let home = ProcessInfo.processInfo.environment["HOME"] ?? NSHomeDirectory()
        let folder = home + "/Attune"
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw Failure.cannotCreate(
                "\(folder) cannot be made: \(String(cString: strerror(errno)))",
                remedy: "name another folder")
        }
        return folder
    }

    /// - Parameter announce: gets the address of the page, once it can be opened.
    /// - Throws: ``Failure/Kind/noInput`` when the folder is none, ``Failure/Kind/unavailable`` when the port cannot be
    ///   had.
    package func run(announce: @escaping @Sendable (_ address: String) -> Void) async throws {
        let token = PageToken()
        let library = try Library(folder)
        let words = words
        let queue = MeasurementQueue(library) { action in
            if case .offset = action { "the time in the form" } else { words(action) }
        }
        let (jobs, live) = (JobList(words: words), PageLive(words: words))
        let server = try WorkbenchServer(
            library, queue: queue, jobs: jobs, work: LibraryWork(words: words), live: live,
            port: port, token: token, words: words
        ) { port in
            announce("http://127.0.0.1:\(port)/?token=\(token)")
        }
        Interruption.listen()
        Interruption.stays()
        let group = ServiceGroup(
            services: [server],
            logger: Logger(label: "attune.page") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            tasks.addTask {
                while !Interruption.isRequested, !Task.isCancelled {
                    try? await Task.sleep(for: .milliseconds(50))
                }
                await group.triggerGracefulShutdown()
            }
            // Whichever ends first ends the other.
            try await tasks.next()
            tasks.cancelAll()
            try await tasks.waitForAll()
        }
        await live.close()
        await jobs.close()
        await queue.close()
    }
}
