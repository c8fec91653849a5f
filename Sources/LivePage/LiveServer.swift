import Base
import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// The live page and its events at `http://127.0.0.1:PORT`, and nowhere else, for processes of the user
/// that Attune runs as.
///
///     let server = LiveServer(port: 0, token: token, hub: hub, control: session) { port in
///         print("listening on http://127.0.0.1:\(port)/?token=\(token)")
///     }
///     try await server.run()
///
/// It ends by graceful shutdown: every stream gets what has been published so far and a last status,
/// and ends; a client that does not read is cut off two seconds later.
package struct LiveServer: Service {
    private let port: Int
    private let hub: LiveHub
    private let options: LiveOptions
    private let responder: LiveResponder
    private let onListening: @Sendable (Int) -> Void

    /// - Parameters:
    ///   - port: 0: any that is free.
    ///   - onListening: called once with the port, when connections are taken.
    package init(
        port: Int, token: LiveToken = LiveToken(), hub: LiveHub, control: any LiveControl,
        options: LiveOptions = LiveOptions(),
        onListening: @escaping @Sendable (_ port: Int) -> Void
    ) {
        self.port = port
        self.hub = hub
        self.options = options
        self.onListening = onListening
        responder = LiveResponder(token: token, hub: hub, control: control, options: options)
    }

    /// Serves until it is shut down.
    ///
    /// - Throws: ``Failure/Kind/unavailable`` when the port is taken.
    package func run() async throws {
        let quiet = Logger(label: "attune.live") { _ in SwiftLogNoOpLogHandler() }
        let application = Application(
            responder: responder, server: .http1(configuration: connections),
            configuration: ApplicationConfiguration(
                address: .hostname("127.0.0.1", port: port), backlog: options.maxConnections),
            services: [Heartbeat(hub: hub, seconds: options.heartbeat)],
            onServerRunning: { [onListening] channel in
                onListening(channel.localAddress?.port ?? 0)
            },
            eventLoopGroupProvider: .shared(Self.loops), logger: quiet)
        do {
            try await withGracefulShutdownHandler {
                try await application.run()
            } onGracefulShutdown: { [hub] in
                hub.close()
            }
        } catch {
            hub.close()
            throw failure(error)
        }
        hub.close()
    }

    /// One thread, for all servers of the process and as long as it lives: what watchers do takes no
    /// more than that from the measurement. A server that is stopped while it starts still has
    /// something for it to do after it has returned.
    private static let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    private var connections: HTTP1Channel.Configuration {
        let open = Connections(limit: options.maxConnections)
        let timeout = TimeAmount.milliseconds(Int64(options.requestTimeout * 1000))
        return HTTP1Channel.Configuration(
            additionalChannelHandlers: [
                ConnectionGate(connections: open, timeout: timeout, isOwn: PeerUser.isOwn)
            ],
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: 8 * 1024, maxHeaderListSize: 16 * 1024,
                maxHeaderFieldCount: 64))
    }

    private func failure(_ error: any Error) -> any Error {
        guard let error = error as? IOError else { return error }
        let name = port == 0 ? "a port on 127.0.0.1" : "port \(port) on 127.0.0.1"
        let reason = String(cString: strerror(error.errnoCode))
        return Failure.unavailable(
            "the live page cannot have \(name): \(reason)",
            remedy: "choose another with \(.port), or leave it out for any that is free")
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
