import Base
import HTTPTypes
import Hummingbird

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
