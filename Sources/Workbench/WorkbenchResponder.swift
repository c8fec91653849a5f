import Archive
import Base
import Exports
import HTTPTypes
import Hummingbird
import Loopback
import NIOCore

/// What the server answers. Everything that can be asked is in `route`, after every check.
struct WorkbenchResponder: HTTPResponder {
    let door: RequestGuard
    let library: Library
    let page: OfflinePage
    /// The page on which a coder reviews a session.
    let reviewPage = ReviewPage.make()
    /// The text of the plotting library.
    let plotting: String

    /// - Throws: ``Failure/Kind/noInput`` when the plotting library is not there.
    init(token: PageToken, library: Library) throws(Failure) {
        door = RequestGuard(token: token)
        self.library = library
        plotting = try ReportHTML.library(at: Installation.current.plottingLibrary)
        let script = [PackageResources.library_words_js, PackageResources.library_js]
            .map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
        page = OfflinePage(
            template: PackageResources.library_html, style: PackageResources.library_css,
            scripts: ["script": OfflinePage.scriptText(script)],
            allowing: ["connect-src 'self'", "img-src data:", "frame-ancestors 'none'"])
    }

    func respond(to request: Request, context: LoopbackContext) async throws -> Response {
        let isHealth = request.uri.path == "/healthz"
        guard door.admits(request, port: context.port, needsToken: !isHealth) else {
            return dressed(.notAdmitted, page.policy)
        }
        switch (request.method, request.uri.path) {
        case (.get, "/"): return dressed(.html(page.text), page.policy)
        case (.get, "/library"):
            let value = LibraryJSON(today: .today).value(library)
            return dressed(.json(.ok, value), page.policy)
        case (.get, "/review"): return dressed(.html(reviewPage.text), reviewPage.policy)
        case (.get, "/review/state"), (.post, "/review/state"):
            return dressed(try await review(request), page.policy)
        // The page has a policy of its own, with the digests of its scripts.
        case (.get, "/report"): return dressed(report(request), "frame-ancestors 'none'")
        case (.get, "/healthz"): return dressed(.json(.ok, ["status": "ok"]), page.policy)
        // Browsers ask for one; a refusal would stand in their console.
        case (.get, "/favicon.ico"): return Response(status: .noContent)
        case (_, "/review/state"): return dressed(.notAllowed("GET, POST"), page.policy)
        case (_, "/"), (_, "/library"), (_, "/report"), (_, "/healthz"), (_, "/review"):
            return dressed(.notAllowed("GET"), page.policy)
        default: return dressed(.notFound, page.policy)
        }
    }

    private func dressed(_ response: Response, _ policy: String) -> Response {
        var response = response
        response.headers.append(contentsOf: HTTPFields.ofPage(policy: policy))
        return response
    }

    /// A session and a coder's review of it; what is sent changes that, and is kept before it is answered.
    private func review(_ request: Request) async throws -> Response {
        guard let id = request.uri.queryParameters.get("id"), let entry = library.entry(id),
            case .session = entry.kind
        else { return .notFound }
        let desk = ReviewDesk(folder: entry.path, name: entry.name)
        do {
            if request.method == .get {
                return .json(
                    .ok, try desk.state(coder: request.uri.queryParameters.get("coder")))
            }
            guard let body = try await Self.body(request) else {
                return .text(.contentTooLarge, "At most \(Self.maxBody) bytes can be sent.")
            }
            guard let asked = JSONValue(parsing: body), case .object = asked else {
                return .text(.badRequest, "What was sent is no JSON object.")
            }
            return .json(.ok, try desk.change(asked))
        } catch let error as Failure {
            let status: HTTPResponse.Status =
                switch error.kind {
                case .noConsent: .forbidden
                case .noInput: .notFound
                case .badInput: .badRequest
                default: .conflict
                }
            return .text(status, "\(error.what); \(error.remedy)")
        }
    }

    /// Bytes of a decision: its note has 500 characters at most.
    static let maxBody = 8192

    /// `nil` when it is too large.
    private static func body(_ request: Request) async throws -> [UInt8]? {
        if let length = request.headers[.contentLength].flatMap(Int.init), length > maxBody {
            return nil
        }
        do {
            return Array(try await request.body.collect(upTo: maxBody).readableBytesView)
        } catch is NIOTooManyBytesError {
            return nil
        }
    }

    /// A session's report, drawn anew from its record: the page in its folder may be anybody's.
    private func report(_ request: Request) -> Response {
        guard let id = request.uri.queryParameters.get("id"), let entry = library.entry(id),
            case .session = entry.kind
        else { return .notFound }
        do throws(Failure) {
            let path = entry.path + "/" + SessionRecord.fileName
            try SessionRecord.requireThere(path)
            let record = try SessionRecord.open(path)
            let session = try record.session()
            let page = try FileWriter.bytes { output throws(Failure) in
                try ReportHTML(library: plotting).write(session, to: &output)
            }
            try record.close()
            return .html(String(decoding: page, as: UTF8.self))
        } catch {
            return .text(
                error.kind == .noConsent ? .forbidden : .conflict, "\(error.what); \(error.remedy)")
        }
    }
}
