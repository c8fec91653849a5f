/// Reads XML 1.0 piece by piece, and only what a document of annotations needs: elements, attributes,
/// text, comments. It refuses document type declarations, so that no entity can be defined and nothing
/// expands while it is read or is fetched from elsewhere; and it refuses deep nesting.
///
/// Written by hand because Foundation's reader brings libxml2 into every start of the program (six
/// shared libraries, 3 ms and 3.5 MB measured) and needs its handling of entities fenced in.
package struct XMLReader {
    /// What is wrong with a document, and on which line (from 1).
    package struct SyntaxError: Error, Equatable {
        package var what: String
        package var line: Int

        package init(what: String, line: Int) {
            self.what = what
            self.line = line
        }
    }

    package enum Event: Equatable {
        case start(String, [String: String])
        case end(String)
        /// May come in several pieces.
        case text(String)
    }

    /// ELAN's documents are six deep.
    private static let maxDepth = 32
    private static let maxAttributes = 64

    private let bytes: [UInt8]
    private var position = 0
    private var open: [String] = []
    private var hasRoot = false
    /// The element without content whose end comes next.
    private var pendingEnd: String?

    /// - Throws: when the document is not UTF-8 or says that it is in another encoding.
    package init(_ bytes: [UInt8]) throws(SyntaxError) {
        self.bytes = bytes
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw SyntaxError(what: "it is in UTF-16, not UTF-8", line: 1)
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw SyntaxError(what: "it is not UTF-8", line: 1)
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        if looking(at: "<?xml") { try declaration() }
    }

    /// The next piece; `nil` at the end of a whole document.
    package mutating func next() throws(SyntaxError) -> Event? {
        if let name = pendingEnd {
            pendingEnd = nil
            return .end(name)
        }
        while position < bytes.count {
            if bytes[position] != UInt8(ascii: "<") {
                let text = try text()
                if !open.isEmpty { return .text(text) }
                guard text.allSatisfy(\.isWhitespace) else {
                    throw problem("text outside of the document's element")
                }
            } else if looking(at: "<!--") {
                try skip(past: "-->", from: 4, "a comment")
            } else if looking(at: "<![CDATA[") {
                return .text(try characterData())
            } else if looking(at: "<!") {
                throw problem("a document type declaration, which is not read")
            } else if looking(at: "<?") {
                try skip(past: "?>", from: 2, "an instruction")
            } else if looking(at: "</") {
                return try end()
            } else {
                return try start()
            }
        }
        guard open.isEmpty else { throw problem("it ends inside of <\(open.last ?? "")>") }
        guard hasRoot else { throw problem("it holds no element") }
        return nil
    }

    // MARK: Pieces

    private mutating func start() throws(SyntaxError) -> Event {
        guard !open.isEmpty || !hasRoot else { throw problem("a second element after the first") }
        guard open.count < Self.maxDepth else { throw problem("elements nested too deeply") }
        position += 1
        let element = try name()
        var attributes: [String: String] = [:]
        while true {
            let hadBlank = skipBlanks()
            if looking(at: "/>") {
                position += 2
                pendingEnd = element
                break
            }
            if looking(at: ">") {
                position += 1
                open.append(element)
                break
            }
            guard hadBlank else { throw problem("a malformed tag <\(element)") }
            let attribute = try name()
            let value = try attributeValue()
            guard attributes.count < Self.maxAttributes else {
                throw problem("too many attributes")
            }
            guard attributes.updateValue(value, forKey: attribute) == nil else {
                throw problem("the attribute \(attribute) is there twice")
            }
        }
        hasRoot = true
        return .start(element, attributes)
    }

    private mutating func end() throws(SyntaxError) -> Event {
        position += 2
        let element = try name()
        skipBlanks()
        guard looking(at: ">") else { throw problem("a malformed tag </\(element)") }
        guard open.last == element else {
            throw problem("</\(element)> where <\(open.last ?? "nothing")> is open")
        }
        position += 1
        open.removeLast()
        return .end(element)
    }

    /// Text up to the next tag, line breaks as line feeds.
    private mutating func text() throws(SyntaxError) -> String {
        var content: [UInt8] = []
        while position < bytes.count, bytes[position] != UInt8(ascii: "<") {
            guard content.count < 1 << 16 || bytes[position] & 0xC0 == 0x80 else { break }
            try appendCharacter(to: &content)
        }
        return String(decoding: content, as: UTF8.self)
    }

    private mutating func attributeValue() throws(SyntaxError) -> String {
        skipBlanks()
        guard looking(at: "=") else { throw problem("an attribute without a value") }
        position += 1
        skipBlanks()
        guard position < bytes.count,
            [UInt8(ascii: "\""), UInt8(ascii: "'")].contains(bytes[position])
        else { throw problem("an attribute without quotes") }
        let quote = bytes[position]
        position += 1
        var content: [UInt8] = []
        while position < bytes.count, bytes[position] != quote {
            guard bytes[position] != UInt8(ascii: "<") else { throw problem("< in an attribute") }
            let isBlank = [0x09, 0x0A, 0x0D].contains(bytes[position])
            try appendCharacter(to: &content)
            if isBlank { content[content.count - 1] = 0x20 }
        }
        guard position < bytes.count else {
            throw problem("an attribute without its closing quote")
        }
        position += 1
        return String(decoding: content, as: UTF8.self)
    }

    /// One byte of text, or what a reference stands for.
    private mutating func appendCharacter(to content: inout [UInt8]) throws(SyntaxError) {
        let byte = bytes[position]
        switch byte {
        case UInt8(ascii: "&"):
            content.append(contentsOf: String(try reference()).utf8)
        case 0x0D:
            content.append(0x0A)
            position += looking(at: "\r\n") ? 2 : 1
        case 0x09, 0x0A, 0x20...:
            content.append(byte)
            position += 1
        default: throw problem("a control character")
        }
    }

    /// `&amp;` and its like, and numbers of characters; nothing else can have been defined.
    private mutating func reference() throws(SyntaxError) -> Unicode.Scalar {
        let rest = bytes[(position + 1)...].prefix(12)
        guard let end = rest.firstIndex(of: UInt8(ascii: ";")) else {
            throw problem("& that begins no reference")
        }
        let name = String(decoding: bytes[(position + 1)..<end], as: UTF8.self)
        guard let scalar = Self.scalar(name) else {
            throw problem("the unknown reference &\(name);")
        }
        position = end + 1
        return scalar
    }

    private static func scalar(_ name: String) -> Unicode.Scalar? {
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default: break
        }
        guard name.hasPrefix("#") else { return nil }
        let digits = name.dropFirst()
        let code =
            digits.hasPrefix("x")
            ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits, radix: 10)
        guard let code, let scalar = Unicode.Scalar(code), !"+-".contains(digits.first ?? "+"),
            code >= 0x20 || [0x09, 0x0A, 0x0D].contains(code)
        else { return nil }
        return scalar
    }

    private mutating func characterData() throws(SyntaxError) -> String {
        guard !open.isEmpty else { throw problem("text outside of the document's element") }
        let start = position + 9
        try skip(past: "]]>", from: 9, "character data")
        return String(decoding: bytes[start..<(position - 3)], as: UTF8.self)
            .split(separator: "\r\n", omittingEmptySubsequences: false).joined(separator: "\n")
    }

    // MARK: Small parts

    private mutating func declaration() throws(SyntaxError) {
        let start = position
        try skip(past: "?>", from: 5, "the declaration")
        // The words of a declaration are short; what is not is no encoding.
        let text = String(decoding: bytes[start..<min(position, start + 256)], as: UTF8.self)
        guard let match = text.firstMatch(of: /encoding\s*=\s*["']([^"']*)["']/) else { return }
        guard ["utf-8", "utf8", "us-ascii", "ascii"].contains(match.1.lowercased()) else {
            throw SyntaxError(what: "it is in \(match.1), not UTF-8", line: 1)
        }
    }

    /// The name of an element or attribute: anything that is none of XML's own marks.
    private mutating func name() throws(SyntaxError) -> String {
        let start = position
        while position < bytes.count, !Self.endsName(bytes[position]) { position += 1 }
        guard position > start, position - start <= 256 else { throw problem("a malformed tag") }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private static func endsName(_ byte: UInt8) -> Bool {
        byte <= 0x20 || "<>/=\"'&?!".utf8.contains(byte)
    }

    @discardableResult
    private mutating func skipBlanks() -> Bool {
        let start = position
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
            position += 1
        }
        return position > start
    }

    private mutating func skip(
        past end: StaticString, from offset: Int, _ what: String
    ) throws(SyntaxError) {
        let start = position
        position += offset
        while position < bytes.count {
            if looking(at: end) {
                position += end.utf8CodeUnitCount
                return
            }
            position += 1
        }
        position = start
        throw problem("\(what) without its end")
    }

    private func looking(at text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        return text.withUTF8Buffer { buffer in
            for index in 0..<count where bytes[position + index] != buffer[index] { return false }
            return true
        }
    }

    private func problem(_ what: String) -> SyntaxError {
        let before = bytes[..<min(position, bytes.count)]
        return SyntaxError(what: what, line: before.reduce(1) { $1 == 0x0A ? $0 + 1 : $0 })
    }
}
