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
    package init(library: String) { plotting = OfflinePage.scriptText(library) }

    package func write(_ study: StudyAnalysis, to output: inout FileWriter) throws(Failure) {
        let script = String(decoding: PackageResources.study_js, as: UTF8.self)
        let page = OfflinePage(
            template: PackageResources.study_html, style: PackageResources.study_css,
            scripts: ["library": plotting, "script": OfflinePage.scriptText(script)],
            allowing: ["img-src data:"])
        try page.write(to: &output) { place in
            place == "data"
                ? StudyJSON.value(study).text(.compact, embeddable: true)
                : Self.section(place, study)
        }
    }

    private static func section(_ place: String, _ study: StudyAnalysis) -> String {
        switch place {
        case "headline": HTML.prose(StudySentences(study).headline)
        case "findings": HTML.paragraphs(StudySentences(study).sentences)
        case "warnings":
            study.warnings.isEmpty
                ? "<p>None.</p>"
                : "<ul>" + study.warnings.map { "<li>\(HTML.prose($0)).</li>" }.joined() + "</ul>"
        case "channels": channels(study)
        case "recombined": study.recombination.map(recombined) ?? ""
        case "multiverse": study.multiverse.map(multiverse) ?? ""
        case "power": study.power.map(power) ?? ""
        case "postures": postures(study)
        case "sessions": sessions(study)
        case "version": HTML.escape(AttuneVersion.current)
        default: ""
        }
    }

    private static func table(_ head: [String], _ rows: [[String]]) -> String {
        rows.isEmpty ? "<p>None.</p>" : HTML.table(head: head, rows: rows)
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

    /// A section of its own, where it was asked for.
    private static func recombined(_ recombination: Recombination) -> String {
        let rows = recombination.measures.map { measure in
            let test = measure.test
            return [
                measure.title, "\(test.sessions)", "\(test.pairs)",
                DecimalText.text(test.realMean, decimals: 4),
                DecimalText.text(test.pseudoMean, decimals: 4),
                test.cohensD.map(StudySentences.number) ?? "", value(test.pValue),
            ]
        }
        return """
            <section aria-labelledby="recombined">
            <h2 id="recombined">Against people who never met</h2>
            <p class="soft">The first person of each session with the second person of \(partners(recombination.plan)), aligned
            at the beginning and at the end. p is the share of all ways to seat the same people together whose mean is at least
            that of the real sessions; d is the difference in standard deviations.</p>
            \(table(["Figure", "sessions", "pairs", "together", "never met", "d", "p"], rows))
            </section>

            """
    }

    private static func partners(_ plan: RecombinationPlan) -> String {
        plan.isSample
            ? "others within \(plan.groups.count) groups of sessions drawn at random (\(plan.pairs) of \(plan.possible) "
                + "pairs)" : "every other one"
    }

    private static func multiverse(_ multiverse: Multiverse) -> String {
        let rows = multiverse.curves.flatMap { curve in
            [
                curve.joint.map { joint(curve, $0, "chance") },
                curve.recombined.map { joint(curve, $0, "people who never met") },
            ].compactMap(\.self)
        }
        return """
            <section aria-labelledby="multiverse">
            <h2 id="multiverse">Under other settings</h2>
            <p class="soft">Every combination of the settings that were tried, sorted by its effect, with its 95 % interval;
            below, which settings it has. Filled marks have p ≤ 0.05. The grey band is where 95 % of the curves lie at each
            place when nothing is there: the signs of dyads are flipped, or partners exchanged, in all specifications at
            once. The three tests of the whole curve come from the same. <code>multiverse.csv</code> has every
            specification, of \(SpecifiedSession.surrogates) surrogates a session.</p>
            <p class="chooser" id="curve-chooser" hidden><label for="curve-of">Figure</label> <select id="curve-of"></select></p>
            <div id="curve" class="drawing" role="img" aria-label="Specification curve; multiverse.csv holds its figures."></div>
            \(table(["Figure", "against", "specifications", "median", "p", "p ≤ 0.05", "p", "aggregate z", "p"], rows))
            </section>

            """
    }

    private static func joint(
        _ curve: Multiverse.Curve, _ joint: JointTest, _ against: String
    ) -> [String] {
        let percent = Int(bounded: (joint.significant * 100).rounded())
        return [
            curve.figure.name.split(separator: "_").joined(separator: " "), against,
            "\(joint.specifications)",
            DecimalText.text(joint.median, decimals: 4).replacing("-", with: "−"),
            value(joint.medianPValue),
            "\(percent) %" + (joint.isPositive ? "" : ", less than chance"),
            value(joint.significantPValue), StudySentences.number(joint.aggregateZ),
            value(joint.aggregatePValue),
        ]
    }

    private static func power(_ power: StudyPower) -> String {
        let kinds = power.rows.reduce(into: [StudyPower.Row]()) { kinds, row in
            if !kinds.contains(where: { $0.figure == row.figure && $0.effect == row.effect }) {
                kinds.append(row)
            }
        }
        let rows = kinds.map { row in
            [
                row.figure, StudySentences.number(row.effect), row.isObserved ? "this study’s" : "",
                power.dyads(for: row.effect, of: row.figure).map { "\($0)" }
                    ?? "more than \(StudyPower.sizes.last ?? 0)",
            ]
        }
        return """
            <section aria-labelledby="power-title">
            <h2 id="power-title">How many dyads it takes</h2>
            <p class="soft">Studies drawn from the dyads of this one with replacement, whole where dyads share a person, with
            the mean moved to d standard deviations and tested as this study is: share of \(StudyPower.studies) with p ≤ 0.05,
            with its 95 % interval as of so many. How values are spread is known no better than from these dyads.
            <code>power.csv</code> has the figures.</p>
            <p class="chooser" id="power-chooser" hidden><label for="power-of">Figure</label> <select id="power-of"></select></p>
            <div id="power" class="drawing" role="img" aria-label="Power by number of dyads; power.csv holds the figures."></div>
            \(table(["Figure", "d", "", "dyads for 80 %"], rows))
            </section>

            """
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
                    session.chance?.combined.map { StudySentences.number($0.excess) } ?? "",
                    value(session.chance?.combined?.pValue),
                    session.consentDigest.map { "\($0.prefix(12))…" } ?? "",
                ]
            })
    }
}
