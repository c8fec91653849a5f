import Archive
package import Base
import Consents
import Exports
import Posture
package import SessionModel
import VisionProtocol

/// The results of a session that was measured, made anew from its record with other settings. What belongs to this session
/// alone stays as it is unless the file says something of it: its rest, swaps, and what else happened in it.
package struct Rescoring: Sendable {
    package let folder: String
    package let file: SettingsFile
    private let reporter: any Reporter

    package init(_ folder: String, with file: SettingsFile, reporter: any Reporter) {
        self.folder = folder
        self.file = file
        self.reporter = reporter
    }

    /// The session as it is, and as it would be; nothing is written.
    ///
    /// - Throws: ``Failure/Kind/badInput`` when it cannot be made anew from its record, ``Failure/Kind/noConsent``,
    ///   ``Failure/Kind/interrupted``.
    package func preview() async throws(Failure) -> (now: Session, then: Session) {
        try FolderConsent.read(folder).require()
        let record = try SessionExport(folder, force: false, reporter: reporter).record()
        let now = try measured(record)
        let past = try differing(from: try record.header())
        if !past.isEmpty {
            reporter.warning(
                "\(past.joined(separator: ", ")) would change what is measured, and not only what follows from it: "
                    + "that is not shown here")
        }
        let then = try await session(record, now)
        try record.close()
        return (now, then)
    }

    /// Puts the results into the record, and writes the files of the folder anew.
    ///
    /// - Throws: what ``preview()`` throws, ``Failure/Kind/usage`` when the file says how a recording is measured, and this
    ///   one was measured otherwise; ``Failure/Kind/cannotCreate`` while another run has the folder.
    package func run() async throws(Failure) -> Session {
        try FolderConsent.read(folder).require()
        try SessionRecord.requireThere("\(folder)/\(SessionRecord.fileName)")
        let lock = try FolderLock(folder)
        defer { withExtendedLifetime(lock) {} }
        let record = try SessionRecord.open(
            "\(folder)/\(SessionRecord.fileName)", for: .writing)
        let header = try record.header()
        guard header.live == nil else {
            throw Failure.badInput(
                "\(folder) was measured live, with the settings that were chosen as it began",
                remedy: "analyse a recording of it, if there is one")
        }
        if let key = try differing(from: header).first {
            throw file.refusing(
                key, "is not as \(folder) was measured",
                "leave it out, or measure the recording anew")
        }
        let old = try measured(record)
        var made = try await session(record, old)
        made.origin = SessionOrigin(made: try ResultClock.now(), media: old.origin?.media ?? [])
        try record.save(made, summary: SessionJSON.text(made))
        // What is written is what can be read back.
        let session = try record.session(for: nil)
        try write(session)
        try record.close()
        return session
    }

    private func write(_ session: Session) throws(Failure) {
        var results = try SessionFolder(folder, force: true)
        results.isCancelled = { Interruption.isRequested }
        let writers = try ExportFormat.standardWriters(of: session.settings.scene ?? .seated)
        try results.write(session, with: writers)
        for name in [SessionFile.clip, .export].map(\.name) where results.has(name) {
            reporter.warning("\(name) is of earlier results: write it again")
        }
    }

    /// The session of a record from which it can be made anew.
    private func measured(_ record: SessionRecord) throws(Failure) -> Session {
        let session = try record.session()
        guard session.settings.series == nil else {
            throw Failure.badInput(
                "\(folder) holds scores of series that another tool measured",
                remedy: "score the series again with \(.score) and \(.config)")
        }
        guard try record.state() == .complete else {
            throw Failure.badInput(
                "the measurement in \(folder) ended before the recording",
                remedy: "go on with it: run \(.analyze) again with \(.resume)")
        }
        guard try record.frameCount() > 0, session.consent != nil else {
            throw Failure.badInput(
                "\(folder) holds no landmarks any more, from which results could be made",
                remedy: "measure the recording again with \(.analyze)")
        }
        return session
    }

    private func session(_ record: SessionRecord, _ old: Session) async throws(Failure) -> Session {
        var scoring = file.scoring
        scoring.rest = scoring.rest ?? old.settings.rest
        scoring.covariates = scoring.covariates ?? old.settings.covariates
        guard let consent = old.consent else { return old }
        let analysis = Analysis(
            record: record, video: old.source.first?.file ?? "", names: old.seats, consent: consent,
            settings: try record.header().settings(
                scoring, swapAt: file.swapAt ?? old.settings.swapAt,
                keepUncertain: file.keepUncertain ?? old.settings.keepUncertain))
        var meter = reporter.progress(of: "scoring", steps: 1)
        meter.step(to: 0)
        return try await Interruption.cancelling { () async throws(Failure) in
            try await analysis.session()
        }
    }

    /// Keys of the file that say how a recording is measured, and say it otherwise.
    private func differing(from header: RecordHeader) throws(Failure) -> [String] {
        let request = header.request
        let keys: [(Settings.Key, Bool)] = [
            (.rate, try file.measuredRate().map { $0.description != request.rate } ?? false),
            (.layout, try file.measuredLayout().map { $0.description != request.layout } ?? false),
            (.mirrored, file.mirrored.map { $0 != request.mirrored } ?? false),
            (.scene, file.scene.map { $0 != request.scene ?? .seated } ?? false),
            (.precision, file.precision.map { $0 != request.precision } ?? false),
            (.offset, file.offset.map { $0 != request.offset } ?? false),
            (.stream, file.stream.map { $0 != request.stream } ?? false),
        ]
        return keys.filter(\.1).map(\.0.rawValue)
    }
}
