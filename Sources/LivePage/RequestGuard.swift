import HTTPTypes
import Hummingbird

/// Who may send requests: whoever has the token, at this very address, from this very page or from none.
///
/// - *Host* must be the loopback address or `localhost`, with the port. A foreign name made to point
///   here (DNS rebinding) is refused, whatever else the request contains.
/// - *Origin*, where a browser names one, must be that same address.
/// - *The token* comes in the query (`?token=`) or in the cookie that the page got. Cookies
///   ignore ports, and pages of other local servers count as the same site; so the cookie is ignored
///   where a browser says (`Sec-Fetch-Site`) that something other than the page is asking.
struct RequestGuard: Sendable {
    let token: LiveToken

    enum Verdict: Equatable {
        case refused
        /// - `byQuery`: the token came in the query, so the page must be given its cookie.
        case admitted(byQuery: Bool)
    }

    /// - Parameters:
    ///   - port: the one that the server listens on.
    ///   - needsToken: `false` for what everybody on this machine may ask.
    func judge(_ request: Request, port: Int, needsToken: Bool) -> Verdict {
        let headers = request.headers
        guard let host = request.head.authority?.lowercased(), headers[.host] == nil,
            Self.hosts(port).contains(host),
            headers[values: .origin].allSatisfy({ $0.lowercased() == "http://\(host)" })
        else { return .refused }
        guard needsToken else { return .admitted(byQuery: false) }
        if let brought = request.uri.queryParameters.get("token") {
            return token.matches(brought) ? .admitted(byQuery: true) : .refused
        }
        let site = headers[.secFetchSite] ?? "none"
        guard site == "none" || site == "same-origin" else { return .refused }
        return cookies(headers, port).contains(where: token.matches)
            ? .admitted(byQuery: false) : .refused
    }

    /// The header that gives the page its cookie.
    func cookie(port: Int) -> String {
        "\(Self.cookieName(port))=\(token); Path=/; HttpOnly; SameSite=Strict"
    }

    private static func cookieName(_ port: Int) -> String { "attune-\(port)" }

    private static func hosts(_ port: Int) -> [String] {
        let names = ["127.0.0.1", "localhost"]
        return names.map { "\($0):\(port)" } + (port == 80 ? names : [])
    }

    /// Values of all cookies of that name: a foreign one beside ours must not lock the page out.
    private func cookies(_ headers: HTTPFields, _ port: Int) -> [Substring] {
        let prefix = Self.cookieName(port) + "="
        return headers[values: .cookie].flatMap { $0.split(separator: ";") }
            .map { $0.drop { $0 == " " } }
            .filter { $0.hasPrefix(prefix) }
            .map { $0.dropFirst(prefix.count) }
    }
}

extension HTTPField.Name {
    /// A second one; the first is the request's authority.
    fileprivate static let host = Self(known: "Host")
    fileprivate static let secFetchSite = Self(known: "Sec-Fetch-Site")
}
