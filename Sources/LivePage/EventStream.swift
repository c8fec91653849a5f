import Base
import HTTPTypes
import Hummingbird
import Loopback
import NIOCore
import Synchronization

/// `GET /events`: the events of the hub as server-sent events.
///
/// A stream begins with `hello`, then comes the past: all that the hub remembers, or what came after
/// the `Last-Event-ID` that a page brings when it reconnects.
struct EventStreams: Sendable {
    let hub: LiveHub
    let options: LiveOptions

    func open(_ request: Request, _ channel: any Channel) -> Response {
        let last = request.headers[.lastEventID].flatMap(number)
        guard let (watcher, welcome) = hub.watch(after: last, limit: options.maxStreams) else {
            var busy = Response.text(
                .serviceUnavailable, "Too many pages are open; close one and try again.")
            busy.headers[.retryAfter] = "5"
            return busy
        }
        watcher.onLoss { channel.close(promise: nil) }
        channel.closeFuture.whenComplete { [hub] _ in hub.leave(watcher) }
        var hello = EventText.retry
        hello.writeImmutableBuffer(
            EventText.message(name: "hello", id: nil, data: welcome.json(options)))
        let run = hub.run
        let body = ResponseBody { [hello] writer in
            try await writer.write(hello)
            while let events = await watcher.next() {
                try await writer.write(events.isEmpty ? EventText.heartbeat : text(events, run))
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream; charset=utf-8", .accelBuffering: "no"],
            body: body)
    }

    /// The events in one piece: one write, however many there are.
    private func text(_ events: [NumberedEvent], _ run: String) -> ByteBuffer {
        if events.count == 1 { return events[0].text(run: run) }
        var whole = ByteBuffer()
        for event in events { whole.writeImmutableBuffer(event.text(run: run)) }
        return whole
    }

    /// The number in the id of an event of this run.
    private func number(_ id: String) -> Int? {
        let parts = id.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == hub.run else { return nil }
        return Int(parts[1])
    }
}

extension HTTPField.Name {
    fileprivate static let lastEventID = Self(known: "Last-Event-ID")
    fileprivate static let accelBuffering = Self(known: "X-Accel-Buffering")
}

/// The first event of every stream, `hello`: what the page must know before the others.
struct LiveWelcome: Sendable {
    /// Distinguishes this run of Attune from another one at the same address.
    var run: String
    /// Names of the first and the second seat.
    var seats: [String]
    /// Whether everything remembered follows, rather than only what came after the last event seen.
    var isWhole: Bool
    /// The latest status, however long ago.
    var status: LiveStatus?
    var isPaused: Bool
    /// The latest time of the recording that was reported, seconds.
    var time: Double

    func json(_ options: LiveOptions) -> JSONValue {
        [
            "run": .string(run), "time": .rounded(time), "seats": .array(seats.map { .string($0) }),
            "replay": isWhole ? "all" : "since", "status": status?.json ?? .null,
            "paused": .bool(isPaused), "notice_after": .number(options.noticeAfter),
            "show_video": .bool(options.showVideo),
        ]
    }
}

/// An event with its number, shared by all watchers.
final class NumberedEvent: Sendable {
    /// From 1, without gaps.
    let number: Int
    /// The latest time of the recording when it was reported, seconds.
    let time: Double
    let event: LiveEvent
    private let text = Mutex<ByteBuffer?>(nil)

    init(number: Int, time: Double, event: LiveEvent) {
        self.number = number
        self.time = time
        self.event = event
    }

    /// The event as the stream carries it; made by the first watcher that needs it, not by the measurement.
    ///
    /// - Parameter run: precedes the number, so that numbers of different runs differ.
    func text(run: String) -> ByteBuffer {
        text.withLock { text in
            if let text { return text }
            let made = EventText.message(
                name: event.name, id: "\(run)-\(number)", data: event.json)
            text = made
            return made
        }
    }
}

/// Server-sent events as text (HTML Living Standard, section 9.2).
enum EventText {
    /// A comment: nothing to the page, a sign of life to everything on the way.
    static let heartbeat = ByteBuffer(string: ": \n\n")

    /// A page that lost the stream asks again after a second.
    static let retry = ByteBuffer(string: "retry: 1000\n\n")

    /// One event. Compact JSON holds no line break, so one `data:` is enough.
    static func message(name: String, id: String?, data: JSONValue) -> ByteBuffer {
        var text = "event: \(name)\n"
        if let id { text += "id: \(id)\n" }
        text += "data: " + data.text(.compact) + "\n\n"
        return ByteBuffer(string: text)
    }
}
