import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization
import TestSupport
import Testing

@testable import Archive
@testable import Base
@testable import Consents
@testable import Workbench

/// What jobs found is shown as long as it may be.
@Suite struct JobRoutesTests {
    private static func text(_ routes: JobRoutes, id: String) async throws -> String {
        let response = routes.state(
            Request(
                head: HTTPRequest(
                    method: .get, scheme: "http", authority: "127.0.0.1:1",
                    path: "/jobs?id=\(id)"), body: .init(buffer: ByteBuffer())))
        return try await AnsweredBody.text(of: response)
    }

    private static func done(_ jobs: JobList) async {
        for _ in 0..<2000 where !jobs.jobs.allSatisfy({ $0.state == .done }) {
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    @Test func figuresDoNotOutliveAWithdrawal() async throws {
        try await TemporaryFolder.with { root in
            let library = try StudyFormTests.library(root)
            let entry = try #require(library.entries().first { $0.name == "S01" })
            let (jobs, shelf) = (JobList(words: { "\($0)" }), StudyShelf())
            let routes = JobRoutes(library: library, jobs: jobs, shelf: shelf, words: { "\($0)" })
            let preview = try jobs.begin(.preview, "S01", folder: entry.id) { report in
                report.remark("REMARK-7")
                return ["figure": "FIGURE-7"]
            }
            // A study whose own folder says nothing of the withdrawal.
            let study = root.appendingPathComponent("pilot")
            try FileManager.default.createDirectory(at: study, withIntermediateDirectories: false)
            try Data("{}".utf8).write(to: study.appendingPathComponent("study.json"))
            let drawing = try jobs.begin(.drawing, "pilot", folder: library.id(study.path)) { _ in
                let drawn = await shelf.keep(study.path, from: [entry.path]) {
                    DrawnStudy(text: "", headline: "FIGURE-8", sessions: [entry.path])
                }
                return ["headline": .string(drawn.headline)]
            }
            await Self.done(jobs)
            #expect(try await Self.text(routes, id: preview).contains("FIGURE-7"))
            #expect(try await Self.text(routes, id: drawing).contains("FIGURE-8"))
            _ = try FolderWithdrawal(entry.path, of: "C01").carryOut()
            for id in [preview, drawing] {
                let text = try await Self.text(routes, id: id)
                #expect(!text.contains("FIGURE") && !text.contains("REMARK"), "\(text)")
                #expect(text.contains("failed"))
            }
            try FileManager.default.removeItem(atPath: entry.path)
            #expect(try await !Self.text(routes, id: preview).contains("FIGURE"))
        }
    }
}

/// What a client gets of an answer.
final class AnsweredBody: Sendable {
    private struct Writer: ResponseBodyWriter {
        let body: AnsweredBody

        mutating func write(_ buffer: ByteBuffer) async throws {
            body.bytes.withLock { $0 += buffer.readableBytesView }
        }

        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }

    private let bytes = Mutex<[UInt8]>([])

    static func text(of response: Response) async throws -> String {
        let body = AnsweredBody()
        try await response.body.write(Writer(body: body))
        return String(decoding: body.bytes.withLock { $0 }, as: UTF8.self)
    }
}
