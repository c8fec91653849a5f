import Archive
import Base
import Consents
import HTTPTypes
import Hummingbird
import Loopback

/// What the page asks for of studies: `GET /studies/choices` and `/study`, `POST /studies` and `/studies/draw`.
struct StudyRoutes: Sendable {
    let library: Library
    let jobs: JobList
    let work: any FolderWork
    let shelf = StudyShelf()
    /// How a remedy names what can be done.
    let words: @Sendable (Remedy.Action) -> String

    func choices() -> Response { .json(.ok, StudyChoices(library: library).json) }

    /// Begins to make a study.
    func make(_ request: Request) async throws -> Response {
        guard let body = try await request.body(atMost: StudyForm.longest) else { return .tooLong }
        let form: StudyForm
        do throws(StudyForm.Refusal) { form = try StudyForm(body, library: library) } catch {
            return .refusal(
                error.field == "replaces" ? .conflict : .badRequest, of: error.field, error.why)
        }
        let (study, work, shelf) = (form.study, work, shelf)
        let id = library.id(study.folder)
        return begin(.study, form.name, id) { report in
            let drawn = try await shelf.keep(study.folder, from: study.sessions) {
                try await work.make(study, telling: report)
            }
            return ["study": .string(id), "headline": .string(drawn.headline)]
        }
    }

    /// Begins to draw the page of a study that is there.
    func draw(_ request: Request) -> Response {
        guard let entry = study(request) else { return .notFound }
        let (library, work, shelf) = (library, work, shelf)
        return begin(.drawing, entry.name, entry.id) { report in
            let sessions = library.sessionsByCode
            let drawn = try await shelf.keep(entry.path, from: Array(sessions.values)) {
                try await work.draw(entry.path, of: sessions, telling: report)
            }
            return ["study": .string(entry.id), "headline": .string(drawn.headline)]
        }
    }

    /// The page of a study, as it was drawn.
    func page(_ request: Request) -> Response {
        guard let entry = study(request) else { return .notFound }
        do throws(Failure) { return .html(try shelf.text(of: entry.path)) } catch {
            return .text(error.kind == .noConsent ? .forbidden : .conflict, error.sentences(words))
        }
    }

    private func study(_ request: Request) -> Library.Entry? {
        let entry = request.uri.queryParameters.get("id").flatMap(library.entry)
        return entry?.kind == .study ? entry : nil
    }

    private func begin(
        _ kind: Job.Kind, _ name: String, _ folder: String, _ work: @escaping JobList.Work
    ) -> Response {
        do throws(Failure) {
            let id = try jobs.begin(kind, name, folder: folder, work)
            return .json(.accepted, ["job": .string(id)])
        } catch { return .refusal(error, words) }
    }
}

extension Library {
    /// Folders of sessions by the code of the session, which is the folder's name where no consent says it. Of two with
    /// the same code neither is there: nobody could say which is meant.
    var sessionsByCode: [String: String] {
        var found: [String: [String]] = [:]
        for entry in entries() {
            guard case .session(let outline) = entry.kind else { continue }
            let own = entry.path.split(separator: "/").last.map(String.init) ?? entry.name
            found[outline.consent?.session ?? own, default: []].append(entry.path)
        }
        return found.compactMapValues { $0.count == 1 ? $0[0] : nil }
    }
}
