import Archive
import Base
import Foundation
import Synchronization

/// Keeps the table of a batch while several sessions are measured at once, and says now and then how far it is.
final class BatchLedger: Sendable {
    /// Seconds between two writings of the table while nothing begins or ends, and between two lines about it.
    private static let (pause, silence) = (5.0, 60.0)

    private struct Moment {
        var table: BatchTable
        var written = Date.distantPast
        var told = Date()
    }

    private let moment: Mutex<Moment>
    private let folder: SessionFolder
    private let fileName: String
    private let reporter: any Reporter
    private let words: @Sendable (Remedy.Action) -> String

    init(
        _ table: BatchTable, folder: SessionFolder, fileName: String = BatchTable.fileName,
        reporter: any Reporter,
        words: @escaping @Sendable (Remedy.Action) -> String
    ) throws(Failure) {
        moment = Mutex(Moment(table: table))
        self.folder = folder
        self.fileName = fileName
        self.reporter = reporter
        self.words = words
        try write(table)
    }

    var table: BatchTable { moment.withLock(\.table) }

    /// Changes a session's row; the table is on the disk when this returns.
    func change(_ index: Int, _ body: (inout BatchTable.Row) -> Void) throws(Failure) {
        try moment.withLock { moment throws(Failure) in
            body(&moment.table.rows[index])
            moment.written = Date()
            try write(moment.table)
        }
    }

    /// A session is measured to this share of it, 0…1. Trouble with the table is met when the session ends.
    func reached(_ share: Double, of index: Int) {
        moment.withLock { moment in
            moment.table.rows[index].share = min(1, max(0, share))
            let now = Date()
            if now.timeIntervalSince(moment.written) >= Self.pause {
                moment.written = now
                try? write(moment.table)
            }
            if now.timeIntervalSince(moment.told) >= Self.silence {
                moment.told = now
                reporter.note(moment.table.sentence)
            }
        }
    }

    private func write(_ table: BatchTable) throws(Failure) {
        let words = words
        try folder.write(fileName) { output throws(Failure) in
            try table.write(to: &output, words: words)
        }
    }
}

extension BatchTable {
    /// Such as `3 of 20 sessions done, 1 failed; S04 43 %, S05 12 %`.
    package var sentence: String {
        let count = { (state: State) in rows.count { $0.state == state } }
        var text = "\(count(.done)) of \(rows.count) sessions done"
        for (state, word) in [
            (State.failed, "failed"), (.changed, "changed since they were measured"),
            (.stopped, "stopped"),
        ] where count(state) > 0 { text += ", \(count(state)) \(word)" }
        let running = rows.filter { $0.state == .measuring }
            .map { "\($0.session) \(Int($0.share * 100)) %" }
        return text + (running.isEmpty ? "" : "; " + running.joined(separator: ", "))
    }
}
