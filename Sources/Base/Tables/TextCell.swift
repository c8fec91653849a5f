/// One cell of a delimited table, as text.
package struct TextCell: Sendable {
    /// Without the blanks around it and without its quotes; blanks in quotes stay.
    package var bytes: ArraySlice<UInt8>

    package init(bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    /// Without the apostrophe that keeps it from being a formula, see ``FormulaGuard``.
    package var text: String { FormulaGuard.unguarded(String(decoding: bytes, as: UTF8.self)) }
    package var isEmpty: Bool { bytes.isEmpty }
    package var number: TableNumber { TableNumber(bytes.trimmed) }
}

extension String {
    /// The finite number that a person wrote: digits, sign, point and exponent; `nil` for anything else, such as `0x1p3`.
    package var plainNumber: Double? {
        guard case .value(let value) = TextCell(bytes: Array(utf8)[...]).number else { return nil }
        return value
    }
}

/// What a cell says when a number is expected.
package enum TableNumber: Sendable, Equatable {
    case value(Double)
    /// Empty, `NA`, `NaN` or `.`.
    case missing
    /// The number that `1,5` would be with a decimal point.
    case decimalComma(Double)
    case infinite
    case text

    package var hasDecimalComma: Bool { if case .decimalComma = self { true } else { false } }

    fileprivate init(_ bytes: ArraySlice<UInt8>) {
        if bytes.isEmpty || bytes.elementsEqual(".".utf8) {
            self = .missing
        } else if let value = Self.plain(bytes) {
            self = value.isFinite ? .value(value) : .infinite
        } else {
            self = Self.word(bytes)
        }
    }

    /// A number of digits, sign, point and exponent; nothing that only a programmer would take for one.
    private static func plain(_ bytes: ArraySlice<UInt8>) -> Double? {
        let isPlain = bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "+"), UInt8(ascii: "e"), UInt8(ascii: "E"):
                true
            default: false
            }
        }
        return isPlain ? Double(String(decoding: bytes, as: UTF8.self)) : nil
    }

    private static func word(_ bytes: ArraySlice<UInt8>) -> TableNumber {
        switch String(decoding: bytes, as: UTF8.self).lowercased() {
        case "na", "nan", "n/a", "null": return .missing
        case "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity": return .infinite
        default: break
        }
        guard let comma = bytes.firstIndex(of: UInt8(ascii: ",")) else { return .text }
        var pointed = bytes
        pointed[comma] = UInt8(ascii: ".")
        guard let value = plain(pointed), value.isFinite else { return .text }
        return .decimalComma(value)
    }
}

/// What separates the cells of a table.
package enum TableSeparator: Sendable {
    case comma, semicolon, tab
    /// One or more blanks or tabs.
    case blanks

    /// The separator that a line shows outside of quotes: a semicolon before a comma before a tab;
    /// blanks when there is none of them.
    package init(of line: ArraySlice<UInt8>) {
        var isQuoted = false
        var hasComma = false
        var hasTab = false
        for byte in line {
            switch byte {
            case .quote: isQuoted.toggle()
            case UInt8(ascii: ";") where !isQuoted:
                self = .semicolon
                return
            case UInt8(ascii: ",") where !isQuoted: hasComma = true
            case .tab where !isQuoted: hasTab = true
            default: break
            }
        }
        self = hasComma ? .comma : hasTab ? .tab : .blanks
    }

    fileprivate func matches(_ byte: UInt8) -> Bool {
        switch self {
        case .comma: byte == UInt8(ascii: ",")
        case .semicolon: byte == UInt8(ascii: ";")
        case .tab: byte == .tab
        case .blanks: byte == .blank || byte == .tab
        }
    }
}

/// Cuts a row into cells by RFC 4180: a cell that begins with a quote ends with one, holds separators
/// and line breaks in between, and each quote in it twice. Blanks around a cell do not count.
package struct TableRowParser {
    package private(set) var cells: [TextCell] = []
    private let separator: TableSeparator
    /// The content of a quoted cell whose closing quote has not come yet.
    private var open: [UInt8]?

    init(_ separator: TableSeparator) { self.separator = separator }

    /// The cells of one line; `nil` when a quoted cell goes on in the next line. An empty line has none.
    package static func cells(
        _ line: ArraySlice<UInt8>, separator: TableSeparator
    ) -> [TextCell]? {
        var parser = TableRowParser(separator)
        parser.add(line)
        return parser.isOpen ? nil : parser.cells
    }

    /// Whether a line holds nothing but blanks.
    package static func isBlank(_ line: ArraySlice<UInt8>) -> Bool { line.trimmed.isEmpty }

    /// Whether a quoted cell goes on in the next line.
    var isOpen: Bool { open != nil }

    /// Adds the row's next line.
    ///
    /// - Parameter lineBreak: what ended the line before.
    mutating func add(_ line: ArraySlice<UInt8>, after lineBreak: String = "") {
        var rest: ArraySlice<UInt8>? = line.trimmed
        if open != nil {
            open?.append(contentsOf: lineBreak.utf8)
            rest = closeQuote(line)
        } else if Self.isBlank(line) {
            return
        }
        while let start = rest { rest = cell(start) }
    }

    /// Takes the cell at the start of what is left of a line.
    ///
    /// - Returns: what follows the separator; `nil` at the end of the line.
    private mutating func cell(_ rest: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let start = rest.drop { $0 == .blank }
        if start.first == .quote {
            open = []
            return closeQuote(start.dropFirst())
        }
        let end = start.firstIndex(where: separator.matches) ?? start.endIndex
        // A run of blanks separates once, and none stands before the first cell.
        if separator != .blanks || end > start.startIndex || end == start.endIndex {
            cells.append(TextCell(bytes: start[..<end].trimmed))
        }
        return end < start.endIndex ? start[(end + 1)...] : nil
    }

    /// Takes a quoted cell up to its closing quote, and what stands between that and the separator.
    private mutating func closeQuote(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var content = open ?? []
        var rest = line
        while let quote = rest.firstIndex(of: .quote) {
            content += rest[..<quote]
            rest = rest[(quote + 1)...]
            if rest.first == .quote {
                content.append(.quote)
                rest.removeFirst()
                continue
            }
            let end = rest.firstIndex(where: separator.matches) ?? rest.endIndex
            content += rest[..<end].trimmed
            cells.append(TextCell(bytes: content[...]))
            open = nil
            return end < rest.endIndex ? rest[(end + 1)...] : nil
        }
        open = content + rest
        return nil
    }
}

extension UInt8 {
    fileprivate static let quote = UInt8(ascii: "\"")
    fileprivate static let blank = UInt8(ascii: " ")
    fileprivate static let tab = UInt8(ascii: "\t")
}

extension ArraySlice<UInt8> {
    /// Without blanks at its ends.
    fileprivate var trimmed: ArraySlice<UInt8> {
        var bytes = drop { $0 == .blank }
        while bytes.last == .blank { bytes.removeLast() }
        return bytes
    }
}
