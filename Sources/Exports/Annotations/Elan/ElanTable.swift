import Base
import Foundation

/// Reads ELAN's tab-delimited text (or its CSV): a row per annotation, or a column per tier.
///
/// - A row per annotation has no header: tier, participant (either may be left out), the beginning, the
///   end and the duration, each in up to four formats, then the value. Tables with a header of somebody's
///   own are read by the same places.
/// - A column per tier has a header with the formats: `Begin Time - ss.msec`. The words before the format
///   are in ELAN's language; the first is the beginning, the second the end.
///
/// Lines above (`"#file:///… -- offset: 1350"`) name the media and their `TIME_ORIGIN`; ELAN can add the
/// master's to the times, which the file does not say and which is not assumed.
///
/// Format: ELAN manual, “Tab-delimited text file”; the formats of time as `Transcription2TabDelimitedText`
/// of ELAN 4 to 6 writes them.
struct ElanTable {
    private enum Format: Equatable {
        /// `hh:mm:ss.ms`, `ss.msec`, `msec`, and the frames of SMPTE, which are not read.
        case clock, seconds, milliseconds, frames

        /// The finest is read.
        static let preferred: [Format] = [.milliseconds, .clock, .seconds]
    }

    private struct Line {
        var number: Int
        var cells: [String]
    }

    /// Where what stands.
    private struct Layout {
        var first: Int
        /// The formats of the beginning, one after the other; those of the end follow, in the same order.
        var formats: [Format]
        /// Beginning, end, and perhaps the duration.
        var groups: Int
        var values: Int { first + formats.count * groups }
    }

    private let file: InputFile
    private var media: [ElanReader.Media] = []
    private var header: [String]?
    private var lines: [Line] = []

    /// - Returns: `nil` when the file is no such table.
    /// - Throws: ``Failure/Kind/badInput`` when it has no tiers, or an annotation that counts has impossible
    ///   times.
    static func read(_ file: InputFile, of session: CodedSession) throws(Failure) -> Coding? {
        var reader = ElanTable(file: file)
        try reader.cut()
        guard let layout = reader.layout() else { return nil }
        return try reader.coding(layout, session)
    }

    private init(file: InputFile) { self.file = file }

    // MARK: Cells

    private mutating func cut() throws(Failure) {
        let reader = LineReader(file.path, bytes: file.bytes)
        var separator: TableSeparator?
        while let bytes = try reader.next() {
            let text = String(decoding: bytes, as: UTF8.self)
            if text.allSatisfy(\.isWhitespace) { continue }
            if let one = Self.media(text) {
                media.append(one)
                continue
            }
            let own =
                separator ?? (text.contains("\t") ? .tab : text.contains(",") ? .comma : .semicolon)
            separator = own
            let line = Line(number: reader.number, cells: Self.cells(text, bytes, own))
            if header == nil, lines.isEmpty, !line.cells.contains(where: { Self.format($0) != nil })
            {
                header = line.cells
            } else {
                lines.append(line)
                guard lines.count <= Coding.maxAnnotations else {
                    throw file.malformed(
                        "more than \(Coding.maxAnnotations) rows",
                        remedy: "give the coding of one session"
                    )
                }
            }
        }
    }

    /// ELAN puts values into quotes only between commas.
    private static func cells(
        _ text: String, _ bytes: ArraySlice<UInt8>, _ separator: TableSeparator
    ) -> [String] {
        guard separator == .tab else {
            return (TableRowParser.cells(bytes, separator: separator) ?? []).map(\.text)
        }
        return text.split(separator: "\t", omittingEmptySubsequences: false).map {
            $0.trimmingCharacters(in: .whitespaces)
        }
    }

    /// `"#file:///a.mp4 -- offset: 1350"`.
    private static func media(_ text: String) -> ElanReader.Media? {
        var rest = text[...]
        if rest.first == "\"" { rest = rest.dropFirst() }
        guard rest.first == "#", let mark = rest.range(of: "offset:") else { return nil }
        let before = rest[..<mark.lowerBound].dropFirst()
        guard let name = before.trimmingSuffix(\.isWhitespace, then: "--") else { return nil }
        let number = rest[mark.upperBound...].drop(while: \.isWhitespace)
            .prefix { $0.isASCII && ($0.isNumber || $0 == "-") }
        guard let origin = Int(number), number.count <= 16 else { return nil }
        return .init(urls: [String(name)], origin: Double(origin) / 1000)
    }

    /// The format of a time, by its digits and what stands between them.
    private static func format(_ cell: String) -> Format? {
        guard cell.utf8.count <= longestTime, let shape = Shape(cell) else { return nil }
        let (marks, digits) = (shape.marks, shape.digits)
        switch marks {
        case "": return digits[0] <= 12 ? .milliseconds : nil
        case ".", ",": return digits[0] <= 12 ? .seconds : nil
        case _ where shape.isNegative: return nil
        case ":", "::", ":.", ":,", "::.", "::,":
            let whole = marks.count { $0 == ":" }
            guard digits[..<whole].allSatisfy({ $0 <= 4 }), digits[whole] == 2 else { return nil }
            // Two colons may also part seconds from frames of SMPTE.
            guard digits.count > whole + 1 else { return .clock }
            return digits[whole + 1] <= 3 ? .clock : nil
        case ":::", "::;":
            return digits[0] <= 4 && digits[1] == 2 && digits[2] == 2 && digits[3] <= 3
                ? .frames : nil
        default: return nil
        }
    }

    /// A longer cell is no time, bytes.
    private static let longestTime = 40

    /// How many digits stand between which marks.
    private struct Shape {
        var isNegative = false
        var digits = [0]
        var marks = ""

        /// `nil` where anything else is there, or two marks are next to each other.
        init?(_ cell: String) {
            for (index, character) in cell.unicodeScalars.enumerated() {
                switch character {
                case "0"..."9": digits[digits.count - 1] += 1
                case "-" where index == 0: isNegative = true
                case ":", ";", ".", ",":
                    guard digits.last != 0 else { return nil }
                    marks.unicodeScalars.append(character)
                    digits.append(0)
                default: return nil
                }
            }
            guard digits.last != 0 else { return nil }
        }
    }

    // MARK: Layout

    private func layout() -> Layout? {
        guard let width = lines.map(\.cells.count).min(), width > 1 else {
            return header.flatMap(named)
        }
        if let header, let layout = named(header), layout.values <= width { return layout }
        for first in 0...min(2, width - 1) {
            if let layout = counted(first, width) { return layout }
        }
        return nil
    }

    /// By the names of the columns.
    private func named(_ header: [String]) -> Layout? {
        let columns = header.map(Self.halves)
        var formats: [Format] = []
        var labels: [String] = []
        guard let first = columns.firstIndex(where: { Self.format(named: $0?.format) != nil })
        else {
            return nil
        }
        for column in columns[first...] {
            guard let column, let format = Self.format(named: column.format) else { break }
            let label = String(column.label)
            if labels.last != label { labels.append(label) }
            if labels.count == 1 { formats.append(format) }
        }
        return labels.count >= 2
            ? Layout(first: first, formats: formats, groups: labels.count) : nil
    }

    /// `Begin Time - ss.msec` in two.
    private static func halves(_ cell: String) -> (label: Substring, format: Substring)? {
        guard let mark = cell.dropFirst().range(of: " - "), mark.upperBound < cell.endIndex else {
            return nil
        }
        return (cell[..<mark.lowerBound], cell[mark.upperBound...])
    }

    private static func format(named name: Substring?) -> Format? {
        switch name?.lowercased() {
        case "hh:mm:ss.ms": .clock
        case "ss.msec": .seconds
        case "msec": .milliseconds
        case let name? where name.contains("pal") || name.contains("ntsc"): .frames
        default: nil
        }
    }

    /// By what the cells hold, from a column on.
    private func counted(_ first: Int, _ width: Int) -> Layout? {
        var kinds: [Format] = []
        for column in first..<width {
            let found = Set(lines.map { Self.format($0.cells[column]) })
            // Seconds always have a point; whole numbers beside them are a value.
            guard found.count == 1, let kind = found.first ?? nil else { break }
            kinds.append(kind)
        }
        guard let kind = kinds.first else { return nil }
        let size = kinds.dropFirst().firstIndex(of: kind) ?? kinds.count
        let formats = Array(kinds.prefix(size))
        guard formats != [.frames] else { return nil }
        var groups = 1
        while groups < 3, kinds.count >= (groups + 1) * size,
            Array(kinds[(groups * size)..<((groups + 1) * size)]) == formats
        { groups += 1 }
        guard groups >= 2 else { return nil }
        var layout = Layout(first: first, formats: formats, groups: groups)
        // A number as the value looks like a duration, which it is only if it is one.
        if groups == 3, !lines.allSatisfy({ isDuration($0, layout) }) { layout.groups = 2 }
        return layout
    }

    private func isDuration(_ line: Line, _ layout: Layout) -> Bool {
        guard let start = time(line, layout, 0), let end = time(line, layout, 1),
            let length = time(line, layout, 2)
        else { return false }
        return abs(end - start - length) < 0.0015
    }

    private func time(_ line: Line, _ layout: Layout, _ group: Int) -> Double? {
        for format in Format.preferred {
            guard let place = layout.formats.firstIndex(of: format) else { continue }
            let column = layout.first + group * layout.formats.count + place
            guard column < line.cells.count, let value = CodedTime.seconds(line.cells[column])
            else {
                return nil
            }
            return format == .milliseconds ? value / 1000 : value
        }
        return nil
    }

    // MARK: What it says

    private func coding(_ layout: Layout, _ session: CodedSession) throws(Failure) -> Coding {
        try requireUnit(layout, session)
        var builder = CodingBuilder(file, names: session.names, program: "ELAN")
        let (shift, remark) = ElanReader.shift(media, session, program: "ELAN")
        if let remark { builder.note(remark) }
        if let master = media.first, master.origin != 0 {
            builder.note(
                "times are taken not to have the master media's offset added, as ELAN exports them "
                    + "unless asked to")
        }
        for tier in try tiers(layout, shift) { try builder.add(tier) }
        return builder.coding()
    }

    /// Whole numbers are milliseconds, unless they would all lie in a moment at the beginning.
    private func requireUnit(_ layout: Layout, _ session: CodedSession) throws(Failure) {
        guard layout.formats == [.milliseconds], let end = session.end,
            header.flatMap(named) == nil,
            let last = lines.compactMap({ time($0, layout, 1) }).max(), last > 0,
            last * 1000 <= end + 1
        else { return }
        throw file.malformed(
            "it does not say whether its times are seconds or milliseconds",
            remedy: "export them from ELAN as ss.msec")
    }

    private func tiers(_ layout: Layout, _ shift: Double) throws(Failure) -> [CodedTier] {
        guard layout.first > 0 else { return try columns(layout, shift) }
        var tiers: [CodedTier] = []
        var places: [[String]: Int] = [:]
        for line in lines {
            let key = Array(line.cells.prefix(layout.first))
            let place = places[key, default: tiers.count]
            if place == tiers.count {
                places[key] = place
                tiers.append(CodedTier(name: key[0], participant: key.count > 1 ? key[1] : ""))
            }
            let values = Array(line.cells.dropFirst(layout.values)).filter { !$0.isEmpty }
            tiers[place].stretches.append(stretch(line, layout, shift, values))
        }
        return tiers
    }

    /// A cell without a text is no annotation of that tier, unless there is only the one.
    private func columns(_ layout: Layout, _ shift: Double) throws(Failure) -> [CodedTier] {
        guard let header, header.count > layout.values else {
            throw file.malformed(
                "it does not say which tier an annotation is on",
                remedy: "export it from ELAN with the names of the tiers")
        }
        return header.indices.dropFirst(layout.values).map { column in
            var tier = CodedTier(name: header[column])
            for line in lines {
                let text = column < line.cells.count ? line.cells[column] : ""
                guard !text.isEmpty || header.count == layout.values + 1 else { continue }
                tier.stretches.append(stretch(line, layout, shift, [text]))
            }
            return tier
        }
    }

    private func stretch(
        _ line: Line, _ layout: Layout, _ shift: Double, _ values: [String]
    ) -> CodedStretch {
        CodedStretch(
            onset: (time(line, layout, 0) ?? .nan) + shift,
            offset: (time(line, layout, 1) ?? .nan) + shift,
            values: values.isEmpty ? [""] : values, line: line.number)
    }
}

extension Substring {
    /// What stands before a mark and blanks: `a.mp4` of `a.mp4 -- `; `nil` without either.
    fileprivate func trimmingSuffix(
        _ isBlank: (Character) -> Bool, then mark: String
    ) -> Substring? {
        func trimmed(_ text: Substring) -> Substring? {
            let end = text.lastIndex { !isBlank($0) }
            guard let end, text.index(after: end) < text.endIndex else { return nil }
            return text[...end]
        }
        guard let marked = trimmed(self), marked.hasSuffix(mark) else { return nil }
        return trimmed(marked.dropLast(mark.count))
    }
}
