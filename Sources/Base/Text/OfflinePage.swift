/// A page in one piece, which opens offline and asks for nothing from outside.
///
/// A template has places, written `{{name}}`; `style`, `policy` and the names of the scripts are filled
/// here, the others by the caller. The content security policy has the digests of the style and of the
/// scripts, so that a browser runs these and no others.
package struct OfflinePage: Sendable {
    /// The `Content-Security-Policy` of the page.
    package let policy: String
    private let template: String
    private let own: [String: String]

    /// - Parameters:
    ///   - template: HTML.
    ///   - style: the content of its `<style>` element.
    ///   - scripts: the contents of its `<script>` elements by the names of their places, in the order
    ///     in which the policy lists them; see ``scriptText(_:)``.
    ///   - allowing: directives for what the page may do besides, such as `img-src data:`.
    package init(
        template: [UInt8], style: [UInt8], scripts: KeyValuePairs<String, String>,
        allowing directives: [String] = []
    ) {
        func digest(_ text: String) -> String { "'sha256-\(Digest.sha256Base64(text))'" }
        let style = String(decoding: style, as: UTF8.self)
        policy =
            (["default-src 'none'"] + directives + [
                "style-src \(digest(style))",
                "script-src \(scripts.map { digest($0.value) }.joined(separator: " "))",
                "base-uri 'none'", "form-action 'none'",
            ]).joined(separator: "; ")
        self.template = String(decoding: template, as: UTF8.self)
        var own = ["style": style, "policy": policy]
        for (place, text) in scripts { own[place] = text }
        self.own = own
    }

    /// Writes the page.
    ///
    /// - Parameter text: what a place of the template holds. It is never searched for places again.
    package func write(
        to output: inout FileWriter, filling text: (_ place: String) -> String
    ) throws(Failure) {
        for (before, place) in pieces {
            try output.write(before)
            if let place { try output.write(own[place] ?? text(place)) }
        }
    }

    /// The whole page, when the template has no places for the caller to fill.
    package var text: String { pieces.map { $0 + ($1.flatMap { own[$0] } ?? "") }.joined() }

    /// The template's text, and the place that follows it, in turns.
    private var pieces: [(text: String, place: String?)] {
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
}

/// Parts of a page.
package enum HTML {
    /// Text as it may stand in an element or in a quoted attribute.
    package static func escape(_ text: String) -> String { Escaping.html(text) }

    /// A sentence as it may stand in an element, in which a number and its unit stay on one line.
    package static func prose(_ text: String) -> String {
        escape(text).replacing(/(\d) (s|min|h|%)(?!\w)/) { "\($0.1)\u{A0}\($0.2)" }
    }

    /// Sentences as paragraphs.
    package static func paragraphs(_ sentences: [String], class name: String? = nil) -> String {
        let start = name.map { "<p class=\"\($0)\">" } ?? "<p>"
        return sentences.map { "\(start)\(prose($0))</p>" }.joined(separator: "\n")
    }

    /// A table that scrolls sideways where it is too wide; the first cell of a row is its header.
    package static func table(head: [String], rows: [[String]]) -> String {
        let header = head.map { "<th scope=\"col\">\(escape($0))</th>" }.joined()
        let lines = rows.map { row in
            let cells = row.dropFirst().map { "<td>\(escape($0))</td>" }.joined()
            return "<tr><th scope=\"row\">\(escape(row.first ?? ""))</th>\(cells)</tr>"
        }
        return """
            <div class="scroll" tabindex="0"><table>
            <thead><tr>\(header)</tr></thead>
            <tbody>
            \(lines.joined(separator: "\n"))
            </tbody></table></div>
            """
    }
}
