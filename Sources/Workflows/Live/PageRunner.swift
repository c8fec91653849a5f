import Foundation
import LivePage
import Logging
import Loopback
import ServiceLifecycle

/// Serves the live page while a session runs: from before the first picture until the last event.
struct PageRunner {
    let names: [String]
    let port: Int
    let showVideo: Bool
    /// Gets the address of the page, once it can be opened.
    let announce: @Sendable (_ address: String) -> Void

    /// Serves while `session` runs; announces the address first.
    ///
    /// - Parameter control: what the page asks for.
    /// - Throws: ``Failure`` when the port cannot be had, before `session` begins; what `session` throws.
    func serve(
        _ control: LiveSessionControl,
        _ session: @escaping @Sendable (LiveHub) async throws -> Void
    ) async throws {
        let hub = LiveHub(seats: names)
        let token = PageToken()
        let (listening, isListening) = AsyncStream<Int>.makeStream()
        let server = LiveServer(
            port: port, token: token, hub: hub, control: control,
            options: LiveOptions(showVideo: showVideo)
        ) { port in
            isListening.yield(port)
            isListening.finish()
        }
        let group = ServiceGroup(
            services: [server],
            logger: Logger(label: "attune.live") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { isListening.finish() }
                try await group.run()
            }
            for await port in listening {
                announce("http://127.0.0.1:\(port)/?token=\(token)")
                tasks.addTask {
                    do {
                        try await session(hub)
                    } catch {
                        await group.triggerGracefulShutdown()
                        throw error
                    }
                    await group.triggerGracefulShutdown()
                }
            }
            try await tasks.waitForAll()
        }
    }
}
