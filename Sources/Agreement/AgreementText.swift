import Exports
import Base

/// The comparison on one page, for a terminal.
package struct AgreementText: Sendable, CustomStringConvertible {
    package let description: String

    package init(_ pair: ComparedPair) {
        let comparison = pair.comparison
        var lines = [Self.heading(pair), ""]
        var columns = Self.columns
        if pair.one != nil { columns.replaceSubrange(3...4, with: ["first", "second"]) }
        lines += Self.aligned(
            [columns] + comparison.rows.map { Self.cells($0, comparison.seats) })
        lines += ["", Self.episodes(comparison)]
        let notes = comparison.rows.filter { $0.seat != nil && !$0.note.isEmpty }
        if !notes.isEmpty {
            lines += [""] + notes.map { "\($0.seat ?? "") \($0.posture): \($0.note)." }
        }
        if !comparison.ignored.isEmpty {
            let names = comparison.ignored.prefix(20).map { "“\(Self.oneLine($0))”" }
            let more = comparison.ignored.count - names.count
            lines += [
                "",
                "Not compared, since it names no seat and posture: "
                    + names.joined(separator: ", ") + (more > 0 ? " and \(more) more." : "."),
            ]
        }
        description = lines.map(Self.oneLine).joined(separator: "\n")
    }

    private static func heading(_ pair: ComparedPair) -> String {
        let comparison = pair.comparison
        let one = pair.one.map { "of \($0.name) (\($0.format.rawValue)) " } ?? ""
        return "Agreement \(one)with \(pair.other.name) (\(pair.other.format.rawValue)), "
            + "\(number(comparison.span.start, 1)) to \(number(comparison.span.end, 1)) s; "
            + "onsets within \(number(comparison.tolerance, 1)) s are of the same event."
    }

    private static let columns = [
        "", "kappa", "agree", "found", "coded", "matched", "precision", "recall", "F1",
        "onset error, s (quartiles)",
    ]

    private static func cells(_ row: Comparison.Row, _ seats: [String]) -> [String] {
        [
            "\(row.seat ?? "both") \(row.posture)", number(row.seconds.kappa, 2),
            row.seconds.observed.map { "\(number($0 * 100, 0)) %" } ?? "–",
            String(row.events.attune), String(row.events.coder), String(row.events.matched),
            number(row.events.precision, 2), number(row.events.recall, 2),
            number(row.events.f1, 2), quartiles(row.events.onsetError),
        ]
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
        let widths = columns.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let blanks = String(repeating: " ", count: widths[column] - cell.count)
                line += column == 0 ? cell + blanks : "  " + blanks + cell
            }
            return line
        }
    }

    private static func oneLine(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
    }
}
