import Archive
import Base
import Exports
import HTTPTypes
import Hummingbird
import Loopback

/// What the server answers. Everything that can be asked is in `route`, after every check.
struct WorkbenchResponder: HTTPResponder {
    let door: RequestGuard
    let library: Library
    let sessions: SessionRoutes
    let reviews: ReviewRoutes
    let studies: StudyRoutes
    let desk: SessionDesk
    let jobs: JobRoutes
    let page: OfflinePage
    let form: OfflinePage
    /// Pages on which a study is made, and what is done with one session.
    let studyForm: OfflinePage
    let sessionPage: OfflinePage
    /// The page on which settings are chosen and tried.
    let settingsPage: OfflinePage
    let settings: SettingsRoutes
    /// The page on which a live session is begun.
    let livePage: OfflinePage
    let live: LiveRoutes
    /// The page on which a coder reviews a session.
    let reviewPage = ReviewPage.make()
    /// The text of the plotting library.
    let plotting: String
    private let words: @Sendable (Remedy.Action) -> String

    /// - Throws: ``Failure/Kind/noInput`` when the plotting library is not there.
    init(
        token: PageToken, library: Library, queue: any SessionQueue, jobs: JobList,
        work: any FolderWork, live: any LiveRunner,
        words: @escaping @Sendable (Remedy.Action) -> String
    ) throws(Failure) {
        door = RequestGuard(token: token)
        self.library = library
        sessions = SessionRoutes(library: library, queue: queue, words: words)
        reviews = ReviewRoutes(library: library, people: queue, words: words)
        studies = StudyRoutes(library: library, jobs: jobs, work: work, words: words)
        desk = SessionDesk(
            library: library, jobs: jobs, work: work, queue: queue, live: live, words: words)
        settings = SettingsRoutes(library: library, jobs: jobs, work: work, words: words)
        self.live = LiveRoutes(library: library, runner: live, words: words)
        self.jobs = JobRoutes(
            library: library, jobs: jobs, shelf: studies.shelf, words: words)
        self.words = words
        plotting = try ReportHTML.library(at: Installation.current.plottingLibrary)
        page = Self.page(
            PackageResources.library_html,
            [
                PackageResources.library_words_js, PackageResources.common_js,
                PackageResources.library_work_js, PackageResources.library_jobs_js,
                PackageResources.library_js,
            ])
        form = Self.page(
            PackageResources.add_html,
            [
                PackageResources.add_words_js, PackageResources.common_js,
                PackageResources.add_keep_js, PackageResources.add_filmed_js,
                PackageResources.add_check_js, PackageResources.add_people_js,
                PackageResources.add_js,
            ])
        studyForm = Self.page(
            PackageResources.study_form_html,
            [
                PackageResources.study_form_words_js, PackageResources.common_js,
                PackageResources.study_form_js,
            ])
        sessionPage = Self.page(
            PackageResources.session_html,
            [
                PackageResources.session_words_js, PackageResources.common_js,
                PackageResources.session_js,
            ])
        settingsPage = Self.page(
            PackageResources.settings_html,
            [
                PackageResources.settings_words_js, PackageResources.common_js,
                PackageResources.settings_preview_js, PackageResources.settings_js,
            ])
        livePage = Self.page(
            PackageResources.live_form_html,
            [
                PackageResources.live_form_words_js, PackageResources.common_js,
                PackageResources.live_form_js,
            ])
    }

    private static func page(_ template: [UInt8], _ scripts: [[UInt8]]) -> OfflinePage {
        let script = scripts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
        return OfflinePage(
            template: template, style: PackageResources.library_css,
            scripts: ["script": OfflinePage.scriptText(script)],
            allowing: ["connect-src 'self'", "img-src data:", "frame-ancestors 'none'"])
    }

    func respond(to request: Request, context: LoopbackContext) async throws -> Response {
        let isHealth = request.uri.path == "/healthz"
        guard door.admits(request, port: context.port, needsToken: !isHealth) else {
            return dressed(.notAdmitted, page.policy)
        }
        switch request.uri.path {
        // Pages have policies of their own, with the digests of their scripts.
        case "/": return only(.get, request, page.policy) { .html(page.text) }
        case "/add": return only(.get, request, form.policy) { .html(form.text) }
        case "/review":
            return only(.get, request, reviewPage.policy) { .html(reviewPage.text) }
        case "/studies/new":
            return only(.get, request, studyForm.policy) { .html(studyForm.text) }
        case "/session":
            return only(.get, request, sessionPage.policy) { .html(sessionPage.text) }
        case "/live":
            return only(.get, request, livePage.policy) { .html(livePage.text) }
        case "/settings":
            return only(.get, request, settingsPage.policy) { .html(settingsPage.text) }
        case "/study":
            return only(.get, request, "frame-ancestors 'none'") { studies.page(request) }
        case "/report": return only(.get, request, "frame-ancestors 'none'") { report(request) }
        // Browsers ask for one; a refusal would stand in their console.
        case "/favicon.ico": return Response(status: .noContent)
        default: return dressed(try await answer(request), page.policy)
        }
    }

    /// What scripts ask for.
    private func answer(_ request: Request) async throws -> Response {
        switch (request.method, request.uri.path) {
        case (.get, "/library") where !library.isThere:
            return .text(.gone, "The folder \(library.root) is no longer there.")
        case (.get, "/library"):
            return .json(.ok, list)
        case (.get, "/recordings"): return sessions.recordings()
        case (.get, "/queue"): return sessions.state()
        case (_, let path) where path.hasPrefix("/review/"):
            return try await reviews.answer(request)
        case (.post, "/check"): return try await sessions.check(request)
        case (.post, "/people"): return try await sessions.people(request)
        case (.post, "/sessions"): return try await sessions.add(request)
        case (.post, "/pause"): return sessions.pause(request)
        case (.post, "/resume"): return sessions.resume(request)
        case (.post, "/remove"): return sessions.remove(request)
        case (.get, "/jobs"): return jobs.state(request)
        case (.post, "/jobs/stop"): return jobs.stop(request)
        case (.post, "/jobs/remove"): return jobs.remove(request)
        case (.get, "/studies/choices"): return studies.choices()
        case (.post, "/studies"): return try await studies.make(request)
        case (.post, "/studies/draw"): return studies.draw(request)
        case (.get, "/session/state"): return desk.state(request)
        case (.post, "/session/export"): return try await desk.export(request)
        case (.post, "/session/score"): return try await desk.score(request)
        case (.get, "/live/state"): return live.state()
        case (.get, "/live/sources"): return await live.sources()
        case (.post, "/live/start"): return try await live.start(request)
        case (.post, "/live/stop"): return await live.stop()
        case (.get, "/settings/all"): return settings.all()
        case (.get, "/settings/preset"): return settings.preset(request)
        case (.post, "/settings/presets"): return try await settings.keep(request)
        case (.post, "/settings/preview"): return try await settings.preview(request)
        case (.post, "/session/plan"): return try await desk.plan(request)
        case (.post, "/session/withdraw"): return try await desk.withdraw(request)
        case (.get, "/healthz"): return .json(.ok, ["status": "ok"])
        case (_, "/library"), (_, "/recordings"), (_, "/queue"), (_, "/healthz"),
            (_, "/jobs"), (_, "/studies/choices"), (_, "/session/state"), (_, "/settings/all"),
            (_, "/settings/preset"), (_, "/live/state"), (_, "/live/sources"):
            return .notAllowed("GET")
        case (_, "/check"), (_, "/people"), (_, "/sessions"), (_, "/pause"), (_, "/resume"),
            (_, "/remove"),
            (_, "/jobs/stop"), (_, "/jobs/remove"), (_, "/studies"), (_, "/studies/draw"),
            (_, "/session/export"), (_, "/session/plan"), (_, "/session/withdraw"),
            (_, "/session/score"), (_, "/settings/presets"),
            (_, "/settings/preview"), (_, "/live/start"), (_, "/live/stop"):
            return .notAllowed("POST")
        default: return .notFound
        }
    }

    private var list: JSONValue {
        LibraryJSON(today: .today, words: words, isDrawn: studies.shelf.has).value(library)
    }

    private func only(
        _ method: HTTPRequest.Method, _ request: Request, _ policy: String,
        _ response: () -> Response
    ) -> Response {
        dressed(
            request.method == method ? response() : .notAllowed(method.rawValue), policy)
    }

    private func dressed(_ response: Response, _ policy: String) -> Response {
        var response = response
        response.headers.append(contentsOf: HTTPFields.ofPage(policy: policy))
        return response
    }

    /// A session's report, drawn anew from its record: the page in its folder may be anybody's. It is in the
    /// language that the browser asks for, of those there are.
    private func report(_ request: Request) -> Response {
        guard let id = request.uri.queryParameters.get("id"), let entry = library.entry(id),
            case .session = entry.kind
        else { return .notFound }
        do throws(Failure) {
            let path = entry.path + "/" + SessionRecord.fileName
            try SessionRecord.requireThere(path)
            let record = try SessionRecord.open(path)
            let session = try record.session()
            let language = Phrases.preferred(request.headers[.acceptLanguage] ?? "")
            let page = try FileWriter.bytes { output throws(Failure) in
                try ReportHTML(library: plotting, in: language).write(session, to: &output)
            }
            try record.close()
            return .html(String(decoding: page, as: UTF8.self))
        } catch {
            return .text(
                error.kind == .noConsent ? .forbidden : .conflict, error.sentences(words))
        }
    }
}
