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
        // The page has a policy of its own, with the digests of its scripts.
        case (.get, "/report"): return dressed(report(request), "frame-ancestors 'none'")
        case (.get, "/healthz"): return dressed(.json(.ok, ["status": "ok"]), page.policy)
        // Browsers ask for one; a refusal would stand in their console.
        case (.get, "/favicon.ico"): return Response(status: .noContent)
        case (_, "/"), (_, "/library"), (_, "/report"), (_, "/healthz"):
            return dressed(.notAllowed("GET"), page.policy)
        default: return dressed(.notFound, page.policy)
        }
    }

    private func dressed(_ response: Response, _ policy: String) -> Response {
        var response = response
        response.headers.append(contentsOf: HTTPFields.ofPage(policy: policy))
        return response
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
