package import Base
package import Consents
import Foundation
import GRDB
import SessionModel

extension SessionRecord {
    /// Stores the consent under which the session is measured, in place of an earlier one; one
    /// transaction.
    package func note(_ consent: ConsentSummary) throws(Failure) {
        try writing { try ResultWriter.consent(consent, $0) }
    }

    /// The consent under which the session was measured, whether or not there are results; `nil` when
    /// none was stored. Live sessions of earlier versions may hold it in their header only.
    package func consent() throws(Failure) -> ConsentSummary? {
        if let consent = try reading(ResultDocument.consent(in:)) { return consent }
        return try header().live?.consent
    }

    /// The same of a record that must have a consent.
    ///
    /// - Throws: ``Failure/Kind/noConsent`` when it was lost to damage.
    package func requireConsent() throws(Failure) -> ConsentSummary {
        if let consent = try consent() { return consent }
        let folder = path.parentFolder
        throw RecordFailure.lacksConsent(folder.isEmpty ? "." : folder)
    }

    /// What the record at `path` says about consent, whether or not the rest of it is whole; `nil` when
    /// there is no record.
    static func glance(_ path: String) -> RecordPreview? {
        guard access(path, F_OK) == 0 else { return nil }
        do throws(Failure) {
            try checkAccess(path, .reading)
            let record = try connect(path, .reading, asItIs: RecordDoor.hasIntruder(path))
            defer { try? record.close() }
            return try record.reading { try RecordPreview($0, path: path) }
        } catch {
            return RecordPreview(fault: error)
        }
    }
}

/// What a record says about consent.
struct RecordPreview {
    /// As stored, sound or not.
    var consent: ConsentSummary?
    /// The recordings that were measured.
    var sources: [RecordHeader.Source] = []
    /// The folders of these, as seen from the record's; empty when they are not known.
    var media: [String] = []
    /// Whether results have been saved.
    var hasResults = false
    /// Whether series were scored, which need no consent file.
    var isOfSeries = false
    /// Whether it is sealed that no consent was ever stored.
    var isWithoutConsent = false
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
        media = (try? ResultDocument.origin(in: database)?.media) ?? []
        let header = try? String.fetchOne(database, sql: "SELECT header FROM measurement")
        isOfSeries =
            (try? header.map { try RecordJSON.value(RecordHeader.self, $0) })?.isOfSeries ?? false
        // Not by its version: one flipped bit makes it a version without seals.
        if try database.tableExists("seals"), try !RecordSeals(database: database).consentAgrees() {
            fault = RecordFailure.damaged(path, "its consent is not what was written")
        }
        isWithoutConsent = (try? RecordSeals(database: database).sayNoConsent()) ?? false
    }
}

extension ResultDocument {
    static func consent(in database: Database) throws -> ConsentSummary? {
        try String.fetchOne(
            database, sql: "SELECT json FROM documents WHERE name = ?", arguments: [consent]
        ).map { try RecordJSON.value(ConsentSummary.self, $0) }
    }

    static func origin(in database: Database) throws -> SessionOrigin? {
        try String.fetchOne(
            database, sql: "SELECT json FROM documents WHERE name = ?", arguments: [origin]
        ).map { try RecordJSON.value(SessionOrigin.self, $0) }
    }

    /// Whether results have been saved: the consent is stored before there are any.
    static func hasResults(in database: Database) throws -> Bool {
        let count = try Int.fetchOne(
            database, sql: "SELECT count(*) FROM documents WHERE name = ?", arguments: [settings])
        return count ?? 0 > 0
    }
}
