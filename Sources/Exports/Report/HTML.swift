/// Text on its way into a page.
package enum HTML {
    /// Text as it may stand in an element or in a quoted attribute.
    package static func escape(_ text: String) -> String {
        guard text.utf8.contains(where: { "&<>\"'".utf8.contains($0) }) else { return text }
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    /// A sentence as it may stand in an element, in which a number and its unit stay on one line.
    package static func prose(_ text: String) -> String {
        escape(text).replacing(/(\d) (s|min|h|%)(?!\w)/) { "\($0.1)\u{A0}\($0.2)" }
    }

    /// A script that can stand in a `<script>` element: nothing in it ends the element, and its line
    /// breaks are those a browser sees, so that the digest of the text is the one that the browser
    /// computes.
    package static func scriptText(_ script: String) -> String {
        var text: [UInt8] = []
        let bytes = Array(script.utf8)
        text.reserveCapacity(bytes.count)
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "\r"):
                if index + 1 == bytes.count || bytes[index + 1] != UInt8(ascii: "\n") {
                    text.append(UInt8(ascii: "\n"))
                }
            case UInt8(ascii: "<") where endsScript(bytes[(index + 1)...].prefix(7)):
                text.append(contentsOf: "<\\".utf8)
            default: text.append(byte)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Whether `<` before these bytes would end or disturb a script element.
    private static func endsScript(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.starts(with: "!--".utf8)
            || String(decoding: bytes, as: UTF8.self).lowercased().hasPrefix("/script")
    }

    /// The pieces of a template: text as it stands, and the names in `{{name}}`, in turns. What is put
    /// in a place is never searched for places again.
    package static func pieces(of template: String) -> [(text: String, place: String?)] {
        var pieces: [(String, String?)] = []
        var rest = template[...]
        while let open = rest.firstRange(of: "{{"), let close = rest.firstRange(of: "}}") {
            pieces.append(
                (String(rest[..<open.lowerBound]), String(rest[open.upperBound..<close.lowerBound]))
            )
            rest = rest[close.upperBound...]
        }
        pieces.append((String(rest), nil))
        return pieces
    }
}
