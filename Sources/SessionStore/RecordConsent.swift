import Foundation
import GRDB

extension SessionRecord {
    /// Notes the consent by which is measured, before there are results; one transaction.
    public func note(_ consent: ConsentSummary) throws(Failure) {
        try writing { database in
            try ResultWriter.document(
                ResultDocument.consent, try RecordJSON.text(consent), database)
        }
    }

    /// The consent and the recordings of the record at `path`, whether or not the rest of it is whole;
    /// `nil` when there is no record or it cannot be read.
    static func glance(
        _ path: String
    ) -> (consent: ConsentSummary?, sources: [RecordHeader.Source])? {
        guard access(path, F_OK) == 0, let record = try? connect(path, .reading) else { return nil }
        defer { try? record.close() }
        return try? record.reading { database in
            let text = try String.fetchOne(
                database, sql: "SELECT json FROM documents WHERE name = ?",
                arguments: [ResultDocument.consent])
            let sources = try Row.fetchAll(
                database, sql: "SELECT file, sha256 FROM sources ORDER BY position"
            ).map {
                RecordHeader.Source(
                    file: try $0.decode(atIndex: 0), sha256: try $0.decode(atIndex: 1))
            }
            return (try text.map { try RecordJSON.value(ConsentSummary.self, $0) }, sources)
        }
    }
}
