import Archive
import Base
import Consents
import Hummingbird
import Loopback

/// What the page asks for to have sessions measured: `GET /recordings` and `/queue`, `POST /check`, `/sessions`, `/pause`
/// and `/resume`.
struct SessionRoutes: Sendable {
    let library: Library
    let queue: any SessionQueue

    func recordings() -> Response {
        .json(.ok, QueueJSON.value(Recordings(library: library).all()))
    }

    func state() -> Response { .json(.ok, QueueJSON.value(queue.sessions, id: library.id)) }

    /// A session of the form's recordings, once its consent is on the disk.
    func add(_ request: Request) async throws -> Response {
        guard let body = try await request.body(atMost: SessionForm.longest) else {
            return .text(.contentTooLarge, "At most \(SessionForm.longest) bytes can be sent.")
        }
        let form: SessionForm
        do throws(SessionForm.Refusal) { form = try SessionForm(body, library: library) } catch {
            return Self.refused(error)
        }
        do throws(Failure) {
            let session = try form.session(in: library.root)
            try queue.add(session)
            return .json(.created, ["id": .string(library.id(session.folder))])
        } catch {
            return .text(.badRequest, "\(error.what); \(error.remedy)")
        }
    }

    /// `{"recordings": [ID]}`: what can be measured of them, by their first minute.
    func check(_ request: Request) async throws -> Response {
        guard let body = try await request.body(atMost: SessionForm.longest) else {
            return .text(.contentTooLarge, "At most \(SessionForm.longest) bytes can be sent.")
        }
        guard case .array(let ids)? = JSONValue(parsing: body)?["recordings"] else {
            return .text(.badRequest, "The form is not what the page sends.")
        }
        let recordings: [String]
        do throws(SessionForm.Refusal) {
            recordings = try SessionForm.recordings(ids, of: library)
        } catch {
            return Self.refused(error)
        }
        do throws(Failure) {
            return .json(.ok, QueueJSON.value(try await queue.check(recordings)))
        } catch {
            return .text(
                error.kind == .unavailable ? .tooManyRequests : .badRequest,
                "\(error.what); \(error.remedy)")
        }
    }

    func pause(_ request: Request) -> Response {
        guard let folder = queued(request) else { return .notFound }
        queue.pause(folder)
        return state()
    }

    /// Goes on with a session that the queue knows, or with one that an earlier run of the page left half measured.
    func resume(_ request: Request) -> Response {
        if let folder = queued(request), queue.resume(folder) { return state() }
        guard let entry = request.uri.queryParameters.get("id").flatMap(library.entry) else {
            return .notFound
        }
        do throws(Failure) {
            try queue.add(try InterruptedSession(library: library).again(entry))
            return state()
        } catch {
            return .text(.badRequest, "\(error.what); \(error.remedy)")
        }
    }

    private static func refused(_ refusal: SessionForm.Refusal) -> Response {
        switch refusal {
        case .wrong(let why): .text(.badRequest, why)
        case .doubtful(let why): .text(.conflict, why)
        }
    }

    private func queued(_ request: Request) -> String? {
        let id = request.uri.queryParameters.get("id")
        return queue.sessions.first { library.id($0.folder) == id }?.folder
    }
}
