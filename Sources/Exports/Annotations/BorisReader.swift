import Base
import Posture

/// Reads a table of BORIS: *aggregated events* (`Start (s)`, `Stop (s)`) or *tabular events* (`Time`
/// with `START`, `STOP` and `POINT`), separated by tabs, commas or semicolons, of BORIS 7 or later.
///
/// `Subject Behavior` names the seat and the posture; a modifier `left` or `right` gives the side. A
/// point event is a hold without duration. Lines above the header (where older versions describe the
/// observation) are skipped.
///
/// Format: BORIS user guide, “Export events” (https://www.boris.unito.it/user_guide/export_events/).
struct BorisReader {
    private static let aggregated = columns(.subject, .behavior, .start, .stop)
    private static let tabular = columns(.subject, .behavior, .time)

    private static func columns(_ columns: Boris.Column...) -> Set<String> {
        Set(columns.map(\.folded))
    }

    private let file: InputFile
    private let table: TableReader
    private let rows: [TableReader.Row]
    private let names: TierNames
    private var holds: [Hold] = []
    private var counts: [Target: Int] = [:]
    private var ignored: [String] = []
    private var seen: Set<String> = []

    /// - Throws: ``Failure/Kind/badInput`` when the table is neither, holds several observations, or an
    ///   event that counts has no time or no counterpart.
    static func read(_ file: InputFile, names: TierNames) throws(Failure) -> Coding {
        var reader = try BorisReader(file: file, names: names)
        try reader.refuseSeveralObservations()
        if aggregated.isSubset(of: reader.table.header) {
            try reader.readAggregated()
        } else {
            try reader.readTabular()
        }
        return Coding(holds: reader.holds, ignored: reader.ignored)
    }

    private init(file: InputFile, names: TierNames) throws(Failure) {
        self.file = file
        self.names = names
        table = try file.table(with: [Self.aggregated, Self.tabular])
        rows = try table.rest()
    }

    private func refuseSeveralObservations() throws(Failure) {
        let ids = Set(rows.map { $0[.observation].text })
        guard ids.count > 1 else { return }
        throw file.malformed(
            "it holds \(ids.count) observations",
            remedy: "export the observation of this session only")
    }

    private mutating func readAggregated() throws(Failure) {
        for row in rows {
            guard let target = target(row) else { continue }
            let onset = try seconds(row, .start)
            let isPoint = mark(row, .type) == .point
            let offset = isPoint ? onset : try seconds(row, .stop)
            guard onset <= offset else {
                throw row.malformed(
                    "the event stops before it starts",
                    remedy: "correct it in BORIS")
            }
            try add(Hold(target: target, side: side(row), onset: onset, offset: offset), row)
        }
    }

    private struct Key: Hashable {
        var target: Target
        var modifiers: [String]
    }

    private mutating func readTabular() throws(Failure) {
        let type = table.column(Boris.Column.type.folded) == nil ? Boris.Column.status : .type
        var open: [Key: (hold: Hold, row: TableReader.Row)] = [:]
        for row in rows {
            guard let target = target(row) else { continue }
            let time = try seconds(row, .time)
            let key = Key(target: target, modifiers: modifiers(row))
            switch mark(row, type) {
            case .start:
                guard open[key] == nil else { throw unpaired(.start, row) }
                let hold = Hold(target: target, side: side(row), onset: time, offset: time)
                open[key] = (hold, row)
            case .stop:
                guard let started = open.removeValue(forKey: key), started.hold.onset <= time else {
                    throw unpaired(.stop, row)
                }
                var hold = started.hold
                hold.offset = time
                try add(hold, started.row)
            case .point:
                try add(Hold(target: target, side: side(row), onset: time, offset: time), row)
            case nil:
                throw row.malformed(
                    "an event that is neither START, STOP nor POINT",
                    remedy: "export tabular or aggregated events from BORIS")
            }
        }
        if let first = open.values.min(by: { $0.row.place.line < $1.row.place.line }) {
            throw unpaired(.start, first.row)
        }
    }

    private func unpaired(_ mark: Boris.Mark, _ row: TableReader.Row) -> Failure {
        let name = "\(row[.subject].text) \(row[.behavior].text)"
        return row.malformed(
            "a \(mark.rawValue) of \(name) without its counterpart",
            remedy: "pair the state events in BORIS (Observations > Check state events)")
    }

    // MARK: Cells

    private func mark(_ row: TableReader.Row, _ column: Boris.Column) -> Boris.Mark? {
        Boris.Mark(rawValue: row[column].text.uppercased())
    }

    private mutating func target(_ row: TableReader.Row) -> Target? {
        let name = "\(row[.subject].text) \(row[.behavior].text)"
        if let target = names.target(of: name) { return target }
        if seen.insert(name).inserted { ignored.append(name) }
        return nil
    }

    private mutating func add(_ hold: Hold, _ row: TableReader.Row) throws(Failure) {
        counts[hold.target, default: 0] += 1
        guard counts[hold.target, default: 0] <= Coding.maxHoldsPerTarget else {
            throw row.malformed(
                "more than \(Coding.maxHoldsPerTarget) events of one behavior",
                remedy: "give the coding of one session")
        }
        holds.append(hold)
    }

    private func modifiers(_ row: TableReader.Row) -> [String] {
        zip(table.header, row.cells).filter { $0.0.hasPrefix("modifier") }.flatMap { _, cell in
            cell.text.split { "|,".contains($0) }.map { TableReader.folded(String($0)) }
        }
    }

    private func side(_ row: TableReader.Row) -> Side? {
        modifiers(row).lazy.compactMap(Side.init(rawValue:)).first
    }

    /// Spreadsheets of some countries write a decimal comma, which is unmistakable where the comma does
    /// not separate cells.
    private func seconds(_ row: TableReader.Row, _ column: Boris.Column) throws(Failure) -> Double {
        let cell = row[column]
        switch cell.number {
        case .value(let value) where value.magnitude < 1e9: return value
        case .decimalComma(let value) where value.magnitude < 1e9 && table.separator != .comma:
            return value
        default:
            throw row.malformed(
                "\(column.folded) is “\(cell.text)”, not a number of seconds",
                remedy: "have BORIS write times in seconds (File > Preferences)")
        }
    }
}

extension TableReader.Row {
    fileprivate subscript(_ column: Boris.Column) -> TextCell { self[column.folded] }
}
