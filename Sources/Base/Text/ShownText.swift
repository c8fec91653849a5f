extension Unicode.Scalar {
    /// Whether it is invisible but has an effect: it drives a terminal, breaks a line, changes the direction of
    /// the text, or stands for a letter that nobody sees. The joiners of some scripts and of emoji are among
    /// them, see ``isJoiner``.
    package var isUnseen: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        case .format: !isVisibleFormat
        // Fillers of Hangul.
        case .otherLetter: properties.isDefaultIgnorableCodePoint
        default: false
        }
    }

    /// Zero-width (non-)joiner: spelling in Persian and Indic scripts, and part of emoji.
    package var isJoiner: Bool { value == 0x200C || value == 0x200D }

    /// A sign that encloses the digits after it and is seen, although Unicode counts it as formatting
    /// (`Prepended_Concatenation_Mark` in Unicode's `PropList.txt`).
    private var isVisibleFormat: Bool {
        switch value {
        case 0x600...0x605, 0x6DD, 0x70F, 0x890...0x891, 0x8E2, 0x110BD, 0x110CD: true
        default: false
        }
    }

    /// Stands above or below the letter before it without any width of its own.
    fileprivate var isStacked: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark: true
        default: false
        }
    }

    /// Whether nobody can say what a terminal makes of it.
    fileprivate var isUndefined: Bool {
        switch properties.generalCategory {
        case .privateUse, .unassigned, .surrogate: true
        default: false
        }
    }

    /// Whether nobody sees it, or can say what they see.
    var isHidden: Bool { isUnseen || isUndefined }

    /// A letter or sign that joiners can join.
    fileprivate var canBeJoined: Bool {
        value > 0x7F && !isHidden && !properties.isWhitespace
    }

    /// `\u{1b}`, as Swift spells it.
    fileprivate var escape: String { "\\u{\(String(value, radix: 16))}" }

    /// `\u001b`, or two of them beyond the first plane, as JSON spells it.
    package var jsonEscape: String {
        UTF16.encode(self).map { units in
            units.map { unit in
                let digits = String(unit, radix: 16)
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }.joined()
        } ?? ""
    }
}

/// Text of others on its way to people's eyes.
package enum ShownText {
    /// Marks on one letter: Hebrew with points and accents has five, Tibetan stacks as many.
    package static let mostMarks = 6

    /// The places of what nobody could see, or what would do something else than be seen: scalars that
    /// are unseen, undefined, joiners that join nothing, and marks without a letter or beyond ``mostMarks``.
    fileprivate static func hidden(in text: String) -> [Bool] {
        let scalars = Array(text.unicodeScalars)
        var marks = 0
        var hasBase = false
        return scalars.indices.map { index in
            let scalar = scalars[index]
            if scalar.isStacked {
                marks += 1
                return !hasBase || marks > mostMarks
            }
            if scalar.isJoiner {
                return
                    !(index > 0 && index + 1 < scalars.count && scalars[index - 1].canBeJoined
                    && scalars[index + 1].canBeJoined)
            }
            marks = 0
            let isHidden = scalar.isHidden
            hasBase = !isHidden && !scalar.properties.isWhitespace
            return isHidden
        }
    }

    /// Whether more marks are piled on a letter than any script does, or on none.
    fileprivate static func hasLooseMarks(_ text: String) -> Bool {
        zip(text.unicodeScalars, hidden(in: text)).contains { $0.isStacked && $1 }
    }

    /// The text as ``Swift/String/oneLine`` has it, with its line breaks and tabs left.
    package static func withBreaks(_ text: String) -> String {
        guard !text.isPlain else { return text }
        return shown(text) { "\n\r\t".unicodeScalars.contains($0) }
    }

    fileprivate static func shown(
        _ text: String, except isKept: (Unicode.Scalar) -> Bool = { _ in false }
    ) -> String {
        var shown = ""
        for (scalar, isHidden) in zip(text.unicodeScalars, hidden(in: text)) {
            if isHidden, !isKept(scalar) {
                shown += scalar.escape
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    /// Own text of several lines, in which the words of others may stand.
    package static func lines(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0).oneLine }.joined(separator: "\n")
    }

    /// JSON in which nothing drives a terminal: what is unseen is escaped, so that it means the same.
    package static func json(_ text: String) -> String {
        guard !text.isPlain else { return text }
        var shown = ""
        for (scalar, isHidden) in zip(text.unicodeScalars, hidden(in: text)) {
            if isHidden, scalar != "\n" {
                shown += scalar.jsonEscape
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }
}

extension String {
    /// The text on one line, as people may see it: what drives a terminal, turns the direction of writing, or
    /// cannot be seen, stands as its number, such as `\u{1b}`. Names in all languages stay as they are.
    ///
    /// A number says which character it was, which a blank or a replacement character does not; done twice
    /// it is the same. A text that itself holds these six letters looks alike, and drives nothing.
    package var oneLine: String {
        isPlain ? self : ShownText.shown(self)
    }

    /// The text with blanks where ``oneLine`` has numbers.
    package func blanking() -> String {
        let hidden = ShownText.hidden(in: self)
        return String(
            String.UnicodeScalarView(zip(unicodeScalars, hidden).map { $1 ? " " : $0 }))
    }

    /// The text, or its beginning and its end with `…` between, which together have at most so many bytes.
    package func withoutMiddle(longerThan most: Int) -> String {
        guard utf8.count > most else { return self }
        func taken(_ scalars: some Sequence<Unicode.Scalar>, _ bytes: Int) -> [Unicode.Scalar] {
            var left = bytes
            return Array(
                scalars.prefix { scalar in
                    left -= UTF8.width(scalar)
                    return left >= 0
                })
        }
        let room = most - 3
        let head = taken(unicodeScalars, room * 3 / 4)
        let tail = taken(unicodeScalars.reversed(), room / 4).reversed()
        var result = UnicodeScalarView()
        result.append(contentsOf: head)
        result.append("…")
        result.append(contentsOf: tail)
        return String(result)
    }

    /// Printable ASCII only, as most texts are.
    fileprivate var isPlain: Bool { utf8.allSatisfy { 0x20..<0x7F ~= $0 } }
}

/// Codes and names of seats: they stand in tables, messages, pages and the files of other programs.
package enum CodeText {
    /// Characters as Unicode counts them.
    package static let longest = 64
    /// What makes a formula of a cell (OWASP, *CSV Injection*); the last four are its wide forms.
    package static let formulaStarts: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
    ]

    /// Whether a code can be the name of a folder on any computer, and stands alone on a command line.
    package static func isFolderName(_ text: String) -> Bool {
        let isPlain = text.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || ("0"..."9").contains($0)
                || "._-".unicodeScalars.contains($0)
        }
        return !text.isEmpty && text.utf8.count <= 100 && isPlain && !text.hasPrefix(".")
            && !text.hasPrefix("-")
    }

    /// What is wrong with a name that is only looked at, such as that of a column, as ``fault(in:)`` says it.
    package static func unseen(in text: String) -> (what: String, remedy: Remedy)? {
        if text.unicodeScalars.contains(where: \.isUnseen) {
            return (
                "holds an invisible character (a control or formatting character)",
                "type it anew, on one line"
            )
        }
        return ShownText.hasLooseMarks(text)
            ? ("has marks without a letter, or too many on one", "type it anew") : nil
    }

    /// What is wrong with a code, as the rest of a sentence that names it; `nil` when nothing is.
    package static func fault(in text: String) -> (what: String, remedy: Remedy)? {
        if let fault = unseen(in: text) { return fault }
        if let first = text.unicodeScalars.first, formulaStarts.contains(first) {
            return (
                "begins with \(first), which makes a formula of it in a spreadsheet",
                "begin it with a letter or a digit"
            )
        }
        guard let first = text.unicodeScalars.first, text.unicodeScalars.count <= longest,
            !first.properties.isWhitespace,
            text.unicodeScalars.last?.properties.isWhitespace == false
        else {
            return (
                "is empty, too long, or has blanks around it",
                "use 1 to \(longest) characters on one line"
            )
        }
        return nil
    }
}
