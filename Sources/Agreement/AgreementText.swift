import Exports
import Base

/// The comparison on one page, for a terminal.
package struct AgreementText: Sendable, CustomStringConvertible {
    package let description: String

    package init(_ pair: ComparedPair) {
        let comparison = pair.comparison
        let hasCeiling = comparison.rows.contains { $0.ceiling != nil }
        func table(_ columns: [String], _ cells: (Comparison.Row) -> [String]) -> [String] {
            Self.aligned(
                [columns]
                    + comparison.rows.map { row in
                        ["\(row.seat ?? "both") \(row.posture)"] + cells(row)
                    })
        }
        var lines = [Self.heading(pair), ""]
        let tolerance = Self.number(comparison.tolerance, 1)
        lines += table(
            [
                "seconds", "kappa", "95 %", "agree", "not told, s", "kappa of told",
                "± \(tolerance) s", "u-alpha",
            ]
                + (hasCeiling ? ["two coders' kappa", "their u-alpha"] : [])
        ) { Self.seconds($0) + (hasCeiling ? Self.ceiling($0) : []) }
        lines += [""]
        lines += table(
            ["events"] + (pair.one == nil ? ["found", "coded"] : ["first", "second"])
                + ["matched", "precision", "recall", "F1", "95 %", "by chance", "p"]
                + (hasCeiling ? ["two coders' F1"] : [])
                + ["onset error, s (quartiles)", "duration ICC"]
        ) { Self.events($0, hasCeiling: hasCeiling) }
        lines += ["", Self.episodes(comparison)]
        let notes = comparison.rows.filter { $0.seat != nil && !$0.note.isEmpty }
        if !notes.isEmpty {
            lines += [""] + notes.map { "\($0.seat ?? "") \($0.posture): \($0.note)." }
        }
        if !comparison.ignored.isEmpty {
            let names = comparison.ignored.prefix(20).map { "“\($0.oneLine)”" }
            let more = comparison.ignored.count - names.count
            lines += [
                "",
                "Not compared, since it names no seat and posture: "
                    + names.joined(separator: ", ") + (more > 0 ? " and \(more) more." : "."),
            ]
        }
        description = lines.map(\.oneLine).joined(separator: "\n")
    }

    private static func heading(_ pair: ComparedPair) -> String {
        let comparison = pair.comparison
        let one = pair.one.map { "of \($0.name) (\($0.format.rawValue)) " } ?? ""
        return "Agreement \(one)with \(pair.other.name) (\(pair.other.format.rawValue)), "
            + "\(number(comparison.span.start, 1)) to \(number(comparison.span.end, 1)) s; "
            + "onsets within \(number(comparison.tolerance, 1)) s are of the same event."
    }

    private static func seconds(_ row: Comparison.Row) -> [String] {
        [
            number(row.seconds.kappa, 2), interval(row.intervals.kappa),
            row.seconds.observed.map { "\(number($0 * 100, 0)) %" } ?? "–",
            String(row.unknownSeconds), number(row.known.kappa, 2),
            number(row.tolerant.kappa, 2), number(row.unitizing.value, 2),
        ]
    }

    private static func ceiling(_ row: Comparison.Row) -> [String] {
        [number(row.ceiling?.kappa, 2), number(row.ceiling?.unitizingAlpha, 2)]
    }

    private static func events(_ row: Comparison.Row, hasCeiling: Bool) -> [String] {
        let events = row.events
        return [
            String(events.attune), String(events.coder), String(events.matched),
            number(events.precision, 2), number(events.recall, 2), number(events.f1, 2),
            interval(row.intervals.f1), number(row.chance.f1, 2), number(row.chance.pValue, 3),
        ] + (hasCeiling ? [number(row.ceiling?.f1, 2)] : []) + [
            quartiles(events.onsetError),
            events.duration.value.map { "\(number($0, 2)) of \(events.duration.count)" } ?? "–",
        ]
    }

    private static func interval(_ interval: ClosedRange<Double>?) -> String {
        interval.map { "\(number($0.lowerBound, 2)) … \(number($0.upperBound, 2))" } ?? "–"
    }

    private static func episodes(_ comparison: Comparison) -> String {
        let (episodes, coders) = (comparison.episodes, comparison.coders)
        guard !episodes.postures.isEmpty else {
            return "Episodes cannot be compared: no posture was coded for both people."
        }
        let events = episodes.events
        guard events.attune + events.coder > 0 else { return "Episodes: neither has one." }
        var text =
            "Episodes (of what was coded for both people): \(coders.one) has \(events.attune), "
            + (coders == .attuneAndCoder
                ? "the coder's postures make \(events.coder), "
                : "\(coders.other) has \(events.coder), ") + "\(events.matched) are the same"
        if events.matched > 0 {
            text +=
                "; onset error \(quartiles(events.onsetError)) s, "
                + "lag error \(quartiles(episodes.lagError)) s"
        }
        return text + "."
    }

    private static func quartiles(_ quartiles: Quartiles?) -> String {
        guard let quartiles else { return "–" }
        return
            "\(signed(quartiles.median)) (\(signed(quartiles.first)) … \(signed(quartiles.third)))"
    }

    private static func signed(_ value: Double) -> String {
        let text = number(value, 2)
        return value > 0 && text != "0.00" ? "+" + text : text
    }

    private static func number(_ value: Double?, _ decimals: Int) -> String {
        value.map { DecimalText.text($0, decimals: decimals) } ?? "–"
    }

    private static func aligned(_ rows: [[String]]) -> [String] {
        let widths = (rows.first ?? []).indices.map { column in
            rows.map { $0[column].count }.max() ?? 0
        }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let blanks = String(repeating: " ", count: widths[column] - cell.count)
                line += column == 0 ? cell + blanks : "  " + blanks + cell
            }
            return line
        }
    }

    /// Channels against another source of them, on one page.
    package static func channels(_ channels: ChannelAgreement) -> String {
        let head = ["channels", "seconds", "ICC", "difference", "95 % of differences"]
        let rows = channels.rows.map { row in
            [
                "\(row.seat) \(row.channel)", String(row.agreement.count),
                number(row.agreement.value, 2), number(row.agreement.meanDifference, 3),
                row.agreement.limits.map {
                    "\(number($0.lowerBound, 3)) … \(number($0.upperBound, 3))"
                } ?? "–",
            ]
        }
        return
            ([
                "Agreement of channels with \(channels.name), on means over whole seconds; ICC of absolute "
                    + "agreement, difference Attune − \(channels.name).", "",
            ] + aligned([head] + rows)).map(\.oneLine).joined(separator: "\n")
    }
}
