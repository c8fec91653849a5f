import HTTPTypes
import NIOCore
import NIOHTTPTypes
import Synchronization

/// How many connections are open, and how many may be.
final class ConnectionCount: Sendable {
    private let open = Atomic<Int>(0)
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// Counts one more; `false` when that is too many. Either way it must leave again.
    func enter() -> Bool { open.add(1, ordering: .relaxed).newValue <= limit }

    func leave() { open.subtract(1, ordering: .relaxed) }
}

/// Watches one connection: whether it may be there at all, and whether it keeps its deadlines.
///
/// A request has to be complete, head and body, within the timeout, however its bytes trickle in; so
/// must the next one on the same connection. A response that nobody takes ends the connection after the
/// same time. After a refusal the connection is closed, whatever else was sent.
final class ConnectionGate: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How long a refused or a dismissed peer may take to read the last that it gets.
    static let farewell = TimeAmount.seconds(2)

    /// Bytes that the system may hold for a slow reader. Its default grows to megabytes, behind which
    /// a page would show what was half a minute ago.
    static let sendBuffer: Int32 = 128 * 1024

    private let count: ConnectionCount
    private let timeout: TimeAmount
    private var isCounted = false
    private var isRefused = false
    /// Runs while a request is awaited or not complete.
    private var request: Scheduled<Void>?
    /// Runs while the peer does not take what was written.
    private var stall: Scheduled<Void>?

    init(count: ConnectionCount, timeout: TimeAmount) {
        self.count = count
        self.timeout = timeout
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        request?.cancel()
        stall?.cancel()
        if isCounted { count.leave() }
        isCounted = false
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isRefused { return }
        if case .end = unwrapInboundIn(data) {
            request?.cancel()
            request = nil
        } else if request == nil {
            request = close(context, in: timeout)
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head) where head.status.kind == .clientError || head.status.code == 503:
            isRefused = true
            head.headerFields[.connection] = "close"
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end:
            context.write(data, promise: promise)
            request?.cancel()
            request = close(context, in: isRefused ? Self.farewell : timeout)
            if isRefused { context.close(mode: .output, promise: nil) }
        default:
            context.write(data, promise: promise)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        stall?.cancel()
        stall = context.channel.isWritable ? nil : close(context, in: timeout)
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // Streams end by themselves when the server shuts down; this is for those who do not read.
        if event is ChannelShouldQuiesceEvent { _ = close(context, in: Self.farewell) }
        context.fireUserInboundEventTriggered(event)
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard !isCounted else { return }
        isCounted = true
        if count.enter() {
            _ = context.channel.setOption(.socketOption(.so_sndbuf), value: .init(Self.sendBuffer))
            request = close(context, in: timeout)
        } else {
            isRefused = true
            context.close(promise: nil)
        }
    }

    private func close(_ context: ChannelHandlerContext, in time: TimeAmount) -> Scheduled<Void> {
        let channel = context.channel
        return context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
    }
}
