import Archive
import Base
import Consents
import HTTPTypes
import Hummingbird
import Loopback

/// What the page of one session asks for: `GET /session/state`, `POST /session/export`, `/session/score`,
/// `/session/plan` and `/session/withdraw`.
struct SessionDesk: Sendable {
    let library: Library
    let jobs: JobList
    let work: any FolderWork
    let queue: any SessionQueue
    let live: any LiveRunner
    /// How a remedy names what can be done.
    let words: @Sendable (Remedy.Action) -> String

    /// Bytes of a form.
    static let longest = 8192
    /// Seconds that a measurement may take to end; then the withdrawal says that somebody writes to the folder.
    private static let patience = 60

    func state(_ request: Request) -> Response {
        guard let (entry, outline) = session(request) else { return .notFound }
        let people = people(entry, outline).map { person -> JSONValue in
            ["seat": .string(person.seat), "id": .string(person.id)]
        }
        let coders = outline.reviews.filter { !$0.hidesMeasured }.map(\.coder)
        return .json(
            .ok,
            [
                "name": .string(entry.name.oneLine), "state": .string(outline.state.rawValue),
                "opens": .bool(
                    outline.hasResults && [.done, .stopped].contains(outline.state)),
                "people": .array(people), "formats": .array(work.formats.map { .string($0) }),
                "coders": .array(coders.map { .string($0) }),
                "presets": .array(Presets(library: library).names.map { .string($0) }),
            ])
    }

    /// As the folder says; of one that was withdrawn from, as the receipt does.
    private func people(
        _ entry: Library.Entry, _ outline: SessionOutline
    ) -> [(seat: String, id: String)] {
        if let consent = outline.consent {
            return consent.participants.map { ($0.seat, $0.id) }
        }
        if let consent = (try? FolderConsent.read(entry.path))?.summary {
            return consent.participants.map { ($0.seat, $0.id) }
        }
        let receipt = (try? Withdrawal.read(in: entry.path)) ?? nil
        return (receipt?.participants ?? []).map { ("", $0) }
    }

    /// Begins to write files of a session.
    func export(_ request: Request) async throws -> Response {
        guard let (entry, _) = session(request) else { return .notFound }
        guard let body = try await request.body(atMost: Self.longest) else { return .tooLong }
        guard let value = JSONValue(parsing: body),
            let object = try? StrictObject(
                value, known: ["formats", "reviewer", "replaces"], required: ["formats"]),
            case .array(let names)? = object["formats"]
        else { return .malformed }
        let formats = names.compactMap(\.asText)
        guard !formats.isEmpty, formats.count == names.count,
            Set(formats).isSubset(of: work.formats)
        else { return .refusal(.badRequest, of: "formats", "Choose what is to be written.") }
        let choice = ExportChoice(
            // In the order of the formats, each once.
            formats: work.formats.filter(formats.contains),
            reviewer: object["reviewer"]?.asText, replaces: object["replaces"] == .bool(true))
        let work = work
        do throws(Failure) {
            let id = try jobs.begin(.export, entry.name, folder: entry.id) { report in
                let files = try await work.export(entry.path, choice, telling: report)
                return ["files": .array(files.map { .string($0) })]
            }
            return .json(.accepted, ["job": .string(id)])
        } catch { return .refusal(error, words) }
    }

    /// `{"preset": NAME, "confirm": true}`: begins to make the results anew with these settings; without a name with the
    /// standard ones.
    func score(_ request: Request) async throws -> Response {
        guard let (entry, _) = session(request) else { return .notFound }
        guard let body = try await request.body(atMost: Self.longest) else { return .tooLong }
        guard let value = JSONValue(parsing: body),
            let object = try? StrictObject(
                value, known: ["preset", "confirm"], required: ["preset"])
        else { return .malformed }
        guard object["confirm"] == .bool(true) else {
            return .refusal(
                .badRequest, of: "score-confirm",
                "Nothing was changed: say that the results are to be replaced.")
        }
        let work = work
        do throws(Failure) {
            let file = try Presets(library: library).file(object["preset"]?.asText)
            let id = try jobs.begin(.scores, entry.name, folder: entry.id) { report in
                try await work.score(entry.path, with: file, telling: report)
                return .null
            }
            return .json(.accepted, ["job": .string(id)])
        } catch { return .refusal(error, of: "preset", words) }
    }

    // MARK: Withdrawal

    /// `{"person": CODE}`: what a withdrawal would erase; nothing is changed.
    func plan(_ request: Request) async throws -> Response {
        try await withdrawal(request, known: ["person"]) { desk, person, _ throws(Failure) in
            .json(.ok, try desk.plan(person))
        }
    }

    /// `{"person": CODE, "confirm": CODE}`: erases it. Whatever measures the session is ended first.
    func withdraw(_ request: Request) async throws -> Response {
        try await withdrawal(request, known: ["person", "confirm"]) {
            desk, person, object throws(Failure) in
            guard object["confirm"]?.asText == person else {
                return .refusal(
                    .badRequest, of: "confirm",
                    "Nothing was erased: type the code of the person, \(person), to confirm it.")
            }
            // From now on nothing begins for the session, whatever comes of the rest.
            try desk.note(person)
            await end(desk.folder)
            let done = try desk.carryOut(person)
            queue.remove(desk.folder)
            return .json(.ok, done)
        }
    }

    /// Stops what the page measures of a session, and waits until nobody writes to its folder.
    private func end(_ folder: String) async {
        if let state = live.state, state.name == folder,
            [.beginning, .running, .ending].contains(state.phase)
        {
            await live.close()
        }
        queue.pause(folder)
        let deadline = ContinuousClock.now + .seconds(Self.patience)
        while queue.sessions.contains(where: {
            $0.session.folder == folder && $0.state == .measuring
        }), ContinuousClock.now < deadline {
            do { try await Task.sleep(for: .milliseconds(20)) } catch { return }
        }
        // A process that was just begun may hold what this one had open for a moment longer.
        let path = "\(library.root)/\(folder)"
        let moment = ContinuousClock.now + .seconds(1)
        while FolderLock.isHeld(path), ContinuousClock.now < moment {
            do { try await Task.sleep(for: .milliseconds(20)) } catch { return }
        }
    }

    private func withdrawal(
        _ request: Request, known: [String],
        _ act: (WithdrawalDesk, String, StrictObject) async throws(Failure) -> Response
    ) async throws -> Response {
        guard let (entry, _) = session(request) else { return .notFound }
        guard let body = try await request.body(atMost: Self.longest) else { return .tooLong }
        guard let value = JSONValue(parsing: body),
            let object = try? StrictObject(value, known: known, required: known),
            let person = object["person"]?.asText
        else { return .malformed }
        let desk = WithdrawalDesk(library: library, entry: entry, words: words)
        do throws(Failure) { return try await act(desk, person, object) } catch {
            return .refusal(error, of: "person", words)
        }
    }

    private func session(_ request: Request) -> (Library.Entry, SessionOutline)? {
        guard let entry = request.uri.queryParameters.get("id").flatMap(library.entry),
            case .session(let outline) = entry.kind
        else { return nil }
        return (entry, outline)
    }
}
