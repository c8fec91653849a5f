@testable import LivePage
import Base
import Foundation

/// An event as a browser would take it from the stream.
struct ReceivedEvent {
    var name = "message"
    var id: String?
    var data: JSONValue = .null

    /// All complete events in a stream, response head and chunk sizes included.
    static func all(in text: String) -> [ReceivedEvent] {
        guard let end = text.range(of: "\r\n\r\n") else { return [] }
        return unchunked(String(text[end.upperBound...])).components(separatedBy: "\n\n").dropLast()
            .compactMap { block in
                var event = ReceivedEvent()
                for line in block.split(separator: "\n") {
                    let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
                    guard parts.count == 2, parts[0] != "" else { continue }
                    let value = String(parts[1].drop { $0 == " " })
                    switch parts[0] {
                    case "event": event.name = value
                    case "id": event.id = value
                    case "data": event.data = JSONValue(parsing: Array(value.utf8)) ?? .null
                    default: break
                    }
                }
                return event.data == .null ? nil : event
            }
    }

    /// The content of a chunked body, as far as it has come.
    private static func unchunked(_ text: String) -> String {
        var rest = Array(text.utf8)[...]
        var content: [UInt8] = []
        while let line = rest.firstRange(of: [13, 10]) {
            let digits = String(decoding: rest[..<line.lowerBound], as: UTF8.self)
            guard let size = Int(digits, radix: 16), size > 0 else { break }
            let chunk = rest[line.upperBound...].prefix(size)
            content += chunk
            guard chunk.count == size else { break }
            rest = rest[line.upperBound...].dropFirst(size + 2)
        }
        return String(decoding: content, as: UTF8.self)
    }
}

extension JSONValue {
    var number: Double? {
        switch self {
        case .number(let value): value
        case .integer(let value): Double(value)
        default: nil
        }
    }

    var string: String? {
        if case .string(let text) = self { return text }
        return nil
    }

    var names: [String] {
        if case .object(let members) = self { return members.map(\.name) }
        return []
    }
}
