extension JSONValue {
    /// The layout of the text.
    package enum Layout: Sendable {
        /// Without any blanks.
        case compact
        /// Two blanks per level, one member per line.
        case indented
    }

    /// The value as JSON text.
    ///
    /// What is unseen is escaped: it means the same, and does nothing where somebody looks at the text.
    ///
    /// - Parameter embeddable: writes `<`, `>` and `&` as `\u00XX`, so that the text may stand in a
    ///   `<script>` element of a page whatever the strings hold; what is unseen becomes visible in the
    ///   page, see ``ShownText``.
    package func text(_ layout: Layout = .indented, embeddable: Bool = false) -> String {
        var text = ""
        append(to: &text, level: layout == .indented ? 0 : nil, embeddable: embeddable)
        return text
    }

    private func append(to text: inout String, level: Int?, embeddable: Bool) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .number(let value): text += Self.digits(value)
        case .string(let value): Self.quote(value, into: &text, embeddable: embeddable)
        case .array(let values):
            Self.appendList(values, "[", "]", to: &text, level: level) { value, text, level in
                value.append(to: &text, level: level, embeddable: embeddable)
            }
        case .object(let members):
            Self.appendList(members, "{", "}", to: &text, level: level) { member, text, level in
                Self.quote(member.name, into: &text, embeddable: embeddable)
                text += level == nil ? ":" : ": "
                member.value.append(to: &text, level: level, embeddable: embeddable)
            }
        }
    }

    private static func appendList<Item>(
        _ items: [Item], _ open: String, _ close: String, to text: inout String, level: Int?,
        item append: (Item, inout String, Int?) -> Void
    ) {
        text += open
        let inner = level.map { $0 + 1 }
        for (index, item) in items.enumerated() {
            if index > 0 { text += "," }
            if let inner { text += "\n" + String(repeating: "  ", count: inner) }
            append(item, &text, inner)
        }
        if let level, !items.isEmpty { text += "\n" + String(repeating: "  ", count: level) }
        text += close
    }

    private static func digits(_ value: Double) -> String {
        guard value.isFinite else { return "null" }
        if value.magnitude < 1e15, value == value.rounded() { return String(Int(value)) }
        return String(value)
    }

    private static func quote(_ string: String, into text: inout String, embeddable: Bool) {
        text += "\""
        let string = embeddable ? ShownText.withBreaks(string) : string
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            case "<" where embeddable, ">" where embeddable, "&" where embeddable:
                text += "\\u00" + String(scalar.value, radix: 16)
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                text += scalar.jsonEscape
            case _ where scalar.value > 0x7F && scalar.isHidden && !scalar.isJoiner:
                text += scalar.jsonEscape
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
