import Archive
import Base
import HTTPTypes
import Hummingbird
import Loopback

/// What the page asks for of its jobs: `GET /jobs`, `POST /jobs/stop` and `/jobs/remove`.
struct JobRoutes: Sendable {
    let library: Library
    let jobs: JobList
    let shelf: StudyShelf
    /// How a remedy names what can be done.
    let words: @Sendable (Remedy.Action) -> String

    /// All jobs, or the one with the request's `id`, which alone has the outcome of a preview.
    func state(_ request: Request) -> Response {
        let asked = request.uri.queryParameters.get("id")
        return .json(
            .ok,
            [
                "jobs": .array(
                    told(jobs.jobs.filter { asked == nil || $0.id == asked }).map { job in
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

    /// The jobs without the outcomes that may not be shown any more.
    private func told(_ jobs: [Job]) -> [Job] {
        guard jobs.contains(where: { $0.state == .done }) else { return jobs }
        let places = Dictionary(
            library.entries().map { ($0.id, $0.path) }, uniquingKeysWith: { own, _ in own })
        return jobs.map { job in
            guard job.state == .done, let failure = obstacle(to: job, at: places[job.folder]) else {
                return job
            }
            var job = job
            (job.state, job.result) = (.failed, .null)
            job.remarks = [failure.sentences(words)]
            return job
        }
    }

    /// Why the outcome of a job may not be shown: consents count at every look, also those taken back since it was done.
    private func obstacle(to job: Job, at path: String?) -> Failure? {
        guard let path else {
            return Failure.noInput(
                "\(job.name.oneLine) is no longer in the folder", remedy: "reload the page")
        }
        do throws(Failure) {
            try FolderConsent.read(path).require()
            try shelf.requireConsent(of: path)
            return nil
        } catch { return error }
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
