import Archive
package import Base
import Foundation
import Study

/// A batch in pieces: each session is a run of its own, on whatever computer, and a last one puts the table together.
///
/// Runs of different sessions share nothing but the folder of the results: each keeps its row in a file of its own,
/// `.progress/SESSION.csv`. No code of a session begins with a point.
extension BatchWorkflow {
    private var pieces: String { "\(output)/.progress" }

    private func pieceName(_ session: String) -> String { "\(session).csv" }

    func removePiece(_ session: String) {
        try? FileManager.default.removeItem(atPath: "\(pieces)/\(pieceName(session))")
    }

    private func piece(_ session: String) throws(Failure) -> BatchTable.Row? {
        try BatchTable.read("\(pieces)/\(pieceName(session))")?.rows.first {
            $0.session == session
        }
    }

    /// Measures one session, also when it is done: from its record, as far as that is of the same recordings.
    ///
    /// - Returns: a table of that session alone.
    /// - Throws: ``Failure/Kind/usage`` when the manifest does not list it; ``Failure/Kind/cannotCreate`` when its row
    ///   cannot be kept; what happens to the session is in the table.
    package func run(only session: String) async throws(Failure) -> BatchTable {
        guard let row = manifest.rows.first(where: { $0.session == session }) else {
            throw Failure.usage(
                "\(manifest.path) does not list session \(session)",
                remedy: "give the code of one of its rows")
        }
        _ = try SessionFolder(output, force: true)
        let folder = try SessionFolder(pieces, force: true)
        let known = try piece(session)?.digest ?? ""
        let earlier = known.isEmpty ? try BatchTable.digests(in: output)[session] : known
        let plan = BatchPlan(row, in: output, earlier: earlier, replaces, always: true)
        var begun = plan.row
        // If this run is killed, whose results are in the folder must still be known.
        if begun.digest.isEmpty { begun.digest = earlier ?? "" }
        let ledger = try BatchLedger(
            BatchTable(rows: [begun]), folder: folder, fileName: pieceName(session),
            reporter: reporter, words: words)
        guard plan.isToDo else { return ledger.table }
        Interruption.listen()
        Interruption.stays()
        try await runAll([(0, plan)], ledger)
        return ledger.table
    }

    /// Puts the table together from the rows of sessions that were measured one by one; measures nothing.
    package func collect() throws(Failure) -> BatchTable {
        let folder = try SessionFolder(output, force: true)
        let earlier = try BatchTable.digests(in: output)
        var rows: [BatchTable.Row] = []
        for row in manifest.rows { rows.append(try collected(row, earlier[row.session])) }
        return try BatchLedger(
            BatchTable(rows: rows), folder: folder, reporter: reporter, words: words
        ).table
    }

    private func collected(
        _ source: StudyManifest.Row, _ earlier: String?
    ) throws(Failure) -> BatchTable.Row {
        guard var row = try piece(source.session) else {
            return BatchPlan(source, in: output, earlier: earlier, false).row
        }
        let plan = BatchPlan(source, in: output, earlier: row.digest, false)
        switch row.state {
        case .done:
            let (begun, ended) = (row.begun, row.ended)
            row = plan.row
            // Where its results are gone it waits again.
            if row.state == .done { (row.begun, row.ended) = (begun, ended) }
            return row
        case .measuring:
            row.state = .stopped
            row.failure = .interrupted(
                "it was begun, and nothing has said how it ended, as when a computer fails",
                remedy: "if it is not running any more, run it again, which goes on with it")
            return row
        case .waiting, .failed, .stopped, .changed: return row
        }
    }
}
