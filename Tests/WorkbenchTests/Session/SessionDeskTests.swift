import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import SessionModel
import Synchronization
import TestSupport
import Testing

@testable import Archive
@testable import Base
@testable import Consents
@testable import Workbench

/// A withdrawal comes before whatever measures the session.
@Suite struct SessionDeskTests {
    private static func withdraw(
        _ library: Library, queue: StillQueue, live: StillRunner
    ) async throws -> JSONValue {
        let desk = SessionDesk(
            library: library, jobs: JobList(words: { "\($0)" }), work: NoWork(), queue: queue,
            live: live, words: { "\($0)" })
        let id = try #require(library.entries().first { $0.name == "S01" }).id
        let response = try await desk.withdraw(
            Request(
                head: HTTPRequest(
                    method: .post, scheme: "http", authority: "127.0.0.1:1",
                    path: "/session/withdraw?id=\(id)"),
                body: .init(
                    buffer: ByteBuffer(string: "{\"person\": \"C01\", \"confirm\": \"C01\"}"))))
        let text = try await AnsweredBody.text(of: response)
        return try #require(JSONValue(parsing: Array(text.utf8)))
    }

    private static func library(_ root: URL) throws -> Library {
        let library = try StudyFormTests.library(root)
        _ = try Consent.Draft(
            session: "S01", participants: try StudyFormTests.consent(1).participants
        ).write(to: "\(root.path)/S01.consent.json")
        return library
    }

    private static func expectWithdrawn(_ root: URL, _ answer: JSONValue) throws {
        #expect(answer["complete"] == .bool(true), "\(answer)")
        #expect(!StagedFile.exists("\(root.path)/S01/session.sqlite"))
        let consent = try Consent.load("\(root.path)/S01.consent.json")
        #expect(consent.participants[1].withdrawn == .today)
    }

    @Test func aLiveSessionIsEnded() async throws {
        try await TemporaryFolder.with { root in
            let library = try Self.library(root)
            let (queue, live) = (StillQueue(), StillRunner())
            live.begin("S01", lock: try FolderLock("\(root.path)/S01"))
            // What would go is shown, and ends nothing.
            let entry = try #require(library.entries().first { $0.name == "S01" })
            _ = try WithdrawalDesk(library: library, entry: entry, words: { "\($0)" }).plan("C01")
            #expect(live.state?.phase == .running)
            let answer = try await Self.withdraw(library, queue: queue, live: live)
            #expect(live.state?.phase == .done)
            try Self.expectWithdrawn(root, answer)
        }
    }

    @Test func whatIsMeasuredOfARecordingIsEnded() async throws {
        try await TemporaryFolder.with { root in
            let library = try Self.library(root)
            let (queue, live) = (StillQueue(), StillRunner())
            live.begin("S09", lock: nil)
            queue.begin("S01", lock: try FolderLock("\(root.path)/S01"))
            let answer = try await Self.withdraw(library, queue: queue, live: live)
            #expect(live.state?.phase == .running)
            #expect(queue.sessions.isEmpty)
            try Self.expectWithdrawn(root, answer)
        }
    }

    /// Of others, who cannot be ended from here, the withdrawal is noted all the same.
    @Test func whereSomebodyElseWrites() async throws {
        try await TemporaryFolder.with { root in
            let library = try Self.library(root)
            let lock = try FolderLock("\(root.path)/S01")
            let answer = try await Self.withdraw(
                library, queue: StillQueue(), live: StillRunner())
            #expect(answer["why"] != nil)
            let consent = try Consent.load("\(root.path)/S01.consent.json")
            #expect(consent.participants[1].withdrawn == .today)
            #expect(StagedFile.exists("\(root.path)/S01/session.sqlite"))
            withExtendedLifetime(lock) {}
        }
    }
}

/// Measures nothing; what is asked to stop takes a moment to let go of its folder.
final class StillQueue: SessionQueue {
    private let items = Mutex<[(shown: QueuedSession, lock: FolderLock?)]>([])

    func begin(_ name: String, lock: FolderLock?) {
        let session = NewSession(name: name, folder: name, recordings: ["a.mp4"])
        items.withLock { $0.append((QueuedSession(session, state: .measuring), lock)) }
    }

    var sessions: [QueuedSession] { items.withLock { $0.map(\.shown) } }
    var remarks: [String] { [] }

    func add(_ session: NewSession) throws(Failure) {}

    func remove(_ folder: String) {
        items.withLock { items in
            items.removeAll {
                $0.shown.session.folder == folder && $0.shown.state != .measuring
            }
        }
    }

    func pause(_ folder: String) {
        Task { [self] in
            try? await Task.sleep(for: .milliseconds(50))
            items.withLock { items in
                for index in items.indices where items[index].shown.session.folder == folder {
                    items[index].lock = nil
                    items[index].shown.state = .paused
                }
            }
        }
    }

    func resume(_ folder: String) -> Bool { false }

    func check(
        _ recordings: [String], _ filming: Filming
    ) async throws(Failure) -> CheckedRecording { throw Self.nothing }

    func people(
        _ recordings: [String], _ filming: Filming, showsPictures: Bool
    ) async throws(Failure) -> FoundPeople { throw Self.nothing }

    func exchange(in folder: String, at time: Double) async throws(Failure) -> [String] {
        throw Self.nothing
    }

    private static let nothing = Failure.unavailable("nothing is measured here", remedy: "wait")
}

/// Does nothing with any session.
private struct NoWork: FolderWork {
    var formats: [String] { [] }
    var measuring: [ListedSetting] { [] }

    func make(_ study: NewStudy, telling report: JobReport) async throws -> DrawnStudy {
        DrawnStudy(text: "", headline: "", sessions: [])
    }

    func draw(
        _ folder: String, of sessions: [String: String], telling report: JobReport
    ) async throws -> DrawnStudy { DrawnStudy(text: "", headline: "", sessions: []) }

    func export(
        _ folder: String, _ choice: ExportChoice, telling report: JobReport
    ) async throws -> [String] { [] }

    func preview(
        _ folder: String, with file: SettingsFile, telling report: JobReport
    ) async throws -> JSONValue { .null }

    func score(
        _ folder: String, with file: SettingsFile, telling report: JobReport
    ) async throws {}
}
