package import Base
import Foundation
package import SessionModel

/// `report.html`: one page that opens offline and asks for nothing from outside.
///
/// The text of the page is written here, in one of the languages of ``Phrases``; its drawings are made in the browser by d3 from data that
/// the page carries. A content security policy with digests allows these scripts and no other, and no
/// request at all; a video that the reader chooses is a `blob:` of the browser's own.
package struct ReportHTML: SessionWriter {
    package static let fileName = SessionFile.report.name

    /// Text of d3 5.
    private let plotting: String
    private let say: Phrases

    /// - Parameters:
    ///   - library: the text of `d3.min.js`, version 5, which the page will carry.
    ///   - phrases: the language that the page is in.
    package init(library: String, in phrases: Phrases = .english) {
        plotting = OfflinePage.scriptText(library)
        say = phrases
    }

    /// Takes the plotting library from a file.
    ///
    /// - Throws: ``Failure/Kind/noInput`` when it cannot be read.
    package init(libraryAt path: String, in phrases: Phrases = .english) throws(Failure) {
        self.init(library: try Self.library(at: path), in: phrases)
    }

    /// The same page in another language.
    package func written(in phrases: Phrases) -> ReportHTML {
        ReportHTML(library: plotting, in: phrases)
    }

    /// The text of the plotting library.
    ///
    /// - Throws: ``Failure/Kind/noInput`` when it cannot be read.
    package static func library(at path: String) throws(Failure) -> String {
        guard let data = FileManager.default.contents(atPath: path), !data.isEmpty else {
            throw Failure.noInput(
                "the plotting library for the report is not at \(path)",
                remedy: Installation.current.repair)
        }
        return String(decoding: data, as: UTF8.self)
    }

    package func write(_ session: Session, to output: inout FileWriter) throws(Failure) {
        let page = OfflinePage(
            template: PackageResources.report_html, style: PackageResources.report_css,
            scripts: ["library": plotting, "script": script],
            allowing: ["img-src data:", "media-src blob:"])
        let sections = ReportSections(session, in: say)
        try page.write(to: &output) { place in
            place == "data"
                ? ReportData(session, in: say).value.text(.compact, embeddable: true)
                : sections.text(place) ?? say(place)
        }
    }

    /// The parts of the script in one function, so that nothing of it is visible to others.
    private var script: String {
        let parts = [
            PackageResources.report_data_js, PackageResources.report_plot_js,
            PackageResources.report_strip_js, PackageResources.report_lanes_js,
            PackageResources.report_channels_js, PackageResources.report_synchrony_js,
            PackageResources.report_video_js, PackageResources.report_input_js,
            PackageResources.report_main_js,
        ]
        let text = parts.map { say.script(String(decoding: $0, as: UTF8.self)) }
            .joined(separator: "\n")
        return OfflinePage.scriptText("(function () {\n\"use strict\";\n\(text)})();\n")
    }
}
