/// Keeps a spreadsheet from taking a text for a formula, such as the name of a file `=1+2.mp4`.
///
/// Excel and LibreOffice run what begins with one of ``CodeText/formulaStarts``, also in quotes. An
/// apostrophe in front makes a text of it (OWASP, *CSV Injection*). A text that has apostrophes before
/// such a sign gets one more, so that every text comes back as it was.
package enum FormulaGuard {
    /// The text as it stands in a cell.
    package static func guarded(_ text: String) -> String { isAtRisk(text) ? "'" + text : text }

    /// The text of a cell.
    package static func unguarded(_ cell: String) -> String {
        cell.utf8.first == apostrophe && isAtRisk(cell) ? String(cell.dropFirst()) : cell
    }

    private static let apostrophe = UInt8(ascii: "'")

    /// Whether one of the signs comes first, after any number of apostrophes.
    private static func isAtRisk(_ text: String) -> Bool {
        // Letters and digits, as almost every text begins.
        guard let byte = text.utf8.first,
            byte < 0x30 || byte > 0x7A || byte == UInt8(ascii: "=")
                || byte == UInt8(ascii: "@")
        else { return false }
        let first = text.unicodeScalars.first { $0 != "'" }
        return first.map(CodeText.formulaStarts.contains) ?? false
    }
}
