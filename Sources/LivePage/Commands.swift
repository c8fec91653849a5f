import Base
import Hummingbird
import Loopback
import Synchronization

/// What a page can ask for: `POST /markers`, `/pause`, `/stop`.
struct Commands: Sendable {
    /// Bytes of a request's body.
    static let maxBody = 2048
    /// Characters of a marker.
    static let maxText = 500
    /// How long a note can have been begun before it is sent, seconds.
    static let longestAgo = 3600.0

    private let hub: LiveHub
    private let control: any LiveControl
    private let pace = MarkerPace()

    init(hub: LiveHub, control: any LiveControl) {
        self.hub = hub
        self.control = control
    }

    /// A note, as `{"text": "…", "ago": SECONDS}` or as plain text; the text may be empty. It stands at
    /// the present time, or as long ago as it was begun.
    func mark(_ request: Request) async throws -> Response {
        guard let body = try await request.body(atMost: Self.maxBody) else { return Self.tooLarge }
        guard let (text, ago) = note(body, isJSON: request.isJSON) else {
            return .text(
                .badRequest,
                "A marker is {\"text\": \"…\"}, with \"ago\" from 0 to \(Int(Self.longestAgo)) s where "
                    + "it was begun earlier, or plain text; in UTF-8.")
        }
        guard text.count <= Self.maxText else {
            return .text(.badRequest, "A marker has at most \(Self.maxText) characters.")
        }
        guard pace.admits() else {
            return .text(.tooManyRequests, "That is too many markers at once; wait a moment.")
        }
        do {
            let marker = try await control.mark(text, ago: ago)
            hub.publish(.marker(marker))
            return .json(.created, marker.json)
        } catch let failure as Failure {
            return .text(.conflict, "\(failure.what); \(failure.remedy)")
        } catch {
            return .text(.conflict, "Nothing is being recorded now.")
        }
    }

    /// `{"on": true}` pauses, `{"on": false}` goes on.
    func pause(_ request: Request) async throws -> Response {
        guard let body = try await request.body(atMost: Self.maxBody) else { return Self.tooLarge }
        guard case .bool(let on)? = JSONValue(parsing: body)?["on"] else {
            return .text(.badRequest, "Say {\"on\": true} or {\"on\": false}.")
        }
        await control.pause(on)
        return .json(.ok, ["on": .bool(on)])
    }

    func stop() async -> Response {
        await control.stop()
        return .json(.accepted, ["status": "stopping"])
    }

    private static let tooLarge = Response.text(
        .contentTooLarge, "At most \(maxBody) bytes can be sent.")

    /// The text in one line, and how long ago it was begun, seconds; `nil` when the body is malformed.
    private func note(_ body: [UInt8], isJSON: Bool) -> (text: String, ago: Double)? {
        guard isJSON else {
            return String(validating: body, as: UTF8.self).map { (Self.oneLine($0), 0) }
        }
        guard let value = JSONValue(parsing: body), case .string(let text)? = value["text"] else {
            return nil
        }
        guard let ago = value["ago"] else { return (Self.oneLine(text), 0) }
        guard let seconds = ago.numberValue, (0...Self.longestAgo).contains(seconds) else {
            return nil
        }
        return (Self.oneLine(text), seconds)
    }

    /// Unseen characters become blanks; none at either end.
    private static func oneLine(_ text: String) -> String {
        let words = text.blanking().drop { $0 == " " }
        return String(words.reversed().drop { $0 == " " }.reversed())
    }
}

/// At most thirty markers at once, and three a second in the long run: more than anybody means to set, and
/// little enough for the record.
private final class MarkerPace: Sendable {
    private static let most = 30.0
    private static let perSecond = 3.0
    private let state = Mutex((left: most, at: ContinuousClock.now))

    func admits() -> Bool {
        state.withLock { state in
            let now = ContinuousClock.now
            let gained = (now - state.at) / .seconds(1) * Self.perSecond
            state = (min(Self.most, state.left + gained), now)
            guard state.left >= 1 else { return false }
            state.left -= 1
            return true
        }
    }
}

extension Request {
    fileprivate var isJSON: Bool {
        headers[.contentType]?.lowercased().hasPrefix("application/json") ?? false
    }
}
