import Base
import HTTPTypes
import Hummingbird
import Loopback

/// What the page asks for of its jobs: `GET /jobs`, `POST /jobs/stop` and `/jobs/remove`.
struct JobRoutes: Sendable {
    let jobs: JobList

    /// All jobs, or the one with the request's `id`, which alone has the outcome of a preview.
    func state(_ request: Request) -> Response {
        let asked = request.uri.queryParameters.get("id")
        return .json(
            .ok,
            [
                "jobs": .array(
                    jobs.jobs.filter { asked == nil || $0.id == asked }.map { job in
                        [
                            "id": .string(job.id), "kind": .string(job.kind.rawValue),
                            "name": .string(job.name.oneLine), "folder": .string(job.folder),
                            "state": .string(job.state.rawValue),
                            "doing": .string(job.doing), "share": .rounded(job.share, decimals: 4),
                            "remarks": .array(job.remarks.map { .string($0.oneLine) }),
                            "result": job.kind == .preview && asked == nil ? .null : job.result,
                        ]
                    })
            ])
    }

    func stop(_ request: Request) -> Response { act(request, jobs.stop) }

    func remove(_ request: Request) -> Response { act(request, jobs.remove) }

    private func act(_ request: Request, _ action: (String) -> Void) -> Response {
        guard let id = request.uri.queryParameters.get("id"),
            jobs.jobs.contains(where: { $0.id == id })
        else { return .notFound }
        action(id)
        return .json(.ok, [:])
    }
}

extension Response {
    /// A form is not taken: which field is wrong, as the page calls it, and why.
    static func refusal(
        _ status: HTTPResponse.Status, of field: String, _ why: String
    ) -> Response {
        .json(status, ["field": .string(field), "why": .string(why)])
    }

    /// What a failure says, as sentences for a page.
    static func refusal(
        _ failure: Failure, of field: String = "form", _ words: (Remedy.Action) -> String
    ) -> Response {
        let status: HTTPResponse.Status =
            switch failure.kind {
            case .noConsent: .forbidden
            case .noInput: .notFound
            case .unavailable: .tooManyRequests
            case .cannotCreate: .conflict
            default: .badRequest
            }
        return .refusal(status, of: field, failure.sentences(words))
    }

    static let malformed = refusal(
        .badRequest, of: "form", "The form is not what the page sends; reload it.")
    static let tooLong = refusal(.contentTooLarge, of: "form", "That is more than a form holds.")
}
