import Base
import SessionModel

/// Reads a plain table of holds: a row each with who, which posture, on which side, from when to when.
///
/// The columns are those of `postures.csv`; a coder's own table may call them otherwise (``seats`` and
/// so on) and have more. Times are seconds, or minutes and seconds with a colon; a unit may stand in the
/// column's name (`onset_ms`). Rows of `postures.csv` that say `unknown` are no holds.
struct PlainTable {
    static let seats = ["seat", "person", "participant", "subject", "who"]
    static let postures = ["posture", "behavior", "behaviour", "code", "label"]
    static let sides = ["side", "hand", "modifier"]
    static let onsets = ["onset", "start", "begin", "from"]
    static let offsets = ["offset", "end", "stop", "to"]
    /// What was judged to be held, or could not be told.
    static let state = "state"

    private struct Columns {
        var seat: Int
        var posture: Int
        var side: Int?
        var state: Int?
        var onset: TimeColumn
        var offset: TimeColumn

        init?(_ header: [String]) {
            func place(_ names: [String]) -> Int? {
                names.lazy.compactMap { header.firstIndex(of: $0) }.first
            }
            guard let seat = place(seats), let posture = place(postures),
                let onset = TimeColumn(header, onsets), let offset = TimeColumn(header, offsets)
            else { return nil }
            self.seat = seat
            self.posture = posture
            self.onset = onset
            self.offset = offset
            side = place(sides)
            state = place([PlainTable.state])
        }
    }

    /// Whether these names of columns, in lower case, are those of such a table.
    static func reads(_ names: [String]) -> Bool {
        // A table of tiers with their participants is ELAN's.
        Columns(names) != nil && !names.contains("tier")
    }

    /// - Throws: ``Failure/Kind/badInput`` when a hold that counts has impossible times.
    static func read(
        _ file: InputFile, _ table: TableReader, of session: CodedSession
    ) throws(Failure) -> Coding {
        var builder = CodingBuilder(file, names: session.names, program: "the table")
        guard let columns = Columns(table.header) else { return builder.coding() }
        let commas = table.separator != .comma
        while let row = try table.next() {
            func text(_ column: Int?) -> String {
                guard let column, column < row.cells.count else { return "" }
                return row.text(column)
            }
            func seconds(_ column: TimeColumn) -> Double {
                let cell = text(column.index)
                guard commas || !cell.contains(",") else { return .nan }
                return (CodedTime.seconds(cell) ?? .nan) * column.unit
            }
            guard CodeWords(text(columns.state)).joined != "unknown" else { continue }
            try builder.add(
                seat: text(columns.seat), code: text(columns.posture),
                details: [text(columns.side)],
                CodedStretch(
                    onset: seconds(columns.onset), offset: seconds(columns.offset), values: [],
                    line: row.place.line))
        }
        return builder.coding()
    }
}
