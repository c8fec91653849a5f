import GRDB
import Posture
import SessionModel

/// A table of a record whose rows and columns `SessionModel` declares.
struct SessionTable<TableRow: SessionModel.TableRow> {
    let database: Database
    /// Names of the first and the second seat.
    let seats: [String]

    private var columns: String {
        TableRow.columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
    }

    func insert(_ rows: some Sequence<TableRow>) throws {
        let places = TableRow.columns.map { _ in "?" }.joined(separator: ", ")
        let statement = try database.makeStatement(
            sql: "INSERT INTO \(TableRow.table) (\(columns)) VALUES (\(places))")
        for row in rows {
            try statement.execute(arguments: StatementArguments(row.cells.map(value)))
        }
    }

    /// - Throws: `ImpossibleCell` when a value cannot be one of its column.
    func rows(orderedBy order: String = "rowid") throws -> [TableRow] {
        let cursor = try Row.fetchCursor(
            database, sql: "SELECT \(columns) FROM \(TableRow.table) ORDER BY \(order)")
        var rows: [TableRow] = []
        while let row = try cursor.next() {
            let cells = try zip(TableRow.columns, row.databaseValues).map { column, value in
                try cell(value, of: column)
            }
            rows.append(try TableRow(cells: cells))
        }
        return rows
    }

    private func value(_ cell: TableCell) -> (any DatabaseValueConvertible)? {
        switch cell {
        case .missing: nil
        case .text(let text): text
        case .seat(let seat): seats[seat.rawValue]
        case .flag(let flag): flag
        case .integer(let number): number
        case .number(let number): number
        }
    }

    private func cell(
        _ value: DatabaseValue, of column: TableColumn<TableRow>
    ) throws(ImpossibleCell) -> TableCell {
        if value.isNull { return .missing }
        let cell: TableCell? =
            switch column.content {
            case .text: String.fromDatabaseValue(value).map(TableCell.text)
            case .seat:
                String.fromDatabaseValue(value).flatMap(seats.firstIndex(of:)).flatMap(
                    Seat.init(rawValue:)
                )
                .map(TableCell.seat)
            case .flag: Bool.fromDatabaseValue(value).map(TableCell.flag)
            case .integer: Int.fromDatabaseValue(value).map(TableCell.integer)
            case .number: Double.fromDatabaseValue(value).map(TableCell.number)
            }
        guard let cell else {
            throw ImpossibleCell(table: TableRow.table, column: column.name)
        }
        return cell
    }
}

/// How one column of the features is kept: as a whole number of its last decimal.
struct FeatureCode: Sendable {
    /// As in `features.csv`.
    let column: String
    /// Units of the last decimal in 1.
    let scale: Double

    /// `presence`, then the channels in their order.
    static let all =
        FeatureRow.columns.compactMap(FeatureCode.init)

    /// `nil` for `time` and `seat`, which are the key.
    private init?(_ column: TableColumn<FeatureRow>) {
        guard case .decimals(let decimals) = column.format else { return nil }
        self.column = column.name
        scale = (0..<decimals).reduce(1.0) { value, _ in value * 10 }
    }

    /// The number for a value; `nil` for one that is missing.
    func code(_ value: Double) -> Int64? {
        let scaled = (value * scale).rounded()
        return scaled.magnitude < 9e15 ? Int64(scaled) : nil
    }

    /// The value of a number; `NaN` for none.
    func value(_ code: Int64?) -> Double { code.map { Double($0) / scale } ?? .nan }
}
