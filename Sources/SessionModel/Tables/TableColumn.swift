import Posture
package import Base

/// A column of a table: its name, its format, and the property of a row that it holds.
///
/// The columns of a table are declared once, beside its rows, and drive the tables of a record, CSV,
/// JSON and sharing, so that what is written and what is read cannot drift apart.
package struct TableColumn<Row: Sendable>: Sendable {
    /// How numbers are written.
    package enum Format: Sendable, Equatable {
        /// For texts, seats, flags and whole numbers.
        case plain
        /// An instant of the recording in seconds; moves when the session's clock is moved.
        case time
        /// A duration in seconds.
        case seconds
        /// A number with at most this many decimals.
        case decimals(Int)
    }

    /// Its name in a record and, unless ``jsonName`` differs, everywhere.
    package let name: String
    /// Its key in JSON rows.
    package let jsonName: String
    /// Whether it is in CSV tables.
    package let isInCSV: Bool
    package let content: CellContent
    package let format: Format
    /// The cell of a row.
    package let cell: @Sendable (Row) -> TableCell
    /// Puts a cell into a row; `false` when it cannot be a value of this column.
    package let set: @Sendable (inout Row, TableCell) -> Bool

    package init<Value: CellValue>(
        _ name: String, _ property: any WritableKeyPath<Row, Value> & Sendable,
        _ format: Format = .plain, json: String? = nil, isInCSV: Bool = true
    ) {
        self.init(
            name, Value.content, format, json: json, isInCSV: isInCSV,
            cell: { $0[keyPath: property].cell },
            set: { row, cell in
                guard let value = Value(cell: cell) else { return false }
                row[keyPath: property] = value
                return true
            })
    }

    package init(
        _ name: String, _ content: CellContent, _ format: Format, json: String? = nil,
        isInCSV: Bool = true, cell: @escaping @Sendable (Row) -> TableCell,
        set: @escaping @Sendable (inout Row, TableCell) -> Bool
    ) {
        self.name = name
        self.jsonName = json ?? name
        self.isInCSV = isInCSV
        self.content = content
        self.format = format
        self.cell = cell
        self.set = set
    }
}

/// A row of one of a session's tables.
package protocol TableRow: Sendable {
    /// The name of the table in a record.
    static var table: String { get }
    /// In the order of CSV tables and JSON rows.
    static var columns: [TableColumn<Self>] { get }
    /// The row that cells are put into when a table is read.
    static var blank: Self { get }
}

/// A cell that cannot be a value of its column.
package struct ImpossibleCell: Error, Equatable {
    package let table: String
    package let column: String

    package init(table: String, column: String) {
        self.table = table
        self.column = column
    }
}

extension TableRow {
    /// Columns that are in CSV tables.
    package static var csvColumns: [TableColumn<Self>] { columns.filter(\.isInCSV) }

    /// One cell per column.
    package var cells: [TableCell] { Self.columns.map { $0.cell(self) } }

    /// - Parameter cells: one per column, in order.
    package init(cells: [TableCell]) throws(ImpossibleCell) {
        var row = Self.blank
        for (column, cell) in zip(Self.columns, cells) {
            guard column.set(&row, cell) else {
                throw ImpossibleCell(table: Self.table, column: column.name)
            }
        }
        self = row
    }

    /// The row as a JSON object; numbers as in CSV tables, a missing value is `null`.
    ///
    /// - Parameter seats: the names of the first and the second seat.
    package func json(seats: [String]) -> JSONValue {
        .object(Self.columns.map { .init($0.jsonName, $0.json($0.cell(self), seats: seats)) })
    }

    /// Moves every instant of the row by so many seconds; durations stay.
    package mutating func move(by shift: Double) {
        for column in Self.columns where column.format == .time {
            guard case .number(let time) = column.cell(self) else { continue }
            _ = column.set(&self, .number(time + shift))
        }
    }
}

extension TableColumn {
    /// A cell of this column as JSON.
    ///
    /// - Parameter seats: the names of the first and the second seat.
    package func json(_ cell: TableCell, seats: [String]) -> JSONValue {
        switch cell {
        case .missing: .null
        case .text(let text): .string(text)
        case .seat(let seat): .string(seats[seat.rawValue])
        case .flag(let flag): .bool(flag)
        case .integer(let number): .integer(number)
        case .number(let number): .rounded(number, decimals: decimals)
        }
    }

    /// Decimals at most; of times and durations, microseconds.
    package var decimals: Int {
        if case .decimals(let count) = format { count } else { 6 }
    }
}
