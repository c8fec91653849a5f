import TestSupport
import Testing

@testable import LivePage

/// What a page can ask for, over real sockets.
@Suite(.tags(.sockets), .timeLimit(.minutes(5)))
struct CommandTests {
    @Test func aMarkerIsRecordedReturnedAndTold() async throws {
        try await RunningServer.with { server async throws in
            let stream = try await server.events()
            try await stream.read { $0.contains("event: hello") }
            let answer = try await server.post(
                "/markers", #"{"text": " she \"sighed\"\n🙂 "}"#,
                headers: ["Content-Type: application/json"])
            #expect(answer.status == 201)
            #expect(answer.body == "{\"time\":12.5,\"text\":\"she \\\"sighed\\\" 🙂\"}\n")
            #expect(server.control.markers == [LiveMarker(time: 12.5, text: "she \"sighed\" 🙂")])
            try await stream.read { $0.contains("event: marker") && $0.contains("🙂") }
            #expect(stream.text.contains("event: marker"))
            #expect(try await server.post("/markers", "plain words").status == 201)
            #expect(try await server.post("/markers", "").status == 201)
            #expect(server.control.markers.map(\.text).dropFirst() == ["plain words", ""])
        }
    }

    @Test func whatIsNoMarkerIsRefusedAndNotRecorded() async throws {
        try await RunningServer.with { server async throws in
            let json = ["Content-Type: application/json"]
            for body in ["", "{", "[]", "\"x\"", #"{"text": 1}"#, #"{"note": "x"}"#] {
                #expect(try await server.post("/markers", body, headers: json).status == 400)
            }
            let long = String(repeating: "ä", count: 501)
            #expect(try await server.post("/markers", long).status == 400)
            let large = String(repeating: "x", count: 2049)
            #expect(try await server.post("/markers", large).status == 413)
            let announced = try await Answer.raw(
                "POST /markers\(server.query) HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n"
                    + "Content-Length: 99999999999\r\n\r\n", port: server.port)
            #expect(announced.status == 413)
            let chunk = "400\r\n" + String(repeating: "x", count: 1024) + "\r\n"
            let chunked = try await Answer.raw(
                "POST /markers\(server.query) HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n\(chunk)\(chunk)\(chunk)0\r\n\r\n",
                port: server.port)
            #expect(chunked.status == 413)
            let client = try await RawClient.connect(server.port)
            try await client.send(
                "POST /markers\(server.query) HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n"
                    + "Content-Length: 2\r\n\r\n")
            try await client.send([0xC3, 0x28])
            try await client.read { $0.contains("\r\n\r\n") }
            #expect(client.text.hasPrefix("HTTP/1.1 400"))
            #expect(server.control.markers.isEmpty)
        }
    }

    @Test func aNoteStandsWhereItWasBegun() async throws {
        try await RunningServer.with { server async throws in
            let json = ["Content-Type: application/json"]
            let answer = try await server.post(
                "/markers", #"{"text": "yawned", "ago": 7.25}"#, headers: json)
            #expect(answer.status == 201)
            #expect(server.control.markers == [LiveMarker(time: 5.25, text: "yawned")])
            for ago in ["-1", "3601", "1e999", "null", "\"7\"", "NaN"] {
                let body = "{\"text\": \"x\", \"ago\": \(ago)}"
                #expect(
                    try await server.post("/markers", body, headers: json).status == 400, "\(ago)")
            }
            #expect(server.control.markers.count == 1)
        }
    }

    @Test func aFloodOfMarkersIsHeldBack() async throws {
        try await RunningServer.with { server async throws in
            var statuses: [Int] = []
            for _ in 0..<60 { statuses.append(try await server.post("/markers", "x").status) }
            #expect(statuses.prefix(30).allSatisfy { $0 == 201 })
            #expect(statuses.contains(429))
            #expect(server.control.markers.count < 60)
        }
    }

    @Test func aMarkerBeforeTheFirstPictureIsToldSo() async throws {
        try await RunningServer.with { server async throws in
            server.control.health = .starting
            #expect(try await server.post("/markers", "x").status == 409)
        }
    }

    @Test func pauseAndStopReachTheMeasurement() async throws {
        try await RunningServer.with { server async throws in
            #expect(try await server.post("/pause", #"{"on": true}"#).status == 200)
            #expect(try await server.post("/pause", #"{"on": false}"#).status == 200)
            for body in ["", "{}", #"{"on": 1}"#] {
                #expect(try await server.post("/pause", body).status == 400)
            }
            #expect(server.control.pauses == [true, false])
            #expect(try await server.post("/stop").status == 202)
            #expect(server.control.stops == 1)
        }
    }
}
