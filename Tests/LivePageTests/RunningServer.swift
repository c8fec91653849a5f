import Foundation
import Logging
import Loopback
import ServiceLifecycle
import Synchronization
import Testing

@testable import LivePage

/// A server that runs while a test's body does, on a free port.
struct RunningServer: Sendable {
    var port: Int
    var hub: LiveHub
    var control: ScriptedControl
    var token: PageToken
    var group: ServiceGroup

    var query: String { "?token=\(token)" }

    static func with(
        _ options: LiveOptions = LiveOptions(), token: PageToken = PageToken(), port: Int = 0,
        hub: LiveHub = LiveHub(seats: ["therapist", "client"]),
        _ body: @Sendable (RunningServer) async throws -> Void
    ) async throws {
        let control = ScriptedControl()
        let (ports, told) = AsyncStream<Int>.makeStream()
        let server = LiveServer(
            port: port, token: token, hub: hub, control: control, options: options
        ) { told.yield($0) }
        let group = ServiceGroup(
            services: [server], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { told.finish() }
                try await group.run()
            }
            let port = try #require(await ports.first { _ in true }, "the server did not start")
            let running = RunningServer(
                port: port, hub: hub, control: control, token: token, group: group)
            let outcome: Result<Void, any Error>
            do { outcome = .success(try await body(running)) } catch { outcome = .failure(error) }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            try outcome.get()
        }
    }

    func get(_ path: String, host: String? = nil, headers: [String] = []) async throws -> Answer {
        try await Answer.to("GET", path, port: port, host: host, headers: headers)
    }

    func post(_ path: String, _ body: String? = "", headers: [String] = []) async throws -> Answer {
        try await Answer.to("POST", path + query, port: port, headers: headers, body: body)
    }

    /// A connection on which the events come.
    func events(after last: String? = nil, receiveBuffer: Int32? = nil) async throws -> RawClient {
        let client = try await RawClient.connect(port, receiveBuffer: receiveBuffer)
        let resume = last.map { "Last-Event-ID: \($0)\r\n" } ?? ""
        try await client.send(
            "GET /events\(query) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\(resume)\r\n")
        return client
    }
}

/// What the measurement would do, written down.
final class ScriptedControl: LiveControl {
    private struct State {
        var markers: [LiveMarker] = []
        var pauses: [Bool] = []
        var stops = 0
        var health = LiveHealth.measuring
    }

    private let state = Mutex(State())

    var markers: [LiveMarker] { state.withLock { $0.markers } }
    var pauses: [Bool] { state.withLock { $0.pauses } }
    var stops: Int { state.withLock { $0.stops } }

    var health: LiveHealth {
        get { state.withLock { $0.health } }
        set { state.withLock { $0.health = newValue } }
    }

    func mark(_ text: String, ago: Double) async throws -> LiveMarker {
        try state.withLock { state in
            guard state.health != .starting else { throw NotRecording() }
            let marker = LiveMarker(time: 12.5 - ago, text: text)
            state.markers.append(marker)
            return marker
        }
    }

    func pause(_ on: Bool) async { state.withLock { $0.pauses.append(on) } }
    func stop() async { state.withLock { $0.stops += 1 } }

    struct NotRecording: Error {}
}
