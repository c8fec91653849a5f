package import Base
import Exports
package import Foundation

/// How far the sessions of a batch are, as `progress.csv` keeps it: it survives the run, and tells the next one what
/// is done.
package struct BatchTable: Sendable, Equatable {
    package static let fileName = "progress.csv"

    package enum State: String, Sendable {
        case waiting, measuring, done, failed
        /// Interrupted; the next run goes on with it.
        case stopped
        /// Its results are of another row of the manifest.
        case changed
    }

    /// One session.
    package struct Row: Sendable, Equatable {
        package var session: String
        package var state = State.waiting
        /// How much of it is measured, 0…1.
        package var share = 0.0
        /// When it was begun and ended.
        package var begun: Date?
        package var ended: Date?
        /// What went wrong, and what to do about it.
        package var failure: Failure?
        /// Of the manifest's row that its results are of; empty without results.
        package var digest = ""
    }

    package var rows: [Row]

    private static let columns = [
        "session", "state", "share", "begun", "ended", "exit_code", "what", "remedy", "row",
    ]

    /// - Parameter words: how a remedy names options and commands.
    func write(
        to output: inout FileWriter, words: (Remedy.Action) -> String
    ) throws(Failure) {
        try output.writeHeader(Self.columns)
        let time = { (date: Date?) in Cell.text(date.map { $0.formatted(.iso8601) } ?? "") }
        for row in rows {
            try output.writeRow([
                .text(row.session), .text(row.state.rawValue), .number(row.share, decimals: 3),
                time(row.begun), time(row.ended), .text(row.failure.map { "\($0.exitCode)" } ?? ""),
                .text(row.failure?.what ?? ""), .text(row.failure?.remedy.text(words) ?? ""),
                .text(row.digest),
            ])
        }
    }

    /// The rows that an earlier run left; `nil` when it left none.
    ///
    /// - Throws: ``Failure/Kind/badInput`` when there is another program's table of that name.
    static func read(_ path: String) throws(Failure) -> BatchTable? {
        guard StagedFile.exists(path) else { return nil }
        let file: Int32
        do { file = try RegularFile.open(path) } catch {
            throw Failure.badInput(
                "cannot read \(path) (\(error.text))", remedy: "give yourself permission to read it"
            )
        }
        let table = try TableReader(LineReader(path, file: file))
        guard table.header == columns else {
            throw Failure.badInput(
                "\(path) is no table of this program", remedy: "choose another \(.output)")
        }
        var rows: [Row] = []
        while let row = try table.next() { rows.append(Row(row)) }
        return BatchTable(rows: rows)
    }

    /// Which results each session had at the end of an earlier run; empty when there was none.
    static func digests(in folder: String) throws(Failure) -> [String: String] {
        let rows = try read("\(folder)/\(fileName)")?.rows ?? []
        return Dictionary(rows.map { ($0.session, $0.digest) }, uniquingKeysWith: { $1 })
    }
}

extension BatchTable.Row {
    /// As ``BatchTable`` wrote it; what cannot be understood is as if it had not begun.
    fileprivate init(_ row: TableReader.Row) {
        session = row["session"].text
        state = BatchTable.State(rawValue: row["state"].text) ?? .waiting
        share = Double(row["share"].text) ?? 0
        begun = try? Date(row["begun"].text, strategy: .iso8601)
        ended = try? Date(row["ended"].text, strategy: .iso8601)
        if let code = Int32(row["exit_code"].text), let kind = Failure.Kind(rawValue: code) {
            failure = Failure(
                kind: kind, what: row["what"].text, remedy: Remedy(row["remedy"].text))
        }
        digest = row["row"].text
    }
}
