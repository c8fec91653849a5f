import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization
import TestSupport
import Testing

@testable import Base
@testable import Consents
@testable import Workbench

/// What a page may begin, and what is left when it may not.
@Suite struct LiveRoutesTests {
    private static let form = """
        {"source": ID, "consent": {"schema": 1, "session": "S01", "participants": [
          {"seat": "therapist", "id": "T01", "scope": ["live"], "signed": "2026-01-05", "expires": "2099-01-05"},
          {"seat": "client", "id": "C01", "scope": ["live"], "signed": "2026-01-05", "expires": "2099-01-05"}]}}
        """

    @Test func whatIsRefusedLeavesNoConsent() async throws {
        try await TemporaryFolder.with { root in
            let library = try Library(root.path)
            let runner = StillRunner()
            let routes = LiveRoutes(library: library, runner: runner, words: { "\($0)" })
            let body = Self.form.replacing("ID", with: "\"\(library.id("/dev/video9"))\"")
            func start() async throws -> Response {
                try await routes.start(
                    Request(
                        head: HTTPRequest(
                            method: .post, scheme: "http", authority: "127.0.0.1:1",
                            path: "/live/start"), body: .init(buffer: ByteBuffer(string: body))))
            }
            runner.refusal.withLock { $0 = .badInput("it cannot be", remedy: "choose others") }
            #expect(try await start().status == .badRequest)
            #expect(!StagedFile.exists("\(root.path)/S01.consent.json"))
            runner.refusal.withLock { $0 = nil }
            #expect(try await start().status == .ok)
            #expect(StagedFile.exists("\(root.path)/S01.consent.json"))
            #expect(try await start().status == .tooManyRequests)
        }
    }
}

/// Measures nobody, and has a folder to itself from its start to its end.
final class StillRunner: LiveRunner {
    let refusal = Mutex<Failure?>(nil)
    private let running = Mutex<(state: LiveState, lock: FolderLock?)?>(nil)

    func cameras() async throws(Failure) -> [KnownCamera] {
        [KnownCamera(device: "/dev/video9", name: "camera", problem: nil)]
    }

    func requireReady(for preset: String?, of library: Library) throws(Failure) {
        if let failure = refusal.withLock({ $0 }) { throw failure }
    }

    func start(_ session: NewLive, of library: Library) throws(Failure) {
        try requireReady(for: session.preset, of: library)
        begin(session.name, lock: try? FolderLock(session.folder))
    }

    func begin(_ name: String, lock: FolderLock?) {
        var state = LiveState(name: name)
        state.phase = .running
        running.withLock { [state] in $0 = (state, lock) }
    }

    func stop() async { running.withLock { $0?.state.phase = .ending } }

    func close() async {
        running.withLock {
            $0?.state.phase = .done
            $0?.lock = nil
        }
    }

    var state: LiveState? { running.withLock { $0?.state } }
}
