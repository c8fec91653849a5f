import HTTPTypes
package import Hummingbird

/// Which requests are answered: those that bring the token, to this very address, from this very page or
/// from none. (Who may connect at all is ``PeerUser``'s affair.)
///
/// - *Host* must be the loopback address or `localhost`, with the port. A foreign name made to point
///   here (DNS rebinding) is refused, whatever else the request contains.
/// - *Origin*, where a browser names one, must be that same address.
/// - *The token* comes in the query (`?token=`) and in nothing that a browser would send by itself:
///   a cookie knows no port, and every other server on this computer would receive it.
/// - *What needs no token* is refused to other pages: a browser names them in `Sec-Fetch-Site`.
package struct RequestGuard: Sendable {
    private let token: PageToken

    package init(token: PageToken) { self.token = token }

    /// - Parameters:
    ///   - port: the one that the server listens on.
    ///   - needsToken: `false` for what tells nothing about anybody.
    package func admits(_ request: Request, port: Int, needsToken: Bool) -> Bool {
        let headers = request.headers
        guard let host = request.head.authority?.lowercased(), headers[.host] == nil,
            Self.hosts(port).contains(host),
            headers[values: .origin].allSatisfy({ $0.lowercased() == "http://\(host)" })
        else { return false }
        guard needsToken else {
            return headers[values: .secFetchSite].allSatisfy { $0 == "none" || $0 == "same-origin" }
        }
        return request.uri.queryParameters.get("token").map(token.matches) ?? false
    }

    private static func hosts(_ port: Int) -> [String] {
        let names = ["127.0.0.1", "localhost"]
        return names.map { "\($0):\(port)" } + (port == 80 ? names : [])
    }
}

extension HTTPField.Name {
    /// A second one; the first is the request's authority.
    fileprivate static let host = Self(known: "Host")
    fileprivate static let secFetchSite = Self(known: "Sec-Fetch-Site")
}
