import Mimicry
package import Base
import Exports
import Posture
import SessionModel

/// `study.html`: one page that opens offline and asks for nothing from outside, with a forest plot over
/// the dyads.
package struct StudyHTML: Sendable {
    /// Text of d3 5.
    private let plotting: String

    /// - Parameter library: the text of `d3.min.js`, version 5, which the page will carry.
    package init(library: String) { plotting = HTML.scriptText(library) }

    package func write(_ study: StudyAnalysis, to output: inout FileWriter) throws(Failure) {
        let style = Self.text(PackageResources.study_css)
        let script = HTML.scriptText(Self.text(PackageResources.study_js))
        for (text, place) in HTML.pieces(of: Self.text(PackageResources.study_html)) {
            try output.write(text)
            switch place {
            case nil: break
            case "policy": try output.write(policy(style: style, script: script))
            case "style": try output.write(style)
            case "library": try output.write(plotting)
            case "script": try output.write(script)
            case "data":
                try output.write(StudyJSON.value(study).text(.compact, embeddable: true))
            case let place?: try output.write(Self.section(place, study))
            }
        }
    }

    private func policy(style: String, script: String) -> String {
        func digest(_ text: String) -> String { "'sha256-\(Digest.sha256Base64(text))'" }
        return "default-src 'none'; img-src data:; style-src \(digest(style)); "
            + "script-src \(digest(plotting)) \(digest(script)); base-uri 'none'; form-action 'none'"
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private static func section(_ place: String, _ study: StudyAnalysis) -> String {
        switch place {
        case "headline": HTML.prose(StudySentences(study).headline)
        case "findings": paragraphs(StudySentences(study).sentences)
        case "warnings":
            study.warnings.isEmpty
                ? "<p>None.</p>"
                : "<ul>" + study.warnings.map { "<li>\(HTML.prose($0)).</li>" }.joined() + "</ul>"
        case "channels": channels(study)
        case "postures": postures(study)
        case "sessions": sessions(study)
        case "version": HTML.escape(AttuneVersion.current)
        default: ""
        }
    }

    private static func paragraphs(_ sentences: [String]) -> String {
        sentences.map { "<p>\(HTML.prose($0))</p>" }.joined(separator: "\n")
    }

    /// A table, its first column of texts, the others of numbers.
    private static func table(_ head: [String], _ rows: [[String]]) -> String {
        guard !rows.isEmpty else { return "<p>None.</p>" }
        let header = head.map { "<th scope=\"col\">\(HTML.escape($0))</th>" }.joined()
        let body = rows.map { row in
            let cells = row.dropFirst().map { "<td>\(HTML.escape($0))</td>" }.joined()
            return "<tr><th scope=\"row\">\(HTML.escape(row[0]))</th>\(cells)</tr>"
        }
        return "<div class=\"wide\"><table><thead><tr>\(header)</tr></thead><tbody>"
            + body.joined(separator: "\n") + "</tbody></table></div>"
    }

    private static func figures(_ test: SubsetTest) -> [String] {
        let interval = test.interval.map {
            "\(StudySentences.number($0.lowerBound)) to \(StudySentences.number($0.upperBound))"
        }
        return [
            "\(test.count)", StudySentences.number(test.mean),
            test.sd.map(StudySentences.number) ?? "", interval ?? "",
        ]
    }

    private static func value(_ value: Double?) -> String {
        value.map { $0 < 0.001 ? "< 0.001" : DecimalText.text($0, decimals: 3) } ?? ""
    }

    private static func channels(_ study: StudyAnalysis) -> String {
        table(
            ["Channel", "dyads", "mean", "SD", "95 % interval", "p", "q"],
            study.channels.map {
                [$0.title] + figures($0.test) + [value($0.pValue), value($0.qValue)]
            })
    }

    private static func postures(_ study: StudyAnalysis) -> String {
        table(
            [
                "Posture", "episodes", "in sessions", "an hour", "95 % interval", "against chance",
                "p", "q",
            ],
            study.postures.map { rate in
                let hour = figures(rate.perHour)
                return [
                    rate.posture.split(separator: "_").joined(separator: " "),
                    "\(rate.episodes)", "\(rate.sessions)", hour[1], hour[3],
                    rate.finding.map { StudySentences.number($0.test.mean) } ?? "",
                    value(rate.finding?.pValue), value(rate.finding?.qValue),
                ]
            })
    }

    private static func sessions(_ study: StudyAnalysis) -> String {
        table(
            [
                "Session", "dyad", "min", "measured", "episodes", "a minute", "p", "movement", "p",
                "consent",
            ],
            study.sessions.map { session in
                [
                    session.id, session.dyad, DecimalText.text(session.duration / 60, decimals: 1),
                    session.coverage.map { "\(Int(bounded: ($0 * 100).rounded())) %" }
                        .joined(separator: " / "),
                    "\(session.episodes.count)",
                    session.rate.map { DecimalText.text($0, decimals: 2) } ?? "",
                    value(session.chance?.episodes?.pValue),
                    session.chance?.combined.map { StudySentences.number($0.effectSize) } ?? "",
                    value(session.chance?.combined?.pValue),
                    session.consentDigest.map { "\($0.prefix(12))…" } ?? "",
                ]
            })
    }
}
