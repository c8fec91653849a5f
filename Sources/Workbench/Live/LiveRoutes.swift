import Base
import HTTPTypes
import Hummingbird
import Loopback
import Synchronization

/// What the page of a live session asks for: `GET /live/state` and `/live/sources`, `POST /live/start` and `/live/stop`.
struct LiveRoutes: Sendable {
    let library: Library
    let runner: any LiveRunner
    /// How a remedy names what can be done.
    let words: @Sendable (Remedy.Action) -> String
    private let door = Door()

    /// Lets in one request to begin at a time: of two, one finds that the other runs.
    private final class Door: Sendable {
        let turn = Mutex(())
    }

    init(
        library: Library, runner: any LiveRunner,
        words: @escaping @Sendable (Remedy.Action) -> String
    ) {
        self.library = library
        self.runner = runner
        self.words = words
    }

    func state() -> Response {
        let session = runner.state.map { state -> JSONValue in
            [
                "name": .string(state.name), "phase": .string(state.phase.rawValue),
                "address": state.address.map { .string($0) } ?? .null,
                "remarks": .array(state.remarks.map { .string($0.oneLine) }),
            ]
        }
        return .json(.ok, ["session": session ?? .null])
    }

    /// Cameras, and recordings that can be played to try it out.
    func sources() async -> Response {
        do throws(Failure) {
            let cameras = try await runner.cameras().map { camera -> JSONValue in
                [
                    "id": .string(library.id(camera.device)),
                    "name": .string("\(camera.name) (\(camera.device))".oneLine),
                    "problem": camera.problem.map { .string($0.sentences(words)) } ?? .null,
                ]
            }
            let recordings = Recordings(library: library).all().map { recording -> JSONValue in
                ["id": .string(recording.id), "name": .string(recording.name.oneLine)]
            }
            return .json(.ok, ["cameras": .array(cameras), "recordings": .array(recordings)])
        } catch { return .refusal(error, words) }
    }

    /// `{"source": ID, "shows_video": …, "consent": {…}, "accepted": …, "replaces": …, "preset": NAME}`: begins, once the
    /// consent is on the disk.
    func start(_ request: Request) async throws -> Response {
        guard let body = try await request.body(atMost: SessionForm.longest) else {
            return .tooLong
        }
        guard let value = JSONValue(parsing: body), let id = value["source"]?.asText else {
            return .refusal(.badRequest, of: "source", "Choose a camera.")
        }
        guard [nil, .done, .failed].contains(runner.state?.phase) else {
            return .refusal(
                .tooManyRequests, of: "form", "A live session is running already. End it first.")
        }
        let showsVideo = value["shows_video"] == .bool(true)
        do {
            guard let source = try await source(id) else {
                return .refusal(
                    .badRequest, of: "source", "That camera is no longer there. Reload the page.")
            }
            let form = try SessionForm(live: body, library: library, showsVideo: showsVideo)
            try door.turn.withLock { _ in
                // The consent is written last: what is refused leaves none.
                try runner.requireReady(for: value["preset"]?.asText, of: library)
                let session = try form.session(in: library)
                var live = NewLive(
                    name: session.name, source: source,
                    folder: "\(library.root)/\(session.folder)",
                    consent: library.consentPath(of: session.name))
                live.showsVideo = showsVideo
                live.preset = session.preset
                try runner.start(live, of: library)
            }
            return state()
        } catch let refusal as SessionForm.Refusal {
            return SessionRoutes.refused(refusal)
        } catch let failure as Failure {
            return .refusal(failure, words)
        }
    }

    func stop() async -> Response {
        await runner.stop()
        return state()
    }

    private func source(_ id: String) async throws(Failure) -> String? {
        if let recording = Recordings(library: library).all().first(where: { $0.id == id }) {
            return recording.path
        }
        return try await runner.cameras().first { library.id($0.device) == id }?.device
    }
}
