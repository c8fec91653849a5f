import Hummingbird
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import SessionStore

/// The live page and its events at `http://127.0.0.1:PORT`, and nowhere else.
///
///     let server = LiveServer(port: 0, token: token, hub: hub, control: session) { port in
///         print("listening on http://127.0.0.1:\(port)/?token=\(token)")
///     }
///     try await server.run()
///
/// It ends by graceful shutdown: every stream gets what has been published so far and ends; who does not
/// read is cut off two seconds later.
public struct LiveServer: Service {
    private let port: Int
    private let token: LiveToken
    private let hub: LiveHub
    private let control: any LiveControl
    private let options: LiveOptions
    private let onListening: @Sendable (Int) -> Void

    /// - Parameters:
    ///   - port: 0: any that is free.
    ///   - onListening: called once with the port, when connections are taken.
    public init(
        port: Int, token: LiveToken = LiveToken(), hub: LiveHub, control: any LiveControl,
        options: LiveOptions = LiveOptions(),
        onListening: @escaping @Sendable (_ port: Int) -> Void
    ) {
        self.port = port
        self.token = token
        self.hub = hub
        self.control = control
        self.options = options
        self.onListening = onListening
    }

    /// Serves until it is shut down.
    ///
    /// - Throws: ``SessionStore/Failure`` with ``ExitCode/unavailable`` when the port cannot be had.
    public func run() async throws {
    }
}
