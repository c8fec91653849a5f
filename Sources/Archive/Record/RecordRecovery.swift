package import Base
import Consents
import Foundation
import GRDB

/// Copies the sound parts of a damaged record into a new one.
///
/// Nothing is guessed: frames are copied by spans, results all together, and only when they agree with
/// their seals. The consent is kept even without the results, since new results need it. Lost stretches
/// are noted in the new record as uncertain, so that nothing is scored across them, and as a warning, so
/// that every result made from it says so.
///
///     let recovery = try RecordRecovery("S01/session.sqlite")
///     let outcome = try recovery.write(to: "S01/session.recovered.sqlite")
package struct RecordRecovery {
    /// What could be saved, and what could not.
    package struct Outcome: Sendable, Equatable {
        /// Instants that were saved.
        package var frames: Int
        /// Stretches of the recording whose instants are lost, seconds.
        package var lost: [TimeSpan]
        /// Whether the results are whole: the files made from them are those made before the damage.
        package var hasResults: Bool
        /// Whether the consent was lost.
        package var lacksConsent: Bool
        /// Whether the measurement can be resumed from its checkpoint.
        package var canGoOn: Bool
        /// Whether it is of series that were scored, which have no instants of their own.
        package var isOfSeries = false
        /// Whether the last digits of the series were lost: the results are whole, and channels have the decimals of
        /// `features.csv`.
        package var lacksDigits = false
        /// Whether what coders had decided was lost.
        package var lacksReviews = false
    }

    /// The cause that a lost stretch is noted with.
    package static let cause = "damage"

    private let path: String
    private let damaged: SessionRecord
    private let header: RecordHeader

    /// Opens a damaged record; it is not changed.
    ///
    /// - Throws: ``Failure/Kind/badInput`` when nothing can be saved from it.
    package init(_ path: String) throws(Failure) {
        self.path = path
        damaged = try SessionRecord.connect(path, .reading)
        // Without these nobody knows what was measured, or who sat where.
        for table in ["measurement", "notes"] {
            let agrees = try? damaged.reading { try RecordSeals(database: $0).agrees(table) }
            guard agrees == true else { throw Self.hopeless(path, "its table \(table)") }
        }
        header = try damaged.header()
    }

    private static func hopeless(_ path: String, _ reason: String) -> Failure {
        Failure.badInput(
            "nothing can be recovered from \(path): \(reason) is damaged",
            remedy: "put a copy back in its place, or measure again with \(.force)")
    }

    /// Writes the sound parts into a new record.
    ///
    /// - Throws: ``Failure/Kind/badInput`` when no frame and no result is sound, ``Failure/Kind/cannotCreate``
    ///   when there is a file already or none can be made.
    package func write(to place: String) throws(Failure) -> Outcome {
        let sound = soundSpans()
        let results = soundResults()
        guard !sound.isEmpty || !results.isEmpty else {
            throw Self.hopeless(path, "every part of it")
        }
        let record = try SessionRecord.create(place, header: header)
        do {
            let outcome = try fill(record, sound, results)
            try record.close()
            return outcome
        } catch {
            SessionRecord.remove(place)
            throw error
        }
    }

    private func fill(_ record: SessionRecord, _ sound: [Range<Int>], _ results: [String])
        throws(Failure) -> Outcome
    {
        let consent = soundConsent()
        let keepsDigits = isSound(Self.digits)
        let keepsReviews = ReviewTables.tables.allSatisfy(isSound)
        // In one transaction, so that it is sealed once.
        try record.writing { database in
            for frames in sound {
                let range: StatementArguments = [frames.lowerBound, frames.upperBound]
                try copy("frames", "frame, time", "frame >= ? AND frame < ?", range, to: database)
                let ids: StatementArguments = [2 * frames.lowerBound, 2 * frames.upperBound]
                try copy("poses", "id, pose", "id >= ? AND id < ?", ids, to: database)
            }
            let digits = keepsDigits && !results.isEmpty ? [Self.digits] : []
            for table in ["measurement", "notes"] + results + digits {
                try copyWhole(table, to: database)
            }
            if results.isEmpty, let consent {
                try ResultWriter.consent(consent, database)
            }
            if keepsReviews {
                for table in ReviewTables.tables { try copyWhole(table, to: database) }
            }
        }
        let lost = try lostStretches(record, sound)
        let canGoOn = try copyCheckpoint(to: record, sound)
        if !lost.isEmpty { try note(lost, in: record) }
        return Outcome(
            frames: sound.reduce(0) { $0 + $1.count }, lost: lost, hasResults: !results.isEmpty,
            lacksConsent: results.isEmpty && consent == nil, canGoOn: canGoOn,
            isOfSeries: header.isOfSeries, lacksDigits: header.isOfSeries && !keepsDigits,
            lacksReviews: !keepsReviews && hadReviews)
    }

    // MARK: What is sound

    /// The spans that agree with their seals, in order.
    private func soundSpans() -> [Range<Int>] {
        // From both ends, in case there is a hole in the list itself.
        let spans = readSpans("ASC")
        let others = readSpans("DESC").reversed().drop { span in
            span.frames.lowerBound <= spans.last?.frames.lowerBound ?? -1
        }
        let all = spans + others
        var sound: [Range<Int>] = []
        for (index, span) in all.enumerated() {
            let before = index > 0 ? all[index - 1] : nil
            guard before?.end ?? 0 == span.frames.lowerBound else { continue }
            let digest = try? damaged.reading {
                try RecordSeals(database: $0).digest(
                    ofFrames: span.frames, after: before?.digest ?? Data())
            }
            if digest == span.digest { sound.append(span.frames) }
        }
        return sound
    }

    private func readSpans(_ order: String) -> [RecordSeals.Span] {
        var spans: [RecordSeals.Span] = []
        try? damaged.reading { database in
            let rows = try Row.fetchCursor(
                database, sql: "SELECT first, \"end\", digest FROM spans ORDER BY first \(order)")
            while let row = try rows.next() {
                if let span = RecordSeals.span(row) { spans.append(span) }
            }
        }
        return spans
    }

    /// The tables of the results if all of them are sound, or else none: they belong together.
    private func soundResults() -> [String] {
        let tables = ["sources"] + ResultWriter.tables.reversed().filter { $0 != Self.digits }
        let isThere = try? damaged.hasResults()
        return tables.allSatisfy(isSound) && isThere == true ? tables : []
    }

    /// The table of the last digits, without which results are still whole; earlier versions have none.
    private static let digits = "series"

    private func isSound(_ table: String) -> Bool {
        (try? damaged.reading { try RecordSeals(database: $0).agrees(table) }) == true
    }

    /// Earlier versions have no such tables.
    private var hadReviews: Bool {
        let isThere = try? damaged.reading { try $0.tableExists(RecordBounds.reviews) }
        return isThere ?? true
    }

    private func soundConsent() -> ConsentSummary? {
        try? damaged.reading { database in
            guard try RecordSeals(database: database).consentAgrees() else { return nil }
            return try ResultDocument.consent(in: database)
        }
    }

    // MARK: Copying

    private func copyWhole(_ table: String, to database: Database) throws {
        try database.execute(sql: "DELETE FROM \(table)")
        let columns = try String.fetchAll(
            database, sql: "SELECT name FROM pragma_table_info(?)", arguments: [table]
        ).map(\.quotedDatabaseIdentifier).joined(separator: ", ")
        try copy(table, columns, "true", [], to: database)
    }

    private func copy(
        _ table: String, _ columns: String, _ condition: String, _ arguments: StatementArguments,
        to database: Database
    ) throws {
        try damaged.reading { source in
            let rows = try Row.fetchCursor(
                source, sql: "SELECT \(columns) FROM \(table) WHERE \(condition)",
                arguments: arguments)
            let places = columns.split(separator: ",").map { _ in "?" }.joined(separator: ", ")
            let insert = try database.cachedStatement(
                sql: "INSERT INTO \(table) (\(columns)) VALUES (\(places))")
            while let row = try rows.next() {
                try insert.execute(arguments: StatementArguments(row.databaseValues))
            }
        }
    }

    /// Resuming repeats what came after the checkpoint: everything before it must be there.
    private func copyCheckpoint(to record: SessionRecord, _ sound: [Range<Int>]) throws(Failure)
        -> Bool
    {
        let agrees = try? damaged.reading { try RecordSeals(database: $0).agrees("checkpoint") }
        guard agrees == true, try record.state() != .complete else { return false }
        guard
            let count = try? damaged.reading({
                try Int.fetchOne($0, sql: "SELECT frames FROM checkpoint")
            })
        else { return false }
        let before = sound.filter { $0.upperBound <= count }.reduce(0) { $0 + $1.count }
        guard before == count else { return false }
        try record.writing { try copyWhole("checkpoint", to: $0) }
        return true
    }

    // MARK: What is lost

    /// From the last sound instant before each gap to the first one after it; at the end of a
    /// measurement, to the end of the recording as far as it is known.
    private func lostStretches(_ record: SessionRecord, _ sound: [Range<Int>]) throws(Failure)
        -> [TimeSpan]
    {
        var lost: [TimeSpan] = []
        var end = 0
        var last = 0.0
        for frames in sound {
            if frames.lowerBound > end {
                lost.append(TimeSpan(start: last, end: try time(of: frames.lowerBound, record)))
            }
            end = frames.upperBound
            last = try time(of: end - 1, record)
        }
        if try isCut(after: end) {
            let ending =
                try record.ending()?.sources.map { ($0.start ?? 0) + $0.duration }.max() ?? 0
            lost.append(TimeSpan(start: last, end: max(ending, header.declaredDuration, last)))
        }
        return lost
    }

    private func time(of frame: Int, _ record: SessionRecord) throws(Failure) -> Double {
        try record.reading {
            try Double.fetchOne(
                $0, sql: "SELECT time FROM frames WHERE frame = ?", arguments: [frame])
        } ?? 0
    }

    /// Whether there were frames behind the last sound one: the seal of all frames is that of the last
    /// span.
    private func isCut(after end: Int) throws(Failure) -> Bool {
        let seal = try? damaged.reading { database in
            let seals = RecordSeals(database: database)
            return (
                try seals.seal(of: RecordSeals.frames),
                try Data.fetchOne(
                    database, sql: "SELECT digest FROM spans WHERE \"end\" = ?", arguments: [end])
            )
        }
        guard let (all, last) = seal, let all else { return true }
        return all != (end == 0 ? Data() : last)
    }

    private func note(_ lost: [TimeSpan], in record: SessionRecord) throws(Failure) {
        let stretches = lost.map { span in
            "\(DecimalText.text(span.start, decimals: 3))–\(DecimalText.text(span.end, decimals: 3))"
        }.joined(separator: ", ")
        let writer = try RecordWriter(record)
        for span in lost { try writer.append(.uncertain(span, cause: Self.cause)) }
        try writer.append(
            .warning(
                "the record was damaged and has been recovered; what was measured is lost at "
                    + "\(stretches) s, and nothing is scored there"))
        try writer.commit()
    }
}
