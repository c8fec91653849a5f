import Base
import Foundation

/// Reads what Datavyu exports: a spreadsheet's columns are tiers (`SEAT POSTURE`, or `SEAT` with the
/// posture and the side as codes), its cells are holds.
///
/// - `column.onset`, `column.offset` and codes side by side, times in milliseconds (Spreadsheet > Export);
/// - a row per cell with `column`, `onset`, `offset`, `ordinal` and codes, in milliseconds, as the
///   script `datavyu2csv.rb` of the R package datavyur writes them;
/// - the text that an `.opf` keeps as `db`: a line per column, `name (MATRIX,…`, and one per cell,
///   `00:00:01:250,00:00:02:500,(code,code)`.
///
/// Format: Datavyu user guide, “Export”; `SaveDatabaseFileController` of Datavyu 1.3 to 1.5.
struct DatavyuReader {
    private let file: InputFile
    private var tiers: [CodedTier] = []
    private var places: [String: Int] = [:]

    private init(_ file: InputFile) { self.file = file }

    private func coding(_ session: CodedSession) throws(Failure) -> Coding {
        var builder = CodingBuilder(file, names: session.names, program: "Datavyu")
        for tier in tiers { try builder.add(tier) }
        return builder.coding()
    }

    private mutating func tier(_ name: String) -> Int {
        if let place = places[name] { return place }
        places[name] = tiers.count
        tiers.append(CodedTier(name: name))
        return tiers.count - 1
    }

    /// The codes together, then each: one may be the posture and another the side.
    private static func values(_ codes: [String]) -> [String] {
        let codes = codes.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        return [codes.joined(separator: " ")] + (codes.count > 1 ? codes : [])
    }

    // MARK: Tables

    private static let long: Set<String> = ["column", "onset", "offset", "ordinal"]

    /// Whether these names of columns, in lower case, are those of an exported table.
    static func reads(_ names: [String]) -> Bool {
        long.isSubset(of: names)
            || names.contains {
                $0.hasSuffix(".onset") && names.contains($0.dropLast(6) + ".offset")
            }
    }

    /// - Throws: ``Failure/Kind/badInput`` when a cell that counts has impossible times.
    static func read(
        _ file: InputFile, _ table: TableReader, of session: CodedSession
    ) throws(Failure) -> Coding {
        var reader = DatavyuReader(file)
        if long.isSubset(of: table.header) {
            try reader.readLong(table)
        } else {
            try reader.readBeside(table)
        }
        return try reader.coding(session)
    }

    private mutating func readLong(_ table: TableReader) throws(Failure) {
        let known = Self.long.union(["file"])
        let codes = table.header.indices.filter { !known.contains(table.header[$0]) }
        while let row = try table.next() {
            let place = tier(row["column"].text)
            let values = codes.filter { $0 < row.cells.count }.map { row.text($0) }
            tiers[place].stretches.append(
                CodedStretch(
                    onset: Self.milliseconds(row["onset"]),
                    offset: Self.milliseconds(row["offset"]),
                    values: Self.values(values), line: row.place.line))
        }
    }

    private mutating func readBeside(_ table: TableReader) throws(Failure) {
        let header = table.header
        let names = header.filter { $0.hasSuffix(".onset") }.map { String($0.dropLast(6)) }
        let codes = names.map { name in
            header.indices.filter { index in
                let own = header[index]
                return own.hasPrefix(name + ".")
                    && ![".onset", ".offset", ".ordinal"].contains { own == name + $0 }
            }
        }
        for name in names { _ = tier(name) }
        while let row = try table.next() {
            for (place, name) in names.enumerated() where !row[name + ".onset"].isEmpty {
                let values = codes[place].filter { $0 < row.cells.count }.map { row.text($0) }
                tiers[tier(name)].stretches.append(
                    CodedStretch(
                        onset: Self.milliseconds(row[name + ".onset"]),
                        offset: Self.milliseconds(row[name + ".offset"]),
                        values: Self.values(values), line: row.place.line))
            }
        }
    }

    private static func milliseconds(_ cell: TextCell) -> Double {
        if let time = clock(cell.text[...]) { return time }
        if case .value(let value) = cell.number { return value / 1000 }
        return .nan
    }

    // MARK: The text of a project

    /// Whether a file begins as that text does: with the number of its format.
    static func reads(_ beginning: String) -> Bool {
        beginning.hasPrefix("#") && beginning.contains(/\((MATRIX|TEXT|NOMINAL)\s*,/)
    }

    /// - Throws: ``Failure/Kind/badInput`` when a cell that counts has impossible times.
    static func readText(_ file: InputFile, of session: CodedSession) throws(Failure) -> Coding {
        var reader = DatavyuReader(file)
        let lines = LineReader(file.path, bytes: file.bytes)
        while let line = try lines.next() {
            guard lines.number <= Coding.maxAnnotations else {
                throw LinePlace(file.path, lines.number).malformed(
                    "more than \(Coding.maxAnnotations) lines",
                    remedy: "give the coding of one session")
            }
            reader.take(String(decoding: line, as: UTF8.self), lines.number)
        }
        return try reader.coding(session)
    }

    /// A longer line is no heading of a column, bytes.
    private static let longestHeading = 4096

    private mutating func take(_ line: String, _ number: Int) {
        let cells = line.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false)
        if cells.count >= 2, let onset = Self.clock(cells[0]), let offset = Self.clock(cells[1]) {
            guard let last = tiers.indices.last else { return }
            let codes = cells.count > 2 ? Self.codes(String(cells[2])) : []
            tiers[last].stretches.append(
                CodedStretch(
                    onset: onset, offset: offset, values: Self.values(codes), line: number))
        } else if line.utf8.count <= Self.longestHeading, line.contains(" ("),
            let match = line.firstMatch(of: /^(.+?) \((MATRIX|TEXT|NOMINAL|INTEGER)\s*,/)
        {
            tiers.append(CodedTier(name: String(match.1).replacing("\\", with: "")))
        }
    }

    /// `(a,b\,c)`: a comma in a code has a backslash before it.
    private static func codes(_ text: String) -> [String] {
        var codes = [""]
        var isEscaped = false
        let inner =
            text.hasPrefix("(") && text.hasSuffix(")") ? text.dropFirst().dropLast() : text[...]
        for character in inner {
            if isEscaped || (character != "," && character != "\\") {
                codes[codes.count - 1].append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                codes.append("")
            }
        }
        return codes
    }

    /// Seconds of `00:00:01:250`.
    private static func clock(_ text: Substring) -> Double? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 4, let hours = parts[0], let minutes = parts[1],
            let seconds = parts[2],
            let milliseconds = parts[3],
            [hours, minutes, seconds, milliseconds].allSatisfy({
                (0..<100_000).contains($0)
            })
        else { return nil }
        return Double(hours * 3600 + minutes * 60 + seconds) + Double(milliseconds) / 1000
    }
}
