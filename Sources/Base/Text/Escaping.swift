/// Text on its way into a format that gives some characters a meaning of their own.
///
/// In all of them, what nobody could see or what turns the direction of writing stands as its number, see
/// ``ShownText``: a name cannot read otherwise in a page or in another program than it is.
package enum Escaping {
    /// Text as it may stand in an element or in a quoted attribute of a page.
    package static func html(_ text: String) -> String {
        let text = ShownText.withBreaks(text)
        guard text.utf8.contains(where: { "&<>\"'".utf8.contains($0) }) else { return text }
        return replacing(text) { $0 == "'" ? "&#39;" : markup($0) ?? quote($0) }
    }

    /// Text as it may stand in an element of XML 1.0, or in an attribute in double quotes.
    ///
    /// Line breaks and tabs become character references, since a reader turns those of an attribute
    /// into blanks and a carriage return anywhere into a line feed (XML 1.0, 2.11 and 3.3.3).
    package static func xml(_ text: String) -> String {
        replacing(ShownText.withBreaks(text)) { scalar in
            switch scalar {
            case "\t", "\n", "\r": "&#\(scalar.value);"
            default: markup(scalar) ?? quote(scalar)
            }
        }
    }

    /// Text as it may stand in a cue of WebVTT (W3C WebVTT, 3.3 and 4.1).
    ///
    /// A line break stays one, except where it would make an empty line and so end the cue: there it
    /// becomes a character reference.
    package static func webVTT(_ text: String) -> String {
        let text = lineFeedsOnly(ShownText.withBreaks(text))
        let last = text.unicodeScalars.count - 1
        var index = -1
        var previous: Unicode.Scalar?
        return replacing(text) { scalar in
            index += 1
            defer { previous = scalar }
            switch scalar {
            case "\n" where index == 0 || index == last || previous == "\n": return "&#10;"
            default: return markup(scalar)
            }
        }
    }

    /// Text on one line, for a comment or a header of WebVTT.
    package static func webVTTLine(_ text: String) -> String {
        let line = lineFeedsOnly(text).split(separator: "\n").joined(separator: " ").oneLine
        return line.split(separator: "-->", omittingEmptySubsequences: false).joined(separator: "→")
    }

    /// Text as a text file of Praat holds it: in double quotes, each quote in it twice.
    package static func praat(_ text: String) -> String {
        let inner = replacing(ShownText.withBreaks(text)) { $0 == "\"" ? "\"\"" : nil }
        return "\"\(inner)\""
    }

    /// What begins or ends markup, and the mark of a reference itself.
    private static func markup(_ scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "&": "&amp;"
        case "<": "&lt;"
        case ">": "&gt;"
        default: nil
        }
    }

    private static func quote(_ scalar: Unicode.Scalar) -> String? {
        scalar == "\"" ? "&quot;" : nil
    }

    /// The text with every scalar for which there is a replacement replaced.
    private static func replacing(
        _ text: String, _ replacement: (Unicode.Scalar) -> String?
    ) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let other = replacement(scalar) {
                result.append(contentsOf: other.unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    private static func lineFeedsOnly(_ text: String) -> String {
        var previous: Unicode.Scalar?
        return replacing(text) { scalar in
            defer { previous = scalar }
            if scalar == "\r" { return "\n" }
            return scalar == "\n" && previous == "\r" ? "" : nil
        }
    }
}
