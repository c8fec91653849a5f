import Base
import Posture

/// Reads a table of BORIS: *aggregated events* (`Start (s)`, `Stop (s)`) or *tabular events* (`Time`
/// with `START`, `STOP` and `POINT`), separated by tabs, commas or semicolons, of BORIS 6 or later.
///
/// `Subject Behavior` names the seat and the posture; a modifier gives the side. A point event is a hold
/// without duration. Older versions describe the observation in lines above the header.
///
/// Columns are found by their place: independent variables stand before the events' own columns and may
/// have the same names, so that of those the last one counts, and of the observation's the first.
///
/// Format: BORIS user guide, “Export events” (https://www.boris.unito.it/user_guide/export_events/);
/// columns as `export_events.py` of BORIS 8 and 9 writes them.
struct BorisTable {
    private enum Kind { case aggregated, tabular }

    /// Places of the columns.
    private struct Columns {
        var kind: Kind
        var subject: Int
        var behavior: Int
        var type: Int?
        var time: Int
        var stop: Int?
        var modifiers: [Int]
        var file: Int?
        var observation, offset, source, lengths: Int?

        init?(_ names: [String]) {
            func last(_ columns: Boris.Column...) -> Int? {
                columns.lazy.compactMap { names.lastIndex(of: $0.folded) }.first
            }
            func first(_ columns: Boris.Column...) -> Int? {
                columns.lazy.compactMap { names.firstIndex(of: $0.folded) }.first
            }
            guard let behavior = last(.behavior),
                let subject = names[..<behavior].lastIndex(of: Boris.Column.subject.folded)
            else { return nil }
            self.subject = subject
            self.behavior = behavior
            if let start = last(.start), let stop = last(.stop), min(start, stop) > behavior {
                (kind, time, self.stop) = (.aggregated, start, stop)
            } else if let time = last(.time) {
                (kind, self.time) = (.tabular, time)
            } else {
                return nil
            }
            type = last(.type, .status)
            file = last(.fileName, .filePath, .file, .media)
            modifiers = names.indices.filter { $0 > behavior && names[$0].hasPrefix("modifier") }
            observation = first(.observation)
            offset = first(.offset)
            source = first(.source)
            lengths = first(.mediaDuration, .totalLength)
        }
    }

    private let file: InputFile
    private let table: TableReader
    private let columns: Columns

    /// Whether these names of columns, in lower case, are those of such a table.
    static func reads(_ names: [String]) -> Bool {
        guard let columns = Columns(names) else { return false }
        return columns.kind == .aggregated || columns.type != nil
    }

    /// - Throws: ``Failure/Kind/badInput`` when there is no telling which observation is the session's, or
    ///   an event that counts has no time or no counterpart.
    static func read(
        _ file: InputFile, _ table: TableReader, of session: CodedSession
    ) throws(Failure) -> Coding {
        guard let columns = Columns(table.header) else {
            throw file.malformed(
                "it has not the columns of BORIS",
                remedy: "export tabular or aggregated events from BORIS")
        }
        return try BorisTable(file: file, table: table, columns: columns).coding(session)
    }

    private func coding(_ session: CodedSession) throws(Failure) -> Coding {
        let rows = try table.rest()
        let all = try observations(rows)
        let observation = try BorisObservation.choose(all, for: session, in: file)
        var clock = observation?.clock(session) ?? .init(shift: 0)
        var events: [BorisEvent] = []
        for row in rows
        where all.count <= 1 || text(row, columns.observation) == observation?.name {
            events.append(try event(row))
        }
        clock.useAsTheyAre(events, offset: observation?.offset ?? 0, end: session.end)
        for index in events.indices { events[index].move(by: clock.shift) }
        var builder = CodingBuilder(file, names: session.names, program: "BORIS")
        for note in clock.notes { builder.note(note) }
        return try BorisEvents.coding(events, file, builder, end: clock.end ?? session.end)
    }

    // MARK: Observations

    private func observations(_ rows: [TableReader.Row]) throws(Failure) -> [BorisObservation] {
        var all: [BorisObservation] = []
        var places: [String: Int] = [:]
        for row in rows {
            let name = text(row, columns.observation)
            let source = media(row, columns.source)
            if let place = places[name] {
                let played = media(row, columns.file)
                if source.isEmpty, !played.isEmpty, all[place].players[0].last != played {
                    all[place].players[0].append(played)
                }
                continue
            }
            places[name] = all.count
            all.append(try observation(name, row, source))
        }
        return all
    }

    private func observation(
        _ name: String, _ row: TableReader.Row, _ source: String
    ) throws(Failure) -> BorisObservation {
        var observation = BorisObservation(name: name)
        observation.players = BorisObservation.byPlayer(source)
        if observation.players.isEmpty {
            let above = table.above.filter {
                $0.count > 1 && $0[0].lowercased().hasPrefix("player #")
            }.map { [$0[1]] }
            let played = media(row, columns.file)
            observation.players = above.isEmpty ? [played.isEmpty ? [] : [played]] : above
        }
        // The lengths name no players; they stand in the order of the files.
        var lengths = BorisObservation.byPlayer(text(row, columns.lengths)).flatMap { $0 }
            .map { Self.number(TextCell(bytes: Array($0.utf8)[...])) }[...]
        observation.lengths = observation.players.map { files in
            let own = Array(lengths.prefix(files.count))
            lengths = lengths.dropFirst(files.count)
            return own + [Double?](repeating: nil, count: files.count - own.count)
        }
        observation.offset = try offset(row, observation)
        return observation
    }

    /// What BORIS added to the times, seconds: of the observation, or of each media file.
    private func offset(
        _ row: TableReader.Row, _ observation: BorisObservation
    ) throws(Failure) -> Double {
        let above = table.above.first {
            $0.count > 1 && TableReader.folded($0[0]) == Boris.Column.offset.folded
        }
        let text = columns.offset.map { self.text(row, $0) } ?? above?[1] ?? ""
        let cell = TextCell(bytes: Array(text.utf8)[...])
        if case .missing = cell.number { return 0 }
        if let value = Self.number(cell) ?? CodedTime.seconds(text) { return value }
        let parts = BorisObservation.byPlayer(text).flatMap { $0 }
            .map { Self.number(TextCell(bytes: Array($0.utf8)[...])) }
        let files = observation.players.flatMap { $0 }
        let place = files.firstIndex(of: self.text(row, columns.file)) ?? 0
        guard let first = parts.first, parts.allSatisfy({ $0 != nil }),
            let value = place < parts.count ? parts[place] : first
        else {
            throw row.malformed(
                "the time offset is “\(text)”, not a number of seconds",
                remedy: "set it in BORIS (Observations > Edit observation) and export again")
        }
        return value
    }

    // MARK: Events

    private func event(_ row: TableReader.Row) throws(Failure) -> BorisEvent {
        let type = text(row, columns.type).uppercased()
        var event = BorisEvent(
            subject: text(row, columns.subject), behavior: text(row, columns.behavior),
            modifiers: columns.modifiers.flatMap { column in
                text(row, column).split { "|,".contains($0) }.map(String.init)
            }, mark: .point, time: seconds(row, columns.time), line: row.place.line)
        if TableReader.folded(event.subject) == "no focal subject" { event.subject = "" }
        switch (columns.kind, Boris.Mark(rawValue: type)) {
        case (_, .point): event.mark = .point
        case (.tabular, .start): event.mark = .start
        case (.tabular, .stop): event.mark = .stop
        case (.tabular, nil):
            event.mark = .point
            // It is an error only where the event counts.
            event.isUnknown = true
        default:
            let isOpen = columns.stop.map { cell(row, $0).number == .missing } ?? false
            event.mark = isOpen ? .start : .whole(stop: seconds(row, columns.stop))
        }
        return event
    }

    private func cell(_ row: TableReader.Row, _ column: Int?) -> TextCell {
        guard let column, column < row.cells.count else { return TextCell(bytes: []) }
        return row.cells[column]
    }

    private func text(_ row: TableReader.Row, _ column: Int?) -> String { cell(row, column).text }

    /// A media file, or several; of a live observation there are none.
    private func media(_ row: TableReader.Row, _ column: Int?) -> String {
        let text = text(row, column)
        return ["na", "not found"].contains(TableReader.folded(text)) ? "" : text
    }

    /// `NaN` when it is no number, which is an error only where the event counts.
    private func seconds(_ row: TableReader.Row, _ column: Int?) -> Double {
        let cell = cell(row, column)
        if case .decimalComma = cell.number, table.separator == .comma { return .nan }
        return Self.number(cell) ?? .nan
    }

    /// Spreadsheets of some countries write a decimal comma, which is unmistakable where the comma does
    /// not separate cells.
    private static func number(_ cell: TextCell) -> Double? {
        switch cell.number {
        case .value(let value), .decimalComma(let value): value.magnitude < 1e12 ? value : nil
        default: nil
        }
    }
}

extension BorisObservation.Clock {
    /// Takes the times as they stand where only that puts them into the recording: some versions write
    /// the offset beside times that do not have it.
    mutating func useAsTheyAre(_ events: [BorisEvent], offset: Double, end: Double?) {
        let times = events.map(\.time).filter(\.isFinite)
        guard offset != 0, let first = times.min(), let last = times.max() else { return }
        let isWhole = first >= -1 && last <= (end ?? 0) + 1
        let isMoved = last + shift < 0 || first + shift > (end ?? .infinity)
        guard isWhole, isMoved else { return }
        shift += offset
        notes.append(
            "the times lie in the recording without the time offset of "
                + "\(DecimalText.text(offset, decimals: 3, atLeast: 0)) s that the file names; they are "
                + "taken as they are")
    }
}
