package import Base
import Foundation

/// A tier of times that somebody marked: who speaks, or what happened.
package struct MarkedTier: Sendable, Equatable {
    /// The speaker, or the tier.
    package var name: String
    /// Who the tier says it is about, where the format has that.
    package var participant = ""
    /// In any order; equal ends for a point in time, seconds.
    package var spans: [TimeSpan]
}

/// Reads times without postures: an ELAN document, a TextGrid of Praat, RTTM (NIST, *Rich Transcription
/// Time Marked*, as programs for diarisation write it), or a table.
///
/// A table of turns has the columns `speaker`, `onset` and `offset` (or `duration`), one of events `time`
/// (and `duration`), or `onset` and `offset`; other names for them are those of ``PlainTable``. Stretches that
/// say there is silence are none.
package struct MarkedTimes: Sendable {
    /// The file's name without its folder.
    package let file: String
    package let tiers: [MarkedTier]
    private let input: InputFile

    /// More stretches than anybody marks in a session.
    static let most = 20_000

    /// - Parameter recordings: those of the session, by which ELAN's times are brought to its clock.
    /// - Throws: ``Failure/Kind/noInput`` when the file is missing or unreadable; ``Failure/Kind/badInput``
    ///   when it has another format, or times that are none.
    package init(
        _ path: String, recordings: [CodedSession.Recording] = []
    ) throws(Failure) {
        try self.init(InputFile(path), recordings)
    }

    /// The same with the file's content in memory; the path is for messages.
    package init(
        _ path: String, bytes: [UInt8], recordings: [CodedSession.Recording] = []
    ) throws(Failure) {
        try self.init(InputFile(path: path, bytes: bytes), recordings)
    }

    private init(
        _ input: InputFile, _ recordings: [CodedSession.Recording]
    ) throws(Failure) {
        self.input = input
        file = input.name
        tiers = try Self.tiers(try input.inUTF8(), recordings).filter { !$0.spans.isEmpty }
        let count = tiers.reduce(0) { $0 + $1.spans.count }
        guard count > 0 else {
            throw input.malformed(
                "nothing is marked in it", remedy: "give a file in which times are marked")
        }
        guard count <= Self.most else {
            throw input.malformed(
                "more than \(Self.most) stretches are marked in it",
                remedy: "give whole turns, not words or syllables")
        }
    }

    // MARK: Formats

    private static func tiers(
        _ file: InputFile, _ recordings: [CodedSession.Recording]
    ) throws(Failure) -> [MarkedTier] {
        guard !file.bytes.contains(0) else { throw unknown(file) }
        let beginning = String(decoding: file.bytes.prefix(4096), as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines.union(["\u{FEFF}"]))
        if beginning.hasPrefix("<") {
            guard beginning.contains("<ANNOTATION_DOCUMENT") else { throw unknown(file) }
            let session = CodedSession(
                names: TierNames(seats: [], postures: []), recordings: recordings)
            return try marked(try ElanReader.tiers(file, of: session), file)
        }
        if PraatReader.reads(beginning) { return try marked(try PraatReader.tiers(file), file) }
        if isRTTM(beginning) { return try transcription(file) }
        return try table(file)
    }

    private static func unknown(_ file: InputFile) -> Failure {
        file.malformed(
            "it is in no format of marked times that is read",
            remedy: """
                give an ELAN document (.eaf), a TextGrid of Praat, RTTM, or a table with the columns \
                speaker, onset, offset (for turns) or time, duration (for events)
                """)
    }

    /// Labels of nothing: aligners fill pauses with them.
    private static let silences: Set<String> = [
        "sil", "silence", "silent", "sp", "spn", "pause", "pau", "p", "nospeech", "none",
    ]

    private static func marked(
        _ tiers: [CodedTier], _ file: InputFile
    ) throws(Failure) -> [MarkedTier] {
        var result: [MarkedTier] = []
        for tier in tiers {
            var found = MarkedTier(name: tier.name, participant: tier.participant, spans: [])
            for stretch in tier.stretches {
                let words = CodeWords(stretch.values.first ?? "")
                if words.isNo || silences.contains(words.joined) { continue }
                found.spans.append(
                    try span(stretch.onset, stretch.offset, LinePlace(file.path, stretch.line ?? 1))
                )
            }
            result.append(found)
        }
        return result
    }

    private static func span(
        _ onset: Double, _ offset: Double, _ place: LinePlace
    ) throws(Failure) -> TimeSpan {
        guard onset.isFinite, offset.isFinite, offset >= onset,
            max(onset.magnitude, offset.magnitude) <= Recording.longest
        else {
            throw place.malformed(
                "the times are not those of a stretch of a session",
                remedy: "give seconds, m:ss or h:mm:ss, and no end before its beginning")
        }
        return TimeSpan(start: onset, end: offset)
    }

    // MARK: RTTM

    private static let types: Set<String> = [
        "SPEAKER", "SPKR-INFO", "NOSCORE", "NO_RT_METADATA", "SEGMENT", "LEXEME", "NON-LEX",
        "NON-SPEECH", "FILLER", "EDIT", "SU", "IP", "CB", "A/P", ";;",
    ]

    private static func isRTTM(_ beginning: String) -> Bool {
        let words =
            beginning.split(whereSeparator: \.isNewline).first?
            .split(whereSeparator: \.isWhitespace) ?? []
        return words.count >= 8 && types.contains(String(words[0]))
            || beginning.hasPrefix(";;")
    }

    private static func transcription(_ file: InputFile) throws(Failure) -> [MarkedTier] {
        var spans: [(name: String, spans: [TimeSpan])] = []
        let lines = LineReader(file.path, bytes: file.bytes)
        while let line = try lines.next() {
            let words = String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace)
            guard words.first == "SPEAKER" else { continue }
            let place = LinePlace(file.path, lines.number)
            guard words.count >= 8, let onset = Double(words[3]), let length = Double(words[4])
            else {
                throw place.malformed(
                    "it is no line of RTTM",
                    remedy: "give lines SPEAKER FILE CHANNEL ONSET DURATION <NA> <NA> NAME")
            }
            try add(span(onset, onset + length, place), to: String(words[7]), &spans, place)
            guard lines.number <= Coding.maxAnnotations else {
                throw place.malformed(
                    "more than \(Coding.maxAnnotations) lines",
                    remedy: "give the turns of one session")
            }
        }
        return spans.map { MarkedTier(name: $0.name, spans: $0.spans) }
    }

    private static func add(
        _ span: TimeSpan, to name: String, _ spans: inout [(name: String, spans: [TimeSpan])],
        _ place: LinePlace
    ) throws(Failure) {
        if let index = spans.firstIndex(where: { $0.name == name }) {
            spans[index].spans.append(span)
        } else {
            guard spans.count < Coding.maxTiers else {
                throw place.malformed(
                    "more than \(Coding.maxTiers) speakers", remedy: "give the turns of one session"
                )
            }
            spans.append((name, [span]))
        }
    }

    // MARK: Tables

    private struct Columns {
        var speaker: Int?
        var onset: TimeColumn
        var offset: TimeColumn?
        var duration: TimeColumn?

        init?(_ header: [String]) {
            guard
                let onset = TimeColumn(header, PlainTable.onsets)
                    ?? header.firstIndex(where: { ["time", "time_s", "seconds"].contains($0) })
                    .map({ TimeColumn(inSeconds: $0) })
            else { return nil }
            self.onset = onset
            offset = TimeColumn(header, PlainTable.offsets)
            duration = TimeColumn(header, ["duration", "length"])
            speaker =
                (["speaker"] + PlainTable.seats).lazy.compactMap {
                    header.firstIndex(of: $0)
                }.first
        }
    }

    private static func table(_ file: InputFile) throws(Failure) -> [MarkedTier] {
        let found = try TableReader(
            LineReader(file.path, bytes: file.bytes), mostRows: Coding.maxAnnotations
        ) { Columns($0) != nil }
        guard let table = found, let columns = Columns(table.header) else { throw unknown(file) }
        let commas = table.separator != .comma
        var spans: [(name: String, spans: [TimeSpan])] = []
        while let row = try table.next() {
            func seconds(_ column: TimeColumn) -> Double {
                let cell = column.index < row.cells.count ? row.text(column.index) : ""
                guard commas || !cell.contains(",") else { return .nan }
                return (CodedTime.seconds(cell) ?? .nan) * column.unit
            }
            func isEmpty(_ column: TimeColumn) -> Bool {
                column.index >= row.cells.count || row.text(column.index).allSatisfy(\.isWhitespace)
            }
            let onset = seconds(columns.onset)
            var offset = onset
            if let column = columns.offset, !isEmpty(column) {
                offset = seconds(column)
            } else if let column = columns.duration, !isEmpty(column) {
                offset = onset + seconds(column)
            }
            let speaker = columns.speaker.map { $0 < row.cells.count ? row.text($0) : "" } ?? ""
            try add(
                span(onset, offset, row.place),
                to: speaker.trimmingCharacters(in: .whitespaces), &spans, row.place)
        }
        return spans.map { MarkedTier(name: $0.name, spans: $0.spans) }
    }
}

// MARK: - Whose they are

extension MarkedTimes {
    /// Words beside a seat's name that say that its tier is about speech.
    private static let speech: Set<String> = [
        "speech", "speaks", "speaking", "spoken", "talk", "talks", "talking", "turn", "turns",
        "voice", "utterance", "utterances", "transcript", "transcription", "says",
    ]
    private static let happenings: Set<String> = [
        "event", "events", "stimulus", "stimuli", "cut", "cuts",
    ]

    /// When each seat speaks.
    ///
    /// A speaker or tier is that of a seat whose name it has, alone or with a word such as *speech*; of
    /// a seat that it is mapped to; or whose name its participant has, when it is the only one.
    ///
    /// - Parameters:
    ///   - seats: names of the first and the second seat.
    ///   - map: other names, with the seats that they stand for.
    /// - Throws: ``Failure/Kind/badInput`` when a seat has no speaker, naming those in the file.
    package func turns(
        of seats: [String], map: [(name: String, stands: String)] = []
    ) throws(Failure) -> [[TimeSpan]] {
        var result: [[TimeSpan]] = []
        for seat in seats {
            let own = speakers(of: seat, map)
            guard !own.isEmpty else {
                let found = tiers.prefix(8).map { "“\(String($0.name.oneLine.prefix(60)))”" }
                throw input.malformed(
                    "nobody in it is the \(seat) (it has \(found.joined(separator: ", ")))",
                    remedy: """
                        name speakers or tiers as the seats, \(seats.joined(separator: " and ")), or say \
                        who is who with \(.map) \"SPEAKER=\(seat)\"
                        """)
            }
            result.append(own.flatMap(\.spans).filter { $0.duration > 0 })
        }
        return result
    }

    private func speakers(of seat: String, _ map: [(name: String, stands: String)]) -> [MarkedTier]
    {
        let words = CodeWords(seat)
        let mapped = map.filter { CodeWords($0.stands) == words }.map { CodeWords($0.name).joined }
        let known = Set(map.map { CodeWords($0.name).joined })
        let named = tiers.filter { tier in
            let name = CodeWords(tier.name)
            if known.contains(name.joined) { return mapped.contains(name.joined) }
            let rest = name.words.filter { !Self.speech.contains($0) }
            return rest == words.words
        }
        guard named.isEmpty else { return named }
        let about = tiers.filter { CodeWords($0.participant) == words }
        return about.count == 1 ? about : []
    }

    /// What happened to both, in order.
    ///
    /// In a file with several tiers, those named *events* or *stimuli*, or mapped to *events*.
    ///
    /// - Throws: ``Failure/Kind/badInput`` when it cannot be told which tier is meant.
    package func events(map: [(name: String, stands: String)] = []) throws(Failure) -> [TimeSpan] {
        let mapped = Set(
            map.filter { Self.happenings.contains(CodeWords($0.stands).joined) }
                .map { CodeWords($0.name).joined })
        let named = tiers.filter {
            let name = CodeWords($0.name).joined
            return mapped.isEmpty ? Self.happenings.contains(name) : mapped.contains(name)
        }
        let own = named.isEmpty && tiers.count == 1 && mapped.isEmpty ? tiers : named
        guard !own.isEmpty else {
            let found = tiers.prefix(8).map { "“\(String($0.name.oneLine.prefix(60)))”" }
            throw input.malformed(
                "it cannot be told which of its tiers has the events (it has "
                    + "\(found.joined(separator: ", ")))",
                remedy: "name one tier events, or say which it is with \(.map) \"TIER=events\"")
        }
        return own.flatMap(\.spans).sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    }
}
