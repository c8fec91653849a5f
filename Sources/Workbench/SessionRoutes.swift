import Archive
import Base
import Consents
import HTTPTypes
import Hummingbird
import Loopback

/// What the page asks for to have sessions measured: `GET /recordings` and `/queue`, `POST /check`, `/people`, `/sessions`,
/// `/pause`, `/resume` and `/remove`.
struct SessionRoutes: Sendable {
    let library: Library
    let queue: any SessionQueue
    /// How a remedy names what can be done.
    let words: @Sendable (Remedy.Action) -> String

    func recordings() -> Response {
        .json(.ok, QueueJSON.value(Recordings(library: library).all()))
    }

    func state() -> Response {
        .json(.ok, QueueJSON.value(queue.sessions, remarks: queue.remarks, id: id))
    }

    /// A session of the form's recordings, once its consent is on the disk.
    func add(_ request: Request) async throws -> Response {
        guard let body = try await request.body(atMost: SessionForm.longest) else {
            return Self.tooLong
        }
        return answer {
            let form = try SessionForm(body, library: library)
            // The consent is written last: what is refused leaves the one that the session has.
            let isOnList = queue.sessions.contains {
                $0.session.folder == form.draft.session
                    && [.waiting, .measuring].contains($0.state)
            }
            guard !isOnList else {
                throw Failure.cannotCreate(
                    "session \(form.draft.session) is on the list already",
                    remedy: "use another code for the session")
            }
            let session = try form.session(in: library)
            try queue.add(session)
            return .json(.created, ["id": .string(id(session.folder))])
        }
    }

    /// `{"recordings": [ID], "filmed": {…}}`: what can be measured of them, by their first minute.
    func check(_ request: Request) async throws -> Response {
        try await look(request) { look in
            QueueJSON.value(try await queue.check(look.paths, look.filming))
        }
    }

    /// The same, and with `"picture": true` a `"consent"`: where the people are, and pictures under that consent.
    func people(_ request: Request) async throws -> Response {
        try await look(request) { look in
            try await queue.people(
                look.paths, look.filming, showsPictures: look.showsPictures
            ).json
        }
    }

    private func look(
        _ request: Request, _ answer: (RecordingLook) async throws -> JSONValue
    ) async throws -> Response {
        guard let body = try await request.body(atMost: SessionForm.longest) else {
            return Self.tooLong
        }
        do {
            return .json(.ok, try await answer(try RecordingLook(body, library: library)))
        } catch let refusal as SessionForm.Refusal {
            return Self.refused(refusal)
        } catch let failure as Failure {
            return failed(failure)
        }
    }

    func pause(_ request: Request) -> Response {
        guard let folder = queued(request) else { return .notFound }
        queue.pause(folder)
        return state()
    }

    func remove(_ request: Request) -> Response {
        guard let folder = queued(request) else { return .notFound }
        queue.remove(folder)
        return state()
    }

    /// Goes on with a session that the queue knows, or with one that an earlier run of the page left half measured.
    func resume(_ request: Request) -> Response {
        if let folder = queued(request), queue.resume(folder) { return state() }
        guard let entry = request.uri.queryParameters.get("id").flatMap(library.entry) else {
            return .notFound
        }
        return answer {
            let session = try library.interrupted(entry)
            // What is missing is said at once, and not when its turn has come.
            _ = try library.files(of: session)
            try queue.add(session)
            return state()
        }
    }

    // MARK: Answers

    private func id(_ folder: String) -> String { library.id("\(library.root)/\(folder)") }

    private func queued(_ request: Request) -> String? {
        let asked = request.uri.queryParameters.get("id")
        return queue.sessions.first { id($0.session.folder) == asked }?.session.folder
    }

    private func answer(_ body: () throws -> Response) -> Response {
        do { return try body() } catch let refusal as SessionForm.Refusal {
            return Self.refused(refusal)
        } catch let failure as Failure {
            return failed(failure)
        } catch {
            return .text(.internalServerError, "\(error)")
        }
    }

    private func failed(_ failure: Failure) -> Response {
        Self.refused(
            failure.kind == .unavailable ? .tooManyRequests : .badRequest, field: "form",
            failure.sentences(words))
    }

    static func refused(_ refusal: SessionForm.Refusal) -> Response {
        switch refusal {
        case .wrong(let field, let why): refused(.badRequest, field: field, why)
        case .doubtful(let why): refused(.conflict, field: "accepted", why)
        case .other(let why): refused(.conflict, field: "replaces", why)
        }
    }

    private static let tooLong = refused(
        .contentTooLarge, field: "form", "That is more than a form holds.")

    private static func refused(
        _ status: HTTPResponse.Status, field: String, _ why: String
    ) -> Response {
        .json(status, ["field": .string(field), "why": .string(why)])
    }
}

extension Failure {
    /// What is wrong, and what to do, as two sentences for a page.
    func sentences(_ words: (Remedy.Action) -> String) -> String {
        func sentence(_ text: String) -> String {
            let text = text.prefix(1).uppercased() + text.dropFirst()
            return text.hasSuffix(".") ? text : text + "."
        }
        return sentence(what) + " " + sentence(remedy.text(words))
    }
}
