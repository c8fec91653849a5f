package import Base
package import Consents
import Foundation
import GRDB

extension SessionRecord {
    /// Notes the consent by which is measured, before there are results; one transaction.
    package func note(_ consent: ConsentSummary) throws(Failure) {
        try writing { database in
            try ResultWriter.document(
                ResultDocument.consent, try RecordJSON.text(consent), database)
        }
    }

    /// The consent by which was measured, whether or not there are results; `nil` when none was noted.
    package func consent() throws(Failure) -> ConsentSummary? {
        try reading(ResultDocument.consent(in:))
    }

    /// What the record at `path` tells of consent, whether or not the rest of it is whole; `nil` when
    /// there is no record.
    static func glance(_ path: String) -> RecordPreview? {
        guard access(path, F_OK) == 0 else { return nil }
        do throws(Failure) {
            try checkAccess(path, .reading)
            let record = try connect(path, .reading)
            defer { try? record.close() }
            return try record.reading { try RecordPreview($0, path: path) }
        } catch {
            return RecordPreview(fault: error)
        }
    }
}

/// What a record tells of consent.
struct RecordPreview {
    /// As it stands there, sound or not.
    var consent: ConsentSummary?
    /// The recordings that were measured.
    var sources: [RecordHeader.Source] = []
    /// Whether results have been saved.
    var hasResults = false
    /// Why that consent cannot be relied on; `nil` when it is what was written.
    var fault: Failure?

    init(fault: Failure) { self.fault = fault }

    fileprivate init(_ database: Database, path: String) throws {
        let application = try Int32.fetchOne(database, sql: "PRAGMA application_id")
        guard application == RecordSchema.applicationID else {
            throw RecordFailure.notARecord(path)
        }
        sources =
            (try? Row.fetchAll(database, sql: "SELECT file, sha256 FROM sources ORDER BY position")
                .map {
                    RecordHeader.Source(
                        file: try $0.decode(atIndex: 0), sha256: try $0.decode(atIndex: 1))
                }) ?? []
        hasResults = (try? ResultDocument.hasResults(in: database)) ?? false
        consent = try? ResultDocument.consent(in: database)
        // Not by its version, which is one bit away from one of a time without seals.
        if try database.tableExists("seals"), try !RecordSeals(database: database).consentAgrees() {
            fault = RecordFailure.damaged(path, "its consent is not what was written")
        }
    }
}

extension ResultDocument {
    static func consent(in database: Database) throws -> ConsentSummary? {
        try String.fetchOne(
            database, sql: "SELECT json FROM documents WHERE name = ?", arguments: [consent]
        ).map { try RecordJSON.value(ConsentSummary.self, $0) }
    }

    /// Whether results have been saved: the consent is noted before there are any.
    static func hasResults(in database: Database) throws -> Bool {
        let count = try Int.fetchOne(
            database, sql: "SELECT count(*) FROM documents WHERE name = ?", arguments: [settings])
        return count ?? 0 > 0
    }
}
