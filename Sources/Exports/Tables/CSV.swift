package import Base

/// One cell of a table.
package enum Cell {
    /// Quoted when it has to be.
    case text(String)
    /// A number with at most so many decimals, trailing zeros left out; empty when it is missing (not
    /// finite, or `nil`).
    case number(Double?, decimals: Int)
    /// Seconds: milliseconds always, more digits when there are more, microseconds at most.
    case seconds(Double?)
    case integer(Int)
    /// A finite number with all its digits, in the shortest form: `-0.25`, `3.0`.
    case exact(Double)
}

/// What stands between two cells.
package enum Separator: UInt8 {
    case comma = 0x2C
    case tab = 0x09
}

/// Comma-separated values by RFC 4180 (or the same with tabs), lines ended by a line feed.
extension FileWriter {
    package mutating func writeRow(
        _ cells: [Cell], separator: Separator = .comma
    ) throws(Failure) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { try write(byte: separator.rawValue) }
            try write(cell, separator)
        }
        try write(byte: UInt8(ascii: "\n"))
    }

    package mutating func writeHeader(_ names: [String]) throws(Failure) {
        try writeRow(names.map { .text($0) })
    }

    private mutating func write(_ cell: Cell, _ separator: Separator) throws(Failure) {
        switch cell {
        case .text(let text): try writeQuoted(text, separator)
        case .number(let value?, let decimals): try write(value, decimals: decimals, atLeast: 0)
        case .seconds(let value?): try write(value, decimals: 6, atLeast: 3)
        case .integer(let value): try write(String(value))
        case .exact(let value): try write("\(value)")
        case .number(nil, _), .seconds(nil): break
        }
    }

    /// Text with a separator, a quote, a line break or a blank at an end is put in quotes, and quotes
    /// in it are doubled. What a spreadsheet would take for a formula begins with an apostrophe, and what
    /// nobody could see stands as its number.
    mutating func writeQuoted(
        _ text: String, _ separator: Separator = .comma
    ) throws(Failure) {
        let special: (UInt8) -> Bool = { byte in
            byte == separator.rawValue || byte == UInt8(ascii: "\"") || byte == 0x0A || byte == 0x0D
        }
        let text = FormulaGuard.guarded(ShownText.withBreaks(text))
        let utf8 = text.utf8
        guard utf8.contains(where: special) || utf8.first == 0x20 || utf8.last == 0x20 else {
            return try write(text)
        }
        var quoted: [UInt8] = [UInt8(ascii: "\"")]
        for byte in utf8 {
            if byte == UInt8(ascii: "\"") { quoted.append(byte) }
            quoted.append(byte)
        }
        quoted.append(UInt8(ascii: "\""))
        try write(bytes: quoted)
    }
}
