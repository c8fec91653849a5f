import Archive
package import Base
import Consents
import Foundation
package import Imports
package import SessionModel

/// A session of a study: a session folder, or a file of series that other tools measured, which is scored at once.
package struct StudyInput: Sendable {
    /// Samples per second of the series; `nil`: as they say.
    package var rate: Double?
    /// `nil`: as each file looks.
    package var format: SeriesFormat?
    /// How series are scored.
    package var scoring: ScoringSettings
    /// The code of the coder whose reviewed episodes are counted; `nil`: what was measured.
    package var reviewer: String?
    package var reporter: any Reporter

    package init(
        rate: Double? = nil, format: SeriesFormat? = nil,
        scoring: ScoringSettings = ScoringSettings(), reviewedBy reviewer: String? = nil,
        reporter: any Reporter
    ) {
        self.reviewer = reviewer
        self.rate = rate
        self.format = format
        self.scoring = scoring
        self.reporter = reporter
    }

    /// What was read.
    package struct Found: Sendable {
        /// As it was measured.
        package var session: Session
        /// That of the coder who was asked for.
        package var review: Review?
        /// The session folder, or the file.
        package var place: String
        /// False when the measurement was stopped before the end.
        package var isWhole: Bool
    }

    /// - Throws: ``Failure/Kind/noConsent`` naming the folder, when somebody's consent does not allow it; what reading
    ///   the record or the series throws.
    package func read(_ path: String) async throws(Failure) -> Found {
        RegularFile.isRegular(path) ? try await series(path) : try folder(path)
    }

    private func folder(_ path: String) throws(Failure) -> Found {
        let folder = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        let record = try SessionExport(folder, force: false, reporter: reporter).record()
        let session = try record.session()
        reporter.warnOfConsentsBeside(try FolderConsent.read(folder))
        let isWhole = try record.state() == .complete
        let review = try reviewer.map { coder throws(Failure) in
            try ReviewedFiles(record, coder: coder, in: folder).review
        }
        try record.close()
        if let consent = session.consent {
            try consent.require(.analysis, at: folder)
        } else if session.settings.series == nil {
            throw Failure.noConsent(
                "\(folder) was analysed without a consent file", remedy: "leave it out")
        }
        return Found(session: session, review: review, place: folder, isWhole: isWhole)
    }

    private func series(_ path: String) async throws(Failure) -> Found {
        if let reviewer {
            throw Failure.noInput(
                "\(path) is a file of series, which nobody can review: there is none by \(reviewer.oneLine)",
                remedy: "score it into a folder with \(.score), and review that")
        }
        let consent = try SeriesConsent.inForce(for: [path], given: nil)
        let format = if let format { format } else { try SeriesFormat.detect(path) }
        let reader = SeriesReader(
            format: format, rate: rate, pixelAspect: 1, features: scoring.features)
        let recording = try reader.read([path])
        let names = recording.names ?? ["left", "right"]
        try SeriesConsent.require(names, in: consent)
        var analysis = SeriesAnalysis(
            recording: recording, names: names, consent: consent, rate: rate, pixelAspect: 1,
            reading: reader.reading, scoring: scoring)
        analysis.given = try reader.asGiven(recording, of: [path])
        return Found(session: try await analysis.session(), place: path, isWhole: true)
    }
}
