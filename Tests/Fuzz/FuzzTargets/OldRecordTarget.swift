import Archive
import Foundation
import FuzzKit
import GRDB

/// A record from before there were seals, which holds what somebody wrote into it: it is read, and all
/// files are made of it, or it is refused.
enum OldRecordTarget {
    static let target = FuzzTarget(
        "old-record", seeds: [seed],
        words: ["head_on_hand", "helle.mp4", "\"duration\"", "\"settings\"", "left", "complete"],
        mutation: .record
    ) { bytes in
        RecordTarget.withRecord(bytes) { record in
            let session = Promise.read(refusing: RecordTarget.codes) { try record.session() }
            session.map(Scored.write)
        }
    }

    private static var seed: [UInt8] {
        let path = FuzzFolder.shared.path + "/seed.sqlite"
        do {
            let record = try RecordTarget.record(at: path)
            try record.save(Samples.session, summary: "{}")
            try record.close()
            let queue = try DatabaseQueue(path: path)
            try queue.write { database in
                try database.execute(
                    sql: """
                        DROP TABLE seals;
                        DROP TABLE spans;
                        DELETE FROM grdb_migrations WHERE identifier = 'seals';
                        PRAGMA user_version = 2;
                        """)
            }
            try queue.close()
            return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            fatalError("no seed: \(error)")
        }
    }
}
