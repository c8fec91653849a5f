import Base

/// A table of text cells, separated by tabs, commas or semicolons, quoted by RFC 4180.
struct DelimitedTable {
    struct Row {
        /// Where it begins in the file, from 1.
        var line: Int
        var cells: [String]
    }

    let columns: [String]
    let rows: [Row]
    let separator: Unicode.Scalar

    private static let maxColumns = 1000

    /// - Parameters:
    ///   - file: UTF-8, with or without a byte order mark.
    ///   - header: the names that the header row has to have, in any letter case; rows before it are
    ///     passed over.
    /// - Throws: ``Failure/Kind/badInput`` when there is no such row, or the table is not one.
    init(_ file: InputFile, header: [Set<String>]) throws(Failure) {
        guard let text = String(validating: file.bytes, as: UTF8.self) else {
            throw file.malformed("it is not UTF-8", remedy: "save the table as text in UTF-8")
        }
        var problem: Failure?
        for separator in ["\t", ",", ";"] as [Unicode.Scalar] {
            let rows: [Row]
            do { rows = try Self.rows(text, separator, file) } catch {
                problem = problem ?? error
                continue
            }
            guard
                let start = rows.firstIndex(where: { row in
                    let names = Set(row.cells.map(Self.folded))
                    return header.contains { $0.isSubset(of: names) }
                })
            else { continue }
            self.separator = separator
            columns = rows[start].cells.map(Self.folded)
            self.rows = rows[(start + 1)...].filter { row in row.cells.contains { !$0.isEmpty } }
            return
        }
        if let problem { throw problem }
        let names = header.map { $0.sorted().joined(separator: ", ") }.joined(separator: "; or ")
        throw file.malformed(
            "it has no row with the columns it needs",
            remedy: "give a table separated by tabs, commas or semicolons with the columns \(names)"
        )
    }

    /// A column's name in lower case, without blanks around it.
    static func folded(_ name: String) -> String {
        String(name.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
            .lowercased()
    }

    /// The cell of a row in a column; empty when the row is too short or there is no such column.
    func cell(_ row: Row, _ column: String) -> String {
        guard let index = columns.firstIndex(of: column), index < row.cells.count else { return "" }
        return row.cells[index]
    }

    private static func rows(
        _ text: String, _ separator: Unicode.Scalar, _ file: InputFile
    ) throws(Failure) -> [Row] {
        var scanner = Scanner(text, separator)
        var rows: [Row] = []
        while let row = try scanner.row(file) { rows.append(row) }
        return rows
    }

    /// Goes through the text once, by Unicode scalars: a combining character after a separator or a
    /// quote does not hide it.
    private struct Scanner {
        private var rest: Substring.UnicodeScalarView
        private let separator: Unicode.Scalar
        private var line = 1

        init(_ text: String, _ separator: Unicode.Scalar) {
            rest = Substring(text).unicodeScalars
            if rest.first == "\u{FEFF}" { rest.removeFirst() }
            self.separator = separator
        }

        /// The next row; `nil` at the end.
        mutating func row(_ file: InputFile) throws(Failure) -> Row? {
            guard !rest.isEmpty else { return nil }
            var row = Row(line: line, cells: [])
            while true {
                row.cells.append(rest.first == "\"" ? try quoted(file) : plain())
                guard row.cells.count <= maxColumns else {
                    throw file.malformed(
                        "more than \(maxColumns) columns", line: line,
                        remedy: "give a table of events")
                }
                guard let mark = rest.popFirst() else { return row }
                if mark == separator {
                    if rest.isEmpty {
                        row.cells.append("")
                        return row
                    }
                    continue
                }
                if mark == "\r", rest.first == "\n" { rest.removeFirst() }
                line += 1
                return row
            }
        }

        private mutating func plain() -> String {
            let cell = rest.prefix { $0 != separator && $0 != "\n" && $0 != "\r" }
            rest = rest[cell.endIndex...]
            return String(cell)
        }

        /// A cell in quotes, and whatever stands between the closing quote and the next separator.
        private mutating func quoted(_ file: InputFile) throws(Failure) -> String {
            let start = line
            var cell = String.UnicodeScalarView()
            rest.removeFirst()
            while let scalar = rest.popFirst() {
                if scalar == "\n" { line += 1 }
                guard scalar == "\"" else {
                    cell.append(scalar)
                    continue
                }
                guard rest.first == "\"" else { return String(cell) + plain() }
                cell.append(rest.removeFirst())
            }
            throw file.malformed(
                "a quote without its closing quote", line: start, remedy: "close the quote")
        }
    }
}
