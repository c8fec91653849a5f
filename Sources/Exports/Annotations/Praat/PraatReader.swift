import Base

/// Reads a TextGrid of Praat, in its long or short text format.
///
/// Tiers are those of ``ElanReader``: `SEAT POSTURE` with a side as the text, or `SEAT` with postures.
/// Every interval with a text is a hold, one without a text is none; a point is an event without
/// duration.
///
/// The format is a list of numbers, texts in double quotes (a quote in them is doubled) and flags
/// `<exists>`; everything else, and what follows an exclamation mark, is for people: P. Boersma & D.
/// Weenink, Praat manual, “TextGrid file formats” and “Read from file”.
struct PraatReader {
    private enum Token {
        case number(Double)
        case text(String)
        case flag(Bool)
    }

    private let file: InputFile
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    /// Intervals and points with a text, of all tiers.
    private var marked = 0

    /// Whether a file begins as Praat's text files do.
    static func reads(_ beginning: String) -> Bool { beginning.contains("ooTextFile") }

    /// - Throws: ``Failure/Kind/badInput`` when the file is no TextGrid, ends early, or an interval that
    ///   counts has impossible times.
    static func read(_ file: InputFile, of session: CodedSession) throws(Failure) -> Coding {
        var reader = PraatReader(file: file)
        return try reader.coding(session)
    }

    /// The tiers of a TextGrid, whatever they are about.
    ///
    /// - Throws: ``Failure/Kind/badInput`` when the file is no TextGrid or ends early.
    static func tiers(_ file: InputFile) throws(Failure) -> [CodedTier] {
        var reader = PraatReader(file: file)
        return try reader.tiers()
    }

    private init(file: InputFile) {
        self.file = file
        bytes = file.bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    private mutating func coding(_ session: CodedSession) throws(Failure) -> Coding {
        var builder = CodingBuilder(file, names: session.names, program: "Praat")
        for tier in try tiers() { try builder.add(tier) }
        return builder.coding()
    }

    private mutating func tiers() throws(Failure) -> [CodedTier] {
        _ = try text("the type of the file")
        let kind = try text("the class of the object")
        guard kind.split(separator: " ").first == "TextGrid" else {
            throw malformed("it holds a \(kind) and no TextGrid")
        }
        _ = try number("its beginning")
        _ = try number("its end")
        guard case .flag(true)? = try next() else { return [] }
        var tiers: [CodedTier] = []
        for _ in 0..<(try count("the number of tiers", least: 0)) {
            guard tiers.count < Coding.maxTiers else {
                throw tooMuch("more than \(Coding.maxTiers) tiers")
            }
            tiers.append(try tier())
        }
        return tiers
    }

    private mutating func tier() throws(Failure) -> CodedTier {
        let kind = try text("the class of a tier")
        guard kind == "IntervalTier" || kind == "TextTier" else {
            throw malformed("a tier is a “\(kind)”, neither IntervalTier nor TextTier")
        }
        var tier = CodedTier(name: try text("the name of a tier"))
        _ = try number("the beginning of a tier")
        _ = try number("the end of a tier")
        for _ in 0..<(try count("the number of intervals", least: 0)) {
            let onset = try number("the time of an interval")
            let offset = kind == "IntervalTier" ? try number("the end of an interval") : onset
            let label = try text("the text of an interval")
            // Between what was marked, an interval tier is filled up with empty intervals.
            guard kind == "TextTier" || !label.allSatisfy(\.isWhitespace) else { continue }
            marked += 1
            guard marked <= Coding.maxAnnotations else {
                throw tooMuch("more than \(Coding.maxAnnotations) intervals with a text")
            }
            tier.stretches.append(
                CodedStretch(onset: onset, offset: offset, values: [label], line: line))
        }
        return tier
    }

    // MARK: Values

    private mutating func text(_ what: String) throws(Failure) -> String {
        guard case .text(let text)? = try next() else { throw missing(what) }
        return text
    }

    private mutating func number(_ what: String) throws(Failure) -> Double {
        guard case .number(let value)? = try next() else { throw missing(what) }
        return value
    }

    /// A count needs at least a byte of the file for each thing counted.
    private mutating func count(_ what: String, least: Int) throws(Failure) -> Int {
        let value = try number(what)
        guard value >= Double(least), value == value.rounded(), value <= Double(bytes.count) else {
            throw malformed("\(what) is \(value)")
        }
        return Int(value)
    }

    private func missing(_ what: String) -> Failure { malformed("\(what) is missing") }

    private func tooMuch(_ what: String) -> Failure {
        LinePlace(file.path, line).malformed(what, remedy: "give the coding of one session")
    }

    private func malformed(_ what: String) -> Failure {
        LinePlace(file.path, line).malformed(
            what, remedy: "in Praat, select the TextGrid and save it as a text file")
    }

    // MARK: Tokens

    /// A number or a flag stands alone between blanks: the `1` of `intervals [1]:` is no number.
    private mutating func next() throws(Failure) -> Token? {
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") { return .text(try quoted()) }
            if byte == UInt8(ascii: "!") {
                while position < bytes.count, !Self.isBreak(bytes[position]) { position += 1 }
            } else if Self.isBlank(byte) {
                if Self.isBreak(byte) { skipBreak() } else { position += 1 }
            } else if let token = word() {
                return token
            }
        }
        return nil
    }

    private mutating func word() -> Token? {
        let start = position
        while position < bytes.count, !Self.isBlank(bytes[position]),
            bytes[position] != UInt8(ascii: "\"")
        { position += 1 }
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        switch word {
        case "<exists>": return .flag(true)
        case "<absent>": return .flag(false)
        default: break
        }
        guard let first = bytes[start..<position].first,
            "0123456789-+".utf8.contains(first), let value = Double(word), value.isFinite
        else { return nil }
        return .number(value)
    }

    private mutating func quoted() throws(Failure) -> String {
        let start = line
        position += 1
        var content: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            guard byte == UInt8(ascii: "\"") else {
                content.append(byte)
                if Self.isBreak(byte) { skipBreak() } else { position += 1 }
                continue
            }
            position += 1
            guard position < bytes.count, bytes[position] == byte else {
                return String(decoding: content, as: UTF8.self)
            }
            content.append(byte)
            position += 1
        }
        line = start
        throw malformed("a text without its closing quote")
    }

    private mutating func skipBreak() {
        let isPair =
            bytes[position] == 0x0D && position + 1 < bytes.count && bytes[position + 1] == 0x0A
        position += isPair ? 2 : 1
        line += 1
    }

    private static func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    private static func isBlank(_ byte: UInt8) -> Bool {
        isBreak(byte) || byte == 0x20 || byte == 0x09
    }
}
