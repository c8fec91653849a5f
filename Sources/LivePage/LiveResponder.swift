import Base
import HTTPTypes
import Hummingbird
import NIOCore

/// What the server answers. Everything that can be asked is in `route`, after every check.
struct LiveResponder: HTTPResponder {
    let door: RequestGuard
    let page: MonitorPage
    let streams: EventStreams
    let video: VideoStream?
    let commands: Commands
    let control: any LiveControl

    init(token: LiveToken, hub: LiveHub, control: any LiveControl, options: LiveOptions) {
        door = RequestGuard(token: token)
        page = MonitorPage()
        streams = EventStreams(hub: hub, options: options)
        video = options.showVideo ? VideoStream(pictures: hub.pictures) : nil
        commands = Commands(hub: hub, control: control)
        self.control = control
    }

    func respond(to request: Request, context: LiveContext) async throws -> Response {
        let port = context.channel.localAddress?.port ?? 0
        let isHealth = request.uri.path == "/healthz"
        var response =
            door.admits(request, port: port, needsToken: !isHealth)
            ? try await route(request, context)
            : Response.text(.forbidden, "Open the address that Attune printed, with its token.")
        response.headers.append(contentsOf: page.headers)
        return response
    }

    private func route(_ request: Request, _ context: LiveContext) async throws -> Response {
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

/// A request's surroundings: the connection that it came by.
struct LiveContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}

extension Response {
    static func text(_ status: HTTPResponse.Status, _ text: String) -> Response {
        Response(
            status: status, headers: [.contentType: "text/plain; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: text + "\n")))
    }

    static func json(_ status: HTTPResponse.Status, _ value: JSONValue) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(string: value.text(.compact) + "\n")))
    }

    static var notFound: Response { .text(.notFound, "There is nothing here.") }

    static func notAllowed(_ method: String) -> Response {
        var response = text(.methodNotAllowed, "Only \(method) is answered here.")
        response.headers[.allow] = method
        return response
    }
}

extension HTTPField.Name {
    /// A name that is known to be one.
    init(known name: String) {
        guard let made = Self(name) else { preconditionFailure("\(name) is no name of a field") }
        self = made
    }
}
