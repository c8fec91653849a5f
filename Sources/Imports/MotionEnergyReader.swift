import Base
import Posture

/// Reads motion energy: two columns of numbers, or two files of one column each.
struct MotionEnergyReader {
    let paths: [String]
    /// Samples per second.
    let rate: Double

    /// One person's numbers.
    private struct Column {
        var name: String?
        var path: String
        var place: String
        var values: [Double] = []
    }

    func read() throws(Failure) -> SeriesRecording {
        var columns: [Column] = []
        for path in paths { columns += try self.columns(of: path, expected: 2 / paths.count) }
        for column in columns { try check(column) }
        var warnings = [
            "only motion energy is known: no postures and no episodes can be found"
        ]
        let count = columns.map(\.values.count).min() ?? 0
        if columns.contains(where: { $0.values.count != count }) {
            warnings.append(
                "the two series have \(columns[0].values.count) and \(columns[1].values.count) "
                    + "samples; what the longer one has more was left out")
        }
        let largest = columns.flatMap(\.values).reduce(0) { $1.isNaN ? $0 : max($0, abs($1)) }
        // Pixels that changed: how many there are is not known, so the highest value stands for all.
        let unit = largest > 1 ? largest : 1
        var sources: [SeriesRecording.Source] = []
        for path in paths { sources.append(try SeriesReader.source(path)) }
        let names = columns.compactMap(\.name)
        return SeriesRecording(
            format: .mea, tracks: columns.map { track($0.values.prefix(count), unit: unit) },
            names: Set(names).count == 2 ? names : nil, sources: sources, frames: count,
            duration: Double(count) / rate, energyUnit: unit, warnings: warnings)
    }

    private func track(_ values: ArraySlice<Double>, unit: Double) -> FeatureTrack {
        var track = FeatureTrack()
        var row = [Double](repeating: .nan, count: Channel.allCases.count)
        for (index, value) in values.enumerated() {
            row[Channel.motionEnergy.index] = value / unit
            track.append(
                time: Double(index) / rate, presence: value.isNaN ? 0 : 1, row: row)
        }
        return track
    }

    /// Reads the columns of one file.
    private func columns(of path: String, expected: Int) throws(Failure) -> [Column] {
        let lines = try LineReader(series: path)
        var columns = (1...expected).map { Column(path: path, place: "column \($0)") }
        var isFirst = true
        while let line = try lines.next() {
            let place = LinePlace(path, lines.number)
            let cells = try cells(line, place)
            if cells.isEmpty {
                try expectNoMore(lines, after: place)
                break
            }
            guard cells.count == expected else {
                throw wrongCount(cells.count, expected: expected, place)
            }
            let isHeader = isFirst && cells.allSatisfy { $0.number == .text }
            isFirst = false
            for (index, cell) in cells.enumerated() {
                if isHeader {
                    columns[index].name = cell.text
                } else {
                    columns[index].values.append(
                        try place.number(cell, in: columns[index].place))
                }
            }
        }
        return columns
    }

    /// The cells of a line, which goes by the separator that it shows itself.
    private func cells(
        _ line: ArraySlice<UInt8>, _ place: LinePlace
    ) throws(Failure) -> [TextCell] {
        let separator = TableSeparator(of: line)
        if separator == .comma {
            // 1,5 2,5 is two numbers with decimal commas, 1, 2 is not.
            let words = TableRowParser.cells(line, separator: .blanks) ?? []
            if words.count > 1, words.allSatisfy({ $0.number.hasDecimalComma }) {
                _ = try place.number(words[0], in: "column 1")
            }
        }
        let cells = TableRowParser.cells(line, separator: separator == .tab ? .blanks : separator)
        guard let cells else {
            throw place.malformed("a quote without its closing quote", remedy: "close the quote")
        }
        return cells
    }

    private func expectNoMore(_ lines: LineReader, after place: LinePlace) throws(Failure) {
        while let rest = try lines.next() {
            guard TableRowParser.isBlank(rest) else {
                throw place.malformed(
                    "it is empty",
                    remedy: "write NA twice where nothing was measured, or take the line out")
            }
        }
    }

    private func wrongCount(_ count: Int, expected: Int, _ place: LinePlace) -> Failure {
        if expected == 2, count == 1 {
            return place.malformed(
                "it has one column",
                remedy: "give both people's motion energy in two columns, or in two files")
        }
        return place.wrongCount(
            count, expected: expected,
            expected == 2
                ? "motion energy of two people has 2" : "one person's motion energy has 1")
    }

    private func check(_ column: Column) throws(Failure) {
        let name = column.name.map { "\(column.place) (\($0))" } ?? column.place
        let known = column.values.filter { !$0.isNaN }
        guard let first = known.first else {
            throw Failure.badInput(
                column.values.isEmpty
                    ? "\(column.path) holds no numbers"
                    : "\(column.path): \(name) has no value, all are missing",
                remedy: "give a file with the motion energy of both people")
        }
        guard known.contains(where: { $0 != first }) else {
            throw Failure.badInput(
                "\(column.path): \(name) does not vary, every value is \(first)",
                remedy: "give a series in which something moves; check that it is the right column")
        }
    }
}
