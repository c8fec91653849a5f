import Foundation
import LivePage
import Logging
import ServiceLifecycle

/// The live page for as long as a session runs: it is there before the first picture, and goes after the
/// last word.
struct PageRunner {
    let names: [String]
    let port: Int
    let showVideo: Bool

    /// Serves while `session` runs; prints the address first.
    ///
    /// - Throws: ``Failure`` when the port cannot be had, before `session` begins; what `session` throws.
    func serve(
        _ session: @escaping @Sendable (LiveHub, LiveSessionControl) async throws -> Void
    ) async throws {
        let hub = LiveHub(seats: names)
        let switchboard = LiveSessionControl()
        let token = LiveToken()
        let (listening, isListening) = AsyncStream<Int>.makeStream()
        let server = LiveServer(
            port: port, token: token, hub: hub, control: switchboard,
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
                print("listening on http://127.0.0.1:\(port)/?token=\(token)")
                fflush(nil)
                tasks.addTask {
                    do {
                        try await session(hub, switchboard)
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
