import HTTPTypes
import Hummingbird
import NIOCore

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
