/// Reads JSON strictly by RFC 8259: no comments, no trailing commas, no repeated names in an object.
package struct JSONParser {
    /// What is wrong with a text, and where.
    package struct SyntaxError: Error, Equatable {
        package var what: String
        /// Both from 1; the column counts bytes.
        package var line: Int
        package var column: Int
    }

    /// Deeper nesting is refused, so that no file can exhaust the stack.
    private static let maxDepth = 32
    /// A document with more values is refused: each takes 24 bytes or more in memory, however short it is in
    /// the text. A frame of keypoints has some thousands, a large project of BORIS some hundred thousand.
    package static let mostValues = 2_000_000
    /// Longer names are cut, so that a message stays on one line.
    private static let shownLetters = 64

    private let bytes: [UInt8]
    private var position = 0
    private var count = 0

    /// Reads one value from UTF-8 text; a byte order mark before it is skipped.
    package static func parse(_ bytes: [UInt8]) throws(SyntaxError) -> JSONValue {
        var parser = JSONParser(bytes: bytes)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { parser.position = 3 }
        let value = try parser.value(depth: 0)
        parser.skipBlanks()
        guard parser.position == bytes.count else { throw parser.problem("text after the end") }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func problem(_ what: String) -> SyntaxError {
        let before = bytes[..<min(position, bytes.count)]
        let line = before.reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return SyntaxError(what: what, line: line, column: position - lineStart + 1)
    }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
            position += 1
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func value(depth: Int) throws(SyntaxError) -> JSONValue {
        guard depth <= Self.maxDepth else { throw problem("nested too deeply") }
        count += 1
        guard count <= Self.mostValues else { throw problem("more than \(Self.mostValues) values") }
        skipBlanks()
        guard let byte = next else { throw problem("the text ends too early") }
        switch byte {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: return try word()
        }
    }

    private mutating func object(depth: Int) throws(SyntaxError) -> JSONValue {
        position += 1
        var members: [JSONValue.Member] = []
        var names: Set<String> = []
        if take("}") { return .object(members) }
        repeat {
            skipBlanks()
            guard next == UInt8(ascii: "\"") else { throw problem("expected a name in quotes") }
            let start = position
            let name = try string()
            guard names.insert(name).inserted else {
                position = start
                throw problem("\"\(name.prefix(Self.shownLetters))\" is there twice")
            }
            guard take(":") else {
                throw problem("expected a colon after \"\(name.prefix(Self.shownLetters))\"")
            }
            members.append(.init(name, try value(depth: depth + 1)))
        } while take(",")
        guard take("}") else { throw problem("expected a comma or a closing brace") }
        return .object(members)
    }

    private mutating func array(depth: Int) throws(SyntaxError) -> JSONValue {
        position += 1
        var values: [JSONValue] = []
        if take("]") { return .array(values) }
        repeat { values.append(try value(depth: depth + 1)) } while take(",")
        guard take("]") else { throw problem("expected a comma or a closing bracket") }
        return .array(values)
    }

    private mutating func word() throws(SyntaxError) -> JSONValue {
        for (word, value) in [
            ("true", JSONValue.bool(true)), ("false", .bool(false)), ("null", .null),
        ]
        where bytes[position...].starts(with: word.utf8) {
            position += word.utf8.count
            return value
        }
        throw problem("expected a value")
    }

    private mutating func number() throws(SyntaxError) -> JSONValue {
        let start = position
        if next == UInt8(ascii: "-") { position += 1 }
        let whole = digits()
        var valid = !whole.isEmpty && (whole.count == 1 || whole.first != UInt8(ascii: "0"))
        var isInteger = true
        if next == UInt8(ascii: ".") {
            position += 1
            isInteger = false
            valid = !digits().isEmpty && valid
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            position += 1
            isInteger = false
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
            valid = !digits().isEmpty && valid
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if valid, isInteger, let integer = Int(text) { return .integer(integer) }
        guard valid, let number = Double(text), number.isFinite else {
            position = start
            throw problem("not a number")
        }
        return .number(number)
    }

    private mutating func digits() -> ArraySlice<UInt8> {
        let start = position
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            position += 1
        }
        return bytes[start..<position]
    }

    private mutating func string() throws(SyntaxError) -> String {
        position += 1
        var content: [UInt8] = []
        while let byte = next, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw problem("a line break or control character in a text") }
            position += 1
            if byte == UInt8(ascii: "\\") {
                content.append(contentsOf: String(try escape()).utf8)
            } else {
                content.append(byte)
            }
        }
        guard next != nil else { throw problem("a text without its closing quote") }
        guard let text = String(validating: content, as: UTF8.self) else {
            throw problem("not UTF-8")
        }
        position += 1
        return text
    }

    private mutating func escape() throws(SyntaxError) -> Character {
        guard let byte = next else { throw problem("a text without its closing quote") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return Character(try unicodeEscape())
        default:
            position -= 1
            throw problem("an unknown escape in a text")
        }
    }

    private mutating func unicodeEscape() throws(SyntaxError) -> Unicode.Scalar {
        var code = try fourHexDigits()
        if (0xD800..<0xDC00).contains(code), bytes[position...].starts(with: "\\u".utf8) {
            position += 2
            let low = try fourHexDigits()
            guard (0xDC00..<0xE000).contains(low) else { throw problem("half a character") }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw problem("half a character") }
        return scalar
    }

    private mutating func fourHexDigits() throws(SyntaxError) -> UInt32 {
        let digits = bytes[position...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw problem("expected four hexadecimal digits") }
        position += 4
        return code
    }
}

extension JSONValue {
    /// Reads JSON text (UTF-8), strictly by RFC 8259; `nil` when it is anything else, or when an
    /// object has a member twice.
    package init?(parsing bytes: [UInt8]) {
        guard let value = try? JSONParser.parse(bytes) else { return nil }
        self = value
    }
}
