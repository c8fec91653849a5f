import Base

/// A table with a header, row by row, with errors that name file, line and column.
struct TableReader {
    let path: String
    let header: [String]
    private let lines: LineReader
    private let separator: TableLine.Separator
    private let indices: [String: Int]

    /// One row.
    struct Row {
        let path: String
        let line: Int
        let cells: [TableLine.Cell]
        fileprivate let header: [String]

        func text(_ column: Int) -> String { cells[column].text }

        /// A number; `NaN` when the cell is empty or says that it is missing.
        func number(_ column: Int) throws(Failure) -> Double {
            switch TableNumber(cells[column]) {
            case .value(let value): return value
            case .missing: return .nan
            case let other:
                throw TableError.number(
                    other, cells[column].text, in: "column \(header[column])", path, line)
            }
        }

        /// A number that must be there.
        func required(_ column: Int) throws(Failure) -> Double {
            let value = try number(column)
            guard !value.isNaN else {
                throw TableError.at(
                    path, line, "column \(header[column]) is empty",
                    "every row needs a value there")
            }
            return value
        }

        /// A whole number that must be there.
        func whole(_ column: Int) throws(Failure) -> Int {
            let value = try required(column)
            guard value == value.rounded(), abs(value) < 1e15 else {
                throw TableError.at(
                    path, line, "column \(header[column]) is \(cells[column].text)",
                    "it must be a whole number")
            }
            return Int(value)
        }
    }

    init(_ path: String) throws(Failure) {
        self.path = path
        let lines = try LineReader(path)
        guard let line = try lines.next(), !line.isEmpty else {
            throw Failure.badInput("\(path) is empty", remedy: "give a table with a header line")
        }
        separator = TableLine.separator(of: line)
        header = TableLine.cells(line, separator: separator).map(\.text)
        self.lines = lines
        indices = Dictionary(
            header.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        if let twice = Dictionary(grouping: header, by: { $0 }).first(where: { $1.count > 1 }) {
            throw TableError.at(
                path, 1, "column \(twice.key) is there twice", "give every column once")
        }
    }

    /// The place of a column; `nil` when there is none of that name.
    func column(_ name: String) -> Int? { indices[name] }

    /// The place of a column that must be there.
    func required(_ name: String) throws(Failure) -> Int {
        guard let index = indices[name] else {
            throw TableError.at(
                path, 1, "there is no column \(name)",
                "check the file, or say with \(.format) what it is")
        }
        return index
    }

    /// The next row; `nil` after the last one. Empty lines at the end are no rows.
    func next() throws(Failure) -> Row? {
        guard let line = try lines.next() else { return nil }
        let cells = TableLine.cells(line, separator: separator)
        let number = lines.number
        if cells.isEmpty {
            while let rest = try lines.next() {
                if !TableLine.cells(rest, separator: separator).isEmpty {
                    throw TableError.at(path, number, "it is empty", "take the empty line out")
                }
            }
            return nil
        }
        guard cells.count == header.count else {
            throw TableError.count(
                cells.count, expected: header.count, "the header has \(header.count)", path, number)
        }
        return Row(path: path, line: number, cells: cells, header: header)
    }
}
