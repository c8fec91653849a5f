import Base
import HTTPTypes
import Hummingbird
import Loopback

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
        response = .html(page.text)
        headers = .ofPage(policy: page.policy)
    }
}
