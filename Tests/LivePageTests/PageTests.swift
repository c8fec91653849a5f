import Base
import Foundation
import TestSupport
import Testing

@testable import LivePage
@testable import Loopback

/// `GET /`, as far as it can be told without a browser.
@Suite(.tags(.sockets), .timeLimit(.minutes(5)))
struct PageTests {
    @Test func everyAnswerForbidsStoringGuessingAndFraming() async throws {
        try await RunningServer.with { server async throws in
            let answers = [
                try await server.get("/" + server.query), try await server.get("/healthz"),
                try await server.get("/"), try await server.post("/markers"),
                try await server.get("/nothing" + server.query),
            ]
            for answer in answers {
                #expect(answer.headers["cache-control"] == "no-store")
                #expect(answer.headers["x-content-type-options"] == "nosniff")
                #expect(answer.headers["referrer-policy"] == "no-referrer")
                #expect(answer.headers["server"] == nil)
                let policy = try #require(answer.headers["content-security-policy"])
                #expect(policy.contains("default-src 'none'"))
                #expect(policy.contains("connect-src 'self'"))
                #expect(policy.contains("frame-ancestors 'none'"))
                #expect(!policy.contains("unsafe"))
            }
        }
    }

    @Test func thePageHoldsOnlyWhatItsPolicyAllows() async throws {
        try await RunningServer.with { server async throws in
            let answer = try await server.get("/" + server.query)
            let policy = try #require(answer.headers["content-security-policy"])
            for (element, directive) in [("script", "script-src"), ("style", "style-src")] {
                let parts = answer.body.components(separatedBy: "<\(element)>")
                #expect(parts.count == 2)
                let text = try #require(parts.last).components(separatedBy: "</\(element)>")[0]
                #expect(policy.contains("\(directive) 'sha256-\(Digest.sha256Base64(text))'"))
            }
            #expect(!answer.body.contains("{{"))
            #expect(!answer.body.contains("http://") || answer.body.contains("www.w3.org"))
            #expect(answer.body.firstMatch(of: /\son[a-z]+="/) == nil)
            #expect(answer.body.firstMatch(of: /\sstyle="/) == nil)
            #expect(!answer.body.contains(server.token.description))
        }
    }
}
