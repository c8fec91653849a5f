import Base
import HTTPTypes
import Hummingbird
import Loopback
import NIOCore

/// What the server answers. Everything that can be asked is in `route`, after every check.
struct LiveResponder: HTTPResponder {
    let door: RequestGuard
    let page: MonitorPage
    let streams: EventStreams
    let video: VideoStream?
    let commands: Commands
    let control: any LiveControl

    init(token: PageToken, hub: LiveHub, control: any LiveControl, options: LiveOptions) {
        door = RequestGuard(token: token)
        page = MonitorPage()
        streams = EventStreams(hub: hub, options: options)
        video = options.showVideo ? VideoStream(pictures: hub.pictures) : nil
        commands = Commands(hub: hub, control: control)
        self.control = control
    }

    func respond(to request: Request, context: LoopbackContext) async throws -> Response {
        let isHealth = request.uri.path == "/healthz"
        var response =
            door.admits(request, port: context.port, needsToken: !isHealth)
            ? try await route(request, context) : .notAdmitted
        response.headers.append(contentsOf: page.headers)
        return response
    }

    private func route(_ request: Request, _ context: LoopbackContext) async throws -> Response {
        switch (request.method, request.uri.path) {
        case (.get, "/"): page.response
        case (.get, "/events"): streams.open(request, context.channel)
        case (.get, "/video"): video?.open() ?? .notFound
        case (.get, "/healthz"): health
        // Browsers ask for one; a refusal would stand in their console.
        case (.get, "/favicon.ico"): Response(status: .noContent)
        case (.post, "/markers"): try await commands.mark(request)
        case (.post, "/pause"): try await commands.pause(request)
        case (.post, "/stop"): await commands.stop()
        case (_, "/"), (_, "/events"), (_, "/healthz"): .notAllowed("GET")
        case (_, "/video") where video != nil: .notAllowed("GET")
        case (_, "/markers"), (_, "/pause"), (_, "/stop"): .notAllowed("POST")
        default: .notFound
        }
    }

    /// Whether the session is alive, and nothing of what is in it.
    private var health: Response {
        switch control.health {
        case .starting, .measuring, .paused: .json(.ok, ["status": "ok"])
        case .waiting, .stopping: .json(.serviceUnavailable, ["status": "unavailable"])
        }
    }
}
