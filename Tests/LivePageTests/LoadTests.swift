import Loopback
import ServiceLifecycle
import Foundation
import TestSupport
import Testing

@testable import LivePage

/// The measurement goes on as if nobody were there, whatever they do.
@Suite(.serialized, .tags(.timed, .sockets), .timeLimit(.minutes(5)))
struct LoadTests {
    /// Publishes at 25 Hz while something else goes on, on a thread of its own like the measurement.
    private static func publishing(
        to hub: LiveHub, while body: @escaping @Sendable () async throws -> Void
    ) async throws -> [Double] {
        let publisher = Publisher(hub)
        publisher.start()
        do { try await body() } catch {
            publisher.stop()
            throw error
        }
        return publisher.stop()
    }

    @Test func readersThatDoNotReadCostThePublisherNothing() async throws {
        try await RunningServer.with(LiveOptions(limits: LoopbackLimits(requestTimeout: 1))) {
            server async throws in
            let durations = try await Self.publishing(to: server.hub) {
                let good = try await server.events()
                var dead: [RawClient] = []
                for _ in 0..<8 { dead.append(try await server.events(receiveBuffer: 2048)) }
                // Enough to fill every buffer between here and there.
                for second in 0..<400 {
                    server.hub.publish(.sample(.made(at: Double(second))))
                    try await good.read(within: 0.005)
                }
                #expect(ReceivedEvent.all(in: good.text).count > 400)
                let deadline = ContinuousClock.now + .seconds(10)
                while server.hub.watcherCount > 1, .now < deadline {
                    try await good.read(within: 0.2)
                }
                #expect(server.hub.watcherCount == 1, "the dead are let go, the living is not")
                _ = dead
            }
            #expect(Self.highest(durations) < 0.02)
        }
    }

    @Test func twoHundredConnectionsCostThePublisherNothing() async throws {
        try await RunningServer.with { server async throws in
            let durations = try await Self.publishing(to: server.hub) {
                var clients: [RawClient] = []
                for _ in 0..<200 { clients.append(try await server.events()) }
                for client in clients { try await client.read(within: 0.02) }
                let opened = clients.filter { $0.text.contains("event: hello") }.count
                #expect(opened > 0 && opened <= 16)
                #expect(server.hub.watcherCount <= 16)
                clients = []
                // As soon as they are gone there is room again.
                var answer: Answer?
                for _ in 0..<100 where answer?.status != 200 {
                    answer = try? await server.get("/healthz")
                    try await Task.sleep(for: .milliseconds(20))
                }
                #expect(answer?.status == 200)
            }
            #expect(Self.highest(durations) < 0.02)
        }
    }

    /// As a page in the user's own browser can open them.
    @Test func connectionsThatAskForNothingLockNobodyOut() async throws {
        try await RunningServer.with(LiveOptions(limits: LoopbackLimits(connections: 8))) {
            server async throws in
            let page = try await server.events()
            try await page.read { $0.contains("event: hello") }
            var idle: [RawClient] = []
            for _ in 0..<20 { idle.append(try await RawClient.connect(server.port)) }
            #expect(try await server.get("/" + server.query).status == 200)
            try await page.read(within: 0.2)
            #expect(!page.isAtEnd, "who has been answered stays")
            _ = idle
        }
    }

    @Test func whoTakesForeverToAskIsCutOff() async throws {
        try await RunningServer.with(LiveOptions(limits: LoopbackLimits(requestTimeout: 0.5))) {
            server async throws in
            let host = "Host: 127.0.0.1:\(server.port)\r\n"
            let starts = [
                "", "GET /", "GET / HTTP/1.1\r\n\(host)X: ",
                "POST /markers\(server.query) HTTP/1.1\r\n\(host)Content-Length: 100\r\n\r\n",
            ]
            for start in starts {
                let client = try await RawClient.connect(server.port)
                let begun = ContinuousClock.now
                try await client.send(start)
                // A byte now and then keeps no connection.
                while !client.isAtEnd, .now - begun < .seconds(5) {
                    try? await client.send("x")
                    try await client.read(within: 0.1)
                }
                #expect(client.isAtEnd, "\(start)")
                #expect(.now - begun < .seconds(4))
            }
        }
    }

    @Test func aConnectionThatIsDoneIsNotKeptForever() async throws {
        try await RunningServer.with(LiveOptions(limits: LoopbackLimits(requestTimeout: 0.5))) {
            server async throws in
            let client = try await RawClient.connect(server.port)
            for _ in 0..<2 {
                client.forget()
                try await client.send(
                    "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n\r\n")
                try await client.read { $0.contains("ok") }
                #expect(client.text.hasPrefix("HTTP/1.1 200"))
            }
            try await client.read(within: 5)
            #expect(client.isAtEnd)
        }
    }

    @Test func shutdownDoesNotWaitForThoseWhoDoNotRead() async throws {
        let begun = ContinuousClock.now
        try await RunningServer.with { server async throws in
            let dead = try await server.events(receiveBuffer: 2048)
            let idle = try await RawClient.connect(server.port)
            for second in 0..<4000 { server.hub.publish(.sample(.made(at: Double(second)))) }
            try await Task.sleep(for: .milliseconds(300))
            _ = (dead, idle)
            await server.group.triggerGracefulShutdown()
        }
        #expect(.now - begun < .seconds(8))
    }

    /// The longest but for one in a hundred, seconds: the machine may be busy with other things.
    private static func highest(_ durations: [Double]) -> Double {
        let sorted = durations.sorted()
        return sorted.isEmpty ? .infinity : sorted[Int(Double(sorted.count - 1) * 0.99)]
    }
}

/// Publishes at 25 Hz and notes how long each call took, seconds.
private final class Publisher: @unchecked Sendable {
    // The thread alone touches `durations` until it has ended.
    private let hub: LiveHub
    private var durations: [Double] = []
    private let lock = NSCondition()
    private var isStopping = false
    private var isDone = false

    init(_ hub: LiveHub) { self.hub = hub }

    func start() {
        let thread = Thread { [self] in
            var time = 0.0
            while !lock.withLock({ isStopping }) {
                let begun = ContinuousClock.now
                hub.publish(.sample(.made(at: time)))
                durations.append((.now - begun) / .seconds(1))
                time += 0.04
                Thread.sleep(forTimeInterval: 0.04)
            }
            lock.withLock {
                isDone = true
                lock.broadcast()
            }
        }
        thread.start()
    }

    @discardableResult
    func stop() -> [Double] {
        lock.lock()
        isStopping = true
        while !isDone { lock.wait() }
        lock.unlock()
        return durations
    }
}
