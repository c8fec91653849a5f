import ServiceLifecycle
import TestSupport
import Testing

@testable import LivePage

/// `GET /video`, over real sockets.
@Suite(.tags(.sockets), .timeLimit(.minutes(5)))
struct VideoTests {
    @Test func withoutTheFlagThereIsNoVideo() async throws {
        try await RunningServer.with { server async throws in
            server.hub.publishPicture([0xFF, 0xD8, 0xFF, 0xD9])
            #expect(try await server.get("/video" + server.query).status == 404)
        }
    }

    @Test(arguments: [LiveStatus.Kind.paused, .cameraLost, .stalled])
    func nobodyIsShownWhileNothingIsSeen(kind: LiveStatus.Kind) async throws {
        try await RunningServer.with(LiveOptions(showVideo: true)) { server async throws in
            server.hub.publishPicture(Array("before".utf8))
            server.hub.publish(.status(LiveStatus(kind, time: 1)))
            let client = try await RawClient.connect(server.port)
            try await client.send(
                "GET /video\(server.query) HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n\r\n")
            try await client.read(within: 0.5) { $0.contains("before") }
            #expect(client.text.contains("--picture") && !client.text.contains("before"))
            server.hub.publishPicture(Array("after".utf8))
            try await client.read { $0.contains("after\r\n") }
            #expect(client.text.contains("after\r\n"))
        }
    }

    @Test func eachPictureReplacesTheOneBefore() async throws {
        try await RunningServer.with(LiveOptions(showVideo: true)) { server async throws in
            server.hub.publishPicture(Array("first".utf8))
            server.hub.publishPicture(Array("second".utf8))
            let client = try await RawClient.connect(server.port)
            try await client.send(
                "GET /video\(server.query) HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n\r\n")
            try await client.read { $0.contains("second\r\n") }
            #expect(!client.text.contains("first"))
            #expect(client.text.contains("multipart/x-mixed-replace; boundary=picture"))
            #expect(client.text.contains("--picture\r\n"))
            #expect(client.text.contains("Content-Type: image/jpeg\r\nContent-Length: 6\r\n"))
            server.hub.publishPicture(Array("third".utf8))
            try await client.read { $0.contains("third\r\n") }
            #expect(client.text.contains("third"))
            await server.group.triggerGracefulShutdown()
            try await client.read()
            #expect(client.isAtEnd)
        }
    }
}
