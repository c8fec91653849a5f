import Archive
package import Base
package import Consents
package import Exports
import Foundation
package import Imports
import Mimicry
package import Posture
package import ReferenceStatistics
package import SessionModel

/// Scores series that other tools measured, into a folder of results.
package struct ScoreWorkflow: Sendable {
    /// Paths of the series of both people.
    package var series: [String]
    /// The folder of the results.
    package var output: String
    /// `nil`: as the series look.
    package var format: SeriesFormat?
    /// Samples per second; `nil`: as the settings file or the series say.
    package var rate: Double?
    /// Names of the two seats, first seat first; `nil`: as in the consent or in the series.
    package var seats: [String]?
    /// Width of a pixel ÷ its height; `nil`: as the settings file says.
    package var pixelAspect: Double?
    /// How the series are read.
    package var reading: SeriesReading
    package var settings: SettingsFile?
    /// What else happened in the session.
    package var covariates: CovariateFiles
    package var consent: Consent?
    /// Whether results in the folder may be replaced.
    package var replaces: Bool
    /// The language of the report.
    package var language: Phrases = .english
    /// Another package's statistic to be computed as well.
    package var recipe: ReferenceMethod?
    /// The channel for that statistic, of those that were measured in both people.
    package var peerChannel: @Sendable ([Channel]) throws(Failure) -> Channel
    package var reporter: any Reporter

    package init(
        series: [String], output: String, format: SeriesFormat? = nil, rate: Double? = nil,
        seats: [String]? = nil, pixelAspect: Double? = nil,
        reading: SeriesReading = SeriesReading(), settings: SettingsFile? = nil,
        covariates: CovariateFiles = .init(),
        consent: Consent? = nil, replaces: Bool = false, recipe: ReferenceMethod? = nil,
        peerChannel: @escaping @Sendable ([Channel]) throws(Failure) -> Channel = { _ in
            .motionEnergy
        },
        reporter: any Reporter
    ) {
        self.series = series
        self.output = output
        self.format = format
        self.rate = rate
        self.seats = seats
        self.pixelAspect = pixelAspect
        self.reading = reading
        self.settings = settings
        self.covariates = covariates
        self.consent = consent
        self.replaces = replaces
        self.recipe = recipe
        self.peerChannel = peerChannel
        self.reporter = reporter
    }

    /// What scoring gave.
    package struct Results: Sendable {
        package var session: Session
        /// Whether the series can show postures, and so episodes: motion energy cannot.
        package var hasPostures: Bool
        /// Of the other package's statistic, when it was asked for.
        package var peer: PeerScore?
        /// The path of the report.
        package var report: String
    }

    /// - Throws: ``Failure``.
    package func run() async throws(Failure) -> Results {
        try consent?.require(.analysis)
        let summary = try SeriesConsent.inForce(for: series, given: consent)
        if let consent {
            try reporter.requireUpToDate(consent, in: series.map(SeriesConsent.folder(of:)))
        }
        if let summary { reporter.warnOfPersonalCodes(summary) }
        let format = if let format { format } else { try SeriesFormat.detect(series[0]) }
        try requireBreathing(format, summary)
        let pixelAspect = pixelAspect ?? settings?.series?.pixelAspect ?? 1
        let rate = rate ?? settings?.sampleRate
        var writers = try Self.writers(format).reporting(in: language)
        let made = try ResultClock.now()
        let peerNames = recipe == nil ? [] : [LikeJSON.fileName, MatrixCSV.fileName]
        try refuseOutput(
            writers.map(\.fileName) + peerNames + [SessionRecord.fileName], of: summary)

        var scoring = settings?.scoring ?? ScoringSettings()
        var reader = SeriesReader(
            format: format, rate: rate, pixelAspect: pixelAspect, features: scoring.features)
        reader.reading = try reading.filled(from: settings?.series)
        var recording = try reader.read(series)
        let names = try seatNames(&recording)
        try SeriesConsent.require(names, in: summary)
        recording = recording.withBreathing(under: summary, names: names)
        scoring = try covariates.added(to: scoring, seats: names)
        try Self.checkLength(recording, scoring.synchrony.window)
        warnOfUnusedSettings(format)
        let given = try reader.asGiven(recording, of: series)?
            .withBreathing(under: summary, names: names)
        var peer: PeerScore?
        if let recipe {
            let channel = try peerChannel(recording.measured)
            let score = try PeerComparison(recipe: recipe, channel: channel, rate: rate)
                .score(given ?? recording, names: names)
            writers += [LikeJSON(score, channel: channel), MatrixCSV(score.matrix)]
            peer = score
        }
        var analysis = SeriesAnalysis(
            recording: recording, names: names, consent: summary,
            rate: rate, pixelAspect: pixelAspect, reading: reader.reading, scoring: scoring)
        analysis.given = given
        reporter.noteChance(recording.duration)
        var session = try await analysis.session()
        session.origin = SessionOrigin(made: made)
        let (kept, folder) = try write(session, writers, summary)
        return Results(
            session: kept, hasPostures: format.hasEpisodes, peer: peer,
            report: folder.path(of: ReportHTML.fileName))
    }

    /// Belts are breathing and nothing else, which takes a consent of its own.
    private func requireBreathing(
        _ format: SeriesFormat, _ summary: ConsentSummary?
    ) throws(Failure) {
        guard format == .belts else { return }
        try consent?.require(.breathing)
        try summary?.require([.breathing], in: .folder(SeriesConsent.folder(of: series[0])))
    }

    /// Of what every scored folder holds.
    private static func writers(_ format: SeriesFormat) throws(Failure) -> [any SessionWriter] {
        // Motion energy has no postures: a file of them would say that there were none.
        let annotations = format == .mea ? [] : ExportFormat.forOtherPrograms
        return try ExportFormat.tables() + ExportFormat.report + [SessionJSON()] + annotations
    }

    /// Keeps the session in the folder's record, and writes what can be read back from there.
    private func write(
        _ session: Session, _ writers: [any SessionWriter], _ consent: ConsentSummary?
    ) throws(Failure) -> (Session, SessionFolder) {
        let folder = try SessionFolder(output, force: replaces)
        let lock = try FolderLock(folder.path)
        defer { withExtendedLifetime(lock) {} }
        try refuseOutput(writers.map(\.fileName) + [SessionRecord.fileName], of: consent)
        if let remark = folder.remark { reporter.warning(remark) }
        let unfinished = folder.path(of: SessionRecord.unfinishedName)
        // Of a run that was killed: series are read again.
        SessionRecord.remove(unfinished)
        do {
            let record = try SeriesRecord.make(unfinished, of: session)
            // The consent held when the run began, however long the run took.
            let kept = try record.session(for: nil)
            try record.keepReviews(of: folder.path(of: SessionRecord.fileName))
            try folder.write(kept, with: writers)
            try record.move(to: folder.path(of: SessionRecord.fileName))
            return (kept, folder)
        } catch {
            SessionRecord.remove(unfinished)
            throw error
        }
    }

    /// Names of first and second seat; exchanges the people when they were asked for in the other order.
    private func seatNames(_ recording: inout SeriesRecording) throws(Failure) -> [String] {
        let wanted = if let consent { try consent.seats(requested: seats) } else { seats }
        guard let wanted else {
            return try Self.checked(recording.names ?? ["left", "right"], series[0])
        }
        guard recording.format == .attune, let own = recording.names else { return wanted }
        guard Set(own) == Set(wanted) else {
            throw Failure.badInput(
                "\(series[0]) has the seats \(own.joined(separator: " and ")), "
                    + "not \(wanted.joined(separator: " and "))",
                remedy: "name the same seats, or leave \(.seats) out")
        }
        if own != wanted { recording.tracks.reverse() }
        return wanted
    }

    /// Names that a file has for its people, such as those of its columns, become seats.
    private static func checked(_ names: [String], _ path: String) throws(Failure) -> [String] {
        for name in names {
            guard let fault = CodeText.fault(in: name) else { continue }
            throw Failure.badInput(
                "\(path) calls a person “\(name)”, which \(fault.what)",
                remedy: "name the two people with \(.seats)")
        }
        return names
    }

    /// Motion energy shorter than a window allows no statement; postures need no window.
    private static func checkLength(
        _ recording: SeriesRecording, _ window: Double
    ) throws(Failure) {
        guard recording.format == .mea, recording.duration < window else { return }
        throw Failure.badInput(
            "the series are \(DecimalText.text(recording.duration, decimals: 2, atLeast: 0)) s "
                + "long, shorter than one window of "
                + "\(DecimalText.text(window, decimals: 3, atLeast: 0)) s",
            remedy: "give longer series, or check \(.rate)")
    }

    /// Says which settings come too late for series that are measured already.
    private func warnOfUnusedSettings(_ format: SeriesFormat) {
        guard let settings else { return }
        let past = settings.past(hasChannels: [.attune, .mea, .belts].contains(format))
        guard !past.isEmpty else { return }
        reporter.warning(
            "\(past.map { "\"\($0)\"" }.joined(separator: ", ")) of \(settings.path) say how a recording "
                + "is measured, and change nothing in series that are measured already")
    }

    /// Scores replace earlier ones of the same people, and never a measured session.
    private func refuseOutput(_ names: [String], of summary: ConsentSummary?) throws(Failure) {
        guard FileManager.default.fileExists(atPath: output) else { return }
        let folder = try SessionFolder(output, force: replaces)
        for record in [SessionRecord.fileName, SessionRecord.unfinishedName]
        where folder.has(record) && SessionRecord.isBegun(folder.path(of: record))
            && !SessionRecord.isOfSeries(folder.path(of: record))
        {
            throw Failure.cannotCreate(
                "\(output) holds a measured session (\(record))",
                remedy: "choose another \(.output) for the scores")
        }
        try folder.refuseExisting(names)
        let own = try FolderConsent.read(output)
        try own.requireSamePeople(
            as: summary, in: consent?.path ?? series[0],
            remedy: "choose another \(.output), or give the consent file of that session with "
                + "\(.consent)")
        guard let summary else { return }
        try own.requireNotEarlier(
            summary, in: consent?.path ?? series[0],
            detour: "choose another \(.output) for this one")
    }
}
