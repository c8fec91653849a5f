import Exports
import Base

extension StudySentences {
    /// What all specifications say together, a sentence or two a figure.
    static func multiverse(_ study: StudyAnalysis) -> [String] {
        (study.multiverse?.curves ?? []).flatMap { curve in
            let own =
                curve.joint.map { sentence(curve, $0, study) }
                ?? "Over the \(count(curve.results.count, "specification")) of \(curve.figure.words) nothing can be "
                + "told: that takes five dyads, or six that share nobody, with a figure."
            let apart = curve.recombined.map { recombined(curve, $0) }
            return [own] + (apart.map { [$0] } ?? [])
        }
    }

    private static func sentence(
        _ curve: Multiverse.Curve, _ joint: JointTest, _ study: StudyAnalysis
    ) -> String {
        let withheld =
            curve.figure == .episodes
            ? study.isLivelyTogether : study.withholdsMovement && curve.figure != .mirroring
        let verdict =
            withheld
            ? "what both do by being lively at the same times, or in turn, is in all of them, so that nothing is claimed"
            : joint.medianPValue <= level
                ? "together they show more than chance"
                : "together they do not show more than chance"
        return
            "Over \(count(joint.specifications, "specification")) of \(curve.figure.words), \(verdict): "
            + "\(figures(joint, curve.figure.unit))."
    }

    private static func recombined(_ curve: Multiverse.Curve, _ joint: JointTest) -> String {
        let verdict = joint.medianPValue <= level ? "more" : "not shown to be more"
        let unit = curve.figure == .combined ? "standard deviations of pairs" : curve.figure.unit
        return
            "Over the same \(count(joint.specifications, "specification")), what people share with the partner they met "
            + "is \(verdict) than with partners of others: \(figures(joint, unit))."
    }

    /// Such as `median 0.12 z (p = 0.010), 80 % with p ≤ 0.05 (p = 0.020), aggregate z 2.10 (p = 0.012)`.
    private static func figures(_ joint: JointTest, _ unit: String) -> String {
        let percent = Int(bounded: (joint.significant * 100).rounded())
        let below = joint.isPositive ? "" : " below chance"
        let median = DecimalText.text(joint.median, decimals: 3).replacing("-", with: "−")
        return "median \(median) \(unit) (\(p(joint.medianPValue))), "
            + "\(percent) % of them with p ≤ 0.05\(below) (\(p(joint.significantPValue))), "
            + "aggregate z \(number(joint.aggregateZ)) (\(p(joint.aggregatePValue)))"
    }

    /// How many dyads a study takes.
    static func power(_ study: StudyAnalysis) -> [String] {
        guard let power = study.power else { return [] }
        let figures = power.rows.map(\.figure).reduce(into: [String]()) {
            if !$0.contains($1) { $0.append($1) }
        }
        guard !figures.isEmpty else {
            return [
                "How many dyads a study takes cannot be simulated from these: that takes six that share nobody, with "
                    + "a figure."
            ]
        }
        return figures.map { figure in
            let needed = StudyPower.effects.reversed().map { effect in
                let dyads = power.dyads(for: effect, of: figure)
                return
                    "\(dyads.map { "\($0)" } ?? "more than \(StudyPower.sizes.last ?? 0)") for d = "
                    + DecimalText.text(effect, decimals: 1)
            }
            return
                "Dyads that find \(words(figure)) in four of five studies, simulated from these: "
                + "\(needed.joined(separator: ", "))\(observed(power, figure))."
        }
    }

    private static func words(_ figure: String) -> String {
        MultiverseFigure(figure)?.words ?? figure
    }

    private static func observed(_ power: StudyPower, _ figure: String) -> String {
        guard let row = power.rows.first(where: { $0.figure == figure && $0.isObserved }) else {
            return ""
        }
        let dyads = power.dyads(for: row.effect, of: figure)
        return
            "; of the effect seen here, d = \(number(row.effect)), which is likely to be too large where it was found, "
            + (dyads.map { "\($0)" } ?? "more than \(StudyPower.sizes.last ?? 0)")
    }
}
