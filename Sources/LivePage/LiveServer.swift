import Base
package import Loopback
package import ServiceLifecycle

/// The live page and its events, on this computer only (``LoopbackServer``).
///
///     let server = LiveServer(port: 0, token: token, hub: hub, control: session) { port in
///         print("listening on http://127.0.0.1:\(port)/?token=\(token)")
///     }
///     try await server.run()
///
/// It ends by graceful shutdown: every stream gets what has been published so far and a last status,
/// and ends; a client that does not read is cut off two seconds later.
package struct LiveServer: Service {
    private let hub: LiveHub
    private let server: LoopbackServer<LiveResponder>

    /// - Parameters:
    ///   - port: 0: any that is free.
    ///   - onListening: called once with the port, when connections are taken.
    package init(
        port: Int, token: PageToken = PageToken(), hub: LiveHub, control: any LiveControl,
        options: LiveOptions = LiveOptions(),
        onListening: @escaping @Sendable (_ port: Int) -> Void
    ) {
        self.hub = hub
        server = LoopbackServer(
            "the live page", port: port,
            responder: LiveResponder(token: token, hub: hub, control: control, options: options),
            limits: options.limits, services: [Heartbeat(hub: hub, seconds: options.heartbeat)],
            onListening: onListening)
    }

    /// Serves until it is shut down.
    ///
    /// - Throws: ``Failure/Kind/unavailable`` when the port is taken.
    package func run() async throws {
        defer { hub.close() }
        try await withGracefulShutdownHandler {
            try await server.run()
        } onGracefulShutdown: { [hub] in
            hub.close()
        }
    }
}

/// Signs of life for silent streams, so that a page notices when they break.
private struct Heartbeat: Service {
    let hub: LiveHub
    let seconds: Double

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: .seconds(seconds))) != nil { hub.beat() }
        }
    }
}
