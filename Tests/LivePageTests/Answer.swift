import Foundation
import Testing

/// An HTTP response as it came over the socket.
struct Answer {
    var status: Int
    var headers: [String: String]
    var body: String

    init?(_ text: String) {
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        var lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
        let words = lines.removeFirst().split(separator: " ")
        guard words.count >= 2, words[0] == "HTTP/1.1", let status = Int(words[1]) else {
            return nil
        }
        self.status = status
        headers = [:]
        for line in lines {
            let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
            headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        body = String(text[end.upperBound...])
    }

    /// The answer to one request on a connection of its own.
    ///
    /// - Parameters:
    ///   - host: the Host header; `nil`: that of the server.
    ///   - headers: further lines, each `Name: value`.
    static func to(
        _ method: String, _ path: String, port: Int, host: String? = nil, headers: [String] = [],
        body: String? = nil
    ) async throws -> Answer {
        var lines =
            ["\(method) \(path) HTTP/1.1", "Host: \(host ?? "127.0.0.1:\(port)")"] + headers
        if let body { lines.append("Content-Length: \(body.utf8.count)") }
        lines.append("Connection: close")
        let text = lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? "")
        return try await raw(text, port: port)
    }

    static func raw(_ text: String, port: Int) async throws -> Answer {
        let client = try await RawClient.connect(port)
        try? await client.send(text)
        let received = try await client.read { text in
            guard let answer = Answer(text) else { return false }
            guard let length = answer.headers["content-length"].flatMap(Int.init) else {
                return false
            }
            return answer.body.utf8.count >= length
        }
        return try #require(Answer(received), "no answer: \(received.prefix(200))")
    }
}
