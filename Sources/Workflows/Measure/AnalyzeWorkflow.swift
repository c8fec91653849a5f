import Archive
import Base
package import Consents
package import Exports
import Foundation
import Posture
import SessionModel
package import VisionProtocol

/// Turns recordings of a session into its folder of results.
///
/// A folder that already holds a measurement of the same recordings is resumed, or scored again, as
/// `MeasurementPlan` decides.
package struct AnalyzeWorkflow: Sendable {
    /// Of one camera with both people, or of two with one person each.
    package var footage: [Footage]
    package var consent: Consent
    /// Names of the first and the second seat.
    package var seats: [String]
    package var settings: RunSettings
    /// What else happened in the session.
    package var covariates: CovariateFiles
    /// The folder of the results.
    package var output: String
    /// Whether `review.mp4` is made, too.
    package var makesClip: Bool
    /// Whether an interrupted measurement is continued.
    package var resumes: Bool
    /// Whether a setting was given that changes only what follows from a measurement.
    package var corrects: Bool
    /// Whether results in the folder may be replaced.
    package var replaces: Bool
    /// The language of the report.
    package var language: Phrases = .english
    package var reporter: any Reporter

    package init(
        footage: [Footage], consent: Consent, seats: [String], settings: RunSettings,
        covariates: CovariateFiles = .init(), output: String,
        makesClip: Bool = false, resumes: Bool = false, corrects: Bool = false,
        replaces: Bool = false, reporter: any Reporter
    ) {
        self.footage = footage
        self.consent = consent
        self.seats = seats
        self.settings = settings
        self.covariates = covariates
        self.output = output
        self.makesClip = makesClip
        self.resumes = resumes
        self.corrects = corrects
        self.replaces = replaces
        self.reporter = reporter
    }

    /// Of the example session that comes with the program, with the standard settings.
    ///
    /// - Throws: ``Failure/Kind/noInput`` when it is not there.
    package init(
        exampleInto output: String, replaces: Bool, reporter: any Reporter
    ) throws {
        let installation = Installation.current
        guard FileManager.default.fileExists(atPath: installation.exampleVideo) else {
            throw Failure.noInput(
                "the example session is not at \(installation.exampleVideo)",
                remedy: installation.repair)
        }
        let consent = try Consent.load(installation.exampleConsent)
        self.init(
            footage: [Footage([installation.exampleVideo])], consent: consent,
            seats: try consent.seats(requested: nil), settings: try RunSettings(.init(), nil),
            output: output, replaces: replaces, reporter: reporter)
    }

    /// The paths of all files, camera by camera.
    var videos: [String] { footage.flatMap(\.files) }

    /// - Returns: the path of the review clip; `nil` when none was asked for.
    /// - Throws: ``Failure``; of a measurement that ended early, after what was measured has become results.
    package func run() async throws -> String? {
        try consent.require(.analysis)
        if makesClip { try consent.require(.reviewClip) }
        reporter.warnOfPersonalCodes(consent.summary)
        let files = try videos.map { path throws(Failure) in try OpenRecording(path) }
        let scoring = try covariates.added(
            to: settings.scoring, seats: seats,
            recordings: videos.prefix(1).map { (VideoFile.name(of: $0), 0) })
        let made = try ResultClock.now()
        let writers = try ExportFormat.standardWriters(of: self.settings.scene)
            .reporting(in: language)
        let outputs = writers.map(\.fileName) + (makesClip ? [ReviewClip.fileName] : [])
        let folder = try SessionFolder(output, force: replaces)
        let lock = try FolderLock(folder.path)
        defer { withExtendedLifetime(lock) {} }
        if !resumes, !corrects { try MeasurementPlan.refuseExisting(outputs, in: folder) }
        try FolderConsent.read(output).requireSamePeople(as: consent)
        try reporter.requireUpToDate(consent, in: [output] + videos.map(VideoFile.folder(of:)))
        if let remark = folder.remark { reporter.warning(remark) }
        Interruption.listen()

        let plan = try plan(folder, outputs, files, try clocks(files))
        let (record, stopped) = try measure(plan, files)
        // What was measured until then becomes results.
        if stopped?.kind == .interrupted { Interruption.met() }
        let session = try await score(record, stopped, scoring, made: made)
        // Half a result does not replace a whole one.
        if let stopped, !plan.isHalf, outputs.contains(where: folder.has) { throw stopped }
        try write(session, record, writers, plan)
        let clip = try finishClip(folder, isWhole: stopped == nil)
        if let stopped { throw stopped }
        return clip
    }

    /// When the second of two recordings started, which the sound may have to tell.
    private func clocks(_ files: [OpenRecording]) throws
        -> (offset: Double, basis: OffsetBasis?)
    {
        guard footage.count == 2 else { return (settings.offset, nil) }
        if settings.offsetFromSound {
            guard files.count == 2 else {
                throw Failure.usage(
                    "sound is compared of one file per camera, and here a camera wrote several",
                    remedy:
                        "join its chapters, for example with ffmpeg, or give \(.offset) as a time")
            }
            let found = try SoundOffset(first: files[0], second: files[1], reporter: reporter)
                .measure()
            reporter.note(SoundOffset.words(found))
            return (found.offset, found.basis)
        }
        if settings.offsetBasis.source == .assumed {
            reporter.warning(
                "both recordings are taken to have started at the same moment",
                remedy:
                    "give \(.offset) with the seconds between, or let the sound of both tell them "
                    + "with \(.offset) auto")
        }
        return (settings.offset, settings.offsetBasis)
    }

    private func plan(
        _ folder: SessionFolder, _ outputs: [String], _ files: [OpenRecording],
        _ clocks: (offset: Double, basis: OffsetBasis?)
    ) throws(Failure) -> MeasurementPlan {
        MeasurementPlan(
            folder: folder, sources: try sources(files),
            request: .init(
                rate: settings.rate.description, layout: settings.layout.description,
                precision: settings.precision.rawValue, offset: clocks.offset,
                offsetBasis: clocks.basis,
                stream: settings.stream, mirrored: settings.mirrored,
                scene: settings.scene == .walking ? .walking : nil),
            seats: seats, resumes: resumes, corrects: corrects, outputs: outputs, reporter: reporter
        )
    }

    /// The files with their digests.
    ///
    /// - Throws: ``Failure/Kind/badInput`` when one is given twice.
    private func sources(_ files: [OpenRecording]) throws(Failure) -> [RecordHeader.Source] {
        let hasChapters = footage.contains { $0.files.count > 1 }
        var sources: [RecordHeader.Source] = []
        var rest = files[...]
        for (camera, footage) in footage.enumerated() {
            for file in rest.prefix(footage.files.count) {
                let video = file.path
                let source = RecordHeader.Source(
                    file: VideoFile.name(of: video), sha256: try file.digest(),
                    camera: hasChapters ? camera : nil)
                if let other = sources.firstIndex(where: { $0.sha256 == source.sha256 }) {
                    throw Failure.badInput(
                        "\(videos[other]) and \(video) are the same recording",
                        remedy: "give each file once")
                }
                sources.append(source)
            }
            rest = rest.dropFirst(footage.files.count)
        }
        return sources
    }

    /// The record of the recordings, and why it does not reach their end if it does not.
    private func measure(
        _ plan: MeasurementPlan, _ files: [OpenRecording]
    ) throws -> (SessionRecord, Failure?) {
        var request = TrackingRequest(
            footage: footage, layout: settings.layout, rate: settings.rate.hertz,
            offset: plan.request.offset, drift: plan.request.offsetBasis?.drift ?? 0,
            stream: settings.stream,
            singlePrecision: settings.precision == .f32)
        request.mirrored = settings.mirrored
        request.scene = settings.scene == .walking ? .walking : nil
        request.breathing = consent.summary.covers(.breathing, seats: seats)
        var measurement: VideoMeasurement
        switch try plan.way() {
        case .rescore(let record):
            let version = try record.header().attune
            reporter.note(
                "nothing is measured again: the results are made from \(record.path) "
                    + "(measured by attune \(version))")
            return (record, nil)
        case .resume(let record, let checkpoint):
            request.checkpoint = TrackingCheckpoint(time: checkpoint.time, state: checkpoint.state)
            let time = DecimalText.text(checkpoint.time, decimals: 1)
            reporter.note("going on with \(record.path) from \(time) s")
            try record.note(consent.summary)
            measurement = try VideoMeasurement(resuming: record, files: files, reporter: reporter)
        case .measure:
            measurement = VideoMeasurement(
                RecordHeader(sources: plan.sources, request: plan.request, seats: plan.seats),
                files: files,
                seats: seats, path: plan.unfinishedPath, consent: consent.summary,
                reporter: reporter)
        }
        let stopped: Failure?
        do {
            stopped = try measurement.run(request)
        } catch {
            // A record without a frame is of no use to anybody.
            if let record = measurement.record, try record.frameCount() == 0 {
                try? record.close()
                SessionRecord.remove(record.path)
            }
            throw error
        }
        guard let record = measurement.record else {
            throw Failure.software(
                "attune-vision said nothing", remedy: Installation.current.repair)
        }
        return (record, stopped)
    }

    /// The session of a record, which keeps it: what is written to files is what can be read back.
    private func score(
        _ record: SessionRecord, _ stopped: Failure?, _ scoring: ScoringSettings, made: Date
    ) async throws(Failure) -> Session {
        let analysis = Analysis(
            record: record, video: videos.joined(separator: " and "), names: seats,
            consent: consent.summary,
            settings: try record.header().settings(
                scoring, swapAt: settings.swapAt, keepUncertain: settings.keepUncertain))
        reporter.noteChance(try record.header().declaredDuration)
        do {
            var session = try await Interruption.cancelling { () async throws(Failure) in
                try await analysis.session()
            }
            session.origin = SessionOrigin(made: made, media: mediaFolders)
            try warnOfReviews(record, session)
            try record.save(session, summary: SessionJSON.text(session))
            // The consent held when the run began, however long the run took.
            return try record.session(for: nil)
        } catch {
            guard error.kind == .badInput else { throw error }
            // Of no use to anybody, unless it is damaged: then some of it can be recovered.
            if try !record.hasResults(), (try? record.checkAll()) != nil {
                try record.close()
                SessionRecord.remove(record.path)
            }
            throw stopped ?? error
        }
    }

    /// Says whose decisions do not count for the two as they are paired now.
    private func warnOfReviews(_ record: SessionRecord, _ session: Session) throws(Failure) {
        let exchange = PeopleExchange(from: try record.swapAt(), to: session.settings.swapAt)
        let coders = exchange.changesPeople ? try record.reviews().map(\.coder) : []
        guard !coders.isEmpty else { return }
        reporter.warning(
            "what \(coders.joined(separator: ", ")) decided of the time in which the two are other people "
                + "now is kept and no longer applied",
            remedy: "review that part again on the page of \(.open)")
    }

    private func write(
        _ session: Session, _ record: SessionRecord, _ writers: [any SessionWriter],
        _ plan: MeasurementPlan
    ) throws(Failure) {
        // From here on the folder's results are this run's, and it may replace its own.
        var results = try SessionFolder(output, force: replaces || resumes || corrects)
        results.isCancelled = { Interruption.isRequested }
        try record.keepReviews(of: plan.finalPath)
        try results.write(session, with: writers)
        if record.path != plan.finalPath {
            try record.move(to: plan.finalPath)
        } else {
            try record.close()
        }
        reporter.found(session, report: plan.folder.path(of: ReportHTML.fileName))
    }

    /// Makes the review clip when it was asked for; otherwise says which files of earlier results are
    /// left.
    ///
    /// The clip comes after the results, which must not be lost to a disk that has no room for a clip.
    private func finishClip(_ folder: SessionFolder, isWhole: Bool) throws(Failure) -> String? {
        guard makesClip, isWhole else {
            for (name, format) in [
                (ReviewClip.fileName, "review"), (SessionLandmarks.fileName, "landmarks"),
                (SessionExportJSON.fileName, "timeline-json"), (GaitCSV.fileName, "csv"),
            ] where folder.has(name) && !(name == GaitCSV.fileName && settings.scene == .walking) {
                reporter.warning(
                    "\(folder.path(of: name)) may be of earlier results",
                    remedy: "make it again with \(.export(format: format, folder: folder.path)) "
                        + "\(.force)")
            }
            return nil
        }
        let clip = SessionExport(
            folder.path, force: replaces || resumes || corrects, reporter: reporter)
        let paths = try clip.writeLocked { record, _ throws(Failure) in
            [ReviewClip(record: record, reporter: reporter)]
        }
        return paths.first
    }

    /// Where the videos lie as seen from the session folder.
    private var mediaFolders: [String] {
        let start = URL(fileURLWithPath: output).resolvingSymlinksInPath().path
        return videos.map { video in
            let place = URL(fileURLWithPath: video).deletingLastPathComponent()
            return RelativePath.folder(place.resolvingSymlinksInPath().path, from: start)
        }
    }
}

extension RecordHeader {
    /// Every parameter in force when this record is scored.
    func settings(
        _ scoring: ScoringSettings, swapAt: [Double] = [], keepUncertain: Bool = false
    ) -> Settings {
        var settings = Settings(
            rate: request.rate, layout: request.layout, precision: arithmetic,
            confinement: confinement, offset: request.offset, offsetBasis: request.offsetBasis,
            stream: request.stream,
            swapAt: swapAt,
            keepUncertain: keepUncertain)
        settings.mirrored = request.mirrored
        settings.scene = request.scene
        settings.precisionAsked = request.precision
        settings.scoring = scoring
        return settings
    }
}
