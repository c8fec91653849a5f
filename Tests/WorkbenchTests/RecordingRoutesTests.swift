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

/// Recordings that the review page plays from the disk: every way to ask for them, and every way to get at more.
@Suite struct RecordingRoutesTests {
    /// A library with one session, whose recording lies beside its folder.
    private struct Place {
        var library: Library
        var routes: ReviewRoutes
        var root: URL
        var content: [UInt8]

        var file: URL { root.appendingPathComponent(StoredSession.file) }

        func ask(
            _ path: String, _ query: String = "", method: HTTPRequest.Method = .get,
            headers: HTTPFields = [:], body: String = "", id: String? = nil
        ) async throws -> Response {
            let id = id ?? library.entries().first?.id ?? ""
            return try await routes.answer(
                Request(
                    head: HTTPRequest(
                        method: method, scheme: "http", authority: "127.0.0.1:1",
                        path: "/review/\(path)?id=\(id)&\(query)", headerFields: headers),
                    body: .init(buffer: ByteBuffer(string: body))))
        }

        func recording(
            _ range: String? = nil, _ query: String = "source=0",
            method: HTTPRequest.Method = .get, ifRange: String? = nil
        ) async throws -> Response {
            var headers: HTTPFields = [:]
            headers[.range] = range
            headers[.ifRange] = ifRange
            return try await ask("recording", query, method: method, headers: headers)
        }

        /// Until the recording has been compared with what was measured.
        func settled() async throws -> JSONValue {
            for _ in 0..<400 {
                let answer = try await json(try await ask("recordings"))
                if answer.text(.compact).contains("checking") {
                    try await Task.sleep(for: .milliseconds(10))
                } else {
                    return answer
                }
            }
            return .null
        }

        func json(_ response: Response) async throws -> JSONValue {
            try #require(JSONValue(parsing: try await bytes(response)))
        }
    }

    /// What a client gets.
    private final class Received: Sendable {
        let bytes = Mutex<[UInt8]>([])
    }

    private struct Writer: ResponseBodyWriter {
        let received: Received
        var onPiece: @Sendable (Int) async throws -> Void = { _ in }

        mutating func write(_ buffer: ByteBuffer) async throws {
            let count = received.bytes.withLock {
                $0 += buffer.readableBytesView
                return $0.count
            }
            try await onPiece(count)
        }

        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }

    private static func bytes(
        _ response: Response, onPiece: @escaping @Sendable (Int) async throws -> Void = { _ in }
    ) async throws -> [UInt8] {
        let received = Received()
        try await response.body.write(Writer(received: received, onPiece: onPiece))
        return received.bytes.withLock { $0 }
    }

    private static func bytes(_ response: Response) async throws -> [UInt8] {
        try await bytes(response, onPiece: { _ in })
    }

    private static func consent(
        _ client: [Consent.Scope] = [.analysis, .video], expires: String = "2099-12-31"
    ) throws -> ConsentSummary {
        try StoredSession.consent(
            therapist: [.analysis, .video], client: client, expires: expires)
    }

    private func inPlace(
        _ consent: ConsentSummary? = nil, size: Int = 700_000,
        _ body: (Place) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { root in
            var generator = SplitMix64(seed: 7)
            let content = (0..<size / 8).flatMap { _ in
                withUnsafeBytes(of: generator.next()) { Array($0) }
            }
            try Data(content).write(to: root.appendingPathComponent(StoredSession.file))
            let folder = root.appendingPathComponent("S01")
            _ = try StoredSession(folder, consent: try consent ?? Self.consent())
            let record = try SessionRecord.open(
                folder.appendingPathComponent(SessionRecord.fileName).path, for: .writing)
            var session = try record.session(for: nil)
            session.source[0].sha256 = Digest.sha256(content)
            try record.save(session, summary: "{}")
            try record.close()
            let library = try Library(root.path)
            let routes = ReviewRoutes(library: library, people: NoExchange(), words: { "\($0)" })
            try await body(
                Place(library: library, routes: routes, root: root, content: content))
        }
    }

    private static func state(_ answer: JSONValue) -> String? {
        guard case .array(let sources)? = answer["sources"] else { return nil }
        return sources.first?["state"]?.stringValue
    }

    // MARK: What can be had

    @Test func theRecordingAndStretchesOfIt() async throws {
        try await inPlace { place in
            let (content, size) = (place.content, place.content.count)
            // Not before it is known to be the one that was measured.
            #expect(try await place.recording().status == .conflict)
            #expect(Self.state(try await place.settled()) == "ready")
            let whole = try await place.recording()
            #expect(whole.status == .ok && whole.headers[.contentType] == "video/mp4")
            #expect(whole.headers[.acceptRanges] == "bytes")
            #expect(whole.headers[.contentLength] == "\(size)")
            #expect(try await Self.bytes(whole) == content)
            let tag = try #require(whole.headers[.eTag])
            for (field, bytes) in [
                ("bytes=0-0", 0..<1), ("bytes=0-", 0..<size), ("bytes=-1", size - 1..<size),
                ("bytes=262143-262144", 262_143..<262_145),
                ("bytes=\(size - 1)-\(size + 5)", size - 1..<size),
                ("bytes=100000-650000", 100_000..<650_001),
            ] {
                let part = try await place.recording(field)
                #expect(part.status == .partialContent)
                #expect(
                    part.headers[.contentRange]
                        == "bytes \(bytes.lowerBound)-\(bytes.upperBound - 1)/\(size)")
                #expect(part.headers[.contentLength] == "\(bytes.count)")
                #expect(try await Self.bytes(part) == Array(content[bytes]))
            }
            for field in ["bytes=\(size)-", "bytes=0-1,4-5", "bytes=9-1", "bytes=-0"] {
                let none = try await place.recording(field)
                #expect(none.status == .rangeNotSatisfiable)
                #expect(none.headers[.contentRange] == "bytes */\(size)")
                #expect(try await Self.bytes(none).isEmpty)
            }
            #expect(try await place.recording("bytes=1-2", ifRange: tag).status == .partialContent)
            for other in ["\"other\"", "W/\(tag)", "Tue, 01 Dec 2026 00:00:00 GMT"] {
                #expect(try await place.recording("bytes=1-2", ifRange: other).status == .ok)
            }
            let head = try await place.recording("bytes=1-2", method: .head)
            #expect(head.status == .partialContent && head.headers[.contentLength] == "2")
            #expect(try await Self.bytes(head).isEmpty)
        }
    }

    @Test func nothingElse() async throws {
        try await inPlace { place in
            _ = try await place.settled()
            for query in [
                "", "source=", "source=1", "source=-1", "source=0x0", "source=x", "source=0.0",
                "source=../sitting.mp4", "source=99999999999999999999",
            ] {
                #expect(try await place.recording(nil, query).status == .notFound, "\(query)")
            }
            for id in ["", "0", "S01", "../S01", "%2e%2e", place.root.path] {
                for path in ["recording", "recordings", "landmarks", "exchange"] {
                    let method: HTTPRequest.Method = path == "exchange" ? .post : .get
                    let answer = try await place.ask(path, "source=0", method: method, id: id)
                    #expect(answer.status == .notFound, "\(path) \(id)")
                }
            }
            for (path, method) in [
                ("recording", HTTPRequest.Method.post), ("recording", .put), ("recording", .delete),
                ("recordings", .post), ("landmarks", .head), ("exchange", .get),
            ] {
                #expect(try await place.ask(path, method: method).status == .methodNotAllowed)
            }
            #expect(try await place.ask("other").status == .notFound)
        }
    }

    /// Eight at a time; who has got theirs makes room.
    @Test func soManyAtATime() async throws {
        try await inPlace { place in
            _ = try await place.settled()
            var open: [Response] = []
            for _ in 0..<StreamPlaces.most { open.append(try await place.recording("bytes=0-9")) }
            #expect(open.allSatisfy { $0.status == .partialContent })
            #expect(try await place.recording("bytes=0-9").status == .serviceUnavailable)
            open.removeLast()
            #expect(try await place.recording("bytes=0-9").status == .partialContent)
            open = []
            for _ in 0..<3 * StreamPlaces.most {
                #expect(try await Self.bytes(place.recording("bytes=0-9")).count == 10)
            }
        }
    }

    // MARK: Another file

    @Test func anotherFileInItsPlaceIsNoticed() async throws {
        try await inPlace { place in
            _ = try await place.settled()
            let other = place.root.appendingPathComponent("other.mp4")
            try Data(place.content.reversed()).write(to: other)
            #expect(rename(other.path, place.file.path) == 0)
            #expect(try await place.recording().status == .conflict)
            #expect(Self.state(try await place.settled()) == "other")
            #expect(try await place.recording().status == .conflict)
            // A link to the right one is none.
            let right = place.root.deletingLastPathComponent()
                .appendingPathComponent("\(UUID()).mp4")
            try Data(place.content).write(to: right)
            defer { try? FileManager.default.removeItem(at: right) }
            try FileManager.default.removeItem(at: place.file)
            try FileManager.default.createSymbolicLink(
                at: place.file, withDestinationURL: right)
            #expect(Self.state(try await place.settled()) == "missing")
            #expect(try await place.recording().status == .conflict)
            // Nor is one behind a folder that is a link.
            try FileManager.default.removeItem(at: place.file)
            try FileManager.default.createSymbolicLink(
                at: place.root.appendingPathComponent("far"),
                withDestinationURL: right.deletingLastPathComponent())
            #expect(HeldFile("far/\(right.lastPathComponent)", in: place.root.path) == nil)
            #expect(HeldFile("../\(right.lastPathComponent)", in: place.root.path) == nil)
            #expect(HeldFile("/etc/passwd", in: place.root.path) == nil)
            #expect(HeldFile("S01", in: place.root.path) == nil)
            #expect(mkfifo(place.file.path, 0o600) == 0)
            #expect(HeldFile(StoredSession.file, in: place.root.path) == nil)
            #expect(Self.state(try await place.settled()) == "missing")
        }
    }

    @Test func aFileThatIsWrittenToMeanwhileEndsTheStretch() async throws {
        try await inPlace { place in
            _ = try await place.settled()
            let (answer, path) = (try await place.recording(), place.file.path)
            await #expect(throws: HeldFile.Changed.self) {
                _ = try await Self.bytes(answer) { _ in
                    let file = try #require(FileHandle(forUpdatingAtPath: path))
                    try file.seek(toOffset: 600_000)
                    try file.write(contentsOf: Data([1, 2, 3]))
                    try file.close()
                }
            }
            #expect(Self.state(try await place.settled()) == "other")
        }
    }

    /// One that is moved is found again; of several with its name the right one.
    @Test func itIsKnownByItsDigest() async throws {
        try await inPlace { place in
            _ = try await place.settled()
            let folder = place.root.appendingPathComponent("cards/b")
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true)
            try FileManager.default.moveItem(
                at: place.file, to: folder.appendingPathComponent(StoredSession.file))
            try Data([1, 2, 3]).write(to: place.file)
            #expect(Self.state(try await place.settled()) == "ready")
            #expect(try await Self.bytes(place.recording("bytes=-5")) == place.content.suffix(5))
        }
    }

    // MARK: Consent

    private static func refused(_ place: Place) async throws -> String? {
        let answer = try await place.recording()
        #expect(answer.status == .forbidden)
        let text = String(decoding: try await bytes(answer), as: UTF8.self)
        let told = try await place.settled()
        #expect(told["sources"] == .array([]))
        return told["refused"]?.stringValue == text.split(separator: "\n").first.map(String.init)
            ? text : nil
    }

    @Test func onlyUnderConsentToBeShown() async throws {
        try await inPlace(try Self.consent([.analysis])) { place in
            let text = try #require(try await Self.refused(place))
            #expect(text.contains("C01 (client) does not cover video"))
            // Their postures can be looked at all the same.
            #expect(try await place.ask("landmarks", "from=0&to=1").status == .ok)
        }
        try await inPlace(try Self.consent(expires: "2021-01-01")) { place in
            let text = try await Self.refused(place)
            #expect(text?.contains("expired") == true)
            let landmarks = try await place.ask("landmarks", "from=0&to=1")
            #expect(landmarks.status == .forbidden)
        }
        try await inPlace { place in
            #expect(Self.state(try await place.settled()) == "ready")
            let folder = place.root.appendingPathComponent("S01")
            let path = folder.appendingPathComponent(Withdrawal.fileName)
            try Data("{}".utf8).write(to: path)
            #expect([.forbidden, .notFound].contains(try await place.recording().status))
        }
    }

    /// In a file beside the recording, wherever that lies.
    @Test func whatIsTakenBackBesideItCounts() async throws {
        for folder in ["S01", ".", "cards"] {
            try await inPlace { place in
                let cards = place.root.appendingPathComponent("cards")
                try FileManager.default.createDirectory(
                    at: cards, withIntermediateDirectories: false)
                try FileManager.default.moveItem(
                    at: place.file, to: cards.appendingPathComponent(StoredSession.file))
                #expect(Self.state(try await place.settled()) == "ready")
                #expect(try await place.recording().status == .ok)
                try Self.takeBack(in: place.root.appendingPathComponent(folder))
                #expect(try await place.recording().status == .forbidden, "\(folder)")
            }
        }
    }

    @Test func consentTakenBackWhileItPlays() async throws {
        try await inPlace(size: 1_600_000) { place in
            _ = try await place.settled()
            let (answer, root) = (try await place.recording(), place.root)
            let first = Atomic<Bool>(true)
            let sent = Atomic<Int>(0)
            await #expect(throws: RecordingAnswer.Ended.self) {
                _ = try await Self.bytes(answer) { count in
                    sent.store(count, ordering: .relaxed)
                    guard first.exchange(false, ordering: .relaxed) else { return }
                    try Self.takeBack(in: root)
                    try await Task.sleep(for: .seconds(RecordingAnswer.askedEvery))
                }
            }
            #expect((1..<600_000).contains(sent.load(ordering: .relaxed)))
        }
    }

    private static func takeBack(in folder: URL) throws {
        let summary = try consent()
        var people = summary.participants
        people[1].withdrawn = people[1].signed
        _ = try Consent.Draft(session: summary.session, participants: people)
            .write(to: folder.appendingPathComponent("S01.consent.json").path)
    }

    // MARK: Landmarks and exchange

    @Test func landmarksOfAStretch() async throws {
        try await inPlace { place in
            let answer = try await place.json(try await place.ask("landmarks", "from=1&to=2"))
            guard case .array(let instants)? = answer["instants"] else {
                return #expect(Bool(false))
            }
            #expect(instants.count == 25)
            guard case .array(let first)? = instants.first, case .array(let person) = first[1]
            else { return #expect(Bool(false)) }
            #expect(first[0].numberValue == 1 && first.count == 3)
            // The nose of somebody at 200, 100 in a picture of 640 by 360.
            #expect(
                person.prefix(4) == [.integer(0), .integer(3125), .integer(2778), .integer(100)])
            #expect(person.count == 1 + 3 * LandmarkJSON.shown.count)
            for query in [
                "", "from=0", "to=1", "from=1&to=1", "from=2&to=1", "from=0&to=10.001",
                "from=nan&to=1", "from=0&to=inf", "from=-1e308&to=1e308", "from=a&to=b",
                "from=-0x1p3&to=1", "from=0&to=0x1",
            ] {
                #expect(
                    try await place.ask("landmarks", query).status == .badRequest, "\(query)")
            }
            let none = try await place.json(try await place.ask("landmarks", "from=90&to=95"))
            #expect(none["instants"] == .array([]))
        }
    }

    @Test func anExchangeIsAskedForInOneWay() async throws {
        try await inPlace { place in
            for body in ["", "[]", "{", "{\"at\":\"1\"}", "{\"at\":null}", "{}"] {
                let answer = try await place.ask("exchange", method: .post, body: body)
                #expect(answer.status == .badRequest, "\(body)")
            }
            let long = String(repeating: " ", count: ReviewRoutes.maxBody + 1)
            #expect(
                try await place.ask("exchange", method: .post, body: long).status
                    == .contentTooLarge)
            // Where nothing can exchange anybody.
            #expect(
                try await place.ask("exchange", method: .post, body: "{\"at\":1}").status
                    == .tooManyRequests)
        }
    }
}

/// Exchanges nobody.
private struct NoExchange: SessionExchange {
    func exchange(in folder: String, at time: Double) async throws(Failure) -> [String] {
        throw Failure.unavailable("nobody is exchanged here", remedy: "wait")
    }
}
