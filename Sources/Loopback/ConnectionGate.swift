import HTTPTypes
import NIOCore
import NIOHTTPTypes
import OrderedCollections
import Synchronization

/// How many connections are open, and which of them have not been answered yet.
///
/// One that has asked for nothing that it may have is a stranger, as any page in the user's own browser
/// can open them by the dozen. When no place is left, the stranger who has waited longest makes room.
final class Connections: Sendable {
    private struct State {
        var open = 0
        var strangers: OrderedDictionary<ObjectIdentifier, any Channel> = [:]
    }

    private let state = Mutex(State())
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// Takes one more; `false` when all places belong to those who have been answered. Then it need not
    /// leave.
    func enter(_ channel: any Channel) -> Bool {
        let (isTaken, evicted) = state.withLock { state -> (Bool, (any Channel)?) in
            var evicted: (any Channel)?
            if state.open >= limit {
                guard !state.strangers.isEmpty else { return (false, nil) }
                evicted = state.strangers.removeFirst().value
            }
            state.open += 1
            state.strangers[ObjectIdentifier(channel)] = channel
            return (true, evicted)
        }
        evicted?.close(promise: nil)
        return isTaken
    }

    /// Has been answered, and is no stranger from here on.
    func know(_ channel: any Channel) {
        _ = state.withLock { $0.strangers.removeValue(forKey: ObjectIdentifier(channel)) }
    }

    func leave(_ channel: any Channel) {
        state.withLock { state in
            state.open -= 1
            state.strangers.removeValue(forKey: ObjectIdentifier(channel))
        }
    }
}

/// Watches one connection: whether it may be there at all, and whether it keeps its deadlines.
///
/// Only processes of the user that Attune runs as are heard: others are disconnected before a byte is read,
/// and take no place from anybody.
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

    private let connections: Connections
    private let timeout: TimeAmount
    private let isOwn: @Sendable (any Channel) -> Bool
    private var isCounted = false
    private var isRefused = false
    /// Runs while a request is awaited or not complete.
    private var request: Scheduled<Void>?
    /// Runs while the peer does not take what was written.
    private var stall: Scheduled<Void>?

    /// - Parameter isOwn: whether the peer is a process of this user.
    init(
        connections: Connections, timeout: TimeAmount,
        isOwn: @escaping @Sendable (any Channel) -> Bool
    ) {
        self.connections = connections
        self.timeout = timeout
        self.isOwn = isOwn
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
        if isCounted { connections.leave(context.channel) }
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
        case .head:
            connections.know(context.channel)
            context.write(data, promise: promise)
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
        guard !isCounted, !isRefused else { return }
        guard isOwn(context.channel), connections.enter(context.channel) else {
            isRefused = true
            context.close(promise: nil)
            return
        }
        isCounted = true
        _ = context.channel.setOption(.socketOption(.so_sndbuf), value: .init(Self.sendBuffer))
        request = close(context, in: timeout)
    }

    private func close(_ context: ChannelHandlerContext, in time: TimeAmount) -> Scheduled<Void> {
        let channel = context.channel
        return context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
    }
}
