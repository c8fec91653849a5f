import FoundationEssentials
import Base
import ServiceLifecycle
import TestSupport
import Testing

@testable import LivePage

/// `GET /events`, over real sockets.
@Suite(.tags(.sockets), .timeLimit(.minutes(5)))
struct EventStreamTests {
    @Test func eventsComeWithNamesAndNumbers() async throws {
        try await RunningServer.with { server async throws in
            let client = try await server.events()
            try await client.read { $0.contains("event: hello") }
            let head = try #require(Answer(client.text))
            #expect(head.status == 200)
            #expect(head.headers["content-type"] == "text/event-stream; charset=utf-8")
            server.hub.publish(.status(LiveStatus(.warmingUp, time: 0, progress: 0.25)))
            server.hub.publish(.sample(.made(at: 1)))
            server.hub.publish(.episode(.made(1)))
            server.hub.publish(.marker(LiveMarker(time: 2, text: "a \"note\"\n<b>")))
            try await client.read { $0.contains("<b>") && $0.hasSuffix("\n\n\r\n") }
            let events = ReceivedEvent.all(in: client.text)
            #expect(events.map(\.name) == ["hello", "status", "sample", "episode", "marker"])
            #expect(events[0].id == nil)
            let run = server.hub.run
            #expect(events.dropFirst().map(\.id) == (1...4).map { "\(run)-\($0)" })
            #expect(events[1].data["progress"]?.number == 0.25)
            #expect(events[4].data["text"]?.string == "a \"note\"\n<b>")
        }
    }

    @Test func aPageThatComesBackGetsWhatItMissed() async throws {
        try await RunningServer.with { server async throws in
            let client = try await server.events()
            try await client.read { $0.contains("event: hello") }
            for second in 0..<5 { server.hub.publish(.sample(.made(at: Double(second)))) }
            try await client.read { ReceivedEvent.all(in: $0).count == 6 }
            let last = try #require(ReceivedEvent.all(in: client.text).last?.id)
            server.hub.publish(.episode(.made(1)))
            server.hub.publish(.episode(.made(1, .ended)))
            server.hub.publish(.marker(LiveMarker(time: 5, text: "")))
            let again = try await server.events(after: last)
            try await again.read { $0.contains("event: marker") && $0.hasSuffix("\n\n\r\n") }
            let events = ReceivedEvent.all(in: again.text)
            #expect(events.map(\.name) == ["hello", "episode", "marker"])
            #expect(events[0].data["replay"]?.string == "since")
            #expect(events[1].data["state"]?.string == "ended")
        }
    }

    @Test func aPageFromAnotherRunGetsEverything() async throws {
        try await RunningServer.with { server async throws in
            server.hub.publish(.status(LiveStatus(.running, time: 1)))
            server.hub.publish(.marker(LiveMarker(time: 2, text: "")))
            for last in ["other-1", "1", "", "\(server.hub.run)-99", "\(server.hub.run)--1", "🙂"] {
                let client = try await server.events(after: last)
                try await client.read { $0.contains("event: marker") && $0.hasSuffix("\n\n\r\n") }
                let events = ReceivedEvent.all(in: client.text)
                #expect(events.map(\.name) == ["hello", "status", "marker"], "\(last)")
                #expect(events[0].data["replay"]?.string == "all")
            }
        }
    }

    @Test func helloTellsWhatThePageHasToKnow() async throws {
        try await RunningServer.with(LiveOptions(showVideo: true, noticeAfter: 45)) {
            server async throws in
            server.hub.publish(.status(LiveStatus(.paused, message: "A break.", time: 7)))
            let client = try await server.events()
            try await client.read { $0.contains("event: status") }
            let hello = try #require(ReceivedEvent.all(in: client.text).first).data
            #expect(hello["seats"] == ["therapist", "client"])
            #expect(hello["paused"] == true)
            #expect(hello["time"]?.number == 7)
            #expect(hello["notice_after"]?.number == 45)
            #expect(hello["show_video"] == true)
            #expect(hello["status"]?["message"]?.string == "A break.")
        }
    }

    @Test func aStreamThatHasNothingToTellGivesSignsOfLife() async throws {
        try await RunningServer.with(LiveOptions(heartbeat: 0.1)) { server async throws in
            let client = try await server.events()
            let text = try await client.read { $0.components(separatedBy: ": \n\n").count > 3 }
            #expect(text.components(separatedBy: ": \n\n").count > 3)
        }
    }

    @Test func oneStreamTooManyIsToldSo() async throws {
        try await RunningServer.with(LiveOptions(maxStreams: 3)) { server async throws in
            var clients: [RawClient] = []
            for _ in 0..<3 {
                let client = try await server.events()
                try await client.read { $0.contains("event: hello") }
                clients.append(client)
            }
            let refused = try await server.get("/events" + server.query)
            #expect(refused.status == 503)
            #expect(refused.headers["retry-after"] != nil)
            // Its place is free again when a page has gone.
            clients.removeFirst()
            var admitted = false
            for second in 0..<200 where !admitted {
                server.hub.publish(.sample(.made(at: Double(second))))
                try await Task.sleep(for: .milliseconds(20))
                admitted = server.hub.watcherCount < 3
            }
            #expect(admitted)
            _ = clients
        }
    }

    @Test func shutdownEndsEveryStreamAfterTheLastWord() async throws {
        try await RunningServer.with { server async throws in
            let client = try await server.events()
            try await client.read { $0.contains("event: hello") }
            server.hub.publish(.episode(.made(1, .ended)))
            await server.group.triggerGracefulShutdown()
            try await client.read()
            #expect(client.isAtEnd)
            let events = ReceivedEvent.all(in: client.text)
            #expect(events.map(\.name) == ["hello", "episode", "status"])
            #expect(events.last?.data["kind"]?.string == "ended")
            #expect(client.text.hasSuffix("0\r\n\r\n"))
        }
    }

    @Test func aPortThatIsTakenIsOneClearLine() async throws {
        try await RunningServer.with { server async throws in
            let second = LiveServer(
                port: server.port, hub: LiveHub(seats: ["a", "b"]), control: server.control
            ) { _ in }
            let failure = await #expect(throws: (any Error).self) { try await second.run() }
            let text = "\(try #require(failure))"
            #expect(text.hasPrefix("the live page cannot have port \(server.port)"))
            #expect(text.contains("<port>"))
        }
    }
}
