import Base
import HTTPTypes
import Hummingbird

/// `GET /`: the page, in one piece. It is the same for every session; what is particular comes by
/// `GET /events`.
struct MonitorPage: Sendable {
    let response: Response
    /// For every answer, not only the page: nothing is stored, nothing is guessed, nothing is framed,
    /// and the page runs no script but its own and asks nobody but this server.
    let headers: HTTPFields

    init() {
        let style = Self.text(PackageResources.live_css)
        let script = [
            PackageResources.live_words_js, PackageResources.live_figures_js,
            PackageResources.live_timeline_js, PackageResources.live_js,
        ].map(Self.text).joined(separator: "\n")
        let page = Self.text(PackageResources.live_html)
            .replacing("{{style}}", with: style).replacing("{{script}}", with: script)
        response = Response(
            status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: page)))
        headers = [
            .contentSecurityPolicy: Self.policy(style: style, script: script),
            .cacheControl: "no-store",
            .xContentTypeOptions: "nosniff",
            .referrerPolicy: "no-referrer",
            .crossOriginResourcePolicy: "same-origin",
            .crossOriginOpenerPolicy: "same-origin",
            .xFrameOptions: "DENY",
        ]
    }

    private static func policy(style: String, script: String) -> String {
        func digest(_ text: String) -> String { "'sha256-\(Digest.sha256Base64(text))'" }
        return "default-src 'none'; script-src \(digest(script)); style-src \(digest(style)); "
            + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'"
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

extension HTTPField.Name {
    fileprivate static let referrerPolicy = Self(known: "Referrer-Policy")
    fileprivate static let crossOriginOpenerPolicy = Self(known: "Cross-Origin-Opener-Policy")
    fileprivate static let xFrameOptions = Self(known: "X-Frame-Options")
}
