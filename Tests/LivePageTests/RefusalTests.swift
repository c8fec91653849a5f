import TestSupport
import Testing

@testable import LivePage
@testable import Loopback

/// Who may not ask, over real sockets.
@Suite(.tags(.sockets), .timeLimit(.minutes(5)))
struct RefusalTests {
    static let paths = ["/", "/events", "/video", "/markers", "/stop", "/pause", "/nothing", "//"]

    @Test(arguments: paths) func nothingIsGivenWithoutTheToken(path: String) async throws {
        try await RunningServer.with(LiveOptions(showVideo: true)) { server async throws in
            for method in ["GET", "POST", "PUT", "OPTIONS"] {
                let answer = try await Answer.to(method, path, port: server.port)
                #expect(answer.status == 403)
                #expect(!answer.body.contains(server.token.description))
                #expect(answer.headers["set-cookie"] == nil)
            }
            #expect(server.control.stops == 0)
        }
    }

    @Test func aWrongTokenIsRefused() async throws {
        try await RunningServer.with { server async throws in
            let token = server.token.description
            let wrong = [
                "", "0", String(token.dropLast()), token + "0", token.uppercased() + "x",
                String(repeating: "0", count: 32), token + token,
            ]
            for wrong in wrong {
                #expect(try await server.get("/?token=\(wrong)").status == 403)
            }
        }
    }

    /// A browser sends a cookie to every server on this computer, whatever its port.
    @Test func theTokenIsInNoCookie() async throws {
        try await RunningServer.with(LiveOptions(showVideo: true)) { server async throws in
            for path in ["/", "/nothing", "/healthz"] {
                let answer = try await server.get(path + server.query)
                #expect(answer.headers["set-cookie"] == nil)
            }
            let names = ["attune-\(server.port)", "token", "attune"]
            for path in Self.paths {
                let cookies = names.map { "Cookie: \($0)=\(server.token)" }
                #expect(try await server.get(path, headers: cookies).status == 403)
            }
        }
    }

    @Test func aForeignHostIsRefusedWhateverItBrings() async throws {
        try await RunningServer.with { server async throws in
            let foreign = [
                "attacker.example", "attacker.example:\(server.port)", "127.0.0.1",
                "127.0.0.1:1", "127.0.0.1:\(server.port).attacker.example", "[::1]:\(server.port)",
                "0.0.0.0:\(server.port)", "localhost.:\(server.port)", "",
            ]
            for host in foreign {
                for path in ["/" + server.query, "/healthz"] {
                    #expect(try await server.get(path, host: host).status == 403, "\(host)")
                }
            }
            for host in ["localhost:\(server.port)", "LOCALHOST:\(server.port)"] {
                #expect(try await server.get("/" + server.query, host: host).status == 200)
            }
            let none = try await Answer.raw(
                "GET /\(server.query) HTTP/1.0\r\n\r\n", port: server.port)
            #expect(none.status == 403)
            let two = "Host: 127.0.0.1:\(server.port)\r\nHost: attacker.example\r\n"
            let twice = try await Answer.raw(
                "GET /\(server.query) HTTP/1.1\r\n\(two)\r\n", port: server.port)
            #expect(twice.status >= 400)
        }
    }

    @Test func aForeignOriginIsRefusedWhateverItBrings() async throws {
        try await RunningServer.with { server async throws in
            let foreign = [
                "http://attacker.example", "null", "https://127.0.0.1:\(server.port)",
                "http://127.0.0.1:1", "http://localhost:\(server.port)", "",
            ]
            for origin in foreign {
                let header = ["Origin: \(origin)"]
                #expect(try await server.get("/" + server.query, headers: header).status == 403)
                #expect(try await server.post("/stop", headers: header).status == 403)
                #expect(
                    try await server.get("/events" + server.query, headers: header).status == 403)
            }
            #expect(server.control.stops == 0)
            let own = ["Origin: http://127.0.0.1:\(server.port)"]
            #expect(try await server.post("/stop", headers: own).status == 202)
        }
    }

    @Test func healthIsNotToldToOtherPages() async throws {
        try await RunningServer.with { server async throws in
            for site in ["cross-site", "same-site", "anything", ""] {
                let headers = ["Sec-Fetch-Site: \(site)"]
                #expect(try await server.get("/healthz", headers: headers).status == 403, "\(site)")
                // Whoever follows the printed address from elsewhere has the token itself.
                #expect(try await server.get("/" + server.query, headers: headers).status == 200)
            }
            for site in ["none", "same-origin"] {
                let headers = ["Sec-Fetch-Site: \(site)"]
                #expect(try await server.get("/healthz", headers: headers).status == 200)
            }
            let both = ["Sec-Fetch-Site: none", "Sec-Fetch-Site: cross-site"]
            #expect(try await server.get("/healthz", headers: both).status == 403)
        }
    }

    @Test func healthNeedsNoTokenAndTellsNothing() async throws {
        try await RunningServer.with { server async throws in
            server.hub.publish(.sample(.made(at: 1)))
            let well = try await server.get("/healthz")
            #expect(well.status == 200)
            #expect(well.body == "{\"status\":\"ok\"}\n")
            server.control.health = .waiting
            let waiting = try await server.get("/healthz")
            #expect(waiting.status == 503)
            #expect(waiting.body == "{\"status\":\"unavailable\"}\n")
            #expect(try await Answer.to("POST", "/healthz", port: server.port).status == 405)
        }
    }

    @Test func anotherMethodAndAnotherPathAreNotAnswered() async throws {
        try await RunningServer.with { server async throws in
            #expect(try await server.get("/nothing" + server.query).status == 404)
            #expect(try await server.get("/../etc/passwd" + server.query).status == 404)
            #expect(try await server.get("/video" + server.query).status == 404)
            #expect(try await server.get("/stop" + server.query).status == 405)
            #expect(try await server.post("/events").status == 405)
            #expect(server.control.stops == 0)
        }
    }

    @Test func malformedRequestsAreRefusedAndTheServerGoesOn() async throws {
        try await RunningServer.with { server async throws in
            let host = "Host: 127.0.0.1:\(server.port)\r\n"
            let malformed = [
                "\r\n\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\(host)\r\n",
                "\u{0}\u{1}\u{2}\r\n\r\n",
                "GET / HTTP/1.1\r\n\(host)no colon\r\n\r\n",
                "GET / HTTP/1.1\r\n\(host)Content-Length: -1\r\n\r\n",
                "POST /markers\(server.query) HTTP/1.1\r\n\(host)Content-Length: 1\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /markers\(server.query) HTTP/1.1\r\n\(host)"
                    + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
                "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}\u{FC}\u{3}\u{3}",
                "GET " + String(repeating: "/", count: 100_000) + " HTTP/1.1\r\n\(host)\r\n",
                "GET / HTTP/1.1\r\n\(host)X: " + String(repeating: "x", count: 100_000)
                    + "\r\n\r\n",
                "GET / HTTP/1.1\r\n\(host)"
                    + (0..<1000).map { "X\($0): x\r\n" }.joined() + "\r\n",
            ]
            for text in malformed {
                let client = try await RawClient.connect(server.port)
                try? await client.send(text)
                let answer = try await client.read(within: 3) { $0.contains("\r\n\r\n") }
                #expect(
                    !answer.hasPrefix("HTTP/1.1 2"), "\(text.prefix(60)) → \(answer.prefix(60))")
            }
            #expect(try await server.get("/" + server.query).status == 200)
        }
    }
}
