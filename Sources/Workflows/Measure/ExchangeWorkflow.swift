import Archive
package import Base
import Consents
import Exports
import Foundation
import Posture
import SessionModel

/// Exchanges the two people of a measured session from a moment on, and makes its results again from its record: nothing
/// is measured, and all other settings stay those of the results that are there.
package struct ExchangeWorkflow: Sendable {
    /// The session folder.
    package var folder: String
    /// Seconds of the session. Where the two are exchanged from that very time on already, they are exchanged back.
    package var time: Double

    package init(folder: String, time: Double) {
        self.folder = folder
        self.time = time
    }

    /// Times that differ by less are the same, seconds: pages and tables have milliseconds.
    private static let sameTime = 0.000_501
    /// As a settings file may have them.
    private static let most = 1000

    /// - Returns: names of files in the folder that are made only on request, and are of the earlier results now.
    /// - Throws: ``Failure/Kind/noInput`` without a record or landmarks, ``Failure/Kind/noConsent``,
    ///   ``Failure/Kind/badInput`` when the time is not in the recording, ``Failure/Kind/cannotCreate`` while another run
    ///   has the folder.
    package func run() async throws(Failure) -> [String] {
        let path = "\(folder)/\(SessionRecord.fileName)"
        try SessionRecord.requireThere(path)
        try FolderConsent.read(folder).require()
        let made = try ResultClock.now()
        var results = try SessionFolder(folder, force: true)
        results.isCancelled = { Interruption.isRequested }
        let lock = try FolderLock(folder)
        defer { withExtendedLifetime(lock) {} }
        guard !results.has(SessionRecord.unfinishedName) else {
            throw Failure.cannotCreate(
                "\(folder) holds a measurement that was not finished",
                remedy: "let it go on first")
        }
        let record = try SessionRecord.open(path, for: .writing)
        let session = try await exchanged(record, made: made)
        let writers = try ExportFormat.standardWriters(of: session.settings.scene ?? .seated)
        try results.write(session, with: writers)
        try record.close()
        return Self.old(in: results, besides: writers.map(\.fileName))
    }

    /// The session as the record keeps it.
    private func exchanged(
        _ record: SessionRecord, made: Date
    ) async throws(Failure) -> Session {
        let header = try record.header()
        guard !header.isOfSeries, try record.frameCount() > 0 else {
            throw Failure.noInput(
                "\(record.path) holds no landmarks", remedy: "measure the recording again")
        }
        let earlier = try record.episodesAlone()
        let analysis = Analysis(
            record: record, video: header.sources.first?.file ?? "", names: earlier.seats,
            consent: try record.requireConsent(), settings: try settings(earlier))
        var session = try await Interruption.cancelling { () async throws(Failure) in
            try await analysis.session()
        }
        session.origin = SessionOrigin(made: made, media: earlier.origin?.media ?? [])
        try record.save(session, summary: SessionJSON.text(session))
        // The consent held when the run began, however long the run took.
        return try record.session(for: nil)
    }

    private func settings(_ session: Session) throws(Failure) -> Settings {
        let end = session.features.compactMap(\.times.last).max() ?? 0
        guard time.isFinite, 0 <= time, time <= end else {
            throw Failure.badInput(
                "there is nothing to exchange at that time",
                remedy: "give one from 0 to \(DecimalText.text(end, decimals: 3)) s")
        }
        let moment = (time * 1000).rounded() / 1000
        var settings = session.settings
        let others = settings.swapAt.filter { ($0 - moment).magnitude >= Self.sameTime }
        settings.swapAt =
            others.count < settings.swapAt.count ? others : (others + [moment]).sorted()
        guard settings.swapAt.count <= Self.most else {
            throw Failure.badInput(
                "people are exchanged \(Self.most) times at most", remedy: "take some back")
        }
        return settings
    }

    /// Files of ours that were made on request, or from a review.
    private static func old(in folder: SessionFolder, besides written: [String]) -> [String] {
        let names =
            (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        // Notes, codes that were given out and an empty document say nothing of who is who.
        let kept: Set<String> = [
            SessionFile.markers.name, SessionFile.pseudonyms.name, SessionFile.elanTemplate.name,
        ]
        return names.filter {
            SessionFile(name: $0) != nil && !written.contains($0) && !kept.contains($0)
        }.sorted()
    }
}
