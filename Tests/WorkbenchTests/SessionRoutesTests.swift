import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import TestSupport
import Testing

@testable import Base
@testable import Workbench

/// What is left when a session is not taken.
@Suite struct SessionRoutesTests {
    private static let form = """
        {"recordings": ["ID"], "consent": {"schema": 1, "session": "S01", "participants": [
          {"seat": "therapist", "id": "T01", "scope": ["analysis"], "signed": "2026-01-05", "expires": "2099-01-05"},
          {"seat": "client", "id": "C01", "scope": ["analysis"], "signed": "2026-01-05", "expires": "2099-01-05"}]}}
        """

    @Test func whatIsOnTheListKeepsItsConsent() async throws {
        try await TemporaryFolder.with { root in
            try Data("x".utf8).write(to: root.appendingPathComponent("a.mp4"))
            let library = try Library(root.path)
            let id = try #require(Recordings(library: library).all().first).id
            let body = Self.form.replacing("ID", with: id)
            func add(_ queue: StillQueue) async throws -> Response {
                try await SessionRoutes(library: library, queue: queue, words: { "\($0)" }).add(
                    Request(
                        head: HTTPRequest(
                            method: .post, scheme: "http", authority: "127.0.0.1:1",
                            path: "/sessions"), body: .init(buffer: ByteBuffer(string: body))))
            }
            let queue = StillQueue()
            queue.begin("S01", lock: nil)
            #expect(try await add(queue).status == .badRequest)
            #expect(!StagedFile.exists("\(root.path)/S01.consent.json"))
            #expect(try await add(StillQueue()).status == .created)
            #expect(StagedFile.exists("\(root.path)/S01.consent.json"))
        }
    }
}
