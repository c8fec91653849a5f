import Base
import Foundation
package import Hummingbird
import HummingbirdCore
import Logging
package import NIOCore
import NIOPosix
package import ServiceLifecycle

/// A page and what it asks for at `http://127.0.0.1:PORT`, and nowhere else, for processes of the user that
/// Attune runs as.
///
/// It ends by graceful shutdown: every answer gets to its end, and a client that does not read is cut off two
/// seconds later.
package struct LoopbackServer<Responder: HTTPResponder>: Service
where Responder.Context == LoopbackContext {
    private let name: String
    private let port: Int
    private let limits: LoopbackLimits
    private let responder: Responder
    private let services: [any Service]
    private let onListening: @Sendable (Int) -> Void

    /// - Parameters:
    ///   - name: of the page, in a failure: `the live page`.
    ///   - port: 0: any that is free.
    ///   - services: what runs while it does.
    ///   - onListening: called once with the port, when connections are taken.
    package init(
        _ name: String, port: Int, responder: Responder, limits: LoopbackLimits = LoopbackLimits(),
        services: [any Service] = [], onListening: @escaping @Sendable (_ port: Int) -> Void
    ) {
        self.name = name
        self.port = port
        self.responder = responder
        self.limits = limits
        self.services = services
        self.onListening = onListening
    }

    /// Serves until it is shut down.
    ///
    /// - Throws: ``Failure/Kind/unavailable`` when the port is taken.
    package func run() async throws {
        let quiet = Logger(label: "attune.page") { _ in SwiftLogNoOpLogHandler() }
        let application = Application(
            responder: responder, server: .http1(configuration: connections),
            configuration: ApplicationConfiguration(
                address: .hostname("127.0.0.1", port: port), backlog: limits.connections),
            services: services,
            onServerRunning: { [onListening] channel in
                onListening(channel.localAddress?.port ?? 0)
            },
            eventLoopGroupProvider: .shared(loopbackLoops), logger: quiet)
        do {
            try await application.run()
        } catch {
            throw failure(error)
        }
    }

    private var connections: HTTP1Channel.Configuration {
        let open = Connections(limit: limits.connections)
        let timeout = TimeAmount.milliseconds(Int64(limits.requestTimeout * 1000))
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
        let place = port == 0 ? "a port on 127.0.0.1" : "port \(port) on 127.0.0.1"
        let reason = String(cString: strerror(error.errnoCode))
        return Failure.unavailable(
            "\(name) cannot have \(place): \(reason)",
            remedy: "choose another with \(.port), or leave it out for any that is free")
    }
}

/// One thread, for all servers of the process and as long as it lives: what watchers do takes no
/// more than that from the measurement. A server that is stopped while it starts still has
/// something for it to do after it has returned.
private let loopbackLoops = MultiThreadedEventLoopGroup(numberOfThreads: 1)

/// How much of the machine those who look at a page may take.
package struct LoopbackLimits: Sendable {
    /// Connections open at a time; one more is closed at once.
    package var connections: Int
    /// How long a connection may take to send a request, or to send the next one, seconds.
    package var requestTimeout: Double

    package init(connections: Int = 64, requestTimeout: Double = 10) {
        self.connections = connections
        self.requestTimeout = requestTimeout
    }
}

/// A request's surroundings: the connection that it came by.
package struct LoopbackContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    package let channel: any Channel

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// The port that the request came to.
    package var port: Int { channel.localAddress?.port ?? 0 }
}
