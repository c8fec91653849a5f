import Archive
import Base
import HTTPTypes
import Hummingbird
import Loopback

/// What the page of a review asks for, each of the session whose `id` the library gave out: `GET` and `POST /review/state`,
/// `GET /review/recordings`, `/review/recording` and `/review/landmarks`, `POST /review/exchange`.
struct ReviewRoutes: Sendable {
    let library: Library
    let people: any SessionExchange
    /// How a remedy names what can be done.
    let words: @Sendable (Remedy.Action) -> String
    private let shelf: RecordingShelf
    private let places = StreamPlaces()

    /// Bytes of a decision: its note has 500 characters at most.
    static let maxBody = 8192

    init(
        library: Library, people: any SessionExchange,
        words: @escaping @Sendable (Remedy.Action) -> String
    ) {
        self.library = library
        self.people = people
        self.words = words
        shelf = RecordingShelf(library: library)
    }

    func answer(_ request: Request) async throws -> Response {
        switch (request.method, request.uri.path) {
        case (.get, "/review/state"): try await about(request, state)
        case (.post, "/review/state"): try await about(request, change)
        case (.get, "/review/recordings"): try await about(request, recordings)
        case (.get, "/review/recording"), (.head, "/review/recording"):
            try await about(request, recording)
        case (.get, "/review/landmarks"): try await about(request, landmarks)
        case (.post, "/review/exchange"): try await about(request, exchange)
        case (_, "/review/exchange"): .notAllowed("POST")
        case (_, "/review/state"): .notAllowed("GET, POST")
        case (_, "/review/recording"): .notAllowed("GET, HEAD")
        case (_, "/review/recordings"), (_, "/review/landmarks"): .notAllowed("GET")
        default: .notFound
        }
    }

    /// Of the session that is asked about; what fails is said in sentences.
    private func about(
        _ request: Request, _ body: (Request, Library.Entry) async throws -> Response
    ) async throws -> Response {
        guard let id = request.uri.queryParameters.get("id"), let entry = library.entry(id),
            case .session = entry.kind
        else { return .notFound }
        do { return try await body(request, entry) } catch let error as Failure {
            let status: HTTPResponse.Status =
                switch error.kind {
                case .noConsent: .forbidden
                case .noInput: .notFound
                case .badInput, .usage: .badRequest
                case .unavailable: .tooManyRequests
                default: .conflict
                }
            return .text(status, error.sentences(words))
        }
    }

    // MARK: Decisions

    private func state(_ request: Request, _ entry: Library.Entry) throws -> Response {
        .json(
            .ok,
            try ReviewDesk(folder: entry.path, name: entry.name)
                .state(coder: request.uri.queryParameters.get("coder")))
    }

    /// What is sent changes a review, and is kept before it is answered.
    private func change(_ request: Request, _ entry: Library.Entry) async throws -> Response {
        guard let body = try await request.body(atMost: Self.maxBody) else {
            return .text(.contentTooLarge, "At most \(Self.maxBody) bytes can be sent.")
        }
        guard let asked = JSONValue(parsing: body), case .object = asked else {
            return .text(.badRequest, "What was sent is no JSON object.")
        }
        return .json(.ok, try ReviewDesk(folder: entry.path, name: entry.name).change(asked))
    }

    /// `{"at": SECONDS}`: from then on each of the two is the other one. Answered when the results are made again.
    private func exchange(_ request: Request, _ entry: Library.Entry) async throws -> Response {
        guard let body = try await request.body(atMost: Self.maxBody) else {
            return .text(.contentTooLarge, "At most \(Self.maxBody) bytes can be sent.")
        }
        guard let time = JSONValue(parsing: body)?["at"]?.numberValue else {
            return .text(.badRequest, "The time from which on they are exchanged is missing.")
        }
        let old = try await people.exchange(in: entry.path, at: time)
        return .json(.ok, ["old": .array(old.map { .string($0) })])
    }

    // MARK: The recording

    /// Which of the session's recordings can be played, and why none can where they may not be shown.
    private func recordings(_ request: Request, _ entry: Library.Entry) throws -> Response {
        let shown = ShownRecording(folder: entry.path)
        do throws(Failure) {
            let sources = try shown.sources()
            let found = zip(sources, shelf.find(sources)).map { source, find in
                JSONValue.object([.init("file", .string(source.file.oneLine))] + state(find))
            }
            return .json(.ok, ["refused": .null, "sources": .array(found)])
        } catch {
            guard error.kind == .noConsent else { throw error }
            return .json(
                .ok, ["refused": .string(error.sentences(words)), "sources": .array([])])
        }
    }

    private func state(_ find: RecordingShelf.Find) -> [JSONValue.Member] {
        switch find {
        case .ready: [.init("state", "ready")]
        case .underWay(let share):
            [.init("state", "checking"), .init("share", .rounded(share, decimals: 3))]
        case .other: [.init("state", "other")]
        case .missing: [.init("state", "missing")]
        }
    }

    /// `source`, from 0: the recording itself, or the stretch of it that the request names.
    private func recording(_ request: Request, _ entry: Library.Entry) throws -> Response {
        let shown = ShownRecording(folder: entry.path)
        let sources = try shown.sources()
        guard let number = request.uri.queryParameters.get("source").flatMap(Int.init),
            sources.indices.contains(number)
        else { return .notFound }
        guard case .ready(let file, let name)? = shelf.find([sources[number]]).first else {
            return .text(.conflict, "The recording is not there, or not compared yet.")
        }
        // Somebody may have put down beside it that it is not to be shown.
        let folder = "\(library.root)/\(name)".parentFolder
        _ = try shown.sources(besides: [folder])
        guard let place = places.take() else {
            return .text(
                .serviceUnavailable, "Too many pages play recordings at once; close one.")
        }
        return RecordingAnswer(
            file: file, name: name, digest: sources[number].sha256, place: place,
            isAllowed: { (try? shown.sources(besides: [folder])) != nil }
        ).response(to: request)
    }

    // MARK: Postures

    /// `from`, `to`, seconds: where both people’s joints were.
    private func landmarks(_ request: Request, _ entry: Library.Entry) throws -> Response {
        func time(_ name: String) -> Double? {
            request.uri.queryParameters.get(name).flatMap(\.plainNumber)
        }
        guard let from = time("from"), let to = time("to"), from < to,
            to - from <= LandmarkJSON.longest
        else {
            return .text(
                .badRequest,
                "Ask for a stretch of at most \(Int(LandmarkJSON.longest)) seconds.")
        }
        try FolderConsent.read(entry.path).require()
        let stretch = try RecordStretch.read(
            entry.path + "/" + SessionRecord.fileName, in: TimeSpan(start: from, end: to),
            atMost: LandmarkJSON.mostInstants)
        return .json(.ok, LandmarkJSON.value(stretch))
    }
}
