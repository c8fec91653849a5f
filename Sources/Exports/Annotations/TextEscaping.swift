/// Text as XML 1.0 can carry it.
enum XMLText {
    /// Text as it may stand in an element or in an attribute in double quotes.
    ///
    /// Line breaks and tabs become character references, since a reader turns those of an attribute
    /// into blanks and a carriage return anywhere into a line feed (XML 1.0, 2.11 and 3.3.3). What no
    /// XML document can hold (other control characters, U+FFFE, U+FFFF) becomes U+FFFD.
    static func escape(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
            case "\t", "\n", "\r": result.append(contentsOf: "&#\(scalar.value);".unicodeScalars)
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": result.append("\u{FFFD}")
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}

/// Text as WebVTT can carry it (W3C WebVTT, 3.3 and 4.1).
enum WebVTTText {
    /// Text as it may stand in a cue.
    ///
    /// A line break stays one, except where an empty line would arise and end the cue: there it is a
    /// character reference.
    static func escape(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        let scalars = Array(lineFeedsOnly(text).unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "\n" where index == 0 || index + 1 == scalars.count || scalars[index - 1] == "\n":
                result.append(contentsOf: "&#10;".unicodeScalars)
            case "\0": result.append("\u{FFFD}")
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// The text on one line, for a comment or a header.
    static func oneLine(_ text: String) -> String {
        let line = lineFeedsOnly(text).split(separator: "\n").joined(separator: " ")
        return line.split(separator: "-->", omittingEmptySubsequences: false).joined(separator: "→")
    }

    private static func lineFeedsOnly(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            if scalar == "\r" {
                result.append("\n")
            } else if !(scalar == "\n" && previous == "\r") {
                result.append(scalar)
            }
            previous = scalar
        }
        return String(result)
    }
}

/// Text as a Praat text file carries it: in double quotes, which are doubled inside.
enum PraatText {
    static func quote(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" { result.unicodeScalars.append(scalar) }
            result.unicodeScalars.append(scalar == "\0" ? "\u{FFFD}" : scalar)
        }
        return result + "\""
    }

    /// The text with blanks in place of line breaks.
    static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 })
    }
}
