import Base
import Consents
import Foundation
import TestSupport
import Testing
import Workbench

@testable import Workflows

/// What the page is told of a live session that cannot be.
@Suite struct PageLiveTests {
    private static func session(
        _ root: URL, preset: String? = nil, scope: [Consent.Scope] = [.live]
    ) throws -> NewLive {
        let path = root.appendingPathComponent("S01.consent.json").path
        _ = try Consent.Draft(
            session: "S01",
            participants: try StoredSession.consent(therapist: scope, client: scope).participants
        ).write(to: path)
        var session = NewLive(
            name: "S01", source: "/dev/no-such-camera",
            folder: root.appendingPathComponent("S01").path, consent: path)
        session.preset = preset
        return session
    }

    private static func ended(_ live: PageLive) async -> LiveState? {
        for _ in 0..<2000 {
            if let state = live.state, [.done, .failed].contains(state.phase) { return state }
            try? await Task.sleep(for: .milliseconds(5))
        }
        return nil
    }

    @Test func aCameraThatIsNotThere() async throws {
        try await TemporaryFolder.with { root in
            let live = PageLive(words: { _ in "the page" })
            #expect(live.state == nil)
            await live.stop()
            try live.start(try Self.session(root), of: try Library(root.path))
            let state = await Self.ended(live)
            #expect(state?.phase == .failed && state?.address == nil)
            #expect(
                state?.remarks.last
                    == "there is no camera at /dev/no-such-camera; plug it in, or choose one that the page lists"
            )
            await live.close()
        }
    }

    @Test func whatWasNotAgreedTo() async throws {
        try await TemporaryFolder.with { root in
            let live = PageLive(words: { _ in "the page" })
            try live.start(
                try Self.session(root, scope: [.analysis]), of: try Library(root.path))
            let state = await Self.ended(live)
            #expect(state?.phase == .failed)
            #expect(state?.remarks.last?.contains("live") == true, "\(state?.remarks ?? [])")
            #expect(!FileManager.default.fileExists(atPath: root.path + "/S01"))
        }
    }

    @Test func settingsThatALiveSessionCannotFollow() throws {
        try TemporaryFolder.with { root in
            try Data("{\"schema\": 1, \"offset\": 5}".utf8)
                .write(to: root.appendingPathComponent("two.settings.json"))
            let live = PageLive(words: { _ in "the page" })
            for preset in ["two", "none"] {
                #expect(throws: Failure.self) {
                    try live.requireReady(for: preset, of: try Library(root.path))
                }
                #expect(throws: Failure.self) {
                    try live.start(
                        try Self.session(root, preset: preset), of: try Library(root.path))
                }
                try FileManager.default.removeItem(
                    at: root.appendingPathComponent("S01.consent.json"))
            }
            #expect(live.state == nil)
            try live.requireReady(for: nil, of: try Library(root.path))
        }
    }
}
