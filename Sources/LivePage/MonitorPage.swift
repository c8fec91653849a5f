import Base
import HTTPTypes
import Hummingbird

/// `GET /`: the page, in one piece. It is the same for every session; everything else comes by
/// `GET /events`.
struct MonitorPage: Sendable {
    let response: Response
    /// For every answer, not only the page: nothing is stored, guessed or framed, and the page runs no
    /// script but its own and contacts nobody but this server.
    let headers: HTTPFields

    init() {
        let script = [
            PackageResources.live_words_js, PackageResources.live_figures_js,
            PackageResources.live_timeline_js, PackageResources.live_breath_js,
            PackageResources.live_state_js, PackageResources.live_stream_js,
            PackageResources.live_status_js,
            PackageResources.live_drawing_js, PackageResources.live_notice_js,
            PackageResources.live_buttons_js, PackageResources.live_main_js,
        ].map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
        let page = OfflinePage(
            template: PackageResources.live_html, style: PackageResources.live_css,
            scripts: ["script": script],
            allowing: ["img-src 'self' data:", "connect-src 'self'", "frame-ancestors 'none'"])
        response = Response(
            status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: page.text)))
        headers = [
            .contentSecurityPolicy: page.policy,
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
    fileprivate static let referrerPolicy = Self(known: "Referrer-Policy")
    fileprivate static let crossOriginOpenerPolicy = Self(known: "Cross-Origin-Opener-Policy")
    fileprivate static let xFrameOptions = Self(known: "X-Frame-Options")
}
