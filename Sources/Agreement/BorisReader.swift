import Base
import Posture

/// Reads a table of BORIS: *aggregated events* (`Start (s)`, `Stop (s)`) or *tabular events* (`Time`
/// with `START`, `STOP` and `POINT`), separated by tabs, commas or semicolons, of BORIS 7 or later.
///
/// `Subject Behavior` names the seat and the posture; a modifier `left` or `right` tells the side. A
/// point event is a hold without duration. Whatever stands above the header (older versions describe
/// the observation there) is passed over.
///
/// Format: BORIS user guide, “Export events” (https://www.boris.unito.it/user_guide/export_events/).
struct BorisReader {
    private static let aggregated: Set<String> = ["subject", "behavior", "start (s)", "stop (s)"]
    private static let tabular: Set<String> = ["subject", "behavior", "time"]

    private let file: InputFile
    private let table: DelimitedTable
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
        if aggregated.isSubset(of: reader.table.columns) {
            try reader.readAggregated()
        } else {
            try reader.readTabular()
        }
        return Coding(holds: reader.holds, ignored: reader.ignored)
    }

    private init(file: InputFile, names: TierNames) throws(Failure) {
        self.file = file
        self.names = names
        table = try DelimitedTable(file, header: [Self.aggregated, Self.tabular])
    }

    private func refuseSeveralObservations() throws(Failure) {
        let ids = Set(table.rows.map { table.cell($0, "observation id") })
        guard ids.count > 1 else { return }
        throw file.malformed(
            "it holds \(ids.count) observations",
            remedy: "export the observation of this session only")
    }

    private mutating func readAggregated() throws(Failure) {
        for row in table.rows {
            guard let target = target(row) else { continue }
            let onset = try seconds(row, "start (s)")
            let isPoint = table.cell(row, "behavior type").uppercased() == "POINT"
            let offset = isPoint ? onset : try seconds(row, "stop (s)")
            guard onset <= offset else {
                throw file.malformed(
                    "the event stops before it starts", line: row.line,
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
        let type = table.columns.contains("behavior type") ? "behavior type" : "status"
        var open: [Key: (hold: Hold, row: DelimitedTable.Row)] = [:]
        for row in table.rows {
            guard let target = target(row) else { continue }
            let time = try seconds(row, "time")
            let key = Key(target: target, modifiers: modifiers(row))
            switch table.cell(row, type).uppercased() {
            case "START":
                guard open[key] == nil else { throw unpaired("START", row) }
                let hold = Hold(target: target, side: side(row), onset: time, offset: time)
                open[key] = (hold, row)
            case "STOP":
                guard let started = open.removeValue(forKey: key), started.hold.onset <= time else {
                    throw unpaired("STOP", row)
                }
                var hold = started.hold
                hold.offset = time
                try add(hold, started.row)
            case "POINT":
                try add(Hold(target: target, side: side(row), onset: time, offset: time), row)
            default:
                throw file.malformed(
                    "an event that is neither START, STOP nor POINT", line: row.line,
                    remedy: "export tabular or aggregated events from BORIS")
            }
        }
        if let first = open.values.min(by: { $0.row.line < $1.row.line }) {
            throw unpaired("START", first.row)
        }
    }

    private func unpaired(_ type: String, _ row: DelimitedTable.Row) -> Failure {
        let name = "\(table.cell(row, "subject")) \(table.cell(row, "behavior"))"
        return file.malformed(
            "a \(type) of \(name) without its counterpart", line: row.line,
            remedy: "pair the state events in BORIS (Observations > Check state events)")
    }

    // MARK: Cells

    private mutating func target(_ row: DelimitedTable.Row) -> Target? {
        let name = "\(table.cell(row, "subject")) \(table.cell(row, "behavior"))"
        if let target = names.target(of: name) { return target }
        if seen.insert(name).inserted { ignored.append(name) }
        return nil
    }

    private mutating func add(_ hold: Hold, _ row: DelimitedTable.Row) throws(Failure) {
        counts[hold.target, default: 0] += 1
        guard counts[hold.target, default: 0] <= Coding.maxHoldsPerTarget else {
            throw file.malformed(
                "more than \(Coding.maxHoldsPerTarget) events of one behavior", line: row.line,
                remedy: "give the coding of one session")
        }
        holds.append(hold)
    }

    private func modifiers(_ row: DelimitedTable.Row) -> [String] {
        zip(table.columns, row.cells).filter { $0.0.hasPrefix("modifier") }
            .flatMap { $0.1.split { "|,".contains($0) }.map { DelimitedTable.folded(String($0)) } }
    }

    private func side(_ row: DelimitedTable.Row) -> Side? {
        modifiers(row).lazy.compactMap(Side.init(rawValue:)).first
    }

    /// Spreadsheets of some countries write a decimal comma, which cannot be mistaken where the comma
    /// does not separate cells.
    private func seconds(_ row: DelimitedTable.Row, _ column: String) throws(Failure) -> Double {
        var text = DelimitedTable.folded(table.cell(row, column))
        if table.separator != "," { text = text.split(separator: ",").joined(separator: ".") }
        guard let value = Double(text), value.isFinite, value.magnitude < 1e9 else {
            throw file.malformed(
                "\(column) is “\(text)”, not a number of seconds", line: row.line,
                remedy: "have BORIS write times in seconds (File > Preferences)")
        }
        return value
    }
}
