import Base

/// The page on which a coder reviews a session: `Resources/Review`, a script for each component.
enum ReviewPage {
    static func make() -> OfflinePage {
        let script = [
            PackageResources.review_words_js, PackageResources.review_store_js,
            PackageResources.review_player_js, PackageResources.review_figures_js,
            PackageResources.review_list_js, PackageResources.review_adjust_js,
            PackageResources.review_form_js, PackageResources.review_exchange_js,
            PackageResources.review_main_js,
        ].map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
        return OfflinePage(
            template: PackageResources.review_html,
            style: PackageResources.library_css + PackageResources.review_css,
            scripts: ["script": OfflinePage.scriptText("(() => {\n\(script)\n})();\n")],
            allowing: [
                "connect-src 'self'", "img-src data:", "media-src 'self' blob:",
                "frame-ancestors 'none'",
            ])
    }
}
