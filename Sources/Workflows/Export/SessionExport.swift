package import Archive
package import Base
import Consents
package import Exports
import Foundation
package import SessionModel

/// Writes files of a session folder from the folder's record, without the video.
///
///     let paths = try await SessionExport("S01", force: false, reporter: reporter).write(
///         ExportFormat.standard)
package struct SessionExport: Sendable {
    package let path: String
    /// Whether files with another content may be replaced.
    package let force: Bool
    package let reporter: any Reporter
    /// The code of the coder whose review the files are made from; `nil` for what was measured.
    package let reviewer: String?
    /// The language of the report.
    package var language: Phrases = .english

    package init(
        _ path: String, force: Bool, reviewedBy reviewer: String? = nil, reporter: any Reporter
    ) {
        self.reviewer = reviewer
        self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        self.force = force
        self.reporter = reporter
    }

    /// Writes the files of these formats.
    ///
    /// - Returns: the paths of the files. One that already has this content is left.
    /// - Throws: ``Failure/Kind/noInput`` without a record, ``Failure/Kind/noConsent`` when a format needs a
    ///   consent that the session does not have, ``Failure/Kind/cannotCreate`` when a file is there with
    ///   another content.
    package func write(_ formats: [ExportFormat]) async throws(Failure) -> [String] {
        try await write { record, session throws(Failure) in
            var writers: [any SessionWriter] = []
            for format in try ExportFormat.fitting(formats, session, in: path) {
                if let scope = format.scope { try require(scope, session) }
                writers += try format.writers(.init(record: record, reporter: reporter))
            }
            writers = writers.reporting(in: language)
            guard let reviewer else { return writers }
            return try ReviewedFiles(record, coder: reviewer, in: path)
                .writers(writers, formats: formats)
        }
    }

    /// Writes files with writers of the caller's choice, from the record, which is open while they write.
    package func write(
        _ writers: (SessionRecord, Session) throws(Failure) -> [any SessionWriter]
    ) async throws(Failure) -> [String] {
        try await rescueIfCutOff()
        // A folder without a record is neither locked nor made.
        try requireRecord()
        let lock = try FolderLock(path)
        defer { withExtendedLifetime(lock) {} }
        let paths = try writeLocked(writers)
        if let remark = try SessionFolder(path).remark { reporter.warning(remark) }
        return paths
    }

    /// The same for a folder that the caller has locked.
    func writeLocked(
        _ writers: (SessionRecord, Session) throws(Failure) -> [any SessionWriter]
    ) throws(Failure) -> [String] {
        let record = try record()
        var folder = try SessionFolder(path, force: force)
        folder.isCancelled = { Interruption.isRequested }
        let session = try record.session()
        reporter.warnOfConsentsBeside(try FolderConsent.read(path))
        let writers = try writers(record, session)
        let shown =
            if let reviewer {
                session.reviewed(by: try ReviewedFiles(record, coder: reviewer, in: path).review)
            } else { session }
        try folder.update(shown, with: writers)
        try record.close()
        return writers.map { folder.path(of: $0.fileName(of: shown)) }
    }

    private func require(_ scope: Consent.Scope, _ session: Session) throws(Failure) {
        guard let consent = session.consent else {
            throw Failure.noConsent(
                "\(path) was analysed without a consent file",
                remedy:
                    "put in the one that both people signed: \(.renewConsent(folder: path))")
        }
        try consent.require(scope, at: path)
    }

    // MARK: The record

    private var final: String { "\(path)/\(SessionRecord.fileName)" }
    private var unfinished: String { "\(path)/\(SessionRecord.unfinishedName)" }

    /// The folder's record, for reading.
    package func record() throws(Failure) -> SessionRecord {
        try requireRecord()
        return try SessionRecord.open(final)
    }

    /// - Throws: ``Failure/Kind/noInput`` when the folder has no record, ``Failure/Kind/badInput`` when it has
    ///   only a measurement that is not finished.
    private func requireRecord() throws(Failure) {
        do {
            try SessionRecord.requireThere(final)
        } catch {
            guard error.kind == .noInput, SessionRecord.isBegun(unfinished) else { throw error }
            if SessionRecord.isOfSeries(unfinished) {
                throw Failure.badInput(
                    "the scores in \(path) were not finished",
                    remedy: "score the series again with \(.score)")
            }
            throw Failure.badInput(
                "the measurement in \(path) was not finished",
                remedy: "go on with it: run \(.analyze) again with \(.resume)")
        }
    }

    /// Makes the record of a live session that was cut off the folder's own, with its results.
    private func rescueIfCutOff() async throws(Failure) {
        guard access(final, F_OK) != 0, SessionRecord.isBegun(unfinished) else { return }
        try FolderConsent.read(path).require()
        let lock = try FolderLock(path)
        defer { withExtendedLifetime(lock) {} }
        // Another run may have been quicker.
        guard access(final, F_OK) != 0 else { return }
        let record = try SessionRecord.open(unfinished, for: .writing)
        guard try record.header().live != nil else { return try record.close() }
        try LiveResults.rescue(record)
        let session = try await LiveResults.make(record)
        for warning in session.warnings { reporter.warning(warning) }
        try record.move(to: final)
    }
}
