package import Base
package import Loopback
package import ServiceLifecycle

/// The page that lists what a folder holds, on this computer only (``LoopbackServer``), until it is shut down.
package struct WorkbenchServer: Service {
    private let server: LoopbackServer<WorkbenchResponder>

    /// - Parameters:
    ///   - queue: measures the sessions that are added on the page.
    ///   - jobs: what else is begun on the page.
    ///   - work: does that.
    ///   - live: runs live sessions.
    ///   - port: 0: any that is free.
    ///   - words: how a remedy names what can be done.
    ///   - onListening: called once with the port, when connections are taken.
    /// - Throws: ``Failure/Kind/noInput`` when something is missing that reports are drawn with.
    package init(
        _ library: Library, queue: any SessionQueue, jobs: JobList, work: any FolderWork,
        live: any LiveRunner, port: Int, token: PageToken,
        words: @escaping @Sendable (Remedy.Action) -> String,
        onListening: @escaping @Sendable (_ port: Int) -> Void
    ) throws(Failure) {
        server = LoopbackServer(
            "the page", port: port,
            responder: try WorkbenchResponder(
                token: token, library: library, queue: queue, jobs: jobs, work: work, live: live,
                words: words),
            onListening: onListening)
    }

    package func run() async throws { try await server.run() }
}
