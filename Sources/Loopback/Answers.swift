package import Base
package import HTTPTypes
package import Hummingbird
import NIOCore

extension Response {
    package static func text(_ status: HTTPResponse.Status, _ text: String) -> Response {
        Response(
            status: status, headers: [.contentType: "text/plain; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: text + "\n")))
    }

    package static func json(_ status: HTTPResponse.Status, _ value: JSONValue) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(string: value.text(.compact) + "\n")))
    }

    package static func html(_ text: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    package static var notFound: Response { .text(.notFound, "There is nothing here.") }

    /// To whom ``RequestGuard`` does not admit.
    package static var notAdmitted: Response {
        .text(.forbidden, "Open the address that Attune printed, with its token.")
    }

    package static func notAllowed(_ method: String) -> Response {
        var response = text(.methodNotAllowed, "Only \(method) is answered here.")
        response.headers[.allow] = method
        return response
    }
}

extension HTTPFields {
    /// For every answer, not only a page: nothing is stored, guessed or framed, and a page runs no script but its
    /// own and contacts nobody but this server.
    ///
    /// - Parameter policy: the content security policy.
    package static func ofPage(policy: String) -> HTTPFields {
        [
            .contentSecurityPolicy: policy,
            .cacheControl: "no-store",
            .xContentTypeOptions: "nosniff",
            .referrerPolicy: "no-referrer",
            .crossOriginResourcePolicy: "same-origin",
            .crossOriginOpenerPolicy: "same-origin",
            .xFrameOptions: "DENY",
        ]
    }
}

extension HTTPField.Name {
    /// A name that is known to be one.
    package init(known name: String) {
        guard let made = Self(name) else { preconditionFailure("\(name) is no name of a field") }
        self = made
    }

    fileprivate static let referrerPolicy = Self(known: "Referrer-Policy")
    fileprivate static let crossOriginOpenerPolicy = Self(known: "Cross-Origin-Opener-Policy")
    fileprivate static let xFrameOptions = Self(known: "X-Frame-Options")
}
