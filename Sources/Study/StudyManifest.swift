package import Base
import Foundation

/// The sessions of a study, one a row, as somebody lists them in a table such as `study.csv`.
///
/// `session` is needed, and `recordings` with `consent`, or `series` that other tools measured; `rate`, `seats`,
/// `offset`, `config`, `group`, `session_number` and `date` are known; any other column is an outcome. So is
/// `therapist`, which also says whose sessions belong together. Paths are seen from the table's folder.
///
///     let manifest = try StudyManifest("study.csv")
///     for row in manifest.rows { print(row.session, row.recordings) }
package struct StudyManifest: Sendable {
    package let path: String
    package let rows: [Row]
    /// Names of the columns that are outcomes, in their order.
    package let outcomes: [String]

    /// One session.
    package struct Row: Sendable, Equatable {
        /// Line of the table, from 1.
        package var line: Int
        /// The session's code, and the name of its folder.
        package var session: String
        /// The files as ``AnalyzeWorkflow`` takes them: one of both people, two of one person each, or chapters,
        /// those of one camera joined by a plus sign.
        package var recordings: [String]
        /// Files of what other tools measured, as ``ScoreWorkflow`` takes them; empty where there are recordings.
        package var series: [String]
        /// Samples per second of the series; `nil`: as they say.
        package var rate: Double?
        /// The consent file; `nil` only of series.
        package var consent: String?
        /// Names of the seats in their order, with a comma between; `nil` leaves it to the consent.
        package var seats: String?
        /// When the second recording started.
        package var offset: RecordingOffset?
        /// A settings file for this session.
        package var config: String?
        package var group: String?
        /// Which of the sessions of these two people it is, from 1.
        package var number: Int?
        package var date: CalendarDate?
        /// Code of the therapist.
        package var therapist: String?
        /// In the order of ``StudyManifest/outcomes``; empty where there is none.
        package var outcomes: [String]

        /// SHA-256 of what decides how the session is measured: when it changes, results are of another row.
        package var digest: String {
            var parts: [String?] = [
                recordings.joined(separator: "\0"), seats, offset?.text, config,
            ]
            if !series.isEmpty { parts += series + [rate.map { "\($0)" }] }
            return Digest.sha256(Array(parts.map { $0 ?? "" }.joined(separator: "\n").utf8))
        }
    }

    /// Most sessions of a study, a convention.
    private static let mostRows = 100_000

    private static let known: Set<String> = [
        "session", "recordings", "series", "rate", "consent", "seats", "offset", "config", "group",
        "session_number", "date",
    ]

    /// - Throws: ``Failure/Kind/noInput`` without such a file, ``Failure/Kind/badInput`` naming the line of what is
    ///   wrong. Whether the files are there is not looked at.
    ///
    /// - Parameter isMeasured: the sessions are measured already: recordings and consents need not be told.
    package init(_ path: String, isMeasured: Bool = false) throws(Failure) {
        let file: Int32
        do { file = try RegularFile.open(path) } catch {
            throw Failure.noInput(
                "cannot read \(path) (\(error.text))",
                remedy: "give the path of a table of sessions that you may read")
        }
        try self.init(LineReader(path, file: file), isMeasured)
    }

    /// The same of a table that was read already.
    ///
    /// - Parameter path: where it was, for messages and for the paths in it.
    package init(_ path: String, bytes: [UInt8], isMeasured: Bool = false) throws(Failure) {
        try self.init(LineReader(path, bytes: bytes), isMeasured)
    }

    private init(_ lines: LineReader, _ isMeasured: Bool) throws(Failure) {
        path = lines.path
        let table = try TableReader(lines)
        let isOfSeries = table.column("series") != nil && table.column("recordings") == nil
        let needed =
            isMeasured || isOfSeries ? ["session"] : ["session", "recordings", "consent"]
        for name in needed where table.column(name) == nil {
            throw Failure.badInput(
                "\(path): there is no column \(name)",
                remedy: "give a table with the \(needed.count == 1 ? "column" : "columns") "
                    + Remedy(needed.joined(separator: ", ")))
        }
        outcomes = table.header.filter { !Self.known.contains($0) }
        var rows: [Row] = []
        var lines: [String: Int] = [:]
        while let row = try table.next() {
            let session = try Self.session(row, outcomes, path.parentFolder, isMeasured)
            if let other = lines.updateValue(session.line, forKey: session.session.lowercased()) {
                throw row.malformed(
                    "session \(session.session) is in line \(other) already",
                    remedy: "give every session a code of its own")
            }
            guard rows.count < Self.mostRows else {
                throw row.malformed(
                    "there are more than \(Self.mostRows) sessions", remedy: "make several studies")
            }
            rows.append(session)
        }
        guard !rows.isEmpty else {
            throw Failure.badInput("\(path) lists no session", remedy: "give a row per session")
        }
        self.rows = rows
    }

    /// Tells sessions whose therapist's they are, where the table has a column for it.
    package func nameTherapists(of sessions: inout [StudySession]) {
        let codes = Dictionary(
            rows.map { ($0.session, $0.therapist) }, uniquingKeysWith: { own, _ in own })
        for index in sessions.indices {
            sessions[index].therapist = codes[sessions[index].id] ?? nil
        }
    }

    private static func session(
        _ row: TableReader.Row, _ outcomes: [String], _ folder: String, _ isMeasured: Bool
    ) throws(Failure) -> Row {
        let text = { (column: String) in row[column].text.trimmingCharacters(in: .whitespaces) }
        let optional = { (column: String) in text(column).isEmpty ? nil : text(column) }
        let place = { (path: String) in
            path.hasPrefix("/") || folder.isEmpty ? path : "\(folder)/\(path)"
        }
        let files = { (column: String) in
            text(column).split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
                .filter { !$0.isEmpty }
        }
        let (recordings, series) = (files("recordings"), files("series"))
        let consent = optional("consent")
        if !isMeasured { try requireInput(recordings, series, consent, row) }
        return Row(
            line: row.place.line, session: try code(text("session"), row),
            recordings: recordings.map { paths in
                paths.split(separator: "+").map { place(String($0)) }.joined(separator: "+")
            },
            series: series.map(place), rate: try rate(row), consent: consent.map(place),
            seats: optional("seats"), offset: try offset(row),
            config: optional("config").map(place), group: optional("group"),
            number: try number(row), date: try date(row), therapist: optional("therapist"),
            outcomes: outcomes.map { row[$0].text })
    }

    /// Recordings with a consent, or series.
    private static func requireInput(
        _ recordings: [String], _ series: [String], _ consent: String?, _ row: TableReader.Row
    ) throws(Failure) {
        guard recordings.isEmpty || series.isEmpty else {
            throw row.malformed(
                "both recordings and series are given", remedy: "leave one of them empty")
        }
        guard !recordings.isEmpty || !series.isEmpty else {
            throw row.malformed(
                "no recording is given", remedy: "give its files, with a semicolon between two")
        }
        guard consent != nil || recordings.isEmpty else {
            throw row.malformed("no consent file is given", remedy: "give its path")
        }
    }

    /// A code that can be the name of a folder.
    private static func code(_ text: String, _ row: TableReader.Row) throws(Failure) -> String {
        guard CodeText.isFolderName(text) else {
            throw row.malformed(
                "“\(text)” cannot be the code of a session and the name of its folder",
                remedy: "use letters, digits, points, hyphens and underscores, such as S01")
        }
        return text
    }

    private static func offset(_ row: TableReader.Row) throws(Failure) -> RecordingOffset? {
        let text = row["offset"].text
        if text.isEmpty { return nil }
        guard let offset = RecordingOffset(text) else {
            throw row.malformed(
                "the offset is “\(text)”", remedy: "\(ClockTime.forms), or write auto")
        }
        return offset
    }

    private static func rate(_ row: TableReader.Row) throws(Failure) -> Double? {
        let text = row["rate"].text
        if text.isEmpty { return nil }
        guard let rate = Double(text), rate.isFinite, (0.1...1000).contains(rate) else {
            throw row.malformed(
                "the rate is “\(text)”", remedy: "give samples per second, 0.1 to 1000")
        }
        return rate
    }

    private static func number(_ row: TableReader.Row) throws(Failure) -> Int? {
        let text = row["session_number"].text
        if text.isEmpty { return nil }
        guard let number = Int(text), (1...100_000).contains(number) else {
            throw row.malformed(
                "the session number is “\(text)”", remedy: "give a whole number from 1")
        }
        return number
    }

    private static func date(_ row: TableReader.Row) throws(Failure) -> CalendarDate? {
        let text = row["date"].text
        if text.isEmpty { return nil }
        guard let date = CalendarDate(text) else {
            throw row.malformed("the date is “\(text)”", remedy: "write it as 2026-05-31")
        }
        return date
    }
}
