import Base
import Hummingbird

/// Server-sent events as text (HTML Living Standard, section 9.2).
enum EventText {
    /// A comment: nothing to the page, a sign of life to everything between.
    static let heartbeat = ByteBuffer(string: ": \n\n")

    /// A page that lost the stream asks again after a second.
    static let retry = ByteBuffer(string: "retry: 1000\n\n")

    /// One event. JSON in one line holds no line break, so that one `data:` is enough.
    static func message(name: String, id: String?, data: JSONValue) -> ByteBuffer {
        var text = "event: \(name)\n"
        if let id { text += "id: \(id)\n" }
        text += "data: " + data.text(.compact) + "\n\n"
        return ByteBuffer(string: text)
    }
}
