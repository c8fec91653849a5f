/// A line of a table, cut into cells.
enum TableLine {
    /// One cell: its bytes without blanks around it and without its quotes.
    struct Cell {
        var bytes: ArraySlice<UInt8>

        var text: String { String(decoding: bytes, as: UTF8.self) }
        var isEmpty: Bool { bytes.isEmpty }
    }

    /// What separates cells.
    enum Separator: Sendable {
        case comma, semicolon, tab
        /// One or more blanks or tabs.
        case blanks
    }

    /// The separator that a line shows outside of quotes: a semicolon before a comma before a tab;
    /// blanks when there is none of them.
    static func separator(of line: ArraySlice<UInt8>) -> Separator {
        var isQuoted = false
        var hasComma = false
        var hasTab = false
        for byte in line {
            switch byte {
            case quote: isQuoted.toggle()
            case UInt8(ascii: ";") where !isQuoted: return .semicolon
            case UInt8(ascii: ",") where !isQuoted: hasComma = true
            case tab where !isQuoted: hasTab = true
            default: break
            }
        }
        return hasComma ? .comma : hasTab ? .tab : .blanks
    }

    static func cells(_ line: ArraySlice<UInt8>, separator: Separator) -> [Cell] {
        let line = trimmed(line)
        guard !line.isEmpty else { return [] }
        var cells: [Cell] = []
        var start = line.startIndex
        var isQuoted = false
        for index in line.indices {
            if line[index] == quote { isQuoted.toggle() }
            guard !isQuoted, isSeparator(line[index], separator) else { continue }
            // A run of blanks separates once.
            if separator != .blanks || index > start { cells.append(cell(line[start..<index])) }
            start = index + 1
        }
        cells.append(cell(line[start...]))
        return cells
    }

    private static let quote = UInt8(ascii: "\"")
    private static let blank = UInt8(ascii: " ")
    private static let tab = UInt8(ascii: "\t")

    private static func isSeparator(_ byte: UInt8, _ separator: Separator) -> Bool {
        switch separator {
        case .comma: byte == UInt8(ascii: ",")
        case .semicolon: byte == UInt8(ascii: ";")
        case .tab: byte == tab
        case .blanks: byte == blank || byte == tab
        }
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes
        while let first = bytes.first, first == blank { bytes.removeFirst() }
        while let last = bytes.last, last == blank { bytes.removeLast() }
        return bytes
    }

    private static func cell(_ bytes: ArraySlice<UInt8>) -> Cell {
        let bytes = trimmed(bytes)
        guard bytes.count >= 2, bytes.first == quote, bytes.last == quote else {
            return Cell(bytes: bytes)
        }
        let inner = bytes.dropFirst().dropLast()
        guard inner.contains(quote) else { return Cell(bytes: trimmed(inner)) }
        var text: [UInt8] = []
        var skip = false
        for byte in inner {
            skip = byte == quote && !skip
            if !skip { text.append(byte) }
        }
        return Cell(bytes: text[...])
    }
}
