import Base

/// The numbers of a file of motion energy, or of anything else that two people have a series of, column by column.
///
/// Programs disagree about everything but the numbers: a title above the header or no header, blanks,
/// commas, semicolons or tabs, decimal commas, a column that counts frames, a column per region. The first
/// line that holds numbers only begins the data; a line of as many words right above it names the columns.
struct MotionEnergyTable {
    let path: String
    /// Named by the header; `nil` without one.
    private(set) var names: [String]?
    /// One list per column, all of the same length; `NaN` where nothing was measured.
    private(set) var columns: [[Double]] = []

    /// What stands above the data fits on this many lines.
    private static let longestTop = 40
    /// Regions of an analysis are a handful; MEA itself has up to eight.
    private static let mostColumns = 64
    /// More empty lines at the end are no accident of an editor.
    private static let mostEmpty = 10_000

    /// - Parameters:
    ///   - subject: what the numbers are, for messages.
    ///   - most: the samples that the longest session has.
    init(_ path: String, subject: String, most: Int) throws(Failure) {
        self.path = path
        let lines = try LineReader(series: path)
        guard var row = try begin(lines) else {
            throw Failure.badInput(
                "\(path) holds no numbers",
                remedy: "give a file with the \(subject) of both people")
        }
        var decimals = DecimalMark()
        while true {
            guard columns[0].count < most else {
                if most >= SeriesReader.mostInstants { throw SeriesReader.tooLong(path) }
                throw Failure.badInput(
                    "\(path) spans more than 48 hours", remedy: "check \(.rate)")
            }
            for (index, cell) in row.cells.enumerated() {
                guard decimals.take(cell) else {
                    throw row.place.malformed(
                        "\(title(index)) is \(cell.text), and other numbers have "
                            + (cell.number.hasDecimalComma ? "points" : "decimal commas"),
                        remedy: "write all numbers with a decimal point")
                }
                columns[index].append(try value(cell, index, row.place))
            }
            guard let next = try self.next(lines) else { break }
            row = next
        }
    }

    /// `column 2` or `column 2 (S1_body)`.
    func title(_ column: Int) -> String {
        "column \(column + 1)" + (names.map { " (\($0[column]))" } ?? "")
    }

    /// All columns, for messages: `1 S1_head, 2 S1_body`.
    var listed: String {
        columns.indices.map { column in "\(column + 1)" + (names.map { " \($0[column])" } ?? "") }
            .joined(separator: ", ")
    }

    // MARK: Lines

    private struct Row {
        var cells: [TextCell]
        var place: LinePlace
    }

    /// Reads what stands above the data.
    ///
    /// - Returns: the first line of the data; `nil` when there is none.
    private mutating func begin(_ lines: LineReader) throws(Failure) -> Row? {
        var above: [(line: [UInt8], place: LinePlace)] = []
        while above.count < Self.longestTop, let line = try lines.next() {
            let place = LinePlace(path, lines.number)
            let cells = try Self.cells(line, place)
            guard Self.isData(cells) else {
                above.append((Array(line), place))
                continue
            }
            guard cells.count <= Self.mostColumns else {
                throw place.malformed(
                    "it has \(cells.count) columns",
                    remedy: "give a table with at most \(Self.mostColumns)")
            }
            columns = Array(repeating: [], count: cells.count)
            if let last = above.last { try takeHeader(last.line, last.place) }
            return Row(cells: cells, place: place)
        }
        try explain(above)
        return nil
    }

    /// The line above the data: as many words name the columns, anything else is a title.
    private mutating func takeHeader(_ line: [UInt8], _ place: LinePlace) throws(Failure) {
        let cells = try Self.cells(line[...], place)
        guard cells.count == columns.count else { return }
        if let odd = cells.firstIndex(where: { $0.number != .text }), !cells[odd].isEmpty {
            // Half numbers, half words: a damaged line, unless a title only looks like it.
            guard let word = cells.firstIndex(where: { $0.number == .text }) else { return }
            _ = try place.number(cells[word], in: "column \(word + 1)")
        }
        let names = cells.enumerated().map { $1.isEmpty ? "\($0 + 1)" : $1.text }
        try TableReader.refuseUnseen(names, place)
        self.names = names
    }

    /// Nothing is data: names the first cell that should be.
    private func explain(_ above: [(line: [UInt8], place: LinePlace)]) throws(Failure) {
        let rows = try above.map { entry throws(Failure) in
            (try Self.cells(entry.line[...], entry.place), entry.place)
        }.filter { !$0.0.isEmpty }
        let isHeader = rows.first?.0.allSatisfy { $0.number == .text } == true
        guard let (cells, place) = isHeader ? rows.dropFirst().first : rows.first else { return }
        for (index, cell) in cells.enumerated() where cell.number != .missing {
            _ = try place.number(cell, in: "column \(index + 1)")
        }
    }

    private static func isData(_ cells: [TextCell]) -> Bool {
        var hasNumber = false
        for cell in cells {
            switch cell.number {
            case .value, .decimalComma, .infinite: hasNumber = true
            case .missing: break
            case .text: return false
            }
        }
        // A first line of missing values only is data too: nobody calls a column NA.
        return hasNumber || (!cells.isEmpty && cells.allSatisfy { !$0.isEmpty })
    }

    private func next(_ lines: LineReader) throws(Failure) -> Row? {
        guard let line = try lines.next() else { return nil }
        let place = LinePlace(path, lines.number)
        var cells = try Self.cells(line, place)
        if cells.isEmpty {
            try expectNoMore(lines, after: place)
            return nil
        }
        // A cell between two tabs may be empty because nothing was measured.
        if cells.count != columns.count, TableSeparator(of: line) == .tab {
            cells = TableRowParser.cells(line, separator: .tab) ?? cells
        }
        guard cells.count == columns.count else {
            if columns.count == 2, cells.count == 1 {
                throw place.malformed(
                    "it has one column", remedy: "give every row the same cells")
            }
            throw place.wrongCount(
                cells.count, expected: columns.count,
                "the lines above have \(columns.count)")
        }
        return Row(cells: cells, place: place)
    }

    private func expectNoMore(_ lines: LineReader, after place: LinePlace) throws(Failure) {
        var count = 0
        while let rest = try lines.next() {
            count += 1
            guard TableRowParser.isBlank(rest) else {
                throw place.malformed(
                    "it is empty",
                    remedy: "write NA in every column where nothing was measured, or take the line "
                        + "out")
            }
            guard count < Self.mostEmpty else {
                throw place.malformed(
                    "more than \(Self.mostEmpty) empty lines follow", remedy: "take them out")
            }
        }
    }

    // MARK: Cells

    /// The cells of a line, which goes by the separator that it shows itself.
    private static func cells(
        _ line: ArraySlice<UInt8>, _ place: LinePlace
    ) throws(Failure) -> [TextCell] {
        let separator = TableSeparator(of: line)
        if separator == .comma {
            // 1,5 2,5 is two numbers with decimal commas, 1, 2 is not.
            let words = TableRowParser.cells(line, separator: .blanks) ?? []
            if words.count > 1, words.allSatisfy({ $0.number != .text }),
                words.contains(where: \.number.hasDecimalComma)
            {
                return words
            }
        }
        if separator == .tab, let cells = TableRowParser.cells(line, separator: .blanks),
            cells.allSatisfy({ $0.number != .text })
        {
            // Numbers may have several tabs or blanks between them; words may have blanks in them.
            return cells
        }
        guard let cells = TableRowParser.cells(line, separator: separator) else {
            throw place.malformed("a quote without its closing quote", remedy: "close the quote")
        }
        return cells
    }

    private func value(
        _ cell: TextCell, _ column: Int, _ place: LinePlace
    ) throws(Failure) -> Double {
        if case .decimalComma(let value) = cell.number { return value }
        return try place.number(cell, in: title(column))
    }
}

/// Whether the numbers of a file have decimal points or commas; not both.
private struct DecimalMark {
    private var hasPoint = false
    private var hasComma = false

    /// False when the cell has one mark and those before the other.
    mutating func take(_ cell: TextCell) -> Bool {
        if cell.number.hasDecimalComma {
            hasComma = true
        } else if case .value = cell.number, cell.bytes.contains(UInt8(ascii: ".")) {
            hasPoint = true
        }
        return !(hasPoint && hasComma)
    }
}
