/// A table with a header, row by row, with errors that name file, line and column.
package struct TableReader {
    package let path: String
    package let separator: TableSeparator
    /// The lines above the header, cut into cells; of a table that may stand below other text.
    package private(set) var above: [[String]] = []
    private let lines: LineReader
    private let columns: Columns
    /// Whether rows may have any number of cells and empty lines are passed over.
    private let isLenient: Bool
    /// The most lines below the header.
    private let mostRows: Int
    /// The line of the header.
    private let top: Int

    /// OpenFace has 714 columns, and no table of landmarks has more.
    package static let mostColumns = 10_000

    fileprivate struct Columns {
        var names: [String]
        var indices: [String: Int]

        init(_ names: [String]) {
            self.names = names
            indices = Dictionary(
                names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        }
    }

    /// Reads a table whose first line is the header and whose rows have a cell for every column.
    ///
    /// - Throws: ``Failure/Kind/badInput`` when the header is empty or names a column twice.
    package init(_ lines: LineReader) throws(Failure) {
        path = lines.path
        self.lines = lines
        isLenient = false
        mostRows = .max
        top = 1
        guard let line = try lines.next(), !line.isEmpty else {
            throw Failure.badInput("\(path) is empty", remedy: "give a table with a header line")
        }
        separator = TableSeparator(of: line)
        columns = Columns(try Self.row(line, separator, lines).map { $0.text.trimmed })
        let names = columns.names
        try Self.refuseUnseen(names, LinePlace(path, 1))
        if let twice = names.indices.first(where: { columns.indices[names[$0]] != $0 }) {
            throw LinePlace(path, 1).malformed(
                "column \(names[twice]) is there twice", remedy: "give every column once")
        }
    }

    /// Reads a table that may stand below other text, as programs export them: separated by tabs,
    /// commas or semicolons. A row may have any number of cells.
    ///
    /// - Parameter required: sets of column names in lower case; the header is the first line that has
    ///   all of one set, in any letter case.
    /// - Throws: ``Failure/Kind/badInput`` when there is no such line.
    package init(_ lines: LineReader, below required: [Set<String>]) throws(Failure) {
        let table = try Self(lines) { names in required.contains { $0.isSubset(of: names) } }
        guard let table else {
            let names = required.map { $0.sorted().joined(separator: ", ") }
                .joined(separator: "; or ")
            throw Failure.badInput(
                "\(lines.path): it has no row with the columns it needs",
                remedy:
                    "give a table separated by tabs, commas or semicolons with the columns \(names)"
            )
        }
        self = table
    }

    /// The same with a header that is told by its names, which are in lower case and without blanks
    /// around them; `nil` when there is none.
    ///
    /// - Parameter mostRows: of a table that is kept whole; one with more lines is refused.
    package init?(
        _ lines: LineReader, mostRows: Int = .max, header isHeader: ([String]) -> Bool
    ) throws(Failure) {
        path = lines.path
        self.lines = lines
        self.mostRows = mostRows
        isLenient = true
        var before: [ArraySlice<UInt8>] = []
        while let line = try lines.next() {
            if TableRowParser.isBlank(line) { continue }
            for separator in [TableSeparator.tab, .comma, .semicolon] {
                guard let cells = TableRowParser.cells(line, separator: separator) else { continue }
                guard cells.count <= Self.mostColumns else { continue }
                let names = cells.map { Self.folded($0.text) }
                guard isHeader(names) else { continue }
                self.separator = separator
                top = lines.number
                columns = Columns(names)
                above = before.compactMap { TableRowParser.cells($0, separator: separator) }
                    .map { $0.map(\.text) }
                return
            }
            if before.count < Self.mostLinesAbove { before.append(line) }
        }
        return nil
    }

    /// Refuses names that would read otherwise than they are in messages and pages.
    package static func refuseUnseen(
        _ names: [String], _ place: LinePlace
    ) throws(Failure) {
        for name in names {
            guard let fault = CodeText.unseen(in: name) else { continue }
            throw place.malformed("the column “\(name)” \(fault.what)", remedy: fault.remedy)
        }
    }

    /// What stands above a table, as far as it is kept.
    private static let mostLinesAbove = 1000

    /// The names of the columns.
    package var header: [String] { columns.names }

    /// The place of a column; `nil` when there is none of that name.
    package func column(_ name: String) -> Int? { columns.indices[name] }

    /// The next row; `nil` after the last one. Empty lines at the end are no rows.
    ///
    /// - Throws: ``Failure/Kind/badInput`` when the row has not a cell for every column, or follows an
    ///   empty line, or a quote is not closed.
    package func next() throws(Failure) -> Row? {
        while let line = try lines.next() {
            let place = LinePlace(path, lines.number)
            guard place.line - top <= mostRows else {
                throw place.malformed(
                    "more than \(mostRows) rows", remedy: "give the table of one session")
            }
            let cells = try Self.row(line, separator, lines)
            if isLenient {
                if cells.allSatisfy(\.isEmpty) { continue }
            } else if cells.isEmpty {
                try expectNoMore(after: place)
                return nil
            } else if cells.count != header.count {
                throw place.wrongCount(
                    cells.count, expected: header.count, "the header has \(header.count)")
            }
            return Row(place: place, cells: cells, columns: columns)
        }
        return nil
    }

    /// All rows that are left.
    package func rest() throws(Failure) -> [Row] {
        var rows: [Row] = []
        while let row = try next() { rows.append(row) }
        return rows
    }

    private func expectNoMore(after place: LinePlace) throws(Failure) {
        while let line = try lines.next() {
            guard TableRowParser.isBlank(line) else {
                throw place.malformed("it is empty", remedy: "take the empty line out")
            }
        }
    }

    /// A name in lower case, without white space around it.
    package static func folded(_ name: String) -> String { name.trimmed.lowercased() }

    /// The cells of a row that begins with this line.
    private static func row(
        _ line: ArraySlice<UInt8>, _ separator: TableSeparator, _ lines: LineReader
    ) throws(Failure) -> [TextCell] {
        var parser = TableRowParser(separator)
        let start = lines.number
        var size = line.count
        parser.add(line)
        while parser.isOpen {
            let lineBreak = lines.ending.rawValue
            guard let line = try lines.next() else {
                throw LinePlace(lines.path, start).malformed(
                    "a quote without its closing quote", remedy: "close the quote")
            }
            size += line.count + lineBreak.utf8.count
            guard size <= LineReader.longest else { throw lines.tooLong(start) }
            parser.add(line, after: lineBreak)
        }
        guard parser.cells.count <= mostColumns else {
            throw LinePlace(lines.path, start).malformed(
                "it has more than \(mostColumns) cells", remedy: "give a table of one session")
        }
        return parser.cells
    }
}

extension TableReader {
    /// One row.
    package struct Row {
        /// Where it begins in the file.
        package let place: LinePlace
        package let cells: [TextCell]
        fileprivate let columns: Columns

        fileprivate init(place: LinePlace, cells: [TextCell], columns: Columns) {
            self.place = place
            self.cells = cells
            self.columns = columns
        }

        /// `PATH, line LINE: WHAT`.
        package func malformed(_ what: String, remedy: Remedy) -> Failure {
            place.malformed(what, remedy: remedy)
        }

        package func text(_ column: Int) -> String { cells[column].text }

        /// The cell of a column; empty when there is none.
        package subscript(_ column: String) -> TextCell {
            guard let index = columns.indices[column], index < cells.count else {
                return TextCell(bytes: [])
            }
            return cells[index]
        }

        /// A number; `NaN` when the cell is empty or says that it is missing.
        package func number(_ column: Int) throws(Failure) -> Double {
            try place.number(cells[column], in: "column \(columns.names[column])")
        }

        /// A number that must be there.
        package func required(_ column: Int) throws(Failure) -> Double {
            let value = try number(column)
            guard !value.isNaN else {
                throw malformed(
                    "column \(columns.names[column]) is empty",
                    remedy: "every row needs a value there")
            }
            return value
        }

        /// A whole number that must be there.
        package func whole(_ column: Int) throws(Failure) -> Int {
            let value = try required(column)
            guard value == value.rounded(), abs(value) < 1e15 else {
                throw malformed(
                    "column \(columns.names[column]) is \(cells[column].text)",
                    remedy: "it must be a whole number")
            }
            return Int(value)
        }
    }
}

extension LinePlace {
    /// The number of a cell; `NaN` when the cell is empty or says that it is missing.
    ///
    /// - Parameter column: what the message calls its column.
    package func number(_ cell: TextCell, in column: String) throws(Failure) -> Double {
        let missing: Remedy = "leave the cell empty or write NA where nothing was measured"
        switch cell.number {
        case .value(let value): return value
        case .missing: return .nan
        case .decimalComma:
            throw malformed(
                "\(column) has a decimal comma (\(cell.shown))",
                remedy: "write numbers with a decimal point")
        case .infinite:
            throw malformed("\(column) is infinite (\(cell.shown))", remedy: missing)
        case .text:
            throw malformed("\(column) is not a number (\(cell.shown))", remedy: missing)
        }
    }

    /// A row has too few cells, or too many.
    ///
    /// - Parameter reason: why `expected` is the right number.
    package func wrongCount(_ count: Int, expected: Int, _ reason: String) -> Failure {
        malformed(
            "it has \(count) \(count == 1 ? "cell" : "cells") and \(reason)",
            remedy: count > expected
                ? "give every row the same cells; numbers need a decimal point, not a comma"
                : "give every row the same cells")
    }
}

extension TextCell {
    fileprivate var shown: String {
        text.count > 40 ? "\(text.prefix(40))…" : text
    }
}

extension String {
    /// Without white space at its ends.
    fileprivate var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
